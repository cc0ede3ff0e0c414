"""Two people changed the same draft: what one of them alone changed is taken, what both changed is shown.

Pure. A text is cut into blocks (sections of the text; rules, duties and lines of the head in the rules), each
under a name of its own, so that a move inside a block never looks like a change of another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Blocks = dict[str, str]
"""A text's blocks by name, in reading order."""

_HEADING = re.compile(r"^##+\s+(\S+)")
_LABEL = re.compile(r"^(duty|example|word|acts|names)\b\s*(.*)|^(in force|draft)\b|^(\S+)")
HEAD = "(head)"


@dataclass(frozen=True, slots=True)
class Clash:
    """A block that both changed. An empty side took it out."""

    name: str
    before: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged text, in which the other's words stand where both changed a block, and those clashes."""

    text: str
    clashes: tuple[Clash, ...]


def text_blocks(text: str) -> Blocks:
    """Cut a pack's text at its headings."""
    return _cut(text, lambda line: found[1] if (found := _HEADING.match(line)) else "")


def rule_blocks(rules: str) -> Blocks:
    """Cut rules where a line begins at the margin; a comment belongs to what follows it."""
    return _cut(rules, _rule_name)


def _rule_name(line: str) -> str:
    if not line.strip() or line[0] in " \t#":
        return ""
    found = _LABEL.match(line)
    if not found:
        return ""
    if found[1]:
        return f"{found[1]} {found[2].split(' means ')[0].strip()}"
    return (found[3] and "(days)") or found[4]


def _cut(text: str, name_of: Callable[[str], str]) -> Blocks:
    blocks: Blocks = {}
    name, lines = HEAD, []
    for line in text.replace("\r\n", "\n").splitlines(keepends=True):
        opened = name_of(line)
        if opened:
            carried = _comment(lines)
            _put(blocks, name, lines)
            name, lines = opened, carried
        lines.append(line)
    _put(blocks, name, lines)
    return blocks


def _comment(lines: list[str]) -> list[str]:
    """Take comment lines at the end away from a block: they speak of what comes next."""
    at = len(lines)
    while at and lines[at - 1].startswith("#") and not lines[at - 1].startswith("##"):
        at -= 1
    carried = lines[at:]
    del lines[at:]
    return carried


def _put(blocks: Blocks, name: str, lines: list[str]) -> None:
    if not lines:
        return
    number, unique = 2, name
    while unique in blocks:
        unique, number = f"{name} ({number})", number + 1
    blocks[unique] = "".join(lines)


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the blocks that differ, in reading order, but for white space at their ends."""
    names = dict.fromkeys([*after, *before])
    return tuple(name for name in names if before.get(name, "").strip() != after.get(name, "").strip())


def merge(base: Blocks, theirs: Blocks, mine: Blocks) -> Merged:
    """Merge `mine` onto `theirs`, both written from `base`."""
    merged = dict(theirs)
    clashes = []
    for name in changed(base, mine):
        before, here, there = base.get(name, ""), mine.get(name, ""), theirs.get(name, "")
        if here.strip() == there.strip():
            continue
        if there.strip() != before.strip():
            clashes.append(Clash(name, before, there, here))
        elif not here:
            del merged[name]
        elif name in merged:
            merged[name] = here
        else:
            merged = inserted(merged, mine, name)
    return Merged(_joined(merged), tuple(clashes))


def settled(base: Blocks, theirs: Blocks, mine: Blocks, take_mine: frozenset[str]) -> str:
    """Return the merge with `mine` where both changed a block and its name is in `take_mine`."""
    merged = dict(theirs)
    for name in changed(base, mine):
        here, there = mine.get(name, ""), theirs.get(name, "")
        clash = there.strip() not in (base.get(name, "").strip(), here.strip())
        if clash and name not in take_mine:
            continue
        if not here:
            merged.pop(name, None)
        elif name in merged:
            merged[name] = here
        else:
            merged = inserted(merged, mine, name)
    return _joined(merged)


def inserted(merged: Blocks, mine: Blocks, name: str) -> Blocks:
    """Put a new block behind the one that it follows in `mine`, or at the front.

    Others may have put new blocks at the same place, which `mine` doesn't know: among these it goes by its
    label, so that 5(a) and 5(b), accepted one after the other, stand in their order.
    """
    order, names = list(mine), list(merged)
    before = next((other for other in reversed(order[: order.index(name)]) if other in merged), None)
    at = names.index(before) + 1 if before is not None else 0
    while at < len(names) and names[at] not in mine and _by_number(names[at]) < _by_number(name):
        at += 1
    return {each: mine[each] if each == name else merged[each] for each in [*names[:at], name, *names[at:]]}


def _by_number(name: str) -> list[tuple[int, str]]:
    """Return what sorts labels as people count: 9 before 10, (a) before (b)."""
    return [(int(part or 0), word) for part, word in re.findall(r"(\d*)(\D*)", name)]


def _joined(blocks: Blocks) -> str:
    parts = list(blocks.values())
    closed = [part if part.endswith("\n") else f"{part}\n" for part in parts[:-1]]
    # A heading or rule that now follows another block keeps its empty line.
    spaced = [
        part if part.endswith("\n\n") or not _opens(following) else f"{part}\n"
        for part, following in zip(closed, parts[1:], strict=True)
    ]
    return "".join([*spaced, *parts[-1:]])


def _opens(block: str) -> bool:
    return block.startswith("##")
