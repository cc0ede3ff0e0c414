"""An audit log taken in: judged look-up by look-up, kept by groups of alike ones, whole or not at all."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from scopeofduty.city.accounts import audit
from scopeofduty.city.lookups import again
from scopeofduty.city.lookups.models import LookupGroup, LookupLog, LookupSettlement, Served
from scopeofduty.city.lookups.wording import shown_reason
from scopeofduty.city.profile.models import City
from scopeofduty.sweep.lookups import Agencies, Judged, LogError, Lookup, judge_log, read_log

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from scopeofduty.city.accounts.models import User
    from scopeofduty.sweep.readers.source import Source

LARGEST = 128 * 1024 * 1024  # bytes
KEPT = frozenset(Served.values)
_HOLDS = str.maketrans({chr(code): " " for code in [*range(32), 127, *range(0xD800, 0xE000)]})


class UnreadableLogError(Exception):
    """A log or list that can't be taken in; the message says what came and what to do."""


@dataclass
class _Days:
    first: date | None = None
    last: date | None = None

    def add(self, day: date | None) -> None:
        if day:
            self.first = min(self.first or day, day)
            self.last = max(self.last or day, day)


def take(
    source: Source,
    *,
    name: str,
    listed: str,
    home_state: str,
    by: User | None,
    at: datetime,
    progress: Callable[[], object] = lambda: None,
) -> tuple[LookupLog, bool]:
    """Take a log in; the same file twice changes nothing, and a look-up of an earlier log counts there alone.

    Args:
        source: the log's name and bytes.
        name: how the city calls it.
        listed: the user's list of agencies with 287(g) agreements, as text; empty: none.
        home_state: two letters; agencies of the log that name no state are of this one.
        by: who takes it in; None is the command line.
        at: when.
        progress: is called after each look-up.

    Returns:
        The log, and whether it was taken in now.

    Raises:
        UnreadableLogError: the log or the list can't be read; nothing was kept.
    """
    if len(source.data) > LARGEST:
        raise UnreadableLogError(
            f"The log has {len(source.data) // 2**20} MB, and at most {LARGEST // 2**20} are read. "
            "Export a shorter time."
        )
    digest = hashlib.sha256(source.data).hexdigest()
    with transaction.atomic():
        # One import at a time: the same file sent twice at once is taken in once.
        City.objects.select_for_update().first()
        known = LookupLog.objects.filter(digest=digest).first()
        if known:
            return known, False
        log, groups = _judged(source, listed, home_state, progress)
        log.digest, log.name, log.by, log.imported_at = digest, name[:120], by, at
        log.save()
        LookupGroup.objects.bulk_create(groups, batch_size=500)
        audit.record(audit.Event.LOOKUPS_IMPORTED, actor=by, subject=log.name, at=at)
    return log, True


def _judged(
    source: Source, listed: str, home_state: str, progress: Callable[[], object]
) -> tuple[LookupLog, list[LookupGroup]]:
    agencies = _agencies(listed)
    marks, before = _marks(source)
    counts: Counter[str] = Counter()
    partners: Counter[str] = Counter()
    groups: dict[tuple[object, ...], LookupGroup] = {}
    days, unread, repeated, marked = _Days(), 0, 0, iter(marks)
    log = LookupLog(agencies=len(agencies) if agencies else 0)
    try:
        for item in judge_log(read_log(source), agencies, home_state):
            progress()
            if not isinstance(item, Judged):
                unread += 1
                continue
            days.add(_day(item.lookup))
            if next(marked) in before:
                repeated += 1
                continue
            counts[item.served.value] += 1
            partners[item.served.value] += item.partner is not None
            if item.served.value in KEPT:
                _put(item, log, groups)
    except LogError as error:
        raise UnreadableLogError(f"{source.name}: {error}.") from error
    log.first_on, log.last_on = days.first, days.last
    log.counts = {
        "lookups": counts.total(),
        "by": dict(counts),
        "by_partners": dict(partners),
        "not_read": unread,
        "again": repeated,
    }
    log.marks = b"".join(sorted(mark for mark in marks if mark))
    return log, list(groups.values())


def _agencies(listed: str) -> Agencies | None:
    try:
        return Agencies.read(listed) if listed.strip() else None
    except ValueError as error:
        raise UnreadableLogError(f"The list of agencies: {error}.") from error


def _put(item: Judged, log: LookupLog, groups: dict[tuple[object, ...], LookupGroup]) -> None:
    """Add a look-up to its group."""
    reason, withheld = shown_reason(item.lookup.reason)
    agency = item.lookup.agency.translate(_HOLDS)[:120]
    key = (agency, reason, withheld, item.served.value, item.reason.rule)
    group = groups.setdefault(
        key,
        LookupGroup(
            log=log,
            agency=agency,
            reason=reason,
            withheld=withheld,
            served=item.served.value,
            rule=item.reason.rule,
            partner=item.partner.name[:120] if item.partner else "",
            agreement=item.partner.agreement[:120] if item.partner else "",
            count=0,
            first_row=item.lookup.row,
        ),
    )
    group.count += 1
    days = _Days(group.first_on, group.last_on)
    days.add(_day(item.lookup))
    group.first_on, group.last_on = days.first, days.last


def _day(lookup: Lookup) -> date | None:
    return lookup.at.date() if lookup.at else None


def _marks(source: Source) -> tuple[list[bytes | None], set[bytes]]:
    """Read the log once for what tells its look-ups apart; return their marks, and those of earlier logs."""
    days, made = _Days(), again.Marks()
    found: list[bytes | None] = []
    try:
        for item in read_log(source):
            if isinstance(item, Lookup):
                days.add(_day(item))
                found.append(made.of(item))
    except LogError as error:
        raise UnreadableLogError(f"{source.name}: {error}.") from error
    return found, again.known(days.first, days.last)


def settle(group_id: int, found: str, reason: str, *, by: User, at: datetime) -> LookupSettlement:
    """Write down what a person found out about a group; an earlier word stays beside it."""
    with transaction.atomic():
        group = LookupGroup.objects.select_for_update().get(pk=group_id)
        last = group.settlements.last()
        if last and (last.found, last.reason, last.by_id) == (found, reason, by.pk):
            return last
        made = LookupSettlement.objects.create(
            group=group, seq=(last.seq if last else 0) + 1, found=found, reason=reason, by=by, at=at
        )
        subject = f"{group.log.name}, {group.pk}"
        audit.record(audit.Event.LOOKUP_SETTLED, actor=by, subject=subject, at=at, reason=reason[:300])
    return made
