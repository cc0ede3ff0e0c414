"""Which look-ups of a log stand in a log that was taken in before: exports overlap, and nothing counts twice.

Of each look-up that has a time, a mark of eight bytes is kept: a keyed hash of its time, agency, user, case
and reason. Whoever has the database and not the server's secret key can't try out who searched when. Rows
that are alike in every part count as often as the log with the most of them has them.
"""

from __future__ import annotations

import hmac
from collections import Counter
from typing import TYPE_CHECKING

from django.utils.crypto import salted_hmac

from scopeofduty.city.lookups.models import LookupLog

if TYPE_CHECKING:
    from datetime import date

    from scopeofduty.sweep.lookups import Lookup

SIZE = 8  # bytes


class Marks:
    """Makes the marks of one log's look-ups, in the order of the log."""

    def __init__(self) -> None:
        self._key = salted_hmac("scopeofduty.lookups.again", "", algorithm="sha256").digest()
        self._alike: Counter[bytes] = Counter()

    def of(self, lookup: Lookup) -> bytes | None:
        """Return a look-up's mark; None where it has no time, so that nothing tells it from another's."""
        if not lookup.time:
            return None
        when = lookup.at.isoformat() if lookup.at else lookup.time
        parts = (when, lookup.agency, lookup.user, lookup.case, lookup.reason)
        plain = "\x00".join(" ".join(part.casefold().split()) for part in parts).encode(errors="replace")
        told = hmac.digest(self._key, plain, "sha256")
        self._alike[told] += 1
        return hmac.digest(self._key, told + self._alike[told].to_bytes(8, "big"), "sha256")[:SIZE]


def known(first: date | None, last: date | None) -> set[bytes]:
    """Return the marks of every log that was taken in and has a day between ``first`` and ``last``.

    Logs whose days can't be read may hold any day.
    """
    logs = LookupLog.objects.exclude(marks=b"")
    if first and last:
        logs = logs.exclude(first_on__gt=last).exclude(last_on__lt=first)
    found: set[bytes] = set()
    for marks in logs.values_list("marks", flat=True).iterator(chunk_size=4):
        whole = bytes(marks)
        found.update(whole[start : start + SIZE] for start in range(0, len(whole), SIZE))
    return found
