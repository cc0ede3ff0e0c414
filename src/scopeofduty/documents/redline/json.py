"""A redline as plain data, for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scopeofduty.documents.redline.values import Place, Redline, Row, Runs


def to_data(redline: Redline, *, only_changes: bool = False) -> dict[str, Any]:
    """Lists, dictionaries, strings, numbers: ``{"counts": …, "rows": [{"status", "anchor", "old", …}]}``.

    Runs are pairs ``[op, text]`` with op ``keep``, ``insert`` or ``delete``.
    """
    rows = redline.changes if only_changes else redline.rows
    return {"counts": redline.counts(), "rows": [_row(row) for row in rows]}


def _row(row: Row) -> dict[str, Any]:
    return {
        "status": row.status.value,
        "anchor": row.anchor,
        "renumbered": row.renumbered,
        "old": _place(row.old),
        "new": _place(row.new),
        "number": _runs(row.number),
        "heading": _runs(row.heading),
        "paragraphs": [{"op": one.op.value, "runs": _runs(one.runs)} for one in row.paragraphs],
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    kind = place.kind.value if place.kind else None
    return {
        "role": place.role.value,
        "id": place.id,
        "label": place.label,
        "kind": kind,
        "depth": place.depth,
    }


def _runs(runs: Runs) -> list[list[str]]:
    return [[run.op.value, run.text] for run in runs]
