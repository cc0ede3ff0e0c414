"""Join what a look-up says with who made it: the judgement a monitor reads."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from scopeofduty.sweep.lookups.log import Lookup, NotALookup
from scopeofduty.sweep.lookups.reason import Reason, Served, judge_reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scopeofduty.sweep.lookups.agencies import Agencies, Partner


@dataclass(frozen=True, slots=True)
class Judged:
    """A look-up and what is to be said of it.

    ``served`` is the reason's own judgement, but a reason not told becomes possible where ``partner`` is the
    searching agency's entry in the user's list of 287(g) agreements.
    """

    lookup: Lookup
    reason: Reason
    served: Served
    partner: Partner | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values; ``at`` in ISO 8601 or None."""
        look = self.lookup
        return {
            "row": look.row,
            "served": self.served.value,
            "rule": self.reason.rule,
            "words": self.reason.words,
            "reason": look.reason,
            "more": look.more,
            "agency": look.agency,
            "user": look.user,
            "time": look.time,
            "at": look.at.isoformat() if look.at else None,
            "scope": look.scope,
            "case": look.case,
            "partner": {
                "name": self.partner.name,
                "state": self.partner.state,
                "agreement": self.partner.agreement,
            }
            if self.partner
            else None,
        }


@lru_cache(maxsize=65_536)
def _reason(text: str) -> Reason:
    return judge_reason(text)


def judge(lookup: Lookup, agencies: Agencies | None = None, home_state: str = "") -> Judged:
    """Judge one look-up by its reason and the texts beside it, joined with the user's list of agencies."""
    told = _reason(" | ".join(part for part in (lookup.reason, lookup.more) if part))
    partner = agencies.match(lookup.agency, home_state) if agencies and lookup.agency else None
    lifted = told.served is Served.UNTOLD and partner is not None
    return Judged(lookup, told, Served.POSSIBLE if lifted else told.served, partner)


def judge_log(
    rows: Iterable[Lookup | NotALookup], agencies: Agencies | None = None, home_state: str = ""
) -> Iterator[Judged | NotALookup]:
    """Yield each look-up judged, and each row that could not be read as it came."""
    for row in rows:
        yield row if isinstance(row, NotALookup) else judge(row, agencies, home_state)


def totals(found: Iterable[Judged | NotALookup]) -> dict[str, Any]:
    """Return counts: look-ups by judgement, by agencies with an agreement, by agency, and rows not read."""
    by: Counter[str] = Counter({served.value: 0 for served in Served})
    partners: Counter[str] = Counter()
    agencies: dict[str, Counter[str]] = {}
    unread = 0
    for item in found:
        if isinstance(item, NotALookup):
            unread += 1
            continue
        by[item.served.value] += 1
        partners[item.served.value] += item.partner is not None
        if item.served in {Served.SERVED, Served.POSSIBLE}:
            agencies.setdefault(item.lookup.agency or "(not told)", Counter())[item.served.value] += 1
    ranked = sorted(agencies.items(), key=lambda row: (-sum(row[1].values()), row[0]))
    return {
        "lookups": sum(by.values()),
        "by": dict(by),
        "by_partners": {served.value: partners[served.value] for served in Served},
        "agencies": {name: dict(counts) for name, counts in ranked},
        "not_read": unread,
    }
