"""Put old hits to new rules without reading the data again.

A hit keeps its text, locator and verb: enough to say whether today's rules still find it, and as what.
What the old rules passed over can only be found by a new sweep.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scopeofduty.sweep.points import compliance, fragment
from scopeofduty.sweep.points.decide import decide, point_rules
from scopeofduty.sweep.points.point import Point
from scopeofduty.sweep.prose.judge import SWEEP_RULES, read, whole_cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scopeofduty.sweep.hit import Hit

_BY_VALUES = re.compile(r"options-|values-|cell-")


@dataclass(frozen=True, slots=True)
class Rejudged:
    """Old hits under new rules; one found by values or options, which aren't kept, is kept as it was."""

    kept: tuple[Hit, ...]
    changed: tuple[tuple[Hit, Hit], ...]
    """The old hit and the new one; the fingerprint stays, and so does what was decided about it."""
    dropped: tuple[Hit, ...]


def rejudge(hits: Iterable[Hit]) -> Rejudged:
    """Judge each hit again by today's rules."""
    kept: list[Hit] = []
    changed: list[tuple[Hit, Hit]] = []
    dropped: list[Hit] = []
    for hit in hits:
        now = _again(hit)
        if now is None:
            dropped.append(hit)
        elif now == hit:
            kept.append(hit)
        else:
            changed.append((hit, now))
    return Rejudged(tuple(kept), tuple(changed), tuple(dropped))


def _again(hit: Hit) -> Hit | None:
    if hit.rule in {rule.name for rule in point_rules()}:
        return _point_again(hit)
    if _BY_VALUES.match(hit.rule) or whole_cell(hit.text) or hit.locator.endswith(f".{hit.text}"):
        return hit
    rules = [found.rule for found in read(hit.text, SWEEP_RULES)]
    best = next((rule for rule in rules if rule.category == hit.category), rules[0] if rules else None)
    if best is None:
        return None
    return replace(hit, category=best.category, tier=best.tier, rule=best.name)


def _point(hit: Hit) -> Point:
    """Return the point as far as the hit kept it; a line of code is its own locator and is kept as it was."""
    if hit.line is not None and hit.locator and hit.text.startswith(hit.locator):
        return fragment.code(hit.text)
    parts = tuple(part for part in hit.text.split(" / ") if part)
    names = tuple(part for part in (*parts, re.split(r"[.!]", hit.locator)[-1]) if " " not in part)
    return Point(names, tuple(part for part in parts if " " in part) or parts)


def _point_again(hit: Hit) -> Hit | None:
    found = decide(_point(hit))
    same = next((d for d in found if d.category == hit.category), found[0] if found else None)
    if same is None:
        return None
    complies = hit.complies or compliance.is_notice(hit.text)
    return replace(hit, category=same.category, tier=same.tier, rule=same.rule, complies=complies)
