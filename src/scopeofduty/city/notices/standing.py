"""How a notice stands at a moment, worked out from what was recorded until then: values in, values out.

Everything takes the moment as an argument and looks at nothing later, so that a window that is caught up
after an outage, or run again after a kill, comes to the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from scopeofduty.city.notices.models import Attestation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from scopeofduty.city.notices.models import Delay, Notice

Says = Attestation.Says


@dataclass(frozen=True)
class Completion:
    """Whether the operation is complete, since when, and whether that is only presumed."""

    at: datetime | None
    presumed: bool = False


def completion(notice: Notice, attestations: Iterable[Attestation], at: datetime) -> Completion:
    """Return the completion as it stands at ``at``.

    What was said last counts. Presumption needs the law's days to pass without anybody saying that the
    operation goes on; every such word starts the days anew.
    """
    said = [each for each in attestations if each.at <= at]
    last = said[-1] if said else None
    if last and last.says == Says.COMPLETE:
        return Completion(last.at)
    if notice.presumed_days is None:
        return Completion(None)
    since = last.at if last else notice.sealed_at
    presumed_at = since + timedelta(days=notice.presumed_days)
    return Completion(presumed_at, presumed=True) if presumed_at <= at else Completion(None)


def running_delay(delays: Iterable[Delay], at: datetime) -> Delay | None:
    """Return the delay that holds the notice back at ``at``: confirmed by then, not over, not lifted."""
    running = [
        delay
        for delay in delays
        if delay.confirmed_at
        and delay.confirmed_at <= at < delay.until
        and (delay.lifted_at is None or delay.lifted_at > at)
    ]
    return max(running, key=lambda delay: delay.until, default=None)


def is_ready(
    notice: Notice, attestations: Sequence[Attestation], delays: Sequence[Delay], at: datetime
) -> bool:
    """Say whether the notice is to be published in the window ``at``."""
    if notice.sealed_at > at or (notice.withdrawn_at and notice.withdrawn_at <= at):
        return False
    if notice.waits and completion(notice, attestations, at).at is None:
        return False
    return running_delay(delays, at) is None


def renewals(delays: Iterable[Delay], at: datetime) -> int:
    """Return how often the delay that runs at ``at`` was renewed without a break."""
    confirmed = sorted(
        (each for each in delays if each.confirmed_at and each.confirmed_at <= at),
        key=lambda each: each.confirmed_at,
    )
    count = 0
    for earlier, later in pairwise(confirmed):
        end = min(filter(None, (earlier.until, earlier.lifted_at)))
        count = count + 1 if later.confirmed_at <= end else 0
    return count
