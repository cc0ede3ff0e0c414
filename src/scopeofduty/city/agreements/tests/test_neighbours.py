"""The public list of 287(g) agreements, read from a file that somebody brings."""

import io
from datetime import date

import openpyxl
import pytest

from scopeofduty.city.agreements import neighbours
from scopeofduty.city.agreements.models import NeighbourList
from scopeofduty.city.commission.refusals import RefusedError
from scopeofduty.city.commission.tests.conftest import EVENING

HEADER = ["STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SIGNED", "SUPPORT TYPE", "MOA"]
ROWS = [
    [
        "KANSAS",
        "Fairview County Sheriff's Office",
        "County",
        "Fairview",
        date(2025, 3, 4),
        "Warrant Service Officer",
        "Link",
    ],
    [
        "MISSOURI",
        "Elm Police Department",
        "Municipality",
        "Elm",
        date(2025, 6, 1),
        "Task Force Model",
        "Link",
    ],
    ["Kansas", "Oak County Sheriff's Office", "County", "Oak", "2/14/2025", "Jail Enforcement Model", ""],
    ["Atlantis", "Nowhere", "County", "", "", "", ""],
    ["Kansas", "Ash County", "County", "Ash", "soon", "", ""],
]


def sheet(rows=ROWS, header=HEADER, before=()):
    book = openpyxl.Workbook()
    for row in (*before, header, *rows):
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def as_csv(rows=ROWS, header=HEADER):
    lines = [",".join(str(cell) for cell in row) for row in [header, *rows]]
    return "\r\n".join(lines).encode()


@pytest.mark.parametrize(("name", "written"), [("list.xlsx", sheet), ("list.csv", as_csv)])
def test_rows_of_the_states_asked_for_are_kept_and_others_counted(name, written):
    found = neighbours.read(name, written(), ["KS"])
    assert [(row["agency"], row["signed"]) for row in found.rows] == [
        ("Fairview County Sheriff's Office", "2025-03-04"),
        ("Oak County Sheriff's Office", "2025-02-14"),
    ]
    assert found.rows[0]["kind"] == "Warrant Service Officer"
    assert found.total == 5
    assert [each["line"] for each in found.refused] == [5, 6]


def test_a_title_above_the_header_and_other_orders_of_columns_are_read():
    header = [HEADER[1], HEADER[0], "County", "Signed"]
    rows = [["Oak County Sheriff", "KS", "Oak", "2025-02-14"]]
    found = neighbours.read("a.xlsx", sheet(rows, header, before=[["Participating agencies"]]), ["kansas"])
    assert found.rows[0]["county"] == "Oak"


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.xlsx", b"PK\x03\x04 garbage", "not a spreadsheet"),
        ("a.csv", b"\xff\xfe\x00", "not UTF-8"),
        ("a.csv", b"", "no header"),
        ("a.csv", b"name,other\nx,y\n", "no header"),
        ("a.pdf", b"%PDF-1.7", "no header"),
    ],
)
def test_what_can_not_be_read_is_said(name, data, says):
    with pytest.raises(RefusedError, match=says):
        neighbours.read(name, data, ["KS"])


def test_a_state_that_is_none_is_said():
    with pytest.raises(RefusedError, match="Atlantis"):
        neighbours.read("a.csv", as_csv(), ["Atlantis"])
    with pytest.raises(RefusedError, match="at least one"):
        neighbours.read("a.csv", as_csv(), [])


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(neighbours, "LARGEST_OPENED", 100)
    with pytest.raises(RefusedError, match="60 MB"):
        neighbours.read("a.xlsx", sheet(), ["KS"])


def test_brought_in_twice_it_is_one_list(register):
    given = {"states": "KS, Missouri", "as_of": date(2026, 2, 1), "source": "ice.gov", "by": register.cleo}
    for _again in range(2):
        kept = neighbours.bring_in("list.csv", as_csv(), at=EVENING, **given)
    assert (NeighbourList.objects.count(), kept.states, len(kept.rows)) == (1, "KS, MO", 3)
