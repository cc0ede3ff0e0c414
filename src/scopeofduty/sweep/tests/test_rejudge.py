from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from scopeofduty import cli
from scopeofduty.sweep import page
from scopeofduty.sweep.examine import examine
from scopeofduty.sweep.hit import Hit
from scopeofduty.sweep.readers.source import Source
from scopeofduty.sweep.rejudge import rejudge
from scopeofduty.sweep.tests import files


def hits():
    found = [
        *examine(Source("lib/card.html", files.HTML.encode())),
        *examine(Source("intake.xlsx", files.workbook())),
        *examine(Source("pd/report.txt", b"Driver is undocumented.\n\nHe was born in Peru.\n")),
    ]
    return [f for f in found if isinstance(f, Hit)]


def test_under_the_same_rules_every_hit_stands():
    again = rejudge(hits())
    assert not again.dropped
    assert len(again.kept) + len(again.changed) == len(hits())
    assert all(old.category == new.category for old, new in again.changed)


def test_what_the_rules_no_longer_find_is_dropped_and_what_they_call_otherwise_changes():
    one = hits()[-1]
    weather = replace(one, text="The weather was fine.", rule="born-in")
    renamed = replace(one, text="Driver is undocumented.", rule="an-old-rule")
    again = rejudge([weather, renamed])
    assert again.dropped == (weather,)
    assert [(o.rule, n.rule, n.category) for o, n in again.changed] == [
        ("an-old-rule", "person-undocumented", "immigration_status")
    ]
    assert again.changed[0][1].fingerprint == one.fingerprint


def test_the_command_reads_a_report(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("lib").mkdir()
    Path("lib/card.html").write_text(files.HTML)
    Path("lib/app.py").write_text("record.country_of_birth = x\n")
    Path("lib/scan.png").write_bytes(b"\x89PNG")
    cli.main(["sweep", "lib", "--json", "--workers", "1"])
    Path("old.json").write_text(printed := capsys.readouterr().out)
    assert cli.main(["sweep", "rejudge", "old.json"]) == 0
    assert "0 are no hits any more" in capsys.readouterr().out
    assert cli.main(["sweep", "rejudge", "old.json", "--json"]) == 0
    old, new = json.loads(printed), json.loads(capsys.readouterr().out)
    assert new.pop("dropped") == []
    assert new["swept"].pop("rejudged_at")
    assert new == old


@pytest.mark.parametrize("text", ["{}", "[]", "no", '{"hits": [{}]}', '{"hits": [], "not_read": [1]}'])
def test_a_file_that_is_no_report_is_named(tmp_path, capsys, text):
    path = tmp_path / "old.json"
    path.write_text(text)
    assert cli.main(["sweep", "rejudge", str(path)]) == 2
    assert "expected what" in capsys.readouterr().err


def test_departments_are_the_folders_where_files_part_ways():
    assert page.departments(["d/city/police/a/x.txt", "d/city/library/y.pdf", "d/city/z.csv"]) == [
        "police",
        "library",
        ".",
    ]
    assert page.departments(["d/police/x.txt", "d/police/y.txt"]) == ["police", "police"]
    assert page.departments(["x.txt"]) == ["."]
    assert page.departments([]) == []
