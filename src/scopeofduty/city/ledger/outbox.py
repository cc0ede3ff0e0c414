"""The register's outbox at a window: what was entered until then, as entries and files."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from django.db.models import Q

from scopeofduty.city.ledger.book import folder
from scopeofduty.city.ledger.models import Fact
from scopeofduty.city.ledger.register import HASH, enter
from scopeofduty.city.notices.models import ProjectedLaw
from scopeofduty.ledger.keepers import POLICY_FILE
from scopeofduty.ledger.register import encode_entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

ATTACHED = "attachment/{}"
"""Where the bytes lie that an entry names by their SHA-256, below the log's prefix."""


def enter_changes(policy: bytes, window: datetime) -> None:
    """Enter what changed by itself: the policy by which the log is checked, and each law's text and rules.

    Each is named by its digest, so that the same text is entered once.
    """
    digest = sha256(policy).hexdigest()
    found = {f"policy/{digest}": ("amend", {"what": POLICY_FILE, "sha256": digest})}
    for law in ProjectedLaw.objects.filter(window__lte=window).order_by("key"):
        key, facts = f"law/{law.key}/{law.digest}", {"law": law.key, "sha256": law.digest}
        found[key] = ("ordinance-version", facts | {"state": "in force"})
        if law.ended and law.ended <= window:
            found[f"{key}/{law.ended.isoformat()}"] = ("ordinance-version", facts | {"state": "ended"})
    known = set(Fact.objects.filter(key__in=found).values_list("key", flat=True))
    for key in (each for each in found if each not in known):
        kind, facts = found[key]
        enter(kind, facts, at=window, key=key)


def take(window: datetime) -> Iterator[bytes]:
    """Yield the entries of every fact that waits, marked with the window; files are put in place first."""
    at = int(window.timestamp())
    waits = Q(window=None, at__lte=window) | Q(window=window)
    for fact in Fact.objects.filter(waits).order_by("at", "key"):
        told = dict(fact.facts)
        if fact.attachment is not None:
            data = bytes(fact.attachment)
            told[HASH] = sha256(data).hexdigest()
            folder("public").put(ATTACHED.format(told[HASH]), data)
        fact.window = window
        fact.save(update_fields=["window"])
        yield encode_entry(fact.kind, at, **told)
