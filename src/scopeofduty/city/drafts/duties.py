"""A changed duty in words: who must do what, from when, within which time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.utils.functional import _StrPromise

    from scopeofduty.law import Duty, InForce, Text
    from scopeofduty.law.comparing import DutyChange

LABELS: dict[str, _StrPromise] = {
    "owner": _("who does it"),
    "trigger": _("it begins when"),
    "embargo": _("never before"),
    "within": _("within"),
    "fulfilment": _("it is met by"),
    "every": _("how often"),
    "due": _("by"),
    "if_any": _("only if there was"),
    "applies_to_pending": _("also for what began before"),
    "tells": _("what is told"),
    "place": _("how exact the place is"),
    "presumed": _("taken as over after so many days"),
}
EVENTS: dict[str, _StrPromise] = {
    "help_requested": _("federal officers asked for help"),
    "contact_made": _("federal officers made contact"),
    "activity_known": _("their activity became known"),
    "operation_complete": _("their operation is over"),
    "policy_changed": _("the policy was changed"),
    "policy_published": _("the policy was published"),
    "notice_published": _("the notice was published"),
    "contact_recorded": _("the contact was recorded"),
    "request_about_person": _("somebody was asked about"),
    "person_notified": _("the person was told"),
    "annual_report_filed": _("the yearly report was filed"),
    "nil_certified": _("it was certified that there was nothing"),
    "violation_reported": _("a violation was reported"),
    "report_acknowledged": _("the report was acknowledged"),
    "finding_issued": _("the finding was issued"),
}
UNITS: dict[str, _StrPromise] = {"hours": _("hours"), "days": _("days"), "working days": _("working days")}


@dataclass(frozen=True, slots=True)
class DutyTold:
    """A duty that was added, struck or changed: what stood and what stands, line by line."""

    section: str
    id: str
    name: Text | str
    lines: tuple[tuple[str, str, str], ...]

    @property
    def done(self) -> str:
        """What happened to the duty: ``struck``, ``added`` or ``changed``."""
        if all(not after for _label, _before, after in self.lines):
            return "struck"
        return "added" if all(not before for _label, before, _after in self.lines) else "changed"


def parameter(parts: tuple[object, ...]) -> str:
    """Return what a duty says in one place: a number with its unit, or a list; nothing is a dash."""
    words = [str(each) for each in parts]
    if words and words[0].isdigit():
        period = " ".join(words[:2])
        return (
            gettext("%(period)s from when %(event)s") % {"period": period, "event": words[2]}
            if words[2:]
            else period
        )
    return ", ".join(words) or "—"


def told(before: InForce, after: InForce, changes: tuple[DutyChange, ...]) -> tuple[DutyTold, ...]:
    """Return changed duties in the reader's language, worked out when a page shows them."""
    was = {(duty.section, duty.id): duty for duty in before.duty_rules}
    now = {(duty.section, duty.id): duty for duty in after.duty_rules}
    names = after.book.vocabulary.duties
    return tuple(
        DutyTold(
            change.section,
            change.duty,
            names.get(change.duty) or change.duty.replace("_", " "),
            tuple(
                _lines(change, was.get((change.section, change.duty)), now.get((change.section, change.duty)))
            ),
        )
        for change in changes
    )


def _lines(change: DutyChange, was: Duty | None, now: Duty | None) -> Iterator[tuple[Any, ...]]:
    names = ["within" if name in {"clock", "period", "unit"} else name for name in change.parameters]
    for name in dict.fromkeys(names):
        pair = tuple(_parts(name, duty) for duty in (was, now))
        if pair[0] or pair[1]:
            yield (LABELS[name], *pair)


def _parts(name: str, duty: Duty | None) -> tuple[Any, ...]:
    """Return what a parameter says, as words that are translated when they are shown."""
    if duty is None:
        return ()
    if name == "within":
        clock = () if not duty.clock else (EVENTS.get(duty.clock, duty.clock),)
        return (str(duty.period), UNITS.get(duty.unit, duty.unit), *clock) if duty.period else ()
    value = getattr(duty, name)
    listed = value if isinstance(value, tuple) else (value,)
    return tuple(EVENTS.get(each, str(each).replace("_", " ")) for each in listed if each)
