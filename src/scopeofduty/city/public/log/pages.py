"""The pages of the sealed log. Each is drawn from the log's public files; none asks the city's own tables."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from django.http import Http404

from scopeofduty.city.public.log import picture, source
from scopeofduty.city.public.log.audited import audited
from scopeofduty.city.public.log.words import FIELDS, HELD, MEANS, REASONS, STATES, moment
from scopeofduty.city.public.models import PublicSeal
from scopeofduty.city.public.registry import published
from scopeofduty.city.public.views import page
from scopeofduty.ledger.errors import LedgerError
from scopeofduty.ledger.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from scopeofduty.ledger.reading import Snapshot
    from scopeofduty.ledger.slot import Place
    from scopeofduty.ledger.states import Verdict

A_DAY = 86_400


@published
def log(request: HttpRequest) -> HttpResponse:
    """Draw the newest days of the log, and say what the city promises and whether it keeps it."""
    try:
        found = source.snapshot()
    except (LedgerError, OSError) as error:
        return page(request, "log/broken.html", fault=str(error), audit=audited(()))
    if found is None or found.last < found.cadence.first:
        return page(request, "log/none.html", terms=found and _terms(found))
    bench = source.bench(found)
    shown = picture.days(found, bench)
    unsettled = found.unsettled(bench)
    return page(
        request,
        "log/log.html",
        states=[(state, label, MEANS[state]) for state, label in STATES.items()],
        days=shown,
        rows=picture.rows(shown),
        height=len(shown) * picture.ROW,
        width=_width(shown),
        terms=_terms(found),
        sealed=found.sealed,
        through=picture.begins(found, found.last),
        now=moment(bench.now),
        missing=found.missing(source.clock()),
        keepers=[(name, moment(at)) for name, at in sorted(found.witnessed.items())],
        quorum=found.quorum,
        unsettled=[_told(found, verdict) for verdict in unsettled],
        audit=audited({verdict.place for verdict in unsettled}, found.cadence.period),
    )


def _width(shown: Iterable[picture.Day]) -> int:
    most = max(len(day.verdicts) for day in shown)
    return picture.LABEL + min(most, picture.DRAWN_ONE_BY_ONE) * picture.CELL


def _terms(found: Snapshot) -> dict[str, Any]:
    terms = found.facts.terms_at(source.clock())
    per_day = A_DAY // found.cadence.period * found.cadence.slots if found.cadence.period <= A_DAY else 0
    return {
        "per_day": per_day,
        "slots": found.cadence.slots,
        "hours": found.cadence.period / 3600,
        "open_days": f"{terms.open_after / A_DAY:g}",
        "delay_days": f"{terms.delay_max / A_DAY:g}",
        "origin": found.cadence.origin,
    }


@published
def log_day(request: HttpRequest, day: str) -> HttpResponse:
    """Show every envelope of one day."""
    found, asked = _log_or_404(), _date(day)
    ticks = picture.ticks_of(found, asked)
    if not ticks:
        raise Http404
    bench = source.bench(found)
    verdicts = list(picture.judged(found, bench, ticks))
    notices = _public_ids(ticks)
    told = [_told(found, verdict, notices) for verdict in verdicts]
    groups = [
        (tick, moment(tick * found.cadence.period), [t for t in told if t["tick"] == tick]) for tick in ticks
    ]
    return page(
        request,
        "log/day.html",
        day=asked,
        groups=groups,
        counts=[
            (STATES[state], count) for state, count in picture.Day(asked, tuple(verdicts)).counts if count
        ],
        begins=moment(ticks[0] * found.cadence.period),
        ends=moment(found.cadence.end(ticks[-1])),
    )


def _log_or_404() -> Snapshot:
    try:
        found = source.snapshot()
    except (LedgerError, OSError) as error:
        raise Http404 from error
    if found is None:
        raise Http404
    return found


def _date(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError as error:
        raise Http404 from error


def _public_ids(ticks: range) -> dict[Place, PublicSeal]:
    seals = PublicSeal.objects.filter(tick__gte=ticks.start, tick__lt=ticks.stop).select_related("notice")
    return {(seal.tick, seal.slot): seal for seal in seals}


def _told(
    found: Snapshot, verdict: Verdict, notices: dict[Place, PublicSeal] | None = None
) -> dict[str, Any]:
    """One envelope as a template shows it."""
    (tick, slot), delay, payload = verdict.place, verdict.delay, verdict.payload
    seal = (notices or {}).get(verdict.place)
    return {
        "tick": tick,
        "slot": slot,
        "number": slot + 1,
        "day": picture.begins(found, tick),
        "state": verdict.state,
        "label": STATES[verdict.state],
        "means": MEANS[verdict.state],
        "detail": verdict.detail,
        "held": None if verdict.type is None else HELD[verdict.type],
        "lines": []
        if payload is None
        else [(FIELDS[f.name], f.value) for f in payload.fields if f.value != ""],
        "late": -(-verdict.late // 3600),
        "reason": delay and REASONS.get(delay.reason, delay.reason),
        "until": delay and moment(delay.until),
        "renewals": delay and delay.renewal,
        "notice": seal and seal.notice,
        "provable": verdict.state is State.NOTICE,
    }
