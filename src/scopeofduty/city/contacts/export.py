"""The list as CSV or JSON, for those who read the whole log; restricted fields only when asked for."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from scopeofduty.city.contacts.fields import FIELDS, SCHEMA, Field
from scopeofduty.city.contacts.record import read_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scopeofduty.city.contacts.models import Revision

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def columns(*, restricted: bool) -> list[Field]:
    """Return the fields that an export has."""
    return [f for f in FIELDS if restricted or not f.restricted]


def as_json(revisions: Iterable[Revision], *, restricted: bool) -> str:
    """Return the contacts as one JSON object: the schema's name, and a list."""
    rows = [_row(revision, restricted=restricted) for revision in revisions]
    return json.dumps({"schema": SCHEMA, "contacts": rows}, ensure_ascii=False, indent=1)


def as_csv(revisions: Iterable[Revision], *, restricted: bool) -> Iterator[str]:
    """Yield the contacts as lines of CSV (RFC 4180), lists and objects as JSON; no cell starts a formula."""
    names = ["number", "revision", *(f.id for f in columns(restricted=restricted))]
    yield _line(names)
    for revision in revisions:
        row = _row(revision, restricted=restricted)
        yield _line([_cell(row.get(name)) for name in names])


def _row(revision: Revision, *, restricted: bool) -> dict[str, Any]:
    values = read_values(revision)
    shown = {f.id: values[f.id] for f in columns(restricted=restricted) if f.id in values}
    return {"number": revision.contact_id, "revision": revision.seq, **shown}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    # A spreadsheet would run it: what a caller said must stay text.
    return f"'{text}" if text.startswith(FORMULA) and isinstance(value, str) else text


def _line(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()
