"""The public list of 287(g) agreements, read from the spreadsheet or CSV that somebody brings in.

Source of the shape: the participating agencies' list on ICE's 287(g) page: a header, then a row for each
agreement, with columns such as STATE, LAW ENFORCEMENT AGENCY, TYPE, COUNTY, SIGNED and SUPPORT TYPE. Names
and order of columns have changed over the years, so they are told by what their names hold.
"""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from scopeofduty.city.accounts import audit
from scopeofduty.city.agreements.models import NeighbourList
from scopeofduty.city.agreements.states import state_of
from scopeofduty.city.commission.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scopeofduty.city.accounts.models import User

LARGEST_FILE = 5 * 1024 * 1024  # bytes
LARGEST_OPENED = 60 * 1024 * 1024  # bytes, once a spreadsheet is unpacked
MOST_ROWS = 20_000
HEADER_WITHIN = 10  # rows
COLUMNS = {
    "state": ("state",),
    "agency": ("law enforcement agency", "agency name", "agency"),
    "kind": ("support type", "program type", "model"),
    "county": ("county",),
    "signed": ("signed", "date signed", "signature date"),
    "sort": ("type", "agency type"),
}
NEEDED = ("state", "agency")
DATES = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%B %d, %Y", "%d-%b-%y")


@dataclass(frozen=True)
class Read:
    """What a list held: rows of the states asked for, and lines that could not be read, with why."""

    rows: tuple[dict[str, str], ...]
    refused: tuple[dict[str, Any], ...]
    total: int


def read(name: str, data: bytes, states: Iterable[str]) -> Read:
    """Read a list.

    Args:
        name: the file's name; its ending says what it is.
        data: its bytes.
        states: states to keep, as two letters or names.

    Raises:
        RefusedError: it can't be read as a whole; the message says what came and what to do.
    """
    wanted = _wanted(states)
    lines = _xlsx(name, data) if name.lower().endswith(".xlsx") else _csv(name, data)
    places: dict[str, int] = {}
    rows, refused, total = [], [], 0
    for number, cells in enumerate(lines, start=1):
        if not places:
            places = _header(cells)
            if not places and number >= HEADER_WITHIN:
                break
            continue
        if not any(cells):
            continue
        total += 1
        if total > MOST_ROWS:
            raise RefusedError(
                _("The list has more than %(most)s rows. Is it the right file?") % {"most": MOST_ROWS}
            )
        row, problem = _row(cells, places)
        if problem:
            refused.append({"line": number, "why": problem})
        elif row["state"] in wanted:
            rows.append(row)
    if not places:
        raise RefusedError(
            _(
                "“%(name)s” has no header with the columns “state” and “law enforcement agency” in its "
                "first rows."
            )
            % {"name": name[:60]}
        )
    return Read(
        tuple(sorted(rows, key=lambda row: (row["state"], row["agency"], row["kind"]))), tuple(refused), total
    )


def bring_in(
    name: str, data: bytes, *, states: str, as_of: date, source: str, by: User | None, at: datetime
) -> NeighbourList:
    """Keep a list that was read. The same file with the same states again is the same list.

    Raises:
        RefusedError: it can't be read; nothing was kept.
    """
    asked = [each.strip() for each in states.split(",") if each.strip()]
    found = read(name, data, asked)
    digest = hashlib.sha256(data + b"\0" + ",".join(sorted(_wanted(asked))).encode()).hexdigest()
    try:
        with transaction.atomic():
            kept = NeighbourList.objects.create(
                name=name[-160:],
                as_of=as_of,
                source=source,
                states=", ".join(sorted(_wanted(asked))),
                sha256=digest,
                rows=list(found.rows),
                refused=list(found.refused),
                by=by,
                at=at,
            )
            audit.record(audit.Event.NEIGHBOURS_IMPORTED, actor=by, subject=kept.name, at=at)
    except IntegrityError:
        return NeighbourList.objects.get(sha256=digest)
    return kept


def _wanted(states: Iterable[str]) -> set[str]:
    wanted = set()
    for each in states:
        code = state_of(each)
        if code is None:
            raise RefusedError(_("“%(state)s” is no state. Write KS, or Kansas.") % {"state": each[:40]})
        wanted.add(code)
    if not wanted:
        raise RefusedError(_("Name at least one state."))
    return wanted


def _header(cells: Sequence[Any]) -> dict[str, int]:
    named = [" ".join(str(cell or "").lower().split()) for cell in cells]
    places = {}
    for column, names in COLUMNS.items():
        place = next((named.index(name) for name in names if name in named), None)
        if place is not None:
            places[column] = place
    return places if all(column in places for column in NEEDED) else {}


def _row(cells: Sequence[Any], places: dict[str, int]) -> tuple[dict[str, str], str]:
    def cell(column: str) -> Any:
        place = places.get(column)
        return cells[place] if place is not None and place < len(cells) else ""

    def text(column: str) -> str:
        return " ".join(str(cell(column) or "").replace("\x00", "").split())[:160]

    state, agency = state_of(text("state")), text("agency")
    if state is None or not agency:
        return {}, _("no state, or no agency: “%(state)s”, “%(agency)s”") % {
            "state": text("state")[:40],
            "agency": agency[:60],
        }
    signed = _day(cell("signed"))
    if cell("signed") and not signed:
        return {}, _("“%(value)s” is not a date") % {"value": text("signed")[:40]}
    named = {"state": state, "agency": agency, "signed": signed}
    return named | {column: text(column) for column in ("kind", "county", "sort")}, ""


def _day(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    for form in DATES:
        try:
            return datetime.strptime(str(value or "").strip(), form).date().isoformat()  # noqa: DTZ007 — a day
        except ValueError:
            continue
    return ""


def _csv(name: str, data: bytes) -> Iterator[Sequence[Any]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError(
            _("“%(name)s”: byte %(place)s is not UTF-8. Save it as “CSV UTF-8”, or bring the .xlsx.")
            % {"name": name[:60], "place": error.start}
        ) from None
    try:
        yield from csv.reader(io.StringIO(text, newline=""))
    except csv.Error as error:
        raise RefusedError(_("“%(name)s” is not CSV: %(why)s") % {"name": name[:60], "why": error}) from None


def _xlsx(name: str, data: bytes) -> Iterator[Sequence[Any]]:
    from openpyxl import load_workbook  # slow to load, and only this page needs it

    try:
        opened = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(data)).infolist())
        if opened > LARGEST_OPENED:
            raise RefusedError(  # noqa: TRY301 — told apart from a file that is no spreadsheet
                _("“%(name)s” unpacks to more than 60 MB.") % {"name": name[:60]}
            )
        sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        yield from sheet.iter_rows(values_only=True)
    except RefusedError:
        raise
    except Exception as error:
        raise RefusedError(
            _("“%(name)s” is not a spreadsheet that can be read. Save it again as .xlsx or CSV.")
            % {"name": name[:60]}
        ) from error
