"""What a notice says: fixed fields in both languages, no free text, nothing that points to a family."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _

from scopeofduty.city.contacts import choices
from scopeofduty.city.public.shown import anchor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from scopeofduty.city.notices.models import Notice, PublishedDelay

    Texts = dict[str, str]

CORE = frozenset({"agency", "week", "request", "answer", "section", "delays"})
"""What a notice says when nobody has read it yet: nothing that could point to a person."""
MAY_WITHHOLD = ("given", "minutes", "people", "place")
"""What the records officer may keep back, so that no family can be told from the notice."""
SMALL = 5  # a head count below it is not given


def in_both(say: Callable[[], str]) -> Texts:
    """Return what ``say`` says in each language."""
    texts = {}
    for language in ("en", "es"):
        with translation.override(language):
            texts[language] = str(say())
    return texts


def content_of(
    notice: Notice,
    values: Mapping[str, Any],
    *,
    withheld: Iterable[str] | None,
    delays: Iterable[PublishedDelay],
    presumed: bool,
    zone: ZoneInfo,
) -> dict[str, Any]:
    """Return a notice's public content.

    Args:
        notice: its terms say which fields the law lets it tell.
        values: the contact's values by field id.
        withheld: fields kept back by the records officer; None: not read yet, and only the core is told.
        delays: the delays that the public was shown.
        presumed: whether the end of the operation was only presumed.
        zone: the city's, in which the week is counted.
    """
    kept_back = set(MAY_WITHHOLD) if withheld is None else set(withheld)
    told = {name: say(values, notice, zone) for name, say in SAYS.items()}
    told["delays"] = [_delay(delay, zone) for delay in delays]
    allowed = set(notice.tells) or set(told)
    says = {
        name: value
        for name, value in told.items()
        if name in allowed and name not in kept_back and value not in (None, [], {})
    }
    return {"says": says, "presumed": presumed}


def _label(pairs: choices.Choices, value: Any) -> Texts | None:
    label = dict(pairs).get(value)
    return None if label is None else in_both(lambda: str(label))


def _labels(pairs: choices.Choices, values: Iterable[Any]) -> list[Texts]:
    return [text for value in values if (text := _label(pairs, value)) is not None]


def _agency(values: Mapping[str, Any], _notice: Notice, _zone: ZoneInfo) -> Texts | None:
    return _label(choices.AGENCY, values.get("agency"))


def _week(values: Mapping[str, Any], _notice: Notice, zone: ZoneInfo) -> str | None:
    from datetime import datetime as moment

    received = values.get("received_at")
    if not received:
        return None
    year, week, _weekday = moment.fromisoformat(received).astimezone(zone).isocalendar()
    return f"{year}-W{week:02d}"


def _request(values: Mapping[str, Any], _notice: Notice, _zone: ZoneInfo) -> list[Texts]:
    return _labels(choices.REQUEST_TYPE, values.get("request_types") or ())


def _answer(values: Mapping[str, Any], _notice: Notice, _zone: ZoneInfo) -> Texts | None:
    return _label(choices.DECISION, values.get("decision"))


def _section(values: Mapping[str, Any], _notice: Notice, _zone: ZoneInfo) -> list[Texts]:
    cited = (values.get("determination") or {}).get("citations", ())
    sections = dict.fromkeys((each["law"], each["section"]) for each in cited)
    return [
        in_both(
            lambda law=law, section=section: (
                _("%(law)s, section %(section)s") % {"law": law, "section": section}
            )
        )
        | {"at": anchor(law, section)}
        for law, section in sections
    ]


def _given(values: Mapping[str, Any], _notice: Notice, _zone: ZoneInfo) -> list[Texts]:
    return _labels(choices.DISCLOSED, values.get("data_disclosed") or ())


def _minutes(values: Mapping[str, Any], _notice: Notice, _zone: ZoneInfo) -> int | None:
    return values.get("minutes_on_scene") or None


def _people(values: Mapping[str, Any], _notice: Notice, _zone: ZoneInfo) -> Any:
    count = values.get("targeted_count")
    if count is None:
        return None
    return count if count >= SMALL else in_both(lambda: _("fewer than five"))


def _place(values: Mapping[str, Any], notice: Notice, _zone: ZoneInfo) -> Any:
    if notice.place == "district" and values.get("district"):
        return str(values["district"])
    return in_both(lambda: _("in the city")) if notice.place else None


def _delay(delay: PublishedDelay, zone: ZoneInfo) -> Texts:
    since = delay.since.astimezone(zone).date().isoformat()
    return in_both(lambda: _("%(id)s, from %(since)s") % {"id": delay.public_id, "since": since})


SAYS: dict[str, Callable[[Mapping[str, Any], Notice, ZoneInfo], Any]] = {
    "agency": _agency,
    "week": _week,
    "request": _request,
    "answer": _answer,
    "section": _section,
    "given": _given,
    "minutes": _minutes,
    "people": _people,
    "place": _place,
}


def as_of(values: Iterable[tuple[datetime, Mapping[str, Any]]], at: datetime) -> Mapping[str, Any]:
    """Return the values that held at ``at``: those of the latest revision until then."""
    return [each for written, each in values if written <= at][-1]
