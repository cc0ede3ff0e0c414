"""The paragraphs in which a row is shown, the same for every renderer."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from scopeofduty.documents.redline.values import Op, Row, Run, Runs

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph to show. ``caption`` is true for a number with a heading."""

    runs: Runs
    caption: bool = False


def blocks(row: Row) -> Iterator[Block]:
    """Number and heading in one paragraph; without heading, the number stands before the first paragraph."""
    rest = list(row.paragraphs)
    if row.heading:
        yield Block(_side_by_side(row.number, row.heading), caption=True)
    elif row.number:
        first = rest.pop(0).runs if rest else ()
        yield Block(_side_by_side(row.number, first))
    for paragraph in rest:
        yield Block(paragraph.runs)


def _side_by_side(left: Runs, right: Runs) -> Runs:
    """Both with a space between; the space comes or goes when all around it does."""
    if not left or not right:
        return left or right
    ops = {run.op for run in (*left, *right)}
    space = Run(ops.pop() if len(ops) == 1 else Op.KEEP, " ")
    grouped = groupby((*left, space, *right), key=lambda run: run.op)
    return tuple(Run(op, "".join(run.text for run in group)) for op, group in grouped)
