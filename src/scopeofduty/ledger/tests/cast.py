"""A pretend city that keeps the ledger on a folder: everything of the real one but its database."""

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256

from scopeofduty.ledger import clockwork
from scopeofduty.ledger.audit import audit
from scopeofduty.ledger.note import SignatureType, SigningKey
from scopeofduty.ledger.payload import build_payload
from scopeofduty.ledger.policy import Policy
from scopeofduty.ledger.publisher import Publisher, seen_by
from scopeofduty.ledger.register import Delay, encode_entry
from scopeofduty.ledger.seal import Waiting
from scopeofduty.ledger.seeds import KeyRing, LedgerKeys
from scopeofduty.ledger.slot import Cadence, SlotType, commitment
from scopeofduty.ledger.storage import Folder, Unflushed
from scopeofduty.ledger.terms import Terms
from scopeofduty.ledger.witness import Witness

DAY = 86_400
FIRST = 20_000
NAME = "log.riverbend.example/notices"
TERMS = Terms(open_after=5 * DAY, delay_max=5 * DAY, grace=DAY // 2)


def secret(name):
    return sha256(name.encode()).digest()


def log_key(name):
    return SigningKey(name, SignatureType.ED25519, secret(f"log {name}"))


def witness_key(name):
    return SigningKey(name, SignatureType.COSIGNATURE, secret(f"witness {name}"))


def keys_for(cadence, turn=""):
    return LedgerKeys(cadence, secret(f"seed{turn}"), secret(f"order{turn}"), secret(f"salt{turn}"))


class Memory(Folder):
    """Files in one dictionary, for the tests that keep hundreds of cities."""

    def __init__(self, root, files):
        super().__init__(root)
        self.files = files

    def read(self, path):
        return self.files.get(f"{self.root}/{path}")

    def put_all(self, files):
        self.files.update({f"{self.root}/{path}": data for path, data in files})

    def remove(self, path):
        self.files.pop(f"{self.root}/{path}", None)

    @contextmanager
    def locked(self):
        yield


class Clock:
    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now


@dataclass
class Record:
    id: str
    type: SlotType
    payload: object
    place: tuple = None
    published: bool = False
    about: str = ""


@dataclass
class Keeper:
    """Witnesses, reached without a network."""

    store: object
    clock: Clock
    origins: dict
    names: tuple = ("keeper-a.example/w", "keeper-b.example/w")
    witnesses: dict = field(default_factory=dict)

    def __post_init__(self):
        for number, name in enumerate(self.names):
            store = self.store(f"witness-{number}")
            logs = {origin: [key.verifier] for origin, key in self.origins.items()}
            self.witnesses[f"https://{name}"] = Witness(witness_key(name), logs, store, self.clock)

    def policy_text(self):
        lines = [f"log {key.verifier}" for key in self.origins.values()]
        for url, witness in self.witnesses.items():
            lines.append(f"witness {witness.key.name} {witness.key.verifier} {url}")
        lines.append("group both all " + " ".join(w.key.name for w in self.witnesses.values()))
        return "\n".join([*lines, "quorum both", ""])

    def exchange(self, url, body):
        prefix = url.rpartition("/")[0]
        if body is not None:
            reply = self.witnesses[prefix].add_checkpoint(body)
        else:
            prefix, _, folder = prefix.rpartition("/")
            reply = self.witnesses[prefix].monitored(folder)
        return int(reply.status), reply.body


class City:
    """Receives, seals, publishes, closes; `day` counts from 0 and tick is FIRST + day."""

    def __init__(
        self, folder, *, slots=4, terms=TERMS, commit=commitment, order=None, escrow=None, store=None
    ):
        self.cadence = Cadence(NAME, DAY, slots, FIRST)
        self.terms = terms
        self.keys = KeyRing(((FIRST, keys_for(self.cadence)),))
        self.order = order or self.keys.order
        self.clock = Clock(FIRST * DAY)
        self.store = store or (lambda path: Folder(folder / path, Unflushed()))
        self.public = self.store("public")
        origins = (self.cadence.origin, self.cadence.register_origin)
        self.origins = {origin: log_key(origin) for origin in origins}
        self.keeper = Keeper(self.store, self.clock, self.origins)
        self.policy = Policy.parse(self.keeper.policy_text().encode())
        self.publisher = Publisher.open(
            self.cadence,
            self.keys,
            self.origins,
            self.store,
            seen_by(self.policy, self.keeper.exchange),
            escrow=escrow,
            order=self.slot_order,
            commit=commit,
        )
        self.writers = {"slots": self.publisher.slots, "register": self.publisher.register}
        self.records, self.queue, self.delays, self.facts = {}, [], {}, []
        self.closed_through = FIRST - 1
        self.bundles = {}

    def slot_order(self, tick, slots):
        return self.order(tick, slots)

    def start(self, ticks=60):
        at = self.clock.now
        self.facts = [
            encode_entry("policy", at, **self.terms.facts()),
            *clockwork.announce_seeds(at, self.keys, FIRST, ticks),
        ]
        self.window()
        return self

    def receive(self, record, kind=SlotType.CONTACT, **values):
        values = {"event": kind.name.lower().replace("_", "-"), **values}
        payload = build_payload(values, {"note": f"private {record}"}, self.keys.at(FIRST), record.encode())
        self.records[record] = Record(record, kind, payload, about=values.get("about", ""))
        self.queue.append(Waiting(record, kind, payload.root, f"record {record}".encode()))

    def complete(self, record):
        place = self.records[record].place
        self.receive(f"{record}-complete", SlotType.UPDATE, event="complete", about=f"{place[0]}/{place[1]}")

    def decide_delay(self, record, reason="operation-continuing"):
        place = self.records[record].place
        count = sum(
            r.type is SlotType.DELAY and r.about == f"{place[0]}/{place[1]}" for r in self.records.values()
        )
        name = f"{record}-delay-{count}"
        self.receive(name, SlotType.DELAY, about=f"{place[0]}/{place[1]}", reason=reason)
        self.delays.setdefault(record, []).append(name)

    def end_day(self, publish=()):
        """Midnight: seal the tick of the day that ends, then the window that publishes and closes."""
        self.clock.now = (self.clock.now // DAY + 1) * DAY
        self.seal_due()
        self.window(publish)

    def seal_due(self):
        for tick in clockwork.due_ticks(self.cadence, self.writers["slots"].head(), self.clock.now):
            self.seal(tick)

    def seal(self, tick):
        sealed = replace(self.publisher, keys=self.keys).seal(tick, self.queue)
        self.queue = list(sealed.left)
        for record, slot in sealed.placed.items():
            self.records[record].place = (tick, slot)
        self.bundles[tick] = sealed.bundle
        self.publisher.append(sealed)

    def window(self, publish=(), *, declare=()):
        at = self.clock.now
        closing = list(clockwork.due_closings(self.cadence, self.terms, self.closed_through, at))
        owed = [r for r in self.records.values() if r.place and r.place[0] in closing and not r.published]
        delayed = [r for r in owed if self.delays.get(r.id)]
        declared = [*declare, *((r.id, 0, at + self.terms.delay_max) for r in delayed)]
        delays = [(self.records[record].place, self.delay(record, n, until)) for record, n, until in declared]
        decisions = [self.records[self.delays[record][n]] for record, n, _ in declared]
        chosen = [self.records[name] for name in publish] + [r for r in owed if r not in delayed] + decisions
        openings = [self.opening(r) for r in chosen if not r.published]
        for record in chosen:
            record.published = True
        self.publish(at, openings, delays, [self.closing(tick) for tick in closing])
        self.closed_through = max([self.closed_through, *closing])

    def publish(self, at, openings, delays, closings):
        facts, self.facts = self.facts, []
        self.publisher.publish(at, facts=facts, openings=openings, delays=delays, closings=closings)
        self.cosign()

    def delay(self, record, number, until):
        decision = self.records[self.delays[record][number]]
        reason = decision.payload["reason"]
        return Delay(reason, until, number, ("chief", "counsel"), decision.place, self.clock.now)

    def opening(self, record):
        return self.publisher.opening(record.place, record.type, record.payload)

    def closing(self, tick):
        there = [record for record in self.records.values() if record.place and record.place[0] == tick]
        held = {record.place[1]: (record.type, record.payload.root) for record in there}
        return replace(self.publisher, keys=self.keys).closing(tick, held)

    def cosign(self):
        self.publisher.cosign(self.policy, self.keeper.exchange)

    def audit(self, **options):
        return audit(self.public.read, self.policy, options.pop("clock", self.clock.now), **options)

    def view(self):
        root = self.public.root
        return {
            str(path.relative_to(root)): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }
