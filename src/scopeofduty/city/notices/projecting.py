"""The city and its law, as public pages show them; a change of a department's own policy makes a notice."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from scopeofduty.city.desk import law_in_force
from scopeofduty.city.notices.content import in_both
from scopeofduty.city.notices.models import PolicyNotice, ProjectedLaw
from scopeofduty.city.notices.numbers import next_number, put
from scopeofduty.city.public.models import PublicCity, PublicLaw, PublicNotice
from scopeofduty.city.public.router import WRITER

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from scopeofduty import law
    from scopeofduty.city.profile.models import City

POLICY = "department"
REVISED = gettext_noop("%(law)s was revised; its text is on the ordinance page")
REPEALED = gettext_noop("%(law)s is no longer in force")


def project_city(city: City | None) -> None:
    """Give the public side what it says of the city itself."""
    if city is None:
        return
    shown = PublicCity(
        pk=1,
        name=city.name,
        zone=city.zone,
        counsel_phone=city.counsel_phone,
        reporting_contact=city.reporting_contact,
        demo=settings.DEMO,
    )
    if model_to_dict(shown) != PublicCity.objects.using(WRITER).filter(pk=1).values().first():
        shown.save()


def project_laws(window: datetime, zone: ZoneInfo) -> None:
    """Give the public side the law in force on the window's day; a changed policy becomes a notice.

    The law that a city starts with is no change: the first window tells of none.
    """
    day = window.astimezone(zone).date()
    try:
        in_force = law_in_force.on(day)
    except law_in_force.NoLawError:
        return
    known = {law_version.key: law_version for law_version in ProjectedLaw.objects.all()}
    standing = {key_of(version): version for version in in_force.versions}
    for order, (key, version) in enumerate(standing.items()):
        digest = digest_of(version)
        if key in known and known[key].digest == digest and known[key].ended is None:
            continue
        ProjectedLaw.objects.update_or_create(
            key=key, defaults={"digest": digest, "window": window, "ended": None}
        )
        _show(key, version, digest, order)
        if version.level == POLICY and known:
            _tell_of_policy(version.law, REVISED, version.start, window, zone)
    for key in sorted(known.keys() - standing.keys()):
        if known[key].ended is None:
            _end(key, {version.law for version in in_force.versions}, window, zone)


def _end(key: str, standing: set[str], window: datetime, zone: ZoneInfo) -> None:
    """Give a version its last day; a policy that nothing follows makes a notice too."""
    day = window.astimezone(zone).date()
    ProjectedLaw.objects.filter(key=key).update(ended=window)
    shown = PublicLaw.objects.using(WRITER).get(key=key)
    # Windows of every day are run in order, so the day before was the last on which it was seen to stand.
    shown.last_day = max(day - timedelta(days=1), shown.first_day)
    shown.save(update_fields=["last_day"])
    if shown.level == POLICY and shown.name not in standing:
        _tell_of_policy(shown.name, REPEALED, day, window, zone)


def key_of(version: law.Version) -> str:
    """Return what names a version among all that a city ever had."""
    return f"{version.pack}/{version.law}/{version.start.isoformat()}"[-80:]


def digest_of(version: law.Version) -> str:
    """Return the SHA-256 of a version's text and rules as written: what a change of it changes."""
    text = [
        [section.label, section.heading.en, section.text.en, section.text.es]
        for section in version.sections.values()
    ]
    rules = [[rule.id, rule.written] for rule in version.rules]
    return hashlib.sha256(json.dumps([text, rules]).encode()).hexdigest()


def _show(key: str, version: law.Version, digest: str, order: int) -> None:
    PublicLaw.objects.update_or_create(
        key=key,
        defaults={
            "pack": version.pack,
            "name": version.law,
            "level": version.level,
            "version": version.name,
            "first_day": version.start,
            "last_day": None,
            "digest": digest,
            "sections": [_section(section) for section in version.sections.values()],
            "order": order,
        },
    )


def _tell_of_policy(law: str, what: str, since: date, window: datetime, zone: ZoneInfo) -> None:
    year = window.astimezone(zone).year
    notice = PolicyNotice.objects.create(year=year, number=next_number(year), window=window)
    changed = in_both(lambda: _(what) % {"law": law})
    content = {"says": {"changed": changed, "in_force": since.isoformat()}, "presumed": False}
    put(PublicNotice.Kind.POLICY, year, notice.number, window, content)


def _section(section: law.Section) -> dict[str, Any]:
    return {
        "label": section.label,
        "heading": {"en": section.heading.en, "es": section.heading.es},
        "text": {"en": section.text.en, "es": section.text.es},
    }
