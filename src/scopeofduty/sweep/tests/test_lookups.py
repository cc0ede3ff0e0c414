from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import openpyxl
import pytest

from scopeofduty import cli
from scopeofduty.sweep.lookups import (
    Agencies,
    Judged,
    LogError,
    Lookup,
    NotALookup,
    Served,
    judge,
    judge_log,
    judge_reason,
    read_log,
    totals,
)
from scopeofduty.sweep.lookups.agencies import key_of
from scopeofduty.sweep.lookups.when import moment
from scopeofduty.sweep.readers.source import Source

HERE = Path(__file__).parent
MARKS = {"s": Served.SERVED, "p": Served.POSSIBLE, "u": Served.UNTOLD, "n": Served.NOT}
LIST = "STATE,LAW ENFORCEMENT AGENCY,SUPPORT TYPE\nKANSAS,Franklin County Sheriff's Office,Task Force Model\n"
FLOCK = (
    "Name,Org Name,Total Networks Searched,License Plate,Reason,Case Number,Search Time\n"
    "K. O.,Franklin KS Co SO,4102,ABC123,investigation,,06/02/2025 01:15:22 PM UTC\n"
    "M. R.,Lawrence KS PD,3,XYZ999,stolen auto,25-100,06/02/2025 01:16:00 PM UTC\n"
    "T. T.,Dallas TX PD,5000,DEF456,immgration,,06/03/2025 08:00:00 AM UTC\n"
)


def cases():
    for line in (HERE / "reason_cases.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line[2:], MARKS[line[0]]


@pytest.mark.parametrize(("text", "served"), list(cases()))
def test_a_reason_is_judged(text, served):
    assert judge_reason(text).served is served


@pytest.mark.parametrize(
    "name",
    [
        "Franklin Co SO", "FRANKLIN COUNTY SHERIFF'S OFFICE", "Franklin County Sheriff\u2019s Office",
        "Franklin Co. S.O.", "County of Franklin Sheriff", "franklin cnty so",
    ],
)  # fmt: skip
def test_an_agency_has_one_name_however_it_is_written(name):
    assert key_of(name) == ("franklin county sheriff", "")


@pytest.mark.parametrize(
    ("name", "key", "state"),
    [
        ("Johnson County KS SO", "johnson county sheriff", "KS"),
        ("TX - Harris County SO", "harris county sheriff", "TX"),
        ("El Paso County CO SO", "el paso county sheriff", "CO"),
        ("Franklin County Sheriff's Office, Kansas", "franklin county sheriff", "KS"),
        ("New York City PD", "new york city police", ""),
        ("LA County SO", "la county sheriff", ""),
    ],
)
def test_a_state_is_read_from_a_name(name, key, state):
    assert key_of(name) == (key, state)


def test_a_list_tells_states_apart():
    listed = Agencies.read(LIST + "OHIO,Franklin County Sheriff,Jail Enforcement Model\n")
    assert len(listed) == 2
    assert listed.match("Franklin Co SO") is None
    assert listed.match("Franklin Co SO", "ks").agreement == "Task Force Model"
    assert listed.match("Franklin County OH SO").agreement == "Jail Enforcement Model"
    assert listed.match("Franklin County TX SO") is None


def test_a_list_of_bare_names_is_read_and_an_empty_one_is_refused():
    assert (
        Agencies.read("Pasco County Sheriff's Office\nMarion Co SO, FL\n").match("MARION COUNTY SO").state
        == "FL"
    )
    with pytest.raises(ValueError, match="no agency in it"):
        Agencies.read("\n\n")


def test_a_vague_reason_of_a_partner_agency_is_possible():
    agencies = Agencies.read(LIST)
    look = Lookup(1, "investigation", "Franklin Co SO")
    assert judge(look).served is Served.UNTOLD
    assert judge(look, agencies).served is Served.POSSIBLE
    assert judge(Lookup(2, "homicide", "Franklin Co SO"), agencies).served is Served.NOT


def test_texts_beside_the_reason_count():
    (one,) = judge_log(read_log(Source("a.csv", b"agency,reason,comments\nX PD,investigation,for ICE ERO\n")))
    assert one.served is Served.SERVED


def workbook():
    book = openpyxl.Workbook()
    book.active.append(["Search audit, June 2025"])
    for line in FLOCK.splitlines():
        book.active.append(line.split(","))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def json_lines():
    rows = [line.split(",") for line in FLOCK.splitlines()]
    return "\n".join(json.dumps(dict(zip(rows[0], row, strict=True))) for row in rows[1:]).encode()


def json_list():
    return b"[" + b",".join(json_lines().splitlines()) + b"]"


@pytest.mark.parametrize(
    "data",
    [
        FLOCK.encode(), FLOCK.encode("utf-16"), FLOCK.replace(",", ";").encode(),
        FLOCK.replace(",", "\t").encode(),
        b"\xef\xbb\xbfExported 2025-07-01\n\n" + FLOCK.encode(), workbook(), json_lines(), json_list(),
    ],
    ids=["csv", "utf-16", "semicolons", "tabs", "title", "xlsx", "jsonl", "json"],
)  # fmt: skip
def test_a_log_is_read_in_every_form_it_comes_in(data):
    rows = list(read_log(Source("audit", data)))
    assert [r.reason for r in rows] == ["investigation", "stolen auto", "immgration"]
    assert rows[0].agency == "Franklin KS Co SO"
    assert rows[0].scope == "4102"
    assert rows[0].at == dt.datetime(2025, 6, 2, 13, 15, 22, tzinfo=dt.UTC)
    assert not any("ABC123" in str(r) for r in rows)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (
            "ORI,Operator,Transaction Date/Time,Purpose Code,Attention",
            "KS0230000,JD,20250602131522,C,ICE/ERO SMITH",
        ),
        ("Agencia;Usuario;Fecha;Motivo", "PD Uno;ana;2/6/2025 13:15;inmigración"),
        (
            "Requesting Agency|Requested By|Query Date|Justification",
            "A PD|x|2025-06-02T13:15:22Z|287(g) task",
        ),
        ("dateTime\torganizationName\tuserId\tsearchReason", "1748870122\tA PD\tu1\tborder patrol"),
    ],
)
def test_columns_go_by_many_names(header, row):
    (one,) = judge_log(read_log(Source("log.csv", f"{header}\n{row}\n".encode())))
    assert one.served is Served.SERVED
    assert one.lookup.agency
    assert one.lookup.user
    assert one.lookup.at is not None


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"), (b"\x00\x01\x02" * 40, "binary"),
        (b"plate,colour\nABC,red\n", "found: plate, colour"),
        (b"PK\x03\x04 broken", "can't be read"), (b"[{", "JSON breaks"),
        (b'{"plate": "A"}', "no reason among"),
        (b'a,reason,agency\n"x' + b"y" * 11_000_000, "breaks at line"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_log_is_told_so(data, says):
    with pytest.raises(LogError, match=says):
        list(read_log(Source("x", data)))


def test_a_row_that_cannot_be_read_is_told_and_the_others_stand():
    found = list(
        judge_log(read_log(Source("x.jsonl", b'{"reason": "ICE"}\nnot json\n{"reason": "theft"}\n')))
    )
    assert [type(f) for f in found] == [Judged, NotALookup, Judged]
    assert totals(found) == {
        "lookups": 2,
        "by": {"served": 1, "possible": 0, "not told": 0, "not": 1},
        "by_partners": {"served": 0, "possible": 0, "not told": 0, "not": 0},
        "agencies": {"(not told)": {"served": 1}},
        "not_read": 1,
    }


@pytest.mark.parametrize("text", ["", "soon", "99/99/9999", "2025-13-01"])
def test_a_time_that_is_none_is_none(text):
    assert moment(text) is None


def test_the_command_prints_what_a_monitor_needs(tmp_path, capsys):
    (tmp_path / "audit.csv").write_text(FLOCK)
    (tmp_path / "list.csv").write_text(LIST)
    code = cli.main(
        ["sweep", "lookups", str(tmp_path / "audit.csv"), "--agencies", str(tmp_path / "list.csv"), "--json"]
    )
    shown = json.loads(capsys.readouterr().out)
    assert code == 1
    assert shown["totals"]["by"] == {"served": 1, "possible": 1, "not told": 0, "not": 1}
    assert [row["served"] for row in shown["lookups"]] == ["possible", "not", "served"]
    assert shown["lookups"][0]["partner"]["agreement"] == "Task Force Model"
    assert cli.main(["sweep", "lookups", str(tmp_path / "audit.csv")]) == 1
    assert "immgration" in capsys.readouterr().out


@pytest.mark.parametrize("given", [["lookups"], ["lookups", "nowhere.csv"], ["lookups", ".", "x"]])
def test_the_command_refuses_in_words(given, capsys):
    assert cli.main(["sweep", *given]) == 2
    assert "duty sweep" in capsys.readouterr().err
