"""Lays out a `.duty` file in one way, so that two people's edits differ only where they mean to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scopeofduty.law.duty_reader import DUTY_CLAUSES, EXAMPLE_CLAUSES
from scopeofduty.law.lines import outline

if TYPE_CHECKING:
    from scopeofduty.law.lines import Line

_HEAD: Final = ("law", "version", "level", "in force", "draft", "cited as", "covers", "when silent")
_VERB: Final = re.compile(
    r" (is (?:required|permitted|discretionary|prohibited)\b|needs approval of |refer to |displaces )"
)
_COLUMN: Final = {"head": 13, "example": 9, "duty": 14}


def laid_out(file: str, text: str) -> str:
    """Return the text laid out: two spaces a level, aligned clauses, one empty line between blocks.

    Comments stay where they are. Laying out twice changes nothing more, and what is read from
    the file stays the same. Text that cannot be nested (tabs) comes back as it was.
    """
    lines, problems = outline(file, text)
    if problems:
        return text
    depths: dict[int, tuple[int, Line, str]] = {}
    for block in lines:
        _place(block, 0, _kind(block), depths)
    out: list[str] = []
    waiting: list[str] = []
    empty = apart = False  # an empty line just before; one before the comments that wait
    for number, raw in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if not raw.strip():
            empty = True
        elif number not in depths:
            apart = apart if waiting else empty
            waiting += [""] * (empty and bool(waiting)) + [raw.strip()]
            empty = False
        else:
            depth, line, kind = depths[number]
            if out and (empty or apart or _opens(depth, kind)):
                out.append("")
            out += [" " * (2 * depth) + comment if comment else "" for comment in waiting]
            out.append(" " * (2 * depth) + _line(line, depth, kind))
            waiting, empty, apart = [], False, False
    return "\n".join([*out, *([""] if waiting and out else []), *waiting]) + "\n"


def _kind(block: Line) -> str:
    if block.starts(*_HEAD):
        return "head"
    return block.starts("example", "duty", "word", "acts", "names", "without rules") or "rule"


def _place(line: Line, depth: int, kind: str, depths: dict[int, tuple[int, Line, str]]) -> None:
    depths[line.number] = (depth, line, kind)
    for below in line.under:
        _place(below, depth + 1, kind, depths)


def _opens(depth: int, kind: str) -> bool:
    return depth == 0 and kind in {"rule", "example", "duty"}


def _line(line: Line, depth: int, kind: str) -> str:
    """Return one line: its keyword padded to the column of its block, its comment kept."""
    body = " ".join(line.body.split())
    comment = line.raw[line.indent + len(line.body) :].strip()
    keywords: tuple[str, ...] = ()
    if kind == "head" and depth == 0:
        keywords = _HEAD
    elif depth == 1 and kind in {"example", "duty"}:
        keywords = EXAMPLE_CLAUSES if kind == "example" else DUTY_CLAUSES
    keyword = line.starts(*keywords) if keywords else None
    if keyword and body != keyword:
        body = keyword.ljust(_COLUMN[kind]) + body[len(keyword) :].strip()
    elif kind == "rule" and depth == 0:
        label, _, rest = body.partition(" ")
        spaced = _VERB.sub(r"  \1", rest, count=1)
        body = f"{label}  {spaced}".rstrip()
    return body + (f"  {comment}" if comment else "")
