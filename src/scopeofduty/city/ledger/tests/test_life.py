"""A contact's life in the log, judged by an audit of the public bytes alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from scopeofduty.city.contacts.record import correct_contact
from scopeofduty.city.ledger.models import Declaration, Entry, Opening, Slot
from scopeofduty.city.ledger.register import enter
from scopeofduty.city.notices.models import Attestation
from scopeofduty.city.notices.tests.conftest import MONDAY
from scopeofduty.city.public.models import PublicSeal
from scopeofduty.ledger.audit import Code
from scopeofduty.ledger.register import decode_entry
from scopeofduty.ledger.slot import SlotType
from scopeofduty.ledger.tiles import read_entries

pytestmark = pytest.mark.django_db(databases=["default", "public"])
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def told(town, kind):
    log = town.book.publisher.register
    entries = [decode_entry(each) for each in read_entries(log.public.read, log.head().size)]
    return [each for each in entries if each["kind"] == kind]


def faults(town):
    return {finding.code for finding in town.audit().findings} - {Code.UNWITNESSED, Code.DELAYED}


def test_a_contact_is_sealed_opened_with_its_notice_and_its_tick_closed(kept):
    notice = kept.sealed()
    kept.complete(notice, MONDAY + 3 * HOUR)
    kept.read(notice, MONDAY + 4 * HOUR, ["people"])
    kept.until(MONDAY + 26 * HOUR)
    notice.refresh_from_db()
    assert notice.window == MONDAY.replace(hour=22)
    # Its envelope was sealed at midnight; the next window opens it.
    assert kept.states()["NOTICE"] == 2
    entry = Entry.objects.get(notice=notice, about=None)
    assert SlotType(entry.kind) is SlotType.CONTACT
    assert PublicSeal.objects.get().tick == entry.slot.tick
    assert [each["field"] for each in told(kept, "redact")] == ["people"]
    kept.pass_days(8)
    assert kept.states() == {"NOTICE": 2, "EMPTY": 38, "SEALED": 40}
    assert faults(kept) == set()


def test_what_a_notice_says_is_what_its_envelope_bound(kept):
    notice = kept.sealed(targeted_count=3, minutes_on_scene=20)
    kept.complete(notice, MONDAY + HOUR)
    kept.read(notice, MONDAY + HOUR)
    kept.pass_days(4)
    [verdict] = [each for each in kept.audit().verdicts if each.type is SlotType.CONTACT]
    said = {field.name: field.value for field in verdict.payload.fields if field.value}
    assert said["agency"] == "ice"
    assert said["request"] == "backup"
    assert said["answer"] == "decline"
    assert said["people"] == "fewer than five"
    assert said["minutes"] == "20"
    assert said["week"] == "2026-W02"


def test_an_operation_that_goes_on_without_a_delay_is_publicly_overdue(kept):
    notice = kept.sealed()
    kept.says(notice, Attestation.Says.GOES_ON, MONDAY + HOUR)
    kept.pass_days(10)
    assert kept.states()["OVERDUE"] == 1


def test_a_delay_of_two_people_shows_with_its_reason_and_ends_with_the_notice(kept):
    notice = kept.sealed()
    kept.until(MONDAY + 3 * DAY)
    kept.delay(notice, kept.clock.now(), days=8, reason="court_order")
    kept.pass_days(6)
    assert kept.states()["DELAYED"] == 1
    [finding] = [each for each in kept.audit().findings if each.code is Code.DELAYED]
    assert "court-order" in finding.text
    assert faults(kept) == set()
    kept.complete(notice, kept.clock.now())
    kept.pass_days(8)
    assert "DELAYED" not in kept.states()
    assert faults(kept) == set()


def test_a_delay_is_renewed_in_time_or_shows_as_run_out(kept):
    notice = kept.sealed()
    kept.until(MONDAY + 3 * DAY)
    kept.delay(notice, kept.clock.now(), days=5)
    kept.pass_days(4)
    kept.delay(notice, kept.clock.now(), days=6)
    kept.pass_days(3)
    assert [each.renewal for each in Declaration.objects.all()] == [0, 1]
    assert kept.states()["DELAYED"] == 1
    kept.pass_days(6)
    assert kept.states()["OVERDUE"] == 1


def test_a_completion_and_a_correction_of_a_delayed_notice_show_nothing_of_it(kept):
    notice = kept.sealed()
    kept.complete(notice, MONDAY + 2 * HOUR)
    kept.delay(notice, MONDAY + 3 * HOUR, days=20, reason="court_order")
    contact = notice.contact
    changes = {"agency": "cbp", "facts": {"requester": "cbp"}, "reason": "It was the other agency."}
    correct_contact(contact, changes, after=1, by=kept.people["dana"], at=MONDAY + 4 * HOUR)
    kept.pass_days(10)
    assert kept.states()["DELAYED"] == 1
    shown = [each for each in kept.audit().verdicts if each.type is SlotType.UPDATE]
    assert [{field.name for field in each.payload.fields if field.value} for each in shown] == [{"event"}] * 2
    assert faults(kept) == set()


def test_a_correction_before_publication_is_an_envelope_of_its_own(kept):
    notice = kept.sealed()
    changes = {"agency": "cbp", "facts": {"requester": "cbp"}, "reason": "It was the other agency."}
    correct_contact(notice.contact, changes, after=1, by=kept.people["dana"], at=MONDAY + HOUR)
    kept.complete(notice, MONDAY + 2 * HOUR)
    kept.pass_days(4)
    said = [(each.payload["event"], each.payload["agency"]) for each in kept.audit().verdicts if each.payload]
    assert sorted(said) == [("complete", ""), ("contact", "ice"), ("correction", "cbp")]


def test_a_contact_that_is_corrected_out_of_the_duty_shows_as_withdrawn(kept):
    notice = kept.sealed()
    kept.until(MONDAY + DAY)
    changes = {
        "request_types": ["information_only"],
        "facts": {"federal_contact": "contact_without_request"},
        "reason": "Nothing was asked for.",
    }
    correct_contact(notice.contact, changes, after=1, by=kept.people["dana"], at=kept.clock.now())
    notice.refresh_from_db()
    assert notice.withdrawn_at
    kept.pass_days(10)
    events = sorted(each.payload["event"] for each in kept.audit().verdicts if each.payload)
    assert events == ["contact", "withdrawn"]
    assert faults(kept) == set()


def test_a_word_that_was_taken_back_does_not_count(kept):
    notice = kept.sealed()
    kept.complete(notice, MONDAY + 2 * HOUR)
    kept.says(notice, Attestation.Says.NOT_COMPLETE, MONDAY + 3 * HOUR)
    kept.until(MONDAY + 4 * DAY)
    kept.complete(notice, kept.clock.now())
    kept.pass_days(9)
    assert faults(kept) == set()
    assert [each["reason"] for each in told(kept, "redact") if each["field"] == "about"] == ["taken-back"]


def test_a_contact_recorded_on_another_day_is_late(kept):
    kept.sealed(at=MONDAY + 9 * HOUR + HOUR - timedelta(minutes=3))  # two minutes before midnight, UTC
    assert SlotType(Entry.objects.get().kind) is SlotType.LATE_CONTACT


def test_more_than_fits_waits_a_tick_and_staff_are_told(made):
    town = made(slots=2)
    notices = [town.sealed(at=MONDAY + n * HOUR) for n in range(5)]
    town.until(MONDAY + DAY)
    sealed = dict(Slot.objects.exclude(entry=None).values_list("entry__notice_id", "tick"))
    assert set(sealed) == {each.pk for each in notices[:2]}
    from scopeofduty.city.ledger.standing import overflowing

    assert overflowing(town.book) == 3
    town.pass_days(3)
    assert overflowing(town.book) == 0
    ticks = [Slot.objects.get(entry__notice=each).tick for each in notices]
    assert ticks == sorted(ticks)
    assert [ticks.count(each) for each in dict.fromkeys(ticks)] == [2, 2, 1]


def test_a_clock_that_was_down_catches_up_in_order(kept):
    kept.sealed()
    kept.catch_up(MONDAY + 2 * HOUR)
    kept.catch_up(MONDAY + 4 * DAY)
    ticks = list(Slot.objects.values_list("tick", flat=True))
    assert ticks == sorted(ticks)
    assert len(ticks) == 8 * 5
    assert faults(kept) == set()


def test_a_receipt_holds_against_the_log(kept):
    notice = kept.sealed()
    receipt = kept.receipt(notice)
    kept.complete(notice, MONDAY + HOUR)
    kept.pass_days(16)
    assert [each.code for each in kept.audit([receipt]).findings if each.code is Code.SUPPRESSED] == []
    Entry.objects.update(rest={})
    forged = kept.receipt(kept.sealed(at=MONDAY + HOUR))
    assert forged.payload_root != receipt.payload_root


def test_a_fact_of_the_register_comes_out_at_the_window_and_once(kept):
    enter("vote", {"subject": "Ordinance 12", "yes": 5}, at=MONDAY, key="vote 1", attachment=b"minutes")
    enter("vote", {"subject": "another"}, at=MONDAY, key="vote 1")
    kept.until(MONDAY + 30 * timedelta(minutes=1))
    assert told(kept, "vote") == []
    kept.pass_days(2)
    [vote] = told(kept, "vote")
    assert vote["yes"] == 5
    assert kept.book.publisher.public.read(f"attachment/{vote['attachment']}") == b"minutes"
    assert vote["at"] == int((MONDAY + HOUR).timestamp())


@pytest.mark.parametrize(
    ("kind", "facts"),
    [("gossip", {}), ("vote", {"at": 3}), ("vote", {"x": float("nan")}), ("vote", {"x": {1}})],
)
def test_what_the_register_cannot_hold_is_refused_where_it_is_entered(kept, kind, facts):
    with pytest.raises(ValueError, match=r"register|JSON"):
        enter(kind, facts, at=MONDAY, key="x")


def test_seeds_are_announced_before_their_ticks(kept):
    kept.pass_days(70)
    announced = [
        tick
        for each in told(kept, "seed")
        for tick in range(each["first"], each["first"] + len(each["hashes"]))
    ]
    assert announced == list(range(kept.book.cadence.first, kept.book.log.seeds_through + 1))
    assert faults(kept) == set()


def test_a_second_beginning_changes_nothing(kept):
    from scopeofduty.city.ledger.beginning import begin

    before = kept.book.publisher.register.head()
    assert begin("log.other.example/x", at=kept.clock.now()).cadence == kept.book.cadence
    assert kept.book.publisher.register.head() == before


def test_what_was_sealed_before_the_log_began_goes_in_late(folders, clock, db):
    from scopeofduty.city.demo.sealed_log import QuickDisk
    from scopeofduty.city.ledger import ports
    from scopeofduty.city.ledger.tests.conftest import BEGAN, LogTown, Town

    earlier = Town().contact(at=BEGAN - timedelta(days=3))
    with ports.use(ports.Ports(disk=QuickDisk())):
        town = LogTown(clock)
        entry = Entry.objects.get(notice__contact=earlier)
        assert SlotType(entry.kind) is SlotType.LATE_CONTACT
        town.complete(entry.notice, MONDAY)
        town.pass_days(5)
        assert Opening.objects.filter(entry=entry).exists()


def test_new_keys_hold_from_the_first_tick_whose_seed_is_not_announced(made):
    from scopeofduty.city.ledger.beginning import turn_keys

    town = made(slots=2, open_after=2)
    first = turn_keys(town.book)
    assert first == town.book.log.seeds_through + 1
    town.until(MONDAY + 88 * DAY)
    before, after = (town.book.keys.at(tick) for tick in (first - 1, first))
    assert before.seed_key != after.seed_key
    town.complete(town.sealed(at=town.clock.now()), town.clock.now() + HOUR)
    town.pass_days(8)
    assert town.book.log.closed_through > first
    assert faults(town) == set()


def test_laws_and_the_policy_are_in_the_register_once(kept):
    kept.pass_days(3)
    laws = told(kept, "ordinance-version")
    assert laws
    assert len({(each["law"], each["sha256"]) for each in laws}) == len(laws)
    [policy] = told(kept, "amend")
    from hashlib import sha256

    assert policy["sha256"] == sha256(kept.book.publisher.public.read("city.policy")).hexdigest()
