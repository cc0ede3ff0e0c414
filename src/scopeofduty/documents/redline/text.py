"""A redline as plain text, for a terminal or an e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scopeofduty.documents.lines import Role
from scopeofduty.documents.redline.blocks import blocks
from scopeofduty.documents.redline.values import Op, Redline, Row, Run, Status
from scopeofduty.documents.redline.wording import note, summary, wording

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNS = {
    Status.SAME: " ",
    Status.CHANGED: "~",
    Status.ADDED: "+",
    Status.REMOVED: "-",
    Status.MOVED: ">",
    Status.MOVED_AWAY: "<",
}
_FRAMES = {Op.KEEP: ("", ""), Op.INSERT: ("{+", "+}"), Op.DELETE: ("[-", "-]")}


def to_text(redline: Redline, *, language: str = "en", only_changes: bool = False) -> str:
    """One line a paragraph: a sign, then the words, ``{+added+}`` and ``[-removed-]`` as in wdiff.

    The signs: ``~`` changed, ``+`` added, ``-`` removed, ``>`` moved here, ``<`` moved away.
    """
    phrases = wording(language)
    rows = redline.excerpt if only_changes else redline.rows
    lines = [summary(redline, phrases), "", *(line for row in rows for line in _row(row, note(row, phrases)))]
    return "\n".join(lines) + "\n"


def _row(row: Row, said: str) -> Iterator[str]:
    indent = "    " * row.place.depth + "  " * (row.place.role is Role.CLOSING)
    sign = "~" if row.status is Status.SAME and row.renumbered else _SIGNS[row.status]
    for at, block in enumerate(blocks(row)):
        shown = "".join(_run(run) for run in block.runs)
        yield f"{sign} {indent}{shown}" + (f"  ({said.rstrip('.')})" if said and not at else "")


def _run(run: Run) -> str:
    before, after = _FRAMES[run.op]
    return f"{before}{run.text}{after}"
