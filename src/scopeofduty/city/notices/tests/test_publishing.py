from __future__ import annotations

from datetime import timedelta

import pytest

from scopeofduty.city.contacts.record import correct_contact
from scopeofduty.city.notices.models import Attestation, Notice
from scopeofduty.city.notices.publishing import publish
from scopeofduty.city.notices.tests.conftest import MONDAY, window
from scopeofduty.city.public.models import PublicDelay, PublicNotice

pytestmark = pytest.mark.django_db(databases=["default", "public"])
DAY = timedelta(days=1)


def public():
    return {notice.public_id: notice.content for notice in PublicNotice.objects.all()}


def test_a_request_for_help_is_sealed_with_its_contact(town):
    contact = town.contact()
    notice = Notice.objects.get(contact=contact)
    assert (notice.section, notice.waits, notice.presumed_days) == ("8(a)", True, 30)
    publish(window(5))
    assert public() == {}


def test_a_contact_that_asks_for_nothing_makes_no_notice(town):
    town.contact(request_types=["information_only"], facts={"federal_contact": "contact_without_request"})
    assert not Notice.objects.exists()


def test_a_notice_is_published_at_the_first_window_after_completion(town):
    notice = Notice.objects.get(contact=town.contact())
    town.complete(notice, window(5) + timedelta(minutes=1))
    publish(window(5))
    assert public() == {}
    publish(window(6, 9))
    assert list(public()) == ["2026/001"]
    says = public()["2026/001"]["says"]
    assert says["agency"]["en"].startswith("ICE")
    assert says["week"] == "2026-W02"
    assert says["answer"]["es"]
    assert "people" not in says
    publish(window(6))
    assert list(public()) == ["2026/001"]


def test_a_forgotten_completion_never_publishes_a_running_operation(town):
    notice = Notice.objects.get(contact=town.contact())
    for day in range(5, 30):
        town.says(notice, Attestation.Says.GOES_ON, window(day, 10))
        publish(window(day))
    assert public() == {}


def test_without_a_word_for_thirty_days_the_end_is_presumed_and_said_so(town):
    notice = Notice.objects.get(contact=town.contact())
    publish(notice.sealed_at + 30 * DAY - timedelta(seconds=1))
    assert public() == {}
    publish(notice.sealed_at + 30 * DAY)
    assert public()["2026/001"]["presumed"] is True


def test_what_was_said_last_counts(town):
    notice = Notice.objects.get(contact=town.contact())
    town.complete(notice, window(5, 10))
    town.says(notice, Attestation.Says.NOT_COMPLETE, window(5, 11))
    publish(window(5))
    assert public() == {}


class TestReading:
    def test_unread_only_the_core_is_told(self, town):
        notice = Notice.objects.get(contact=town.contact(targeted_count=9, minutes_on_scene=6))
        town.complete(notice, window(5, 10))
        publish(window(5))
        assert set(public()["2026/001"]["says"]) == {"agency", "week", "request", "answer", "section"}

    def test_read_it_tells_all_but_what_was_kept_back(self, town):
        notice = Notice.objects.get(contact=town.contact(targeted_count=9, minutes_on_scene=6))
        town.read(notice, window(5, 9), withheld=["minutes"])
        town.complete(notice, window(5, 10))
        publish(window(5))
        says = public()["2026/001"]["says"]
        assert says["people"] == 9
        assert says["place"]["en"] == "in the city"
        assert "minutes" not in says

    def test_fewer_than_five_people_are_never_counted(self, town):
        for count in range(5):
            notice = Notice.objects.get(contact=town.contact(targeted_count=count))
            town.read(notice, window(5, 9))
            town.complete(notice, window(5, 10))
        publish(window(5))
        assert {content["says"]["people"]["en"] for content in public().values()} == {"fewer than five"}


class TestDelays:
    def test_a_delay_shows_and_expires(self, town):
        notice = Notice.objects.get(contact=town.contact())
        town.complete(notice, window(5, 10))
        town.delay(notice, window(5, 11), days=2)
        publish(window(5))
        assert public() == {}
        delay = PublicDelay.objects.get()
        assert (delay.public_id, delay.reason["en"], delay.ended) == (
            "D2026/001",
            "The operation goes on",
            None,
        )
        publish(window(8, 9))
        assert list(public()) == ["2026/001"]
        assert public()["2026/001"]["says"]["delays"][0]["en"].startswith("D2026/001")
        assert PublicDelay.objects.get().ended == window(8, 9)

    def test_one_person_alone_delays_nothing(self, town):
        notice = Notice.objects.get(contact=town.contact())
        town.complete(notice, window(5, 10))
        town.delay(notice, window(5, 11), confirmed=False)
        publish(window(5))
        assert list(public()) == ["2026/001"]
        assert not PublicDelay.objects.exists()

    def test_a_renewal_is_counted_on_the_same_delay(self, town):
        notice = Notice.objects.get(contact=town.contact())
        town.delay(notice, window(5, 11), days=2)
        publish(window(5))
        town.delay(notice, window(6, 11), days=9)
        publish(window(6))
        delay = PublicDelay.objects.get()
        assert (delay.public_id, delay.renewals, delay.until) == ("D2026/001", 1, window(6, 11) + 9 * DAY)

    def test_a_lifted_delay_ends_at_the_next_window(self, town):
        notice = Notice.objects.get(contact=town.contact())
        delay = town.delay(notice, window(5, 11))
        publish(window(5))
        delay.lifted_by, delay.lifted_at = town.people["sam"], window(6, 8)
        delay.save()
        publish(window(6, 9))
        assert PublicDelay.objects.get().ended == window(6, 9)


class TestCorrections:
    def test_a_correction_before_the_window_is_what_is_told(self, town):
        contact = town.contact()
        correct_contact(
            contact,
            {"decision": "partly", "reason": "mistyped"},
            after=1,
            by=town.people["dana"],
            at=window(5, 9),
        )
        town.complete(Notice.objects.get(), window(5, 10))
        publish(window(5))
        assert public()["2026/001"]["says"]["answer"]["en"] == "We did part of it"

    def test_a_correction_after_publication_adds_a_version(self, town):
        contact = town.contact()
        town.complete(Notice.objects.get(), window(5, 10))
        publish(window(5))
        correct_contact(
            contact,
            {"decision": "partly", "reason": "mistyped"},
            after=1,
            by=town.people["dana"],
            at=window(6, 8),
        )
        publish(window(6, 9))
        notice = PublicNotice.objects.get()
        assert [version.seq for version in notice.versions.all()] == [1, 2]
        publish(window(6))
        assert notice.versions.count() == 2

    def test_a_contact_corrected_out_of_the_duty_is_withdrawn_and_can_come_back(self, town):
        contact = town.contact()
        off = {"request_types": ["information_only"], "facts": {"federal_contact": "contact_without_request"}}
        correct_contact(
            contact, off | {"reason": "no help asked"}, after=1, by=town.people["dana"], at=window(5, 9)
        )
        notice = Notice.objects.get()
        assert notice.withdrawn_at == window(5, 9)
        town.complete(notice, window(5, 10))
        publish(window(5))
        assert public() == {}
        back = {
            "request_types": ["backup"],
            "facts": {"federal_contact": "request_for_support", "requester": "ice"},
        }
        correct_contact(
            contact, back | {"reason": "it was asked"}, after=2, by=town.people["dana"], at=window(6, 8)
        )
        publish(window(6, 9))
        assert list(public()) == ["2026/001"]


def test_numbers_follow_what_notices_say_and_not_the_order_they_came_in(town):
    first = town.contact(agency="us_marshals", facts={"requester": "us_marshals"})
    second = town.contact(agency="cbp", facts={"requester": "cbp"})
    for notice in Notice.objects.all():
        town.complete(notice, window(5, 10))
    publish(window(5))
    told = {key: content["says"]["agency"]["en"][:3] for key, content in public().items()}
    assert told == {"2026/001": "CBP", "2026/002": "U.S"}
    assert Notice.objects.get(contact=first).number > Notice.objects.get(contact=second).number


def test_a_window_run_again_after_a_kill_comes_to_the_same(town, monkeypatch):
    for agency in ("ice", "cbp"):
        town.complete(Notice.objects.get(contact=town.contact(agency=agency)), window(5, 10))
    before = {notice.pk: (notice.window, notice.number) for notice in Notice.objects.all()}
    publish(window(5))
    told = public()
    # The kill came after the public side was written and before the private side was.
    for pk, (at, number) in before.items():
        Notice.objects.filter(pk=pk).update(window=at, number=number, year=None, public_id="")
    town.complete(Notice.objects.get(contact=town.contact(at=window(5, 15), agency="fbi")), window(5, 17))
    publish(window(5))
    assert public() == told


def test_a_new_version_of_the_law_leaves_a_contacts_duty_as_it_was(town):
    notice = Notice.objects.get(contact=town.contact())
    assert notice.law_day == MONDAY.date()
    assert len(notice.law_digest) == 64
