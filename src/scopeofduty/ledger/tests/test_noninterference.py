"""Two histories that differ only in what is still embargoed look the same, byte for byte.

The slot order is coupled (what is public lands in the same slot in both) and the commitment is ideal (it
depends on its slot only). Everything an outsider can get is compared: files, names, headers, a feed,
statistics, mail, the sizes of escrow bundles in transit, and the amount of work a tick takes.
"""

import json
import random
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from itertools import chain

import pytest

from scopeofduty.ledger import clockwork
from scopeofduty.ledger.register import encode_entry
from scopeofduty.ledger.seal import SealedTick
from scopeofduty.ledger.slot import SlotType
from scopeofduty.ledger.tests.cast import FIRST, City, Memory

SLOTS = 4
DAYS = 4
ESCROW_SIZE = 256


class Street(City):
    """A city seen from the street: its files, and what goes over the wire."""

    def __init__(self, folder, order):
        self.files = {}
        super().__init__(
            folder,
            slots=SLOTS,
            commit=self.ideal,
            order=order,
            escrow=self.ideal_escrow,
            store=lambda path: Memory(path, self.files),
        )
        self.work, self.sent, self.feed, self.statistics, self.etags = Counter(), [], [], [], {}

    def ideal(self, _cadence, place, _nonce, _kind, _root):
        self.work["commit"] += 1
        return sha256(f"commitment {place}".encode()).digest()

    def ideal_escrow(self, tick, slot, _record):
        self.work["escrow"] += 1
        return sha256(f"escrow {tick} {slot}".encode()).digest() * (ESCROW_SIZE // 32)

    def end_day(self, publish=()):
        super().end_day(publish)
        places = sorted(self.records[name].place for name in publish)
        self.feed += [{"id": f"{tick}/{slot}", "date": self.clock.now} for tick, slot in places]
        self.statistics.append({"closed": self.closed_through, "published": len(self.feed)})
        self.sent.append({"at": self.clock.now, "digest": sorted(publish)})

    def outside(self):
        wire = {tick: [len(blob) for blob in bundle] for tick, bundle in self.bundles.items()}
        served = json.dumps(
            [self.feed, self.statistics, self.sent, wire, sorted(self.work.items())], sort_keys=True
        )
        files = {path: data for path, data in self.files.items() if path.startswith("public/")}
        etags = {path: self.etags.get(path, sha256(data).hexdigest()) for path, data in files.items()}
        return {**files, "served": served.encode(), "etags": json.dumps(etags).encode()}


def history(rng):
    """What is public in the end, and two versions of what isn't: (day, arrival, id, values)."""
    public = []
    room = [SLOTS] * DAYS
    for number in range(rng.randrange(4)):
        day = rng.randrange(DAYS - 2)
        done = rng.randrange(day + 1, DAYS - 1)
        if room[day] and room[done]:
            room[day] -= 1
            room[done] -= 1
            public.append(
                (day, done, f"p{number}", {"agency": rng.choice(["ICE", "CBP"]), "given": str(number)})
            )
    return public, hidden(rng, room), hidden(rng, room)


def hidden(rng, room):
    found = []
    for day in range(DAYS):
        for number in range(rng.randrange(room[day] + 1)):
            values = {"agency": rng.choice(["ICE", "CBP", "HSI"]), "request": "x" * rng.randrange(40)}
            kind = rng.choice([SlotType.CONTACT, SlotType.LATE_CONTACT, SlotType.UPDATE])
            found.append((day, f"h{day}{number}", kind, values))
    return found


def arrivals(public, secret, rng):
    """The queue of each day, in an order of arrival of its own."""
    days = [[] for _ in range(DAYS)]
    for day, done, name, values in public:
        days[day].append((name, SlotType.CONTACT, values))
        days[done].append((f"{name}-complete", None, name))
    for day, name, kind, values in secret:
        days[day].append((name, kind, values))
    for day in days:
        rng.shuffle(day)
    return days


def coupled(days, other, order):
    """An order under which what both histories share takes, from `days`, the slot it takes from `other`."""

    def port(tick, slots):
        mine, theirs = days[tick - FIRST], other[tick - FIRST]
        place = dict(zip((name for name, *_ in theirs), order(tick, slots), strict=False))
        shared = {name: place[name] for name, *_ in mine if name.startswith("p")}
        free = iter(slot for slot in order(tick, slots) if slot not in shared.values())
        names = [name for name, *_ in mine] + [""] * (slots - len(mine))
        return [shared[name] if name in shared else next(free) for name in names]

    return port


def live(street, days, public):
    street.start(ticks=DAYS)
    for day, items in enumerate(days):
        for name, kind, values in items:
            if kind is None:
                street.complete(values)
            else:
                street.receive(name, kind, **values)
        done = [name for _, finished, name, _ in public if finished == day]
        names = [item for name in done for item in (name, f"{name}-complete")]
        street.end_day(publish=sorted(names, key=[name for name, *_ in chain(*days)].index))
    return street.outside()


def pair(folder, seed, street=Street):
    rng = random.Random(seed)  # noqa: S311 (a seed to repeat a failure)
    public, one, two = history(rng)
    first, second = arrivals(public, one, rng), arrivals(public, two, rng)
    left = street(folder / "0", None)
    left_order = left.keys.order
    right = street(folder / "1", coupled(second, first, left_order))
    return live(left, first, public), live(right, second, public)


def differing(folder, seed, street=Street):
    left, right = pair(folder, seed, street)
    return sorted(path for path in left.keys() | right.keys() if left.get(path) != right.get(path))


@pytest.mark.parametrize("block", range(10))
def test_what_is_embargoed_changes_nothing_outside(tmp_path, block):
    for seed in range(block * 30, block * 30 + 30):
        assert differing(tmp_path / str(seed), seed) == [], f"seed {seed}"


@pytest.mark.long
@pytest.mark.parametrize("block", range(12))
def test_what_is_embargoed_changes_nothing_outside_at_length(tmp_path, block):
    for seed in range(300 + block * 100, 400 + block * 100):
        assert differing(tmp_path / str(seed), seed) == [], f"seed {seed}"


def test_the_pairs_do_differ_inside(tmp_path):
    """A guard on the generator: nearly every pair must really have something to hide."""
    rng = [random.Random(seed) for seed in range(300)]  # noqa: S311 (a seed to repeat a failure)
    unlike = sum(one != two for _, one, two in map(history, rng))
    assert unlike > 280


class ArrivalOrder(Street):
    """Slots are filled as records arrive."""

    def seal(self, tick):
        self.order = lambda _tick, slots: list(range(slots))
        super().seal(tick)


class DatabaseId(Street):
    """A notice carries the row number of its record."""

    def opening(self, record):
        opening = super().opening(record)
        number = list(self.records).index(record.id)
        payload = replace(opening.payload, rest=sha256(str(number).encode()).digest())
        return replace(opening, payload=payload)


class DatabaseEtag(Street):
    """An ETag is the database's version."""

    def outside(self):
        self.etags = {"public/slots/checkpoint": str(len(self.records))}
        return super().outside()


class PendingCount(Street):
    """Statistics tell how many notices are pending."""

    def end_day(self, publish=()):
        super().end_day(publish)
        self.statistics[-1]["pending"] = sum(not record.published for record in self.records.values())


class SkippedDummies(Street):
    """A tick in which nothing waits isn't sealed."""

    def seal_due(self):
        if self.queue:
            super().seal_due()


class FeedDate(Street):
    """The feed is as new as the newest record."""

    def receive(self, record, kind=SlotType.CONTACT, **values):
        super().receive(record, kind, **values)
        self.feed_updated = self.clock.now + len(self.records)

    def outside(self):
        self.feed.append({"updated": getattr(self, "feed_updated", 0)})
        return super().outside()


class EarlyMail(Street):
    """Subscribers get a mail when a contact is logged."""

    def receive(self, record, kind=SlotType.CONTACT, **values):
        super().receive(record, kind, **values)
        self.sent.append({"at": self.clock.now, "digest": []})


class SealedOnArrival(Street):
    """A tick is sealed as soon as it is full, not by the clock."""

    def seal(self, tick):
        early = 3600 if len(self.queue) >= SLOTS else 0
        self.clock.now -= early
        super().seal(tick)
        self.cosign()
        self.clock.now += early


class ArrivalInWindow(Street):
    """A window publishes in order of arrival."""

    def publish(self, at, openings, delays, closings):
        self.facts += [entry for one in openings for entry in clockwork.window_entries(at, openings=[one])]
        clockwork.put_notices(self.public, openings)
        super().publish(at, [], delays, closings)


class QueueInCheckpoint(Street):
    """A checkpoint file says how long the queue was."""

    def cosign(self):
        super().cosign()
        self.public.put("slots/length", str(len(self.records)).encode())


class OverflowPublic(Street):
    """A public alarm sounds when a tick is full."""

    def seal(self, tick):
        full = len(self.queue) >= SLOTS
        super().seal(tick)
        if full:
            self.facts.append(encode_entry("incident", self.clock.now, what="tick full"))


class EmptyFiller(Street):
    """Empty slots carry the hash of zeros, others that of their escrow."""

    def ideal_escrow(self, tick, slot, record):
        sealed = super().ideal_escrow(tick, slot, record)
        return sealed if record else bytes(len(sealed))


class EscrowByLength(Street):
    """The escrow pads to the length of the record."""

    def ideal_escrow(self, tick, slot, record):
        return super().ideal_escrow(tick, slot, record) + record


class LessWork(Street):
    """A tick with nothing in it takes fewer steps."""

    def ideal_escrow(self, tick, slot, record):
        if record:
            self.work["query"] += 1
        return super().ideal_escrow(tick, slot, record)


class NoticeReady(Street):
    """A notice's text is put in place before its time, unlinked."""

    def seal(self, tick):
        super().seal(tick)
        placed = [record for record in self.records.values() if record.place and record.place[0] == tick]
        clockwork.put_notices(self.public, [self.opening(record) for record in placed])


class TypeInCommitment(Street):
    """What a leaf looks like depends on its type."""

    def ideal(self, cadence, place, nonce, kind, root):
        return sha256(super().ideal(cadence, place, nonce, kind, root) + bytes([kind])).digest()


class LastModified(Street):
    """The page's Last-Modified is the newest record's."""

    def outside(self):
        newest = max((record.place or (0, 0))[0] for record in self.records.values()) if self.records else 0
        self.etags = {"public/register/checkpoint": f"modified {newest}"}
        return super().outside()


class SeedsOnDemand(Street):
    """Seeds are announced once a tick needs them."""

    def seal(self, tick):
        if self.queue:
            self.facts += clockwork.announce_seeds(self.clock.now, self.keys, tick, 1)
        super().seal(tick)


LEAKS = [
    ArrivalOrder,
    DatabaseId,
    DatabaseEtag,
    PendingCount,
    SkippedDummies,
    FeedDate,
    EarlyMail,
    SealedOnArrival,
    ArrivalInWindow,
    QueueInCheckpoint,
    OverflowPublic,
    EmptyFiller,
    EscrowByLength,
    LessWork,
    NoticeReady,
    TypeInCommitment,
    LastModified,
    SeedsOnDemand,
]


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.__name__)
def test_a_planted_leak_is_caught(tmp_path, leak):
    found = []
    for seed in range(40):
        found = differing(tmp_path / str(seed), seed, leak)
        if found:
            break
    assert found, leak.__doc__


def test_sealed_tick_has_no_public_placement():
    """`placed` and `left` are private; only entries and bundle leave the city."""
    assert {"entries", "bundle"} < set(SealedTick.__dataclass_fields__)
