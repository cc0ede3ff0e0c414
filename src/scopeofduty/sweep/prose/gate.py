"""Which rules may match a text at all: one pass of RE2 over the literals each rule can't match without."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import re2

if TYPE_CHECKING:
    from scopeofduty.sweep.prose.rule import Rule

_MEMORY = 256 << 20


@lru_cache(maxsize=4)
def _gates(book: tuple[Rule, ...]) -> re2.Set:
    options = re2.Options()
    options.max_mem = _MEMORY
    options.encoding = re2.Options.Encoding.LATIN1
    gates = re2.Set.SearchSet(options)
    for rule in book:
        gates.Add(f"(?m){rule.gate}")
    gates.Compile()
    return gates


def rules_that_may_match(book: tuple[Rule, ...], folded: str) -> tuple[Rule, ...]:
    """Return the rules of ``book``, in its order, of which some literal stands in the folded text."""
    plain = folded.encode("ascii", "replace") + b"\n"
    return tuple(book[index] for index in sorted(_gates(book).Match(plain) or ()))
