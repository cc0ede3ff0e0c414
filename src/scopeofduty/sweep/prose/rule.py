"""What a rule for running text is, and the rule book it stands in.

Rules are data: ``status.toml``, ``origin.toml`` and ``asking.toml`` hold them,
``words.toml`` the words they share.
A pattern is written for folded text (see ``folding``) and may name shared words in braces.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import Enum
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from scopeofduty.sweep import countries
from scopeofduty.sweep.category import Category, Tier

_WORD = re.compile(r"\{([A-Z_]+)\}")


class Bears(Enum):
    """What a match says about a person."""

    VALUE = "value"
    """What a person is: a hit even when denied ("is not a citizen") or quoted ("ICE says he is")."""
    GENERAL = "general"
    """A value that general talk (policy, training, news, groups) also uses: a hit outside such talk."""
    TOPIC = "topic"
    """The question itself ("asked his citizenship"): a hit unless denied or the requester's own."""
    INSTRUMENT = "instrument"
    """A paper lodged on a person (ICE hold): a sweep counts it, the contact log may record it."""


@dataclass(frozen=True)
class Rule:
    """One named rule: any of ``patterns``, and ``needs`` in the same sentence if there is one."""

    name: str
    category: Category
    bears: Bears
    says: str
    patterns: tuple[str, ...]
    tier: Tier = Tier.DIRECT
    needs: str = ""

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """Compile the alternatives to one pattern."""
        return compile_words(self.patterns)

    @cached_property
    def compiled_needs(self) -> re.Pattern[str] | None:
        """Compile ``needs``."""
        return compile_words((self.needs,)) if self.needs else None


def table(name: str) -> dict[str, Any]:
    """Read one of this package's TOML files."""
    return tomllib.loads(files("scopeofduty.sweep.prose").joinpath(name).read_text(encoding="utf-8"))


@cache
def rules(name: str) -> tuple[Rule, ...]:
    """Return the rules of one TOML file, in its order."""
    return tuple(
        Rule(
            name=row["name"],
            category=Category(row["category"]),
            bears=Bears(row["bears"]),
            says=row["says"],
            patterns=tuple(row["patterns"]),
            tier=Tier(row.get("tier", "direct")),
            needs=row.get("needs", ""),
        )
        for row in table(name)["rule"]
    )


@cache
def _words() -> dict[str, str]:
    words = {word: "(?:" + "|".join(forms) + ")" for word, forms in table("words.toml").items()}
    return words | {"COUNTRY": countries.name_pattern(), "DEMONYM": countries.demonym_pattern()}


def compile_words(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Compile alternatives with the shared words put in for ``{WORD}``, in as many rounds as they nest."""
    pattern = "|".join(patterns)
    while _WORD.search(pattern):
        pattern = _WORD.sub(lambda match: _words()[match.group(1)], pattern)
    return re.compile(pattern)
