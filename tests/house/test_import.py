"""`duty import` as it is typed: what it takes, what it says of what it can't take, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scopeofduty.city.study.models import StudyAnswer, StudyRefusal, StudyRow
from scopeofduty.cli import main

REAL = Path(__file__).parents[3] / "shared/data/incidents.jsonl"
DETAINER = {"id": "j-1", "request_type": "detainer", "jurisdiction": "A County Jail", "date": "2017-05-02"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(monkeypatch, capsys):
    """Run the command in this test's own city; return its exit code and what it printed."""
    monkeypatch.setattr("scopeofduty.cli.city.open_city", lambda _folder: None)

    def run(*words):
        code = main(["import", *map(str, words)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def file(tmp_path, text, name="log.jsonl"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def held():
    return tuple(
        tuple(model.objects.order_by("pk").values_list()) for model in (StudyRow, StudyRefusal, StudyAnswer)
    )


@pytest.mark.skipif(not REAL.is_file(), reason="the real rows are not beside this checkout")
def test_every_real_row_is_imported_or_refused_by_name_and_twice_changes_nothing(typed):
    words = ("contacts", REAL, "--against", "lawrence", "--closed", "--strike", "--json")
    code, out, _err = typed(*words)
    first = json.loads(out)
    assert (code, first["rows"]) == (1, 813)
    assert first["imported"] + len(first["refused"]) == 813
    assert all(refused["id"] and refused["line"] and refused["reason"] for refused in first["refused"])
    assert sum(row["rows"] for row in first["against"][0]["counts"]) == first["imported"]
    before = held()
    code, out, _err = typed(*words)
    again = json.loads(out)
    assert (again["imported"], again["unchanged"]) == (0, first["imported"])
    assert again["refused"] == first["refused"]
    assert held() == before


def test_a_dry_run_stores_nothing(typed, tmp_path):
    code, out, _err = typed("contacts", file(tmp_path, json.dumps(DETAINER)), "--dry-run")
    assert (code, out) == (0, "1 row of log: 1 would be imported, 0 there already, 0 refused.\n")
    assert held() == ((), (), ())


@pytest.mark.parametrize(
    ("text", "name", "words", "says"),
    [
        ("", "log.csv", (), "log.csv: the file is empty. Export it again."),
        (b"\xff\xfe\x00", "log.csv", (), "log.csv, line 1: byte 0xff is not UTF-8. Save the file as UTF-8"),
        ("x", "log.xlsx", (), "log.xlsx: expected a name that ends in .csv or .jsonl."),
        ("a,b\n1,2\n", "log.csv", (), "log.csv: no row has the column 'request_type'"),
        ("a,a\n1,2\n", "log.csv", (), "log.csv, line 1: the column 'a' stands twice."),
        ("{}", "log.jsonl", ("--mapping", "nope"), "nope: there is no such mapping file."),
        (
            "{}",
            "log.jsonl",
            ("--against", "riverbent"),
            "There is no pack “riverbent”. Did you mean “riverbend”?",
        ),
        ("{}", "log.jsonl", ("--name", "!!!"), "'!!!' can't name a study set"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_clear_sentence(typed, tmp_path, text, name, words, says):
    code, out, err = typed("contacts", file(tmp_path, text, name), *words)
    assert (code, out) == (2, "")
    assert says in err
    assert held() == ((), (), ())


def test_a_file_that_is_not_there(typed, tmp_path):
    code, _out, err = typed("contacts", tmp_path / "none.csv")
    assert (code, err.strip().endswith("there is no such file. Check the name.")) == (2, True)


def test_rows_that_cannot_be_taken_are_listed_and_the_others_are_taken(typed, tmp_path):
    bad = [
        r'{"id": "\ud800", "request_type": "detainer"}',
        r'{"id": "nul\u0000", "request_type": "detainer"}',
        '{"id": "big", "request_type": "detainer", "n": 123456789012345678901234567890}',
        '{"id": "what", "request_type": "😀"}',
        "not json",
        '{"id": "day", "request_type": "detainer", "date": "2020-02-30"}',
    ]
    code, out, _err = typed("contacts", file(tmp_path, "\n".join([*bad, json.dumps(DETAINER)])))
    assert code == 1
    assert out.startswith("7 rows of log: 1 imported, 0 there already, 6 refused.\n")
    assert "line 2, nul�: a NUL character (0x00) stands in it; take it out" in out
    assert "  line 5: not JSON" in out
    assert StudyRow.objects.get().row_id == "j-1"


def test_a_dispatch_export_needs_an_owner_who_may_look_into_it(typed, tmp_path):
    path = file(tmp_path, "event,received,type,agency\n", "calls.csv")
    code, _out, err = typed("dispatch", path, "--owner", "nobody")
    assert (code, err) == (2, "'nobody' can't be given calls. These people can: nobody yet.\n")
