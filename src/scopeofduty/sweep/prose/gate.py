"""Which rules may match a text at all: one pass of RE2 over the literals each can't match without."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import re2

if TYPE_CHECKING:
    from scopeofduty.sweep.prose.rule import Rule

_MEMORY = 256 << 20


@lru_cache(maxsize=8)
def _set(gates: tuple[str, ...]) -> re2.Set:
    options = re2.Options()
    options.max_mem = _MEMORY
    options.encoding = re2.Options.Encoding.LATIN1
    found = re2.Set.SearchSet(options)
    for gate in gates:
        found.Add(f"(?m){gate}")
    found.Compile()
    return found


def numbers_that_may_match(gates: tuple[str, ...], folded: str) -> list[int]:
    """Return the numbers, in order, of the gates that stand in a folded text."""
    return sorted(_set(gates).Match(folded.encode("ascii", "replace") + b"\n") or ())


@cache
def _gates(book: tuple[Rule, ...]) -> tuple[str, ...]:
    return tuple(rule.gate for rule in book)


def rules_that_may_match(book: tuple[Rule, ...], folded: str) -> tuple[Rule, ...]:
    """Return the rules of ``book``, in its order, of which some literal stands in the folded text."""
    return tuple(book[number] for number in numbers_that_may_match(_gates(book), folded))
