"""Two cities that differ only in what is sealed look the same from outside, byte for byte.

What may differ is declassified and nothing else: notices of operations that are complete, delays that two
people confirmed, the law in force. Each planted leak below must be caught; take the check out and it fails.
"""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.public.conftest import live, lived
from tests.public.view import OTHERS, STATIC, public_views, registered

from scopeofduty.city.contacts.models import Contact, Draft
from scopeofduty.city.ledger import intake, telling, ticks
from scopeofduty.city.ledger import publishing as log_publishing
from scopeofduty.city.ledger.models import Period
from scopeofduty.city.ledger.register import enter
from scopeofduty.city.notices import content, numbers, publishing, sealing
from scopeofduty.city.notices.models import Notice
from scopeofduty.city.notices.tests.conftest import MONDAY
from scopeofduty.city.public import atom, shown, views
from scopeofduty.ledger.register import encode_entry

pytestmark = pytest.mark.django_db(databases=["default", "public"])

# What both cities tell the public: two operations that end, one delay that two people confirmed.
TOLD = [
    (4, "1 contact", "told a", {"agency": "ice", "targeted_count": 7}),
    (6, "2 read", "told a", {}),
    (30, "6 complete", "told a", {}),
    (20, "1 contact", "told b", {"agency": "cbp", "minutes_on_scene": 12}),
    (26, "5 delay", "told b", {"days": 2}),
    (28, "6 complete", "told b", {}),
]
SEALED = [
    (2, "1 contact", "sealed x", {"agency": "fbi", "targeted_count": 40}),
    (5, "3 goes on", "sealed x", {}),
    (9, "2 read", "sealed x", {}),
    (22, "1 contact", "sealed y", {"agency": "us_marshals"}),
    (31, "4 delay asked", "sealed y", {}),
]


def test_every_public_view_is_registered_and_visited():
    assert public_views() == registered()
    assert set(STATIC) | {"one_notice", "one_year"} == registered()


def test_what_is_sealed_changes_no_byte(both):
    both(TOLD, TOLD + SEALED, of_the_log=True)


def test_what_is_told_does_change_them(both):
    with pytest.raises(AssertionError):
        both(TOLD[:3], TOLD)


def test_public_pages_set_no_cookie_and_ask_no_cache_to_tell_readers_apart(db):
    for address, (status, headers, _body, cookies) in published_pages(live(TOLD)):
        names = dict(headers)
        assert status in {200, 404}, address
        assert cookies == 0
        assert "Set-Cookie" not in names
        assert "Cookie" not in names.get("Vary", ""), address
        if status == 200:
            assert not {"ETag", "Last-Modified", "Expires"} & set(names)


def published_pages(seen):
    """What was seen at the addresses of the register, without those that other parts open to all."""
    return [(at, each) for at, each in seen.items() if at.startswith("/") and at not in OTHERS]


AGENCIES = st.sampled_from(["ice", "cbp", "fbi", "us_marshals", "dhs"])
HOURS = st.integers(0, 120)


@st.composite
def sealed_events(draw):
    """A history that makes nothing public: contacts, readings, words that it goes on, delays half asked."""
    events = []
    for number in range(draw(st.integers(0, 5))):
        key, at = f"sealed {number}", draw(HOURS)
        options = {"agency": draw(AGENCIES), "targeted_count": draw(st.integers(0, 60))}
        if draw(st.booleans()):
            options |= {
                "request_types": ["information_only"],
                "facts": {"federal_contact": "contact_without_request"},
            }
        events.append((at, "1 contact", key, options))
        kinds = draw(st.lists(st.sampled_from(["2 read", "3 goes on", "4 delay asked"]), max_size=3))
        events += [(at + draw(st.integers(0, 40)), kind, key, {}) for kind in kinds]
    return events


def pairs(number):
    return settings(
        max_examples=number, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )


@pairs(2)
@given(sealed_events(), sealed_events())
def test_generated_pairs_of_histories_look_the_same(both, first, second):
    both(TOLD + first, TOLD + second)


@pytest.mark.long
@pairs(15)
@given(sealed_events(), sealed_events())
def test_many_generated_pairs_of_histories_look_the_same(both, first, second):
    both(TOLD + first, TOLD + second)


class TestPlantedLeaks:
    """Each puts one leak in and must see it caught."""

    @pytest.fixture
    def caught(self, both):
        def check(days=3):
            with pytest.raises(AssertionError):
                both(TOLD, TOLD + SEALED, days, log=False)

        return check

    def test_a_database_id_in_a_notice(self, monkeypatch, caught):
        plain = content.content_of

        def leaky(notice, *args, **kwargs):
            found = plain(notice, *args, **kwargs)
            found["says"]["place"] = notice.pk
            return found

        monkeypatch.setattr(publishing, "content_of", leaky)
        caught()

    def test_an_etag_from_the_database(self, monkeypatch, caught):
        plain = views.page

        def leaky(*args, **kwargs):
            answer = plain(*args, **kwargs)
            answer["ETag"] = f'"{Contact.objects.count()}"'
            return answer

        monkeypatch.setattr(views, "page", leaky)
        caught()

    def test_a_count_of_what_is_sealed(self, monkeypatch, caught):
        plain = shown.lines

        def leaky(told):
            return [*plain(told), shown.Line("", str(Notice.objects.filter(window=None).count()))]

        monkeypatch.setattr(views, "lines", leaky)
        caught()

    def test_a_feed_dated_by_the_last_contact(self, monkeypatch, caught):
        def newest(_feed):
            last = Notice.objects.order_by("-sealed_at").first()
            return last.sealed_at if last else datetime(1970, 1, 1, tzinfo=UTC)

        monkeypatch.setattr(atom.Feed, "latest_post_date", newest)
        caught()

    def test_a_gap_in_the_numbers(self, monkeypatch, caught):
        plain = numbers.next_number
        monkeypatch.setattr(
            publishing,
            "next_number",
            lambda year: plain(year) + Notice.objects.filter(window=None).count() - 1,
        )
        caught()

    def test_a_mail_sent_early(self, monkeypatch, caught):
        from scopeofduty.city.notices import apps  # noqa: F401 — the receiver is connected there

        plain = sealing.terms_for

        def leaky(*args):
            found = plain(*args)
            if found:
                mail.send_mail("A notice", "is coming", None, ["alliance@example.org"])
            return found

        monkeypatch.setattr(sealing, "terms_for", leaky)
        caught()

    def test_a_draft_in_a_list(self, monkeypatch, caught):
        plain = views._notices

        def leaky():
            for notice in Notice.objects.filter(window=None):
                Draft.objects.get_or_create(
                    owner=notice.contact.recorded_by, values={}, saved_at=notice.sealed_at
                )
            return plain()[Draft.objects.count() :]

        monkeypatch.setattr(views, "_notices", leaky)
        caught(days=4)  # both are told by then

    def test_an_arrival_order(self, monkeypatch, db):
        """Numbers in the order of arrival tell which of two notices of one window came first."""
        monkeypatch.setattr(publishing, "rfc8785", SimpleNamespace(dumps=lambda _content: b""))
        first = [
            (1, "1 contact", "a", {"agency": "ice"}),
            (2, "1 contact", "b", {"agency": "cbp"}),
            (5, "6 complete", "a", {}),
            (5, "6 complete", "b", {}),
        ]
        second = [
            (2, "1 contact", "a", {"agency": "ice"}),
            (1, "1 contact", "b", {"agency": "cbp"}),
            *first[2:],
        ]

        def files(events):
            return [
                lived(events, 3, of_the_log=False, log=False).seen[at]
                for at in ("/notices.json", "/notices.atom")
            ]

        assert files(first) != files(second)
        monkeypatch.undo()
        assert files(first) == files(second)

    def test_a_publication_at_the_moment_of_the_contact(self, monkeypatch, caught):
        plain = sealing.terms_for

        def leaky(in_force, values):
            publishing.project_laws(datetime.fromisoformat(values["received_at"]), UTC)
            numbers.put("policy", 2026, 900, datetime.fromisoformat(values["received_at"]), {"says": {}})
            return plain(in_force, values)

        monkeypatch.setattr(sealing, "terms_for", leaky)
        caught()

    def test_a_length_that_follows_what_waits(self, monkeypatch, caught):
        """A comment in the page that nobody sees, as long as the queue."""
        plain = views.page

        def leaky(*args, **kwargs):
            answer = plain(*args, **kwargs)
            answer.content += b" " * Notice.objects.filter(window=None).count()
            return answer

        monkeypatch.setattr(views, "page", leaky)
        caught()

    def test_a_window_that_is_skipped_when_nothing_waits(self, monkeypatch, caught):
        """Law shown only when somebody called: the digest's arrival would tell of a contact."""
        plain = publishing.project_laws

        def leaky(window, zone):
            if Notice.objects.filter(sealed_at__lte=window, window=None).count() > 2:
                plain(window, zone)

        monkeypatch.setattr(publishing, "project_laws", leaky)
        caught()

    def test_a_delay_that_shows_before_its_second_person(self, monkeypatch, caught):
        plain = publishing.running_delay

        def leaky(delays, at):
            asked = [each for each in delays if each.confirmed_at is None and each.asked_at <= at]
            return plain(delays, at) or (asked[0] if asked else None)

        monkeypatch.setattr(publishing, "running_delay", leaky)
        monkeypatch.setattr(
            publishing.Notice.objects, "filter", _without_confirmation(publishing.Notice.objects.filter)
        )
        caught()

    def test_a_newest_notice_on_the_front_page_that_is_not_out(self, monkeypatch, caught):
        from scopeofduty.city.public.templatetags import public_links

        monkeypatch.setattr(public_links, "_about", lambda _said: f"and {Contact.objects.count()} more")
        caught()

    def test_a_status_that_tells_of_a_number_to_come(self, monkeypatch, caught):
        """403 instead of 404 for a contact's own number."""
        plain = views.PublicNotice.objects.prefetch_related

        def leaky(*names):
            if Contact.objects.count() > len(TOLD) // 3:
                raise PermissionDenied
            return plain(*names)

        monkeypatch.setattr(views.PublicNotice.objects, "prefetch_related", leaky)
        caught()


@pytest.mark.long
class TestLeaksOfTheLog:
    """What a log could give away, put in one at a time."""

    @pytest.fixture
    def caught(self, both):
        def check(first=TOLD, second=TOLD + SEALED):
            with pytest.raises(AssertionError):
                both(first, second, days=3)

        return check

    def test_a_tick_that_is_skipped_when_nothing_waits(self, monkeypatch, caught):
        plain = ticks.seal_tick

        def leaky(book, tick):
            if ticks.waiting(book, tick):
                plain(book, tick)

        monkeypatch.setattr(ticks, "seal_tick", leaky)
        monkeypatch.setattr(ticks, "sealed_through", _by_highest_tick)
        caught()

    def test_an_envelope_filled_in_the_order_of_arrival(self, monkeypatch, caught):
        """Without the secret order a hidden contact pushes a told one into another envelope."""
        monkeypatch.setattr("tests.public.conftest.coupled", lambda _placed, _tick, slots: list(range(slots)))
        caught(TOLD, [(1, "1 contact", "sealed before", {"agency": "fbi"}), *TOLD])

    def test_a_leaf_that_depends_on_what_is_in_it(self, monkeypatch, caught):
        plain = ticks.seal_tick

        def leaky(book, tick):
            plain(book, tick)
            for slot in ticks.Slot.objects.filter(tick=tick, entry=None):
                slot.leaf = bytes(32) + bytes(slot.leaf)[32:]
                slot.save()

        monkeypatch.setattr(ticks, "seal_tick", leaky)
        caught()

    def test_a_seed_that_is_announced_when_it_is_needed(self, monkeypatch, caught):
        plain = log_publishing.Window._seeds

        def leaky(window):
            tick = window.book.cadence.tick_at(window.at)
            waits = ticks.waiting(window.book, tick)
            return [encode_entry("seed", window.at, first=tick + 500, hashes=[])] if waits else plain(window)

        monkeypatch.setattr(log_publishing.Window, "_seeds", leaky)
        caught()

    def test_an_alarm_in_public_when_much_waits(self, monkeypatch, caught):
        plain = ticks.seal_tick

        def leaky(book, tick):
            if len(ticks.waiting(book, tick)) > 1:
                enter("incident", {"what": "many wait"}, at=MONDAY, key=f"incident/{tick}")
            plain(book, tick)

        monkeypatch.setattr(ticks, "seal_tick", leaky)
        caught()

    def test_an_attachment_put_in_place_when_its_contact_is_queued(self, monkeypatch, caught):
        plain = intake.queue_contact

        def leaky(book, sealed, revision, at):
            book.publisher.public.put(f"notice/{sealed.pk}.json", b"{}")
            return plain(book, sealed, revision, at)

        monkeypatch.setattr(intake, "queue_contact", leaky)
        caught()

    def test_an_envelope_named_before_its_notice_is_public(self, monkeypatch, caught):
        """The register strikes fields of a notice that is still sealed."""
        plain = log_publishing.Window._redactions

        def leaky(window, opened):
            yield from plain(window, opened)
            for entry in ticks.Entry.objects.filter(slot__isnull=False, notice__window=None):
                place = {"tick": entry.slot.tick, "slot": entry.slot.number}
                yield encode_entry("redact", window.at, field="people", reason="people", **place)

        monkeypatch.setattr(log_publishing.Window, "_redactions", leaky)
        caught()

    def test_statistics_of_a_month_that_is_not_closed(self, monkeypatch, caught):
        plain = log_publishing.close_periods

        def leaky(book, window):
            Period.objects.get_or_create(
                start=MONDAY.date().replace(day=1),
                defaults={"end": MONDAY.date().replace(day=31), "closed_at": window},
            )
            telling.tell_statistics(window, UTC)
            plain(book, window)

        monkeypatch.setattr(log_publishing, "close_periods", leaky)
        caught()


def _by_highest_tick(book):
    newest = ticks.Slot.objects.order_by("-tick").first()
    return newest.tick if newest else book.cadence.first - 1


def _without_confirmation(plain):
    def found(*conditions, **asked):
        asked.pop("delays__confirmed_at__lte", None)
        return plain(*conditions, **asked)

    return found
