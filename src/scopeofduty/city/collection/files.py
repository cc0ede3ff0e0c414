"""The register as a file: the same rows as the public page, for machines."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, JsonResponse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scopeofduty.city.collection.models import LegalObligation

COLUMNS = (
    "id",
    "law",
    "kind",
    "department",
    "service",
    "form",
    "information",
    "asks",
    "asks_es",
    "note",
    "note_es",
    "source",
    "counsel",
    "listed_on",
    "review_on",
    "withdrawn_on",
)


def row(entry: LegalObligation) -> dict[str, Any]:
    """Return an entry as plain values: dates as ISO 8601, departments and services by their slug."""
    values = {name: getattr(entry, name) for name in COLUMNS if name not in {"department", "service"}}
    values["department"] = entry.department.slug
    values["service"] = entry.service.slug if entry.service else None
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in ((column, values[column]) for column in COLUMNS)
    }


def as_json(entries: Iterable[LegalObligation]) -> HttpResponse:
    """Return the entries as one JSON object."""
    rows = [row(entry) for entry in entries]
    return JsonResponse({"obligations": rows}, json_dumps_params={"ensure_ascii": False, "indent": 1})


def as_csv(entries: Iterable[LegalObligation]) -> HttpResponse:
    """Return the entries as CSV (RFC 4180, UTF-8); a list stands in one cell, separated by spaces."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=COLUMNS)
    writer.writeheader()
    for entry in entries:
        values = row(entry)
        writer.writerow({**values, "information": " ".join(values["information"])} | _inert(values))
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="obligations.csv"'
    return response


def _inert(values: dict[str, Any]) -> dict[str, str]:
    """Keep a spreadsheet from reading a text as a formula (OWASP, CSV injection)."""
    return {
        name: f"'{value}"
        for name, value in values.items()
        if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    }
