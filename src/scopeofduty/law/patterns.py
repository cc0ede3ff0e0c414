"""Turns a diagram of situations into patterns: the fewest facts that single them out.

A pattern gives each fact it names the values it may have. It is minimal: widen a value set or
drop a fact, and it would take in a situation that does not belong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scopeofduty.law.diagram import ENDS, FALSE, IMPOSSIBLE, TRUE
from scopeofduty.law.naming import named
from scopeofduty.law.vocabulary import ACTOR, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scopeofduty.law.ground import Ground
    from scopeofduty.law.vocabulary import Value, Vocabulary

LIMIT: Final = 2_000
"""How many ways through a diagram are followed before the rest is only counted."""

Cube = dict[int, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A minimal set of situations: each fact named, with the values it may have."""

    facts: Mapping[str, tuple[Value, ...]]
    share: float
    """How likely it is among all situations, by the weights of the cells."""


def patterns(ground: Ground, where: int) -> tuple[list[Pattern], int]:
    """Return patterns that together cover `where`, likeliest first, and the ways left uncounted."""
    target = ground.diagram.only_where(ground.feasible, where)
    cubes: list[Cube] = []
    outside: list[int] = []
    left = 0
    for number, cube in enumerate(_ways(ground, target)):
        if number >= LIMIT:
            left += 1
            if left >= LIMIT:
                break
            continue
        bits = _bits(ground, cube)
        if all(bits & beyond for beyond in outside):
            wide = _widened(ground, target, cube)
            cubes.append(wide)
            outside.append(~_bits(ground, wide))
    found = [_pattern(ground, cube) for cube in cubes]
    return sorted(found, key=lambda pattern: (-pattern.share, len(pattern.facts))), left


def _bits(ground: Ground, cube: Cube) -> int:
    """Return a cube as one number: a bit for each cell, at each level, that it takes in."""
    bits = 0
    for level, size in enumerate(ground.diagram.sizes):
        cells = cube.get(level)
        bits <<= size
        bits |= (1 << size) - 1 if cells is None else sum(1 << cell for cell in cells)
    return bits


def _ways(ground: Ground, node: int) -> Iterator[Cube]:
    """Yield each way to TRUE, cells that lead to the same place taken together."""
    if node == TRUE:
        yield {}
    if node < ENDS:
        return
    level = ground.diagram.level[node]
    together: dict[int, list[int]] = {}
    for cell, child in enumerate(ground.diagram.children[node]):
        together.setdefault(child, []).append(cell)
    for child, cells in together.items():
        for way in _ways(ground, child):
            yield {level: frozenset(cells), **way}


def _widened(ground: Ground, target: int, cube: Cube) -> Cube:
    """Drop or widen each fact as far as every situation taken in still belongs."""
    kept = dict(cube)
    for level in sorted(cube, key=lambda level: (len(cube[level]), -level)):
        here = kept.pop(level)
        if _all_belong(ground, target, kept):
            continue
        others = set(range(ground.diagram.sizes[level])) - here
        if len(others) == 1:
            kept[level] = here
            continue
        fits = [cell for cell in others if _all_belong(ground, target, {**kept, level: frozenset({cell})})]
        kept[level] = here.union(fits)
    return kept


def _all_belong(ground: Ground, target: int, cube: Cube) -> bool:
    """Tell whether no situation in the cube leads to FALSE."""
    levels, below = ground.diagram.level, ground.diagram.children
    seen: set[int] = set()
    stack = [target]
    while stack:
        node = stack.pop()
        if node < ENDS:
            if node == FALSE:
                return False
        elif node not in seen:
            seen.add(node)
            cells = cube.get(levels[node])
            children = below[node]
            stack.extend(children if cells is None else [children[cell] for cell in cells])
    return True


def _pattern(ground: Ground, cube: Cube) -> Pattern:
    share = 1.0
    facts: dict[str, tuple[Value, ...]] = {}
    for level in sorted(cube):
        cells = ground.cells[level]
        share *= sum(cells.weights[cell] for cell in cube[level])
        facts[cells.fact] = tuple(value for cell in sorted(cube[level]) for value in cells.members[cell])
    return Pattern(facts, share)


def share(ground: Ground, where: int) -> float:
    """Return how likely the situations of `where` are among the possible ones."""
    target = ground.diagram.only_where(ground.feasible, where)
    memo: dict[int, tuple[float, float]] = {FALSE: (0.0, 1.0), TRUE: (1.0, 1.0), IMPOSSIBLE: (0.0, 0.0)}

    def walk(node: int) -> tuple[float, float]:
        if node not in memo:
            weights = ground.cells[ground.diagram.level[node]].weights
            below = [walk(child) for child in ground.diagram.children[node]]
            memo[node] = (
                sum(w * inside for w, (inside, _) in zip(weights, below, strict=True)),
                sum(w * every for w, (_, every) in zip(weights, below, strict=True)),
            )
        return memo[node]

    inside, every = walk(target)
    return inside / every if every else 0.0


def pattern_in_words(pattern: Pattern, vocabulary: Vocabulary) -> Text:
    """Tell a pattern: "police officer; What is this for? civil enforcement or both"."""
    return Text(*(_told(pattern, vocabulary, language) for language in ("en", "es")))


def _told(pattern: Pattern, vocabulary: Vocabulary, language: str) -> str:
    told = []
    for name, values in pattern.facts.items():
        fact = vocabulary.facts[name]
        choice = named(fact, values).in_language(language)
        told.append(choice if name == ACTOR else f"{fact.question.in_language(language)} {choice}")
    return "; ".join(told) or {"en": "in every situation", "es": "en toda situación"}[language]
