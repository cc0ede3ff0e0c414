"""Where each marker hangs: the cheapest reading of the whole sequence of numbers.

``(i)`` after ``(h)`` is its sibling when ``(j)`` follows, its child when ``(ii)`` follows. So every marker
keeps its possible places, and a beam search keeps the cheapest sequences; indentation speaks where the text
has any.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from scopeofduty.documents.outline.scan import Before, Piece
from scopeofduty.documents.provision import Kind, designation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scopeofduty.documents.numbering import Marker, Reading

# Costs, in steps of "how odd would a drafter find this".
_PUT_IN = 0.5  # (a-1) after (a)
_FIRST_CHILD = 1.0
_SAME_STYLE_INSIDE = 3.0  # (1) inside (1)
_GAP = 4.0  # (d) after (b)
_BACKWARDS = 7.0
_LATE_FIRST = 8.0  # a list that starts at (c)
_NEAR_COLUMN = 3.0  # a sibling that stands a space or two off
_OTHER_COLUMN = 12.0  # a sibling that stands elsewhere
_SAME_COLUMN_INSIDE = 8.0  # a part no further right than what it is part of
_OUTWARD_INSIDE = 14.0  # a part further left than what it is part of
_AS_TEXT = {Before.PARAGRAPH: 20.0, Before.SENTENCE: 12.0, Before.WORDS: 2.5, Before.NUMBER: 3.0}
_BEAM = 8
_DEEPEST = 16  # ranks beyond which no law goes
_HOPELESS = 16.0


class Level(NamedTuple):
    """An open provision: how it is counted, where it stands, what it is."""

    reading: Reading
    column: int
    rank: Kind | None
    number: str


Path = tuple[Level, ...]


class _Choice(NamedTuple):
    before: _Choice | None
    path: Path | None


class _State(NamedTuple):
    cost: float
    path: Path
    chosen: _Choice | None  # the last choice, linked to those before it


def place(pieces: Sequence[Piece]) -> list[Path | None]:
    """For each piece with a marker, the path of open provisions it ends; None for ordinary text."""
    indented = iter(_indented([piece for piece in pieces if piece.marker is not None]))
    states = [_State(0.0, (), None)]
    for piece in pieces:
        if piece.marker is not None:
            states = _advance(states, piece, indented=next(indented))
        elif piece.starts_paragraph:
            states = [one._replace(path=_left_open(one.path, piece.column)) for one in states]
    return _unwind(states[0])


def _advance(states: Sequence[_State], piece: Piece, *, indented: bool) -> list[_State]:
    best: dict[Path, _State] = {}
    for state in states:
        for cost, path in _places(state.path, piece, indented=indented):
            total = state.cost + cost
            settled = path
            if settled is None:
                settled = _left_open(state.path, piece.column) if piece.starts_paragraph else state.path
            if settled not in best or total < best[settled].cost:
                best[settled] = _State(total, settled, _Choice(state.chosen, path))
    ranked = sorted(best.values(), key=lambda one: one.cost)[:_BEAM]
    return [one for one in ranked if one.cost < ranked[0].cost + _HOPELESS]


def _left_open(path: Path, column: int) -> Path:
    """What stays open after a loose paragraph: provisions no further right than it, if there are any."""
    within = [depth for depth, level in enumerate(path) if level.column <= column]
    return path[: within[-1] + 1] if within else path


def _indented(marked: Sequence[Piece]) -> list[bool]:
    """For each marker, whether indentation shows rank in its section: an item stands further right."""
    starts = [
        at for at, piece in enumerate(marked) if piece.marker is not None and piece.marker.rank is not None
    ]
    bounds = [0, *(at for at in starts if at), len(marked)]
    answers: list[bool] = []
    for start, end in itertools.pairwise(bounds):
        run = [piece.column for piece in marked[start:end] if piece.before is not Before.NUMBER]
        answers += [bool(run) and max(run) > run[0]] * (end - start)
    return answers


def _unwind(state: _State) -> list[Path | None]:
    choices: list[Path | None] = []
    link = state.chosen
    while link is not None:
        choices.append(link.path)
        link = link.before
    return choices[::-1]


def _places(path: Path, piece: Piece, *, indented: bool) -> Iterator[tuple[float, Path | None]]:
    marker = piece.marker
    if marker is None:
        return
    yield _AS_TEXT[piece.before], None
    if marker.rank is None:
        yield from _listed(path, piece, marker, indented=indented)
    elif marker.rank is Kind.SECTION:
        yield from _sections(path, piece, marker)
    else:
        yield from _groups(path, piece, marker)


def _step(before: Reading, after: Reading) -> float | None:
    """The cost of one number following another in the same count; None when they count differently."""
    if before.style != after.style:
        return None
    if after.inserted:
        in_order = (after.value, after.inserted) > (before.value, before.inserted)
        return _PUT_IN if in_order and after.value - before.value <= 1 else _GAP if in_order else _BACKWARDS
    if after.value == before.value + 1:
        return 0.0
    return _GAP if after.value > before.value else _BACKWARDS


def _start(reading: Reading) -> float:
    return _FIRST_CHILD if reading.value == 1 and not reading.inserted else _LATE_FIRST


def _groups(path: Path, piece: Piece, marker: Marker) -> Iterator[tuple[float, Path]]:
    grouped = [
        depth for depth, level in enumerate(path) if level.rank is not None and level.rank.groups_sections
    ]
    same = [depth for depth in grouped if path[depth].rank is marker.rank]
    depth = same[-1] if same else len(grouped)
    for reading in marker.readings:
        step = _step(path[depth].reading, reading) if same else _start(reading)
        yield (
            (_GAP if step is None else step) / 2,
            (*path[:depth], Level(reading, piece.column, marker.rank, marker.printed)),
        )


def _sections(path: Path, piece: Piece, marker: Marker) -> Iterator[tuple[float, Path]]:
    for reading in marker.readings:
        level = Level(reading, piece.column, Kind.SECTION, marker.printed)
        coded = reading.style.startswith("code ")
        for depth, above in enumerate(path):
            if coded and depth < _DEEPEST and reading.style[5:-1] == designation(above.number):
                yield _start(reading) / 4, (*path[: depth + 1], level._replace(rank=None))
            if above.reading.style.startswith("code ") and coded:
                step = _step(above.reading, reading)
                odd = 1.0 if step is None else step / 8
                yield (
                    odd + (above.rank is None) * (step is None),
                    (*path[:depth], level._replace(rank=above.rank)),
                )
            elif above.rank is Kind.SECTION and (not coded or _word(above.number) == _word(marker.printed)):
                step = _step(above.reading, reading)
                yield 1.0 if step is None else step, (*path[:depth], level)
        again = any(one.rank is Kind.SECTION for one in path)
        outer = _outer(path, marker, coded=coded)
        yield _start(reading) * (0.5 if again else 0.25) + 2.0 * again, (*path[:outer], level)


def _word(number: str) -> str:
    """The word or sign before a number, as printed: ``SECTION`` tells itself from a quoted ``Sec.``."""
    return number.rstrip("0123456789.:,-").split(" ")[0]


def _outer(path: Path, marker: Marker, *, coded: bool) -> int:
    """How much of the path can hold a new run of sections: groups; another word's section too, if coded."""
    inside = 0
    for depth, level in enumerate(path):
        quoted = coded and _word(level.number) != _word(marker.printed)
        holds = quoted and not level.reading.style.startswith("code ")
        if level.rank is not None and (level.rank.groups_sections or holds):
            inside = depth + 1
    return inside


def _listed(path: Path, piece: Piece, marker: Marker, *, indented: bool) -> Iterator[tuple[float, Path]]:
    aligned = indented and piece.before is not Before.NUMBER
    for reading in marker.readings:
        level = Level(reading, piece.column, None, marker.printed)
        inside = [above for above in path if above.rank is None]
        for depth, above in enumerate(path):
            step = _step(above.reading, reading) if above.rank is None else None
            if step is not None:
                yield (
                    step + (_astray(above, piece) if aligned else 0.0) + 0.05 * (len(path) - depth - 1),
                    (*path[:depth], level),
                )
        if len(path) >= _DEEPEST:
            continue
        again = _SAME_STYLE_INSIDE * any(above.reading.style == reading.style for above in inside)
        yield (
            _start(reading) + again + (_outward(path[-1], piece) if aligned and inside else 0.0),
            (*path, level),
        )


def _astray(sibling: Level, piece: Piece) -> float:
    off = abs(sibling.column - piece.column)
    return 0.0 if not off else _NEAR_COLUMN if off <= 2 else _OTHER_COLUMN


def _outward(around: Level, piece: Piece) -> float:
    if piece.column > around.column:
        return 0.0
    return _OUTWARD_INSIDE if piece.column < around.column else _SAME_COLUMN_INSIDE
