"""What a dishonest city might try, each shown to the public as what it is."""

import json
import shutil
from dataclasses import replace

import pytest

from scopeofduty.ledger import clockwork
from scopeofduty.ledger.audit import Code, compare
from scopeofduty.ledger.checkpoint import Checkpoint
from scopeofduty.ledger.errors import BehindWitnessError, MalformedError, ProofError
from scopeofduty.ledger.note import Note
from scopeofduty.ledger.payload import build_payload
from scopeofduty.ledger.receipt import Receipt
from scopeofduty.ledger.register import Delay, encode_entry
from scopeofduty.ledger.seeds import KeyRing
from scopeofduty.ledger.slot import NO_PAYLOAD, SlotType
from scopeofduty.ledger.states import State, notice_file, notice_path
from scopeofduty.ledger.storage import Folder
from scopeofduty.ledger.tests.cast import DAY, FIRST, NAME, TERMS, City, keys_for, log_key

CITY_KEY = log_key("receipts.riverbend.example")


@pytest.fixture
def city(tmp_path):
    return City(tmp_path).start()


def days(city, number):
    for _ in range(number):
        city.end_day()


def state_of(city, record="c1", **options):
    report = city.audit(**options)
    verdict = next(v for v in report.verdicts if v.place == city.records[record].place)
    return verdict.state, report


def codes(report):
    return {finding.code for finding in report.findings}


class Denying(City):
    """At the closing it calls every contact an empty envelope."""

    def closing(self, tick):
        honest = super().closing(tick)
        return replace(honest, slots=tuple((SlotType.DUMMY, NO_PAYLOAD) for _ in honest.slots))

    def publish(self, at, openings, delays, closings):
        super().publish(at, [], delays, closings)


def test_suppressing_a_notice_as_an_empty_slot(tmp_path):
    city = Denying(tmp_path).start()
    city.receive("c1", agency="ICE")
    days(city, 8)
    state, report = state_of(city)
    assert state is State.INVALID
    assert report.forged
    assert report.counts()["INVALID"] == 1


def test_never_sealing_what_a_receipt_promised(city):
    city.receive("c1", agency="ICE")
    promise = Receipt(city.cadence.origin, city.clock.now, FIRST, city.records["c1"].payload.root)
    signed = bytes(promise.sign(CITY_KEY))
    city.queue.clear()
    days(city, 8)
    receipt = Receipt.open(signed, CITY_KEY.verifier)
    assert codes(city.audit(receipts=[receipt])) == {Code.SUPPRESSED}


def test_a_kept_promise_shows(city):
    city.receive("c1", agency="ICE")
    promise = Receipt(city.cadence.origin, city.clock.now, FIRST, city.records["c1"].payload.root)
    days(city, 2)
    assert city.audit(receipts=[promise]).findings == [], "too early to tell is no finding"
    days(city, 6)
    assert city.audit(receipts=[promise]).findings == []


def test_backdating_an_entry_of_the_register(city):
    days(city, 6)
    city.facts.append(encode_entry("vote", city.clock.now - 5 * DAY, id="V-9"))
    city.end_day()
    report = city.audit()
    assert Code.BACKDATED in codes(report)
    assert report.forged


def test_postdating_an_entry_of_the_register(city):
    city.facts.append(encode_entry("vote", city.clock.now + 9 * DAY, id="V-9"))
    city.end_day()
    assert Code.BACKDATED in codes(city.audit())


def test_an_entry_that_calls_itself_older_than_the_one_before(city):
    midnight = city.clock.now + DAY
    city.facts += [encode_entry("vote", midnight, id="V-2"), encode_entry("vote", midnight - DAY, id="V-1")]
    city.end_day()
    assert Code.BACKDATED in codes(city.audit())


def test_an_entry_between_two_windows(city):
    city.facts.append(encode_entry("vote", city.clock.now + DAY // 2, id="V-1"))
    city.end_day()
    assert codes(city.audit()) == {Code.OUT_OF_WINDOW}


def test_sealing_days_in_arrears_shows_as_late(city):
    city.end_day()
    city.clock.now += 3 * DAY
    days(city, 1)
    report = city.audit()
    assert codes(report) == {Code.LATE}
    assert f"{FIRST + 1} to {FIRST + 3}" in report.findings[0].text


def test_sealing_ahead_of_time(city):
    city.end_day()
    city.seal(FIRST + 1)
    city.cosign()
    assert Code.INVALID in codes(city.audit())


def test_altering_a_published_notice(city):
    city.receive("c1", agency="ICE", answer="refused")
    days(city, 8)
    path = notice_path(city.records["c1"].place)
    city.public.put(path, city.public.read(path).replace(b"refused", b"granted"))
    assert state_of(city)[0] is State.INVALID


def test_opening_as_one_thing_and_closing_as_another(city):
    city.receive("c1", agency="ICE", answer="granted")
    city.end_day()
    milder = build_payload({"agency": "ICE", "answer": "refused"}, {}, city.keys.at(FIRST), b"other")
    honest = city.opening
    city.opening = lambda record: replace(honest(record), payload=milder)
    city.window(publish=["c1"])
    assert state_of(city)[0] is State.INVALID
    days(city, 8)
    state, report = state_of(city)
    assert state is State.INVALID
    assert any("closed as another" in finding.text for finding in report.findings)


def test_striking_a_field_openly_and_silently(city):
    city.receive("c1", agency="ICE", given="the name of a street")
    days(city, 8)
    record = city.records["c1"]
    city.public.put(notice_path(record.place), notice_file(record.place, record.payload.without("given")))
    assert state_of(city)[0] is State.INVALID
    tick, slot = record.place
    city.facts.append(
        encode_entry("redact", city.clock.now + DAY, tick=tick, slot=slot, field="given", reason="family")
    )
    city.end_day()
    state, report = state_of(city)
    assert state is State.NOTICE
    assert report.findings == []
    assert b"name of a street" not in city.public.read(notice_path(record.place))


@pytest.mark.parametrize("folder", ["slots", "register"])
def test_altering_a_sealed_entry(city, folder):
    city.receive("c1", agency="ICE")
    days(city, 3)
    for path in sorted((city.public.root / folder / "tile" / "entries").rglob("*")):
        if path.is_file():
            data = bytearray(path.read_bytes())
            data[-1] ^= 1
            path.write_bytes(data)
    with pytest.raises(ProofError, match="don't give the root"):
        city.audit()


def test_altering_a_tile(city):
    days(city, 3)
    tile = city.public.root / "slots" / "tile" / "0" / "000.p" / "12"
    tile.write_bytes(bytes(len(tile.read_bytes())))
    with pytest.raises(ProofError, match="isn't what its entries give"):
        city.audit()


def test_deleting_a_published_text(city):
    city.receive("c1", agency="ICE")
    days(city, 8)
    city.public.remove(notice_path(city.records["c1"].place))
    state, report = state_of(city)
    assert state is State.OVERDUE
    assert report.broken_word


def test_deleting_part_of_the_log(city):
    days(city, 3)
    shutil.rmtree(city.public.root / "slots" / "tile" / "entries")
    with pytest.raises(MalformedError, match="tile/entries"):
        city.audit()


def test_showing_two_people_two_logs(tmp_path):
    one, two = City(tmp_path / "1").start(), City(tmp_path / "2").start()
    two.receive("c1", agency="ICE")
    days(one, 3)
    days(two, 4)
    origins = (one.cadence.origin, f"{NAME}/register")
    found = compare((one.public.read, one.policy), two.public.read, origins)
    assert {finding.code for finding in found} == {Code.SPLIT_VIEW}
    assert compare((one.public.read, one.policy), one.public.read, origins) == []


def test_a_copy_that_is_only_older_is_no_split_view(tmp_path):
    city = City(tmp_path / "now").start()
    days(city, 2)
    shutil.copytree(tmp_path / "now" / "public", tmp_path / "then")
    days(city, 3)
    origins = (city.cadence.origin, f"{NAME}/register")
    assert compare((city.public.read, city.policy), Folder(tmp_path / "then").read, origins) == []


def test_a_damaged_copy_accuses_nobody(tmp_path):
    city = City(tmp_path / "now").start()
    days(city, 2)
    shutil.copytree(tmp_path / "now" / "public", tmp_path / "then")
    tile = tmp_path / "then" / "slots" / "tile" / "0" / "000.p" / "8"
    tile.write_bytes(bytes(256))
    days(city, 1)
    with pytest.raises(ProofError, match="is damaged"):
        compare((city.public.read, city.policy), Folder(tmp_path / "then").read, tuple(city.origins))


def test_a_witness_refuses_the_second_of_two_logs(tmp_path):
    one, two = City(tmp_path / "1").start(), City(tmp_path / "2").start()
    days(one, 3)
    two.keeper.witnesses = one.keeper.witnesses
    for writer in two.writers.values():
        writer._witnessed = list
    two.receive("c1", agency="ICE")
    days(two, 3)
    assert Code.UNWITNESSED in codes(two.audit(clock=one.clock.now))


def restored(tmp_path, witnessed):
    """A city at day 6 whose machine was set back to day 3, and a writer started on it."""
    city = City(tmp_path).start()
    days(city, 3)
    for name in ("public", "state"):
        shutil.copytree(tmp_path / name, tmp_path / "backup" / name)
    city.receive("c1", agency="ICE")
    days(city, 3)
    shutil.copytree(tmp_path / "public", tmp_path / "mirror")
    for name in ("public", "state"):
        shutil.rmtree(tmp_path / name)
        shutil.copytree(tmp_path / "backup" / name, tmp_path / name)
    again = City(tmp_path)
    again.clock.now = city.clock.now
    if not witnessed:
        for writer in again.writers.values():
            writer._witnessed = list
    return again


def test_restoring_an_old_backup_stops_all_signing(tmp_path):
    city = restored(tmp_path, witnessed=True)
    before = city.view()
    with pytest.raises(BehindWitnessError, match="restore from a mirror"):
        city.seal_due()
    assert city.view() == before


def test_signing_on_from_an_old_backup_shows(tmp_path):
    city = restored(tmp_path, witnessed=False)
    city.seal_due()
    city.cosign()
    report = city.audit()
    assert Code.UNWITNESSED in codes(report)
    mirror = Folder(tmp_path / "mirror").read
    found = compare((city.public.read, city.policy), mirror, (city.cadence.origin, f"{NAME}/register"))
    assert Code.SPLIT_VIEW in {finding.code for finding in found}


def test_a_mirror_brings_a_lost_state_back(tmp_path):
    city = City(tmp_path).start()
    days(city, 3)
    shutil.rmtree(tmp_path / "state")
    writer = City(tmp_path).writers["slots"]
    with pytest.raises(Exception, match="adopt the newest checkpoint"):
        writer.head()
    note = Note.parse(city.public.read("slots/checkpoint"))
    assert writer.adopt(note) == Checkpoint.parse(note.text).head == writer.head()


def delayed(city, renew):
    """A contact whose delay is decided the day before it is due, and renewed `renew` times, in time."""
    city.receive("c1", agency="ICE")
    days(city, 4)
    city.decide_delay("c1")
    days(city, 2)
    for number in range(1, renew + 1):
        days(city, 3)
        city.decide_delay("c1")
        city.end_day()
        city.clock.now += DAY
        city.seal_due()
        city.window(declare=[("c1", number, city.clock.now + city.terms.delay_max)])


def test_an_open_delay(city):
    delayed(city, 0)
    state, report = state_of(city)
    assert state is State.DELAYED
    assert codes(report) == {Code.DELAYED}
    verdict = next(v for v in report.verdicts if v.delay)
    assert (verdict.delay.reason, verdict.delay.renewal) == ("operation-continuing", 0)


def test_delaying_for_ever_is_counted_in_public(city):
    delayed(city, 7)
    state, report = state_of(city)
    assert state is State.DELAYED
    assert any("renewed 7 times" in finding.text for finding in report.findings)


def test_delaying_for_ever_runs_into_the_ordinance(tmp_path):
    city = City(tmp_path, terms=replace(TERMS, max_renewals=3)).start()
    delayed(city, 4)
    state, report = state_of(city)
    assert state is State.OVERDUE
    assert any("more than 3 times" in finding.text for finding in report.findings)


def test_a_delay_that_lapses_is_overdue(city):
    delayed(city, 0)
    days(city, 6)
    state, report = state_of(city)
    assert state is State.OVERDUE
    assert any("run out" in finding.text for finding in report.findings)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"by": ("chief", "chief")}, "two roles"),
        ({"reason": "inconvenient"}, "reason"),
        ({"until": (FIRST + 100) * DAY}, "longer than the terms"),
        ({"renewal": 2}, "renewal 2"),
        ({"decision": (FIRST + 1, 0)}, "no sealed decision"),
    ],
)
def test_a_delay_that_breaks_the_terms_counts_for_nothing(city, change, fault):
    honest = city.delay
    city.delay = lambda *arguments: replace(honest(*arguments), **change)
    delayed(city, 0)
    state, report = state_of(city)
    assert state is State.OVERDUE
    assert any(fault in finding.text for finding in report.findings)


@pytest.mark.parametrize("borrowed", [{"about": "c2"}, {"reason": "court-order"}])
def test_a_delay_needs_a_decision_of_its_own(city, borrowed):
    """A decision on another notice, or for another reason, doesn't stand behind it."""
    city.receive("c2", agency="CBP")
    city.receive("c1", agency="ICE")
    days(city, 4)
    tick, slot = city.records[borrowed.get("about", "c1")].place
    reason = borrowed.get("reason", "operation-continuing")
    city.receive("d", SlotType.DELAY, about=f"{tick}/{slot}", reason=reason)
    city.delays["c1"] = ["d"]
    honest = city.delay
    city.delay = lambda *given: replace(honest(*given), reason="operation-continuing")
    days(city, 2)
    state, report = state_of(city)
    assert state is State.OVERDUE
    assert any("no sealed decision" in finding.text for finding in report.findings)


def test_a_decision_sealed_only_after_the_delay_was_declared(tmp_path):
    city = City(tmp_path, order=lambda _tick, slots: list(range(slots))).start()
    city.receive("c1", agency="ICE")
    city.closed_through = FIRST + 99
    days(city, 6)
    place, at = city.records["c1"].place, city.clock.now
    delay = Delay("operation-continuing", at + DAY, 0, ("chief", "counsel"), (FIRST + 6, 0), at)
    city.publisher.publish(at, delays=[(place, delay)], closings=[city.closing(FIRST)])
    city.receive("d", SlotType.DELAY, about=f"{place[0]}/{place[1]}", reason="operation-continuing")
    city.end_day(publish=[])
    city.window(publish=["d"])
    assert city.records["d"].place == (FIRST + 6, 0)
    state, report = state_of(city)
    assert state is State.OVERDUE
    assert any("no sealed decision" in finding.text for finding in report.findings)


def test_a_delay_ends_once_the_operation_is_complete(city):
    delayed(city, 0)
    city.complete("c1")
    days(city, 1)
    city.window(publish=["c1-complete"])
    days(city, 3)
    state, report = state_of(city)
    assert state is State.OVERDUE
    assert any("operation is complete" in finding.text for finding in report.findings)


def test_publishing_long_after_completion_is_late(city):
    city.receive("c1", agency="ICE")
    city.end_day()
    city.complete("c1")
    city.end_day()
    city.window(publish=["c1-complete"])
    days(city, 3)
    city.window(publish=["c1"])
    state, report = state_of(city)
    assert state is State.NOTICE
    assert codes(report) == {Code.LATE}


def test_a_closing_that_never_comes(city):
    days(city, 3)
    city.publish = lambda *_: None
    days(city, 8)
    report = city.audit()
    assert report.counts()["OVERDUE"] == 5 * city.cadence.slots
    assert report.broken_word


def test_a_log_that_stops(city):
    city.receive("c1", agency="ICE")
    days(city, 3)
    report = city.audit(clock=city.clock.now + 20 * DAY)
    assert Code.STALLED in codes(report)
    assert state_of(city, clock=city.clock.now + 20 * DAY)[0] is State.OVERDUE


def test_another_seed_than_the_announced_one(city):
    honest = city.closing
    city.closing = lambda tick: replace(honest(tick), seed=bytes(32))
    days(city, 8)
    assert city.audit().counts()["INVALID"] == 3 * city.cadence.slots


def test_sealing_with_other_seeds_than_the_announced_ones(city):
    city.keys = KeyRing(((FIRST, keys_for(city.cadence, " secret")),))
    days(city, 8)
    report = city.audit()
    assert report.counts()["INVALID"] == 3 * city.cadence.slots
    assert all("isn't the one that was announced" in finding.text for finding in report.findings)


def test_fillers_of_the_city_s_own_choice(tmp_path):
    """Without key-holders, the second half of a leaf is a place where something could be smuggled out."""
    city = City(tmp_path, escrow=lambda tick, slot, _record: b"message %d %d" % (tick, slot)).start()
    days(city, 8)
    assert city.audit().counts()["INVALID"] == 3 * city.cadence.slots


def test_seeds_announced_too_late_prove_nothing(tmp_path):
    city = City(tmp_path).start(ticks=2)
    days(city, 4)
    city.facts += clockwork.announce_seeds(city.clock.now + DAY, city.keys, FIRST + 2, 10)
    days(city, 6)
    assert city.audit().counts()["INVALID"] == 3 * city.cadence.slots


def test_terms_that_change_never_reach_back(city):
    city.receive("c1", agency="ICE")
    days(city, 2)
    longer = replace(TERMS, open_after=300 * DAY)
    city.facts.append(encode_entry("policy", city.clock.now + DAY, **longer.facts()))
    city.publish_honest, city.closed_through = city.publish, FIRST + 100
    days(city, 8)
    assert state_of(city)[0] is State.OVERDUE


def test_more_contacts_than_slots_wait_a_tick_and_nothing_outside_tells(city):
    for number in range(6):
        city.receive(f"c{number}", agency="ICE")
    city.end_day()
    assert [item.id for item in city.queue] == ["c4", "c5"]
    city.end_day()
    assert city.records["c5"].place[0] == FIRST + 1
    assert city.audit().findings == []
    assert json.loads(json.dumps(city.audit().counts()))["SEALED"] == 8
