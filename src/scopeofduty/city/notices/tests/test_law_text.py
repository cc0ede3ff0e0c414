"""The adopted text is the only switch: another version, other terms; no setting, no page changes them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from scopeofduty import laws
from scopeofduty.city.contacts.record import correct_contact
from scopeofduty.city.desk import law_in_force
from scopeofduty.city.notices import forms
from scopeofduty.city.notices.duty import terms_for
from scopeofduty.city.notices.models import Notice
from scopeofduty.city.notices.publishing import publish
from scopeofduty.city.notices.tests.conftest import Town, window
from scopeofduty.city.profile.models import City
from scopeofduty.city.public.models import PublicLaw, PublicNotice

pytestmark = pytest.mark.django_db(databases=["default", "public"])
PACKS = Path(laws.__file__).parent if getattr(laws, "__file__", None) else Path(next(iter(laws.__path__)))
LATER = "2026-01-07"  # a Wednesday, two days after the tests' Monday


@pytest.fixture
def own(tmp_path):
    """A copy of Riverbend's law that a test may amend, and a city that has it in force."""
    folder = tmp_path / "own"
    shutil.copytree(PACKS / "riverbend", folder)
    town = Town([str(folder)])
    law_in_force.forget()
    yield town, folder
    law_in_force.forget()


def amend(folder, file, **changes):
    """Adopt another version of a law, in force from LATER, in which some words are others."""
    text = (folder / file).read_text(encoding="utf-8")
    start = next(line.split()[-1] for line in text.splitlines() if line.startswith("in force"))
    newer = text.replace(f"from {start}", f"from {LATER}", 1)
    for old, new in changes.pop("words").items():
        assert old in newer
        newer = newer.replace(old, new, 1)
    (folder / file).write_text(
        text.replace(f"from {start}", f"from {start} until {LATER}", 1), encoding="utf-8"
    )
    (folder / f"later-{file}").write_text(newer, encoding="utf-8")
    law_in_force.forget()


def told():
    return {notice.public_id: notice.content["says"] for notice in PublicNotice.objects.all()}


def test_another_version_changes_the_terms_and_a_contact_keeps_its_own(own):
    town, folder = own
    first = town.contact()
    amend(folder, "ordinance.duty", words={"presumed      after 30 days": "presumed      after 10 days"})
    second = town.contact(at=window(8, 8))
    terms = {notice.contact_id: notice.presumed_days for notice in Notice.objects.all()}
    assert terms == {first.number: 30, second.number: 10}
    # Corrected under the newer law, the older contact still keeps the version of its receipt.
    correct_contact(
        first, {"post": "North", "reason": "misread"}, after=1, by=town.people["dana"], at=window(8, 9)
    )
    kept = Notice.objects.get(contact=first)
    assert (kept.presumed_days, kept.law_day.isoformat()) == (30, "2026-01-05")


@pytest.mark.parametrize(
    ("clause", "field", "value"),
    [
        ({"  never before  operation_complete\n": ""}, "waits", False),
        ({"agency, week, request, answer,": "agency, week,"}, "tells", None),
        ({"place         city-wide": "place         district"}, "place", "district"),
        (
            {"within        72 hours of operation_complete": "within        48 hours of operation_complete"},
            "hours",
            48,
        ),
    ],
)
def test_each_clause_is_read_from_the_text(own, clause, field, value):
    town, folder = own
    before = getattr(Notice.objects.get(contact=town.contact()), field)
    text = (folder / "ordinance.duty").read_text(encoding="utf-8")
    for old, new in clause.items():
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "ordinance.duty").write_text(text, encoding="utf-8")
    law_in_force.forget()
    after = getattr(Notice.objects.get(contact=town.contact()), field)
    assert after != before
    assert value is None or after == value


def test_no_page_and_no_setting_can_change_a_term():
    """No form field, model field of the city, or view of the notices names a trigger, embargo or content."""
    terms = {"trigger", "embargo", "waits", "hours", "tells", "place", "presumed", "presumed_days", "latency"}
    fields = {
        name for form in (forms.AttestForm, forms.ReadForm, forms.DelayForm) for name in form.base_fields
    }
    assert fields == {"says", "withheld", "reason", "days"}
    assert not terms & {field.name for field in City._meta.get_fields()}
    pages = []

    def walk(patterns):
        for each in patterns:
            if isinstance(each, URLResolver):
                walk(each.url_patterns)
            elif isinstance(each, URLPattern) and each.callback.__module__.startswith(
                "scopeofduty.city.notices"
            ):
                pages.append(each.callback.__name__)

    walk(get_resolver().url_patterns)
    assert sorted(set(pages)) == ["one", "sealed"]
    assert terms_for.__code__.co_names.count("settings") == 0


class TestPolicy:
    def test_the_first_window_of_a_city_tells_of_no_change(self, own):
        publish(window(5))
        assert told() == {}
        assert PublicLaw.objects.filter(level="department", last_day=None).count() == 1

    def test_a_revised_policy_makes_its_own_notice_once(self, own):
        _town, folder = own
        publish(window(5))
        amend(folder, "police-policy.duty", words={"as issued on 2 November 2020": "as revised in 2026"})
        publish(window(6))
        assert told() == {}
        for hour in (9, 16):
            publish(window(7, hour))
        (says,) = told().values()
        assert says["in_force"] == LATER
        assert says["changed"]["en"].startswith("Riverbend Police Department policy 428 was revised")
        assert says["changed"]["es"] != says["changed"]["en"]
        ended = PublicLaw.objects.get(level="department", first_day="2020-11-02")
        assert ended.last_day.isoformat() == "2026-01-06"
        assert PublicNotice.objects.get().kind == "policy"

    def test_a_policy_that_is_gone_makes_its_notice_too(self, own):
        _town, folder = own
        publish(window(5))
        text = (folder / "police-policy.duty").read_text(encoding="utf-8")
        (folder / "police-policy.duty").write_text(
            text.replace("from 2020-11-02", f"from 2020-11-02 until {LATER}", 1), encoding="utf-8"
        )
        law_in_force.forget()
        publish(window(7, 9))
        publish(window(7))
        (says,) = told().values()
        assert says["changed"]["en"] == "Riverbend Police Department policy 428 is no longer in force"

    def test_a_new_ordinance_is_shown_and_is_no_change_of_a_policy(self, own):
        _town, folder = own
        publish(window(5))
        amend(folder, "ordinance.duty", words={"presumed      after 30 days": "presumed      after 10 days"})
        publish(window(7, 9))
        assert told() == {}
        assert PublicLaw.objects.filter(first_day=LATER, last_day=None).exists()

    def test_notices_of_contacts_and_of_policies_share_one_series(self, own):
        town, folder = own
        town.complete(Notice.objects.get(contact=town.contact()), window(5, 10))
        publish(window(5))
        amend(folder, "police-policy.duty", words={"as issued on 2 November 2020": "as revised in 2026"})
        town.complete(Notice.objects.get(contact=town.contact(at=window(6, 8))), window(6, 17))
        publish(window(7, 9))
        assert sorted(told()) == ["2026/001", "2026/002", "2026/003"]
