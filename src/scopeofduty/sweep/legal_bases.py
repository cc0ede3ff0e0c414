"""Which laws might oblige or allow a collection point: candidates for counsel (``bases.toml``)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from scopeofduty.sweep.folding import fold

if TYPE_CHECKING:
    from scopeofduty.sweep.category import Category


@dataclass(frozen=True)
class LegalBasis:
    """A law that may oblige (``duty``) or allow (``permission``) collection, and where to look it up."""

    id: str
    cite: str
    kind: str
    cue: re.Pattern[str]
    categories: frozenset[str]


@cache
def legal_bases() -> tuple[LegalBasis, ...]:
    """Return the known legal bases, in the order of ``bases.toml``."""
    text = files("scopeofduty.sweep").joinpath("bases.toml").read_text(encoding="utf-8")
    return tuple(
        LegalBasis(row["id"], row["cite"], row["kind"], re.compile(row["cue"]), frozenset(row["categories"]))
        for row in tomllib.loads(text)["basis"]
    )


def candidates(category: Category, around: str) -> tuple[str, ...]:
    """Return the ids of the bases that fit a category and the words around it."""
    words = fold(around).text.replace("_", " ")
    return tuple(b.id for b in legal_bases() if category in b.categories and b.cue.search(words))
