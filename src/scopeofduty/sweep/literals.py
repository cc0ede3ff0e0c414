"""What a pattern cannot match without: a few literal strings, read from the pattern itself.

A text that holds none of them need not be tried. Because they are derived and not written by hand,
a prefilter made of them loses no match, whichever engine runs it.
"""

from __future__ import annotations

import importlib
import itertools
import math
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

# The parser of Python's own `re`; there is no public way to see the parts of a pattern.
_parser: Any = importlib.import_module("re._parser")
_code: Any = importlib.import_module("re._constants")
_VARIANTS = 96
"""Most spellings that a character class or a short branch may multiply a literal into."""
EDGE = "\x00"
"""Marks a word's edge (``\\b``) at the start or the end of a literal."""

Literals = frozenset[str]


@cache
def _usual_words() -> dict[str, frozenset[str]]:
    text = files("scopeofduty.sweep").joinpath("usual_words.toml").read_text(encoding="utf-8")
    return {name: frozenset(words.split()) for name, words in tomllib.loads(text).items()}


@cache
def required(pattern: str) -> Literals | None:
    r"""Return literals of which every match of ``pattern`` holds one, or None where there are none.

    ``\\x00`` at either end of a literal stands for the edge of a word.
    """
    return _best(_of_sequence(_parser.parse(pattern)))


def _best(options: Iterable[Literals]) -> Literals | None:
    cleaned = [frozenset(map(_outer_edges, option)) for option in options]
    usable = [option for option in cleaned if option and all(len(_bare(text)) >= 2 for text in option)]
    return max(usable, key=_worth, default=None)


def _outer_edges(text: str) -> str:
    """Keep the marks of a word's edge at the ends only."""
    start, end = text.startswith(EDGE), text.endswith(EDGE)
    return EDGE * start + text.replace(EDGE, "") + EDGE * end


def _bare(text: str) -> str:
    return text.strip(EDGE + " ")


def _worth(option: Literals) -> tuple[int, int]:
    """Literals whose shortest is long and rare are worth most; then fewer are worth more."""
    return min(map(_rarity, option)), -len(option)


def _rarity(text: str) -> int:
    """Count letters of uncommon words; a word's edge counts as one more, a sign like # as three."""
    edges = text.count(EDGE) + 2 * sum(c in "#&@" for c in text)
    words = text.strip(EDGE).split(" ")
    known = _usual_words()
    return edges + sum(
        len(word) // (3 if word in known["usual"] else 1) for word in words if word not in known["common"]
    )


def _of_sequence(tokens: Any) -> list[Literals]:
    """Return every set of literals of which any match of the sequence must hold one."""
    found: list[Literals] = []
    run: list[Literals] = []
    before: list[Any] = []
    for operator, argument in tokens:
        spellings = _spellings(operator, argument)
        if spellings is not None and len(spellings) <= _VARIANTS:
            longer = [*run, spellings]
            if not _few(longer):
                found.append(_joined(run))
            run = _fitting(longer)
        else:
            found.append(_joined(run))
            found.extend(_inside(operator, argument, before))
            run = []
        before = [(operator, argument)] if operator is _code.AT else []
    return [*found, _joined(run)]


def _few(run: list[Literals]) -> bool:
    return math.prod(map(len, run)) <= _VARIANTS


def _fitting(run: list[Literals]) -> list[Literals]:
    """Drop tokens from the front until those left spell few enough texts together."""
    while not _few(run):
        run = run[1:]
    return run


def _joined(run: list[Literals]) -> Literals:
    return frozenset("".join(parts) for parts in itertools.product(*run))


def _spellings(operator: Any, argument: Any) -> frozenset[str] | None:  # noqa: PLR0911
    """Return the texts a token can stand for, when they are few."""
    if operator is _code.LITERAL:
        return frozenset({chr(argument)})
    if operator is _code.AT:
        return frozenset({EDGE}) if argument is _code.AT_BOUNDARY else frozenset({""})
    if operator is _code.IN:
        return _members(argument)
    if operator in {_code.ASSERT, _code.ASSERT_NOT}:
        return frozenset({""})
    if operator is _code.SUBPATTERN:
        return _all_spellings(argument[3])
    if operator is _code.MAX_REPEAT and argument[1] == 1:
        inner = _all_spellings(argument[2])
        return inner if inner is None or argument[0] == 1 else inner | {""}
    if operator is _code.BRANCH:
        branches = [_all_spellings(branch) for branch in argument[1]]
        return None if None in branches else frozenset().union(*(b for b in branches if b is not None))
    return None


def _members(parts: Any) -> frozenset[str] | None:
    texts: set[str] = set()
    for kind, value in parts:
        if kind is _code.LITERAL:
            texts.add(chr(value))
        elif kind is _code.RANGE and value[1] - value[0] < 10:
            texts.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return None
    return frozenset(texts)


def _all_spellings(tokens: Any) -> frozenset[str] | None:
    texts: frozenset[str] = frozenset({""})
    for operator, argument in tokens:
        spellings = _spellings(operator, argument)
        if spellings is None or len(texts) * len(spellings) > _VARIANTS:
            return None
        texts = frozenset(a + b for a in texts for b in spellings)
    return texts


def _inside(operator: Any, argument: Any, before: list[Any]) -> list[Literals]:
    """Look into a token of many spellings; ``before`` is the edge of a word that stands just before it."""
    if operator is _code.SUBPATTERN:
        return _of_sequence([*before, *argument[3]])
    if operator in {_code.MAX_REPEAT, _code.MIN_REPEAT} and argument[0] > 0:
        return _of_sequence(argument[2])
    if operator is _code.BRANCH:
        parts = [_best(_of_sequence([*before, *branch])) for branch in argument[1]]
        if None not in parts:
            return [frozenset().union(*(part for part in parts if part is not None))]
    return []
