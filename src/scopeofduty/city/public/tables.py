"""Rows as CSV (RFC 4180, UTF-8) that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def as_csv(name: str, columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> HttpResponse:
    """Return rows as a file called ``name.csv``."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.DictWriter(answer, columns)
    writer.writeheader()
    for row in rows:
        writer.writerow({column: _inert(row.get(column, "")) for column in columns})
    return answer


def _inert(value: Any) -> Any:
    """Keep a spreadsheet from reading a text as a formula (OWASP, CSV injection)."""
    risky = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if risky else value
