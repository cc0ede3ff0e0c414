from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from scopeofduty.city.reconciliation.export import read
from scopeofduty.city.rows import UnreadableFileError, rows_in

CHICAGO = ZoneInfo("America/Chicago")


def export(text, name="cad.csv"):
    return read(rows_in(name, text.encode(), "event"), CHICAGO)


def test_calls_that_speak_of_federal_officers_are_taken_and_others_counted():
    found = export(
        "Event Number,Call Time,Nature,Requesting Agency\n"
        "26-1,2026-01-05 02:06,ASSIST OTHER AGENCY,ICE ERO\n"
        "26-2,2026-01-05 02:10,NOISE,RESIDENT\n"
        "26-3,01/05/2026 02:15,ASSIST POLICE,DHS\n"
        "26-4,2026-01-05 02:16,ICE ON ROADWAY,PUBLIC WORKS\n"
    )
    assert [call.event for call in found.calls] == ["26-1", "26-3", "26-4"]
    assert found.others == 1
    assert found.calls[0].received_at == datetime(2026, 1, 5, 8, 6, tzinfo=UTC)


def test_a_time_with_an_offset_keeps_it():
    found = export("event,received,type,agency\n1,2026-01-05T02:06:00+00:00,BACKUP,HSI\n")
    assert found.calls[0].received_at == datetime(2026, 1, 5, 2, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("1,yesterday,BACKUP,ICE", "the time 'yesterday' can't be read"),
        (",2026-01-05 02:06,BACKUP,ICE", "the call has no event number"),
        ("1,2026-01-05 02:06,BACKUP", "3 cells, and the header has 4 columns"),
    ],
)
def test_a_line_that_cannot_be_read_is_listed_and_the_next_is_read(line, says):
    found = export(f"event,received,type,agency\n{line}\n2,2026-01-05 02:06,BACKUP,ICE\n")
    assert len(found.calls) == 1
    assert found.unread[0][0] == 2
    assert says in found.unread[0][1]


def test_a_missing_column_is_named_with_what_came():
    with pytest.raises(
        UnreadableFileError, match=r"no column for: received, agency\. It has: event, kind, type"
    ):
        export("event,kind,type\n1,2,ICE\n")
