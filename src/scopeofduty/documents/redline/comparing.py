"""Two texts into one redline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scopeofduty.documents.lines import Line, Role, flatten
from scopeofduty.documents.outline.writing import is_captioned
from scopeofduty.documents.redline.alignment import align
from scopeofduty.documents.redline.values import Op, Paragraph, Place, Redline, Row, Run, Runs, Status
from scopeofduty.documents.redline.words import compare_paragraphs, compare_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scopeofduty.documents.provision import Ordinance


def compare(old: Ordinance, new: Ordinance) -> Redline:
    """The redline from ``old`` to ``new``: ``compare(old, new).apply(old) == new`` always holds.

    Provisions are paired by id, then by likeness, so that a renumbered or moved one is shown as that; inside
    a pair the comparison is word by word.
    """
    before, after = flatten(old), flatten(new)
    pairs = align(before, after)
    return Redline(tuple(_rows(before, after, pairs)))


def _rows(before: Sequence[Line], after: Sequence[Line], pairs: dict[int, int]) -> Iterator[Row]:
    steady = _steady([(at, pairs[at], 2 + (after[at].id == before[pairs[at]].id)) for at in sorted(pairs)])
    kept = {pairs[at]: at for at in pairs}
    left = 0
    for at, line in enumerate(after):
        if at in steady:
            while left < pairs[at]:
                yield _gone(before[left], after[kept[left]] if left in kept else None)
                left += 1
            yield _edited(before[left], line)
            left += 1
        elif at in pairs:
            yield _edited(before[pairs[at]], line, moved=True)
        else:
            yield _whole(line, Op.INSERT, Status.ADDED, None, _place(line))
    for at in range(left, len(before)):
        yield _gone(before[at], after[kept[at]] if at in kept else None)


def _gone(line: Line, now: Line | None) -> Row:
    if now is None:
        return _whole(line, Op.DELETE, Status.REMOVED, _place(line), None)
    return _whole(line, Op.DELETE, Status.MOVED_AWAY, _place(line), _place(now))


def _whole(line: Line, op: Op, status: Status, old: Place | None, new: Place | None) -> Row:
    def run(text: str) -> Runs:
        return (Run(op, text),) if text else ()

    paragraphs = tuple(Paragraph(op, run(text)) for text in line.paragraphs)
    return Row(status, old, new, run(line.number), run(line.heading), paragraphs)


def _edited(old: Line, new: Line, *, moved: bool = False) -> Row:
    inline = new.role is Role.PROVISION and not is_captioned(old) and not is_captioned(new)
    number = compare_words(old.number, new.number)
    if old.number != new.number:
        number = tuple(
            Run(op, text) for op, text in ((Op.DELETE, old.number), (Op.INSERT, new.number)) if text
        )
    heading = compare_words(old.heading, new.heading)
    paragraphs = compare_paragraphs(old.paragraphs, new.paragraphs, first_together=inline)
    same = (old.number, old.heading, old.paragraphs, old.depth) == (
        new.number,
        new.heading,
        new.paragraphs,
        new.depth,
    )
    status = Status.MOVED if moved else Status.SAME if same else Status.CHANGED
    return Row(status, _place(old), _place(new), number, heading, paragraphs)


def _place(line: Line) -> Place:
    return Place(line.role, line.depth, line.kind, line.id, line.label)


def _steady(pairs: Sequence[tuple[int, int, int]]) -> set[int]:
    """The new positions of the pairs that kept their order: a heaviest rising subsequence; the others moved.

    ``pairs`` are new position (rising), old position, weight. A Fenwick tree over old positions holds the
    best chain that ends at or before each.
    """
    size = max((old for _, old, _ in pairs), default=-1) + 2
    best: list[tuple[int, int]] = [(0, -1)] * size  # weight, index of the chain's last pair
    before: list[int] = []
    for at, (_, old, weight) in enumerate(pairs):
        total, last = 0, -1
        spot = old  # strictly before, in a tree that counts from 1
        while spot > 0:
            total, last = max((total, last), best[spot])
            spot -= spot & -spot
        before.append(last)
        spot = old + 1
        while spot < size:
            best[spot] = max(best[spot], (total + weight, at))
            spot += spot & -spot
    heaviest, link = 0, -1
    spot = size - 1
    while spot > 0:
        heaviest, link = max((heaviest, link), best[spot])
        spot -= spot & -spot
    steady: set[int] = set()
    while link >= 0:
        steady.add(pairs[link][0])
        link = before[link]
    return steady
