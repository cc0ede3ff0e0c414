"""A pretend city that keeps the ledger on a folder: everything of the real one but its database."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256

from scopeofduty.ledger import clockwork
from scopeofduty.ledger.audit import REGISTER_SUFFIX, audit
from scopeofduty.ledger.note import SignatureType, SigningKey
from scopeofduty.ledger.payload import build_payload
from scopeofduty.ledger.policy import Policy
from scopeofduty.ledger.register import Delay, encode_entry
from scopeofduty.ledger.seal import Waiting, seal_tick
from scopeofduty.ledger.seeds import KeyRing, LedgerKeys, slot_nonce
from scopeofduty.ledger.slot import NO_PAYLOAD, Cadence, SlotType, commitment
from scopeofduty.ledger.storage import Disk, Folder
from scopeofduty.ledger.terms import Terms
from scopeofduty.ledger.tiles import TileTree
from scopeofduty.ledger.witness import Witness, collect, witnessed_heads
from scopeofduty.ledger.writer import LogWriter

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


class QuickDisk(Disk):
    """Nothing in these tests has to outlive a power cut."""

    def flush(self, descriptor):
        pass

    def flush_folder(self, path):
        pass


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
        self.terms, self.commit, self.escrow = terms, commit, escrow
        self.keys = KeyRing(((FIRST, keys_for(self.cadence)),))
        self.order = order or self.keys.order
        self.clock = Clock(FIRST * DAY)
        self.store = store or (lambda path: Folder(folder / path, QuickDisk()))
        self.public = self.store("public")
        self.origins = {
            self.cadence.origin: log_key(self.cadence.origin),
            NAME + REGISTER_SUFFIX: log_key(NAME + REGISTER_SUFFIX),
        }
        self.keeper = Keeper(self.store, self.clock, self.origins)
        self.policy = Policy.parse(self.keeper.policy_text().encode())
        self.writers = {
            name: LogWriter(
                self.store(f"public/{name}"),
                self.store(f"state/{name}"),
                origin,
                self.origins[origin],
                lambda origin=origin: witnessed_heads(origin, self.policy, self.keeper.exchange),
            )
            for name, origin in zip(("slots", "register"), self.origins, strict=True)
        }
        self.records, self.queue, self.delays, self.facts = {}, [], {}, []
        self.closed_through = FIRST - 1
        self.bundles = {}

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
        sealed = seal_tick(
            self.cadence,
            tick,
            self.queue,
            self.keys.seed(tick),
            self.order,
            escrow=self.escrow,
            commit=self.commit,
        )
        self.queue = list(sealed.left)
        for record, slot in sealed.placed.items():
            self.records[record].place = (tick, slot)
        self.bundles[tick] = sealed.bundle
        clockwork.append_tick(self.writers["slots"], self.cadence, sealed)
        self.cosign("slots")

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
        entries = clockwork.window_entries(
            at, facts=self.facts, openings=openings, delays=delays, closings=closings
        )
        self.facts = []
        clockwork.put_notices(self.public, openings)
        self.writers["register"].append(self.writers["register"].head(), entries)
        self.cosign("register")

    def delay(self, record, number, until):
        decision = self.records[self.delays[record][number]]
        reason = decision.payload["reason"]
        return Delay(reason, until, number, ("chief", "counsel"), decision.place, self.clock.now)

    def opening(self, record):
        tick, slot = record.place
        nonce = slot_nonce(self.keys.seed(tick), slot)
        return clockwork.Opening(record.place, record.type, record.payload, nonce)

    def closing(self, tick):
        held = {
            r.place[1]: (r.type, r.payload.root)
            for r in self.records.values()
            if r.place and r.place[0] == tick
        }
        slots = tuple(held.get(slot, (SlotType.DUMMY, NO_PAYLOAD)) for slot in range(self.cadence.slots))
        return clockwork.Closing(tick, self.keys.seed(tick), slots)

    def cosign(self, name):
        writer = self.writers[name]
        head = writer.head()
        note = writer.attach(head.size, ())
        tree = TileTree(writer.public.read, head.size)
        writer.attach(head.size, collect(note, self.policy, tree, self.keeper.exchange).lines)

    def audit(self, **options):
        return audit(self.public.read, self.policy, options.pop("clock", self.clock.now), **options)

    def view(self):
        root = self.public.root
        return {
            str(path.relative_to(root)): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }
