"""What a rule for running text is, and the rule book it stands in.

Rules are data: ``status.toml``, ``origin.toml``, ``asking.toml`` and ``person.toml`` hold them,
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
from scopeofduty.sweep.literals import EDGE, required

_WORD = re.compile(r"\{([A-Z_]+)\}")


class Bears(Enum):
    """What a match says about a person."""

    VALUE = "value"
    """What a person is: a hit even when denied ("is not a citizen") or quoted ("ICE says he is")."""
    GENERAL = "general"
    """A value that general talk (policy, training, news, groups) also uses: a hit outside such talk."""
    TOPIC = "topic"
    """The question itself ("asked his citizenship"): a hit unless denied or the requester's own."""
    TOGETHER = "together"
    """Words of immigration beside one person: a sweep counts it, the contact log may record it."""
    INSTRUMENT = "instrument"
    """A paper lodged on a person (ICE hold): a sweep counts it, the contact log may record it."""


@dataclass(frozen=True, eq=False)
class Rule:
    """One named rule: any of ``patterns``, and ``needs`` in the same sentence if there is one."""

    name: str
    category: Category
    bears: Bears
    says: str
    patterns: tuple[str, ...]
    tier: Tier = Tier.DIRECT
    needs: str = ""
    anchors: tuple[str, ...] = ()
    """Literals of which every match holds one (see ``anchors.toml``), with the marks of word edges."""
    without_literals: tuple[str, ...] = ()
    """Wider patterns, for the prefilter, that stand in for patterns made of digits and signs only."""

    @property
    def gate(self) -> str:
        """A pattern without look-around that stands in every folded text the rule matches in."""
        return "|".join((*map(literal_pattern, self.anchors), *self.without_literals))

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
            without_literals=tuple(row.get("without_literals", ())),
            anchors=anchors().get(row["name"], ()),
        )
        for row in table(name)["rule"]
    )


def literal_pattern(text: str) -> str:
    """Write a literal, with its marks of word edges, as a pattern for RE2, Hyperscan and ``re`` alike."""
    start = r"(?:^|[^a-z\n])" if text.startswith(EDGE) else ""
    end = "[^a-z]" if text.endswith(EDGE) else ""
    return start + re.escape(text.strip(EDGE)).replace(r"\ ", " ") + end


EVERY_RULE = "every-rule"
"""Key of ``anchors.toml`` under which the shortest literals of all rules stand together."""
MASKS = "masks"
"""Key of ``anchors.toml`` under which the literals of each phrase of ``masks.toml`` stand."""


@cache
def phrases() -> tuple[str, ...]:
    """Return the phrases of ``masks.toml``, in its order."""
    return tuple(phrase for group in table("masks.toml").values() for phrase in group)


def shortest(literals: set[str]) -> tuple[str, ...]:
    """Leave out literals that hold another one."""
    kept: list[str] = []
    for text in sorted(literals, key=lambda text: (len(text), text)):
        if not any(other in text for other in kept):
            kept.append(text)
    return tuple(sorted(kept))


@cache
def anchors() -> dict[str, tuple[str, ...]]:
    """Return each rule's literals as ``anchors.toml`` holds them, word edges marked."""
    return {name: tuple(texts) for name, texts in table("anchors.toml").items()}


def derive_anchors(rule: Rule) -> tuple[str, ...]:
    """Derive a rule's literals from its patterns; ``anchors.toml`` is made of these.

    A rule of digits and signs has none: its ``without_literals`` stand in.

    Raises:
        ValueError: A pattern holds no literal, and the rule has no ``without_literals`` either.
    """
    if rule.without_literals:
        return ()
    found: set[str] = set()
    for pattern in rule.patterns:
        texts = required(compile_words((pattern,)).pattern)
        if texts is None:
            raise ValueError(f"rule {rule.name}: no literal in {pattern}")
        found.update(texts)
    return shortest(found)


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
