"""One file through its reader and the rules, as the readers' tests ask for it."""

from __future__ import annotations

from scopeofduty.sweep.examine import examine
from scopeofduty.sweep.hit import Hit, NotRead
from scopeofduty.sweep.readers.source import Source


def swept(name, data):
    found = list(examine(Source(name, data if isinstance(data, bytes) else data.encode())))
    hits = [f for f in found if isinstance(f, Hit)]
    return hits, [f for f in found if isinstance(f, NotRead)]


def categories(hits):
    return {h.category for h in hits if not h.complies}


def reason(name, data):
    hits, unread = swept(name, data)
    assert not hits
    (one,) = unread
    return one.reason
