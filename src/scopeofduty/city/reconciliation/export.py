"""Read a dispatch export: which of its calls speak of federal officers, and when each came in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from scopeofduty.city.rows import SourceRow, UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

# The names that dispatch systems give these columns, in lower case without spaces and signs.
COLUMNS: dict[str, tuple[str, ...]] = {
    "event": ("event", "eventno", "eventnumber", "incident", "incidentnumber", "cadevent", "callnumber"),
    "received": ("received", "receivedat", "time", "calltime", "datetime", "createtime"),
    "type": ("calltype", "type", "nature", "typecode"),
    "agency": ("agency", "caller", "callername", "requestingagency", "requestedby"),
}
FORMS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M")
FEDERAL = re.compile(
    r"\b(?:ice|ero|hsi|cbp|usbp|dhs|uscis|immigration|inmigraci[oó]n|homeland|border patrol|"
    r"customs|federal|fed(?:s)?|marshals?|usms|fbi|detainer)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ExportedCall:
    """One call of the export that speaks of federal officers."""

    line: int
    event: str
    received_at: datetime
    call_type: str
    agency: str


@dataclass(frozen=True)
class Export:
    """What an export says: federal calls, how many others it holds, and the lines that can't be read."""

    calls: tuple[ExportedCall, ...]
    others: int
    unread: tuple[tuple[int, str], ...]


def read(source: Iterable[SourceRow], zone: ZoneInfo) -> Export:
    """Read the rows of an export; times without an offset are in ``zone``.

    Raises:
        UnreadableFileError: a column that is needed is missing.
    """
    calls: list[ExportedCall] = []
    unread: list[tuple[int, str]] = []
    others = 0
    columns: dict[str, str] = {}
    for row in source:
        if row.problem:
            unread.append((row.line, row.problem))
            continue
        columns = columns or _columns(row)
        told = {field: str(row.values.get(column, "")).strip() for field, column in columns.items()}
        if not FEDERAL.search(f"{told['type']} | {told['agency']}"):
            others += 1
            continue
        try:
            calls.append(_call(row.line, told, zone))
        except ValueError as error:
            unread.append((row.line, str(error)))
    return Export(tuple(calls), others, tuple(unread))


def _columns(row: SourceRow) -> dict[str, str]:
    plain = {re.sub(r"[^a-z]", "", name.lower()): name for name in row.values}
    found = {
        field: next((plain[name] for name in names if name in plain), None)
        for field, names in COLUMNS.items()
    }
    missing = [field for field, column in found.items() if column is None]
    if missing:
        came = ", ".join(row.values)
        raise UnreadableFileError(
            f"The export has no column for: {', '.join(missing)}. It has: {came}. "
            "Name its columns event, received, type and agency.",
        )
    return {field: str(column) for field, column in found.items()}


def _call(line: int, told: dict[str, Any], zone: ZoneInfo) -> ExportedCall:
    if not told["event"]:
        raise ValueError("the call has no event number")
    received_at = _time(told["received"], zone)
    return ExportedCall(line, told["event"], received_at, told["type"][:80], told["agency"][:80])


def _time(text: str, zone: ZoneInfo) -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        time = _written_time(text)
    return time if time.tzinfo else time.replace(tzinfo=zone)


def _written_time(text: str) -> datetime:
    for form in FORMS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 — the caller gives it the city's zone
        except ValueError:
            continue
    raise ValueError(f"the time {text!r} can't be read; expected 2026-01-31 14:05 or 01/31/2026 14:05")
