"""A hit: one place where immigration-related information is asked, stored or mentioned."""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict, dataclass, replace
from typing import Any

from scopeofduty.sweep.category import Category, Tier, Verb
from scopeofduty.sweep.folding import fold

TEXT_LIMIT = 300
"""Characters of the found text that a hit keeps."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A sweep's line. ``page`` and ``line`` count from 1; ``confidence`` runs from 0 to 1.

    ``complies`` marks evidence of compliance ("we do not ask"): it is reported and counts as no collection.
    ``bases`` names the laws that might oblige or permit it, for a person to confirm.
    """

    file: str
    locator: str
    text: str
    verb: Verb
    category: Category
    tier: Tier
    rule: str
    confidence: float
    lang: str
    page: int | None = None
    line: int | None = None
    complies: bool = False
    bases: tuple[str, ...] = ()
    fingerprint: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the hit as plain values, in the order of its fields."""
        return asdict(self) | {"bases": list(self.bases)}

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Hit:
        """Make the hit again that :meth:`as_json` wrote down."""
        typed = {
            "verb": Verb(row["verb"]),
            "category": Category(row["category"]),
            "tier": Tier(row["tier"]),
            "bases": tuple(row["bases"]),
        }
        return cls(**(row | typed))


@dataclass(frozen=True, slots=True)
class NotRead:
    """A file, or a part of one, that was not read, and why."""

    file: str
    reason: str
    locator: str = ""
    page: int | None = None
    line: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "file": self.file,
            "reason": self.reason,
            "locator": self.locator,
            "page": self.page,
            "line": self.line,
        }


def fingerprint(file: str, locator: str, text: str, category: str, nth: int = 0) -> str:
    """Return 20 hex digits that stay when a file moves to another folder or a line to another place.

    They rest on the file's own name, the locator without numbers, the folded text and the category;
    ``nth`` tells apart the same text met again in the same file.
    """
    name = re.split(r"[/\\]", file)[-1]
    place = re.sub(r"\d+", "", fold(locator).text)
    plain = " ".join(fold(text).text.split())
    parts = "\x1f".join((name, place, plain, category, str(nth)))
    return hashlib.blake2b(parts.encode(), digest_size=10).hexdigest()


def marked(hit: Hit, nth: int = 0) -> Hit:
    """Return the hit with its fingerprint."""
    return replace(hit, fingerprint=fingerprint(hit.file, hit.locator, hit.text, hit.category, nth))
