"""Records law: how long a closed case is kept, holds that block the purge, the purge, and its public stub."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.audit import Event, record
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.contacts.erasure import reason_problems
from scopeofduty.city.handling.models import CaseClock, Hold, Keeping, Schedule
from scopeofduty.city.ledger.register import enter
from scopeofduty.city.reports import mailbox
from scopeofduty.city.reports.models import Case
from scopeofduty.city.roster.keys import RefusedError

if TYPE_CHECKING:
    from datetime import datetime

    from scopeofduty.city.accounts.models import User

# Long, until the city names its own schedule: what is purged can't be brought back.
DEFAULT_DAYS = {"sustained": 9125, "not_sustained": 3650, "not_investigated": 1825}
LEAST_DAYS, MOST_DAYS = 365, 36_500
MATTER_MOST = 200


def schedule() -> list[Schedule]:
    """Return the rule of each class: the city's, or the default, which cites nothing."""
    here = {rule.kept: rule for rule in Schedule.objects.select_related("set_by")}
    return [here.get(kept) or Schedule(kept=kept, days=DEFAULT_DAYS[kept]) for kept in Schedule.Kept]


def set_schedule(kept: str, days: int, citation: str, *, by: User, at: datetime) -> Schedule:
    """Set how long a class is kept, citing the schedule that says so.

    Raises:
        RefusedError: the class, the days or the citation can't be.
    """
    if kept not in Schedule.Kept.values or not LEAST_DAYS <= days <= MOST_DAYS:
        message = _("Keep a class of reports for %(least)s to %(most)s days.")
        raise RefusedError(message % {"least": LEAST_DAYS, "most": MOST_DAYS})
    _checked(citation, "citation")
    values = {"days": days, "citation": citation.strip(), "set_by": by, "set_at": at}
    with transaction.atomic():
        rule, _new = Schedule.objects.update_or_create(kept=kept, defaults=values)
        record(Event.REPORT_SCHEDULE, actor=by, subject=f"{kept}: {days}", reason=citation.strip(), at=at)
    return rule


def _checked(text: str, name: str) -> str:
    problems = reason_problems(text, name)
    if problems:
        raise RefusedError(problems[name][0])
    if len(text.strip()) > MATTER_MOST:
        raise RefusedError(_("Write at most %(most)s characters.") % {"most": MATTER_MOST})
    return text.strip()


def keep(case: str, kept: str, on: date) -> Keeping:
    """Write down from which day a closed case may be purged; an earlier answer stays if it is later.

    Raises:
        RefusedError: there is no such case or class.
    """
    if kept not in Schedule.Kept.values:
        raise RefusedError(_("There is no such class of records."))
    if not Case.objects.filter(pk=case, purged_on=None).exists():
        raise RefusedError(_("There is no such case, or it was purged."))
    days = next(rule.days for rule in schedule() if rule.kept == kept)
    until = on + timedelta(days=days)
    with transaction.atomic():
        row, _new = Keeping.objects.select_for_update().get_or_create(pk=case, defaults={"until": until})
        if row.until < until:
            row.until = until
            row.save(update_fields=["until"])
    return row


def standing(case: str) -> Hold | None:
    """Return the hold on a case that isn't lifted, confirmed or not."""
    return Hold.objects.filter(case=case, lifted_at=None).first()


def place(case: str, matter: str, *, by: User, at: datetime) -> Hold:
    """Place a hold as the first of two people; it blocks the purge at once.

    Raises:
        RefusedError: no such case, no matter, or a hold stands.
    """
    _may(by)
    if not Case.objects.filter(pk=case, purged_on=None).exists():
        raise RefusedError(_("There is no such case, or it was purged."))
    try:
        with transaction.atomic():
            hold = Hold.objects.create(
                case=case, matter=_checked(matter, "matter"), placed_by=by, placed_at=at
            )
            record(Event.REPORT_HELD, actor=by, subject=case, reason=hold.matter, at=at)
    except IntegrityError as error:
        raise RefusedError(_("A hold stands on this case already.")) from error
    return hold


def confirm(hold: Hold, *, by: User, at: datetime) -> None:
    """Confirm a hold, or a wish to lift it, as the second person.

    Raises:
        RefusedError: nothing waits, or this person was the first.
    """
    _may(by)
    with transaction.atomic():
        current = Hold.objects.select_for_update().get(pk=hold.pk)
        if current.lifted_at or (current.confirmed_by_id and not current.lift_asked_by_id):
            raise RefusedError(_("Nothing about this hold waits for a second person."))
        lifts = current.lift_asked_by_id is not None
        if by.pk == (current.lift_asked_by_id if lifts else current.placed_by_id):
            raise RefusedError(_("You were the first of the two; another person agrees."))
        if lifts:
            current.lifted_by, current.lifted_at = by, at
        else:
            current.confirmed_by, current.confirmed_at = by, at
        current.save()
        record(Event.REPORT_HELD, actor=by, subject=current.case, reason=current.matter, at=at)


def ask_to_lift(hold: Hold, *, by: User, at: datetime) -> None:
    """Ask that a hold be lifted, as the first of two people.

    Raises:
        RefusedError: somebody asked already, or it is lifted.
    """
    _may(by)
    with transaction.atomic():
        current = Hold.objects.select_for_update().get(pk=hold.pk)
        if current.lifted_at or current.lift_asked_by_id:
            raise RefusedError(_("Somebody asked for this already; another person agrees."))
        current.lift_asked_by, current.lift_asked_at = by, at
        current.save(update_fields=["lift_asked_by", "lift_asked_at"])


def _may(person: User) -> None:
    if not person.may(Permission.REPORT_HOLD):
        raise RefusedError(_("Counsel, the clerk or the records officer place a hold."))


def purge_due(at: datetime, on: date) -> list[str]:
    """Destroy the wraps of every closed case whose time has come and on which no hold stands.

    Each leaves a stub in the public register: its id, which says nothing, and the day.
    """
    purged = [row.case for row in Keeping.objects.filter(until__lt=on) if _purge(row.case, at, on)]
    # Nobody can tell which clock was whose: all go once the longest time of keeping is over.
    longest = timedelta(days=max(rule.days for rule in schedule()))
    CaseClock.objects.filter(closed_on__lt=on - longest).delete()
    Keeping.objects.filter(case__in=Case.objects.exclude(purged_on=None).values("pk")).delete()
    return purged


def _purge(case: str, at: datetime, on: date) -> bool:
    with transaction.atomic():
        Case.objects.select_for_update().filter(pk=case).first()
        if standing(case):
            return False
        try:
            mailbox.destroy(case, on)
        except mailbox.NoCaseError:
            return False
        enter(
            "redact",
            {"what": "sealed-report", "case": case, "on": on.isoformat()},
            at=at,
            key=f"purge/{case}",
        )
        record(Event.REPORT_PURGED, actor=None, subject=case, at=at)
    return True
