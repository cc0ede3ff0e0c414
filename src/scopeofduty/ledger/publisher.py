"""A city's side of its ledger: what the tick job and the publication windows call.

Keep what `seal` returns before you `append` it, and append the same again after a crash.
Both `append` and `publish` may be run twice: the second time changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from scopeofduty.ledger.checkpoint import Checkpoint
from scopeofduty.ledger.clockwork import Closing, Opening, append_tick, put_notices, window_entries
from scopeofduty.ledger.errors import MalformedError
from scopeofduty.ledger.note import Note
from scopeofduty.ledger.notice import SealedNotice, prove
from scopeofduty.ledger.register import decode_entry
from scopeofduty.ledger.seal import seal_tick
from scopeofduty.ledger.seeds import slot_nonce
from scopeofduty.ledger.slot import NO_PAYLOAD, REGISTER, SLOTS, SlotType, commitment
from scopeofduty.ledger.tiles import TileTree, read_entries
from scopeofduty.ledger.witness import Collected, collect, witnessed_heads
from scopeofduty.ledger.writer import ARCHIVE_INDEX, CHECKPOINT, LogWriter, archive_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from scopeofduty.ledger.checkpoint import Head
    from scopeofduty.ledger.note import SigningKey
    from scopeofduty.ledger.payload import Payload
    from scopeofduty.ledger.policy import Policy
    from scopeofduty.ledger.proof import TlogProof
    from scopeofduty.ledger.register import Delay
    from scopeofduty.ledger.seal import SealedTick, SealEscrow, Waiting
    from scopeofduty.ledger.seeds import KeyRing, Order
    from scopeofduty.ledger.slot import Cadence, Commit, Place
    from scopeofduty.ledger.storage import Folder
    from scopeofduty.ledger.tiles import Reader
    from scopeofduty.ledger.witness import Exchange

LOOK_BACK = 4096


@dataclass(frozen=True)
class Publisher:
    """The two logs and the notices of one city; build it with `open`."""

    cadence: Cadence
    keys: KeyRing
    public: Folder
    slots: LogWriter
    register: LogWriter
    escrow: SealEscrow | None = None
    order: Order | None = None
    commit: Commit = commitment

    @classmethod
    def open(
        cls,
        cadence: Cadence,
        keys: KeyRing,
        signers: Mapping[str, SigningKey],
        folder: Callable[[str], Folder],
        heads: Callable[[str], Iterable[Head]],
        *,
        escrow: SealEscrow | None = None,
        order: Order | None = None,
        commit: Commit = commitment,
    ) -> Publisher:
        """Open both logs.

        Args:
            cadence: of the slot log.
            keys: the seed, order and salt keys in turn.
            signers: the log key of each origin, ``cadence.origin`` and ``cadence.register_origin``.
            folder: gives the folders ``public`` and ``state`` and those below them; ``state`` is private.
            heads: the newest heads of an origin at the witnesses, as `seen_by` gives them.
            escrow: `Escrow.seal`, where the ordinance names key-holders.
            order: the slot order; `KeyRing.order` unless given.
            commit: the commitment; HMAC unless given.
        """

        def writer(name: str, origin: str) -> LogWriter:
            return LogWriter(
                folder(f"public/{name}"),
                folder(f"state/{name}"),
                origin,
                signers[origin],
                lambda: heads(origin),
            )

        logs = writer(SLOTS, cadence.origin), writer(REGISTER, cadence.register_origin)
        return cls(cadence, keys, folder("public"), *logs, escrow, order, commit)

    def seal(self, tick: int, queue: Sequence[Waiting]) -> SealedTick:
        """Seal a tick; nothing is written yet."""
        order = self.order or self.keys.order
        seed = self.keys.seed(tick)
        return seal_tick(self.cadence, tick, queue, seed, order, escrow=self.escrow, commit=self.commit)

    def append(self, sealed: SealedTick) -> Note | None:
        """Put a sealed tick into the slot log; None if it is there already."""
        if self.slots.head().size >= self.cadence.size_through(sealed.tick):
            return None
        return append_tick(self.slots, self.cadence, sealed)

    def opening(self, place: Place, kind: SlotType, payload: Payload) -> Opening:
        """What opens one slot."""
        return Opening(place, kind, payload, slot_nonce(self.keys.seed(place[0]), place[1]))

    def closing(self, tick: int, held: Mapping[int, tuple[SlotType, bytes]]) -> Closing:
        """What closes a tick, of which `held` tells type and root of the slots that aren't empty."""
        empty = (SlotType.DUMMY, NO_PAYLOAD)
        slots = tuple(held.get(slot, empty) for slot in range(self.cadence.slots))
        return Closing(tick, self.keys.seed(tick), slots)

    def publish(
        self,
        at: int,
        *,
        facts: Sequence[bytes] = (),
        openings: Sequence[Opening] = (),
        delays: Iterable[tuple[Place, Delay]] = (),
        closings: Iterable[Closing] = (),
    ) -> Note:
        """Publish the window `at`, Unix seconds: the notices' texts, then the register's entries."""
        entries = window_entries(at, facts=facts, openings=openings, delays=delays, closings=closings)
        put_notices(self.public, openings)
        head = self.register.head()
        there = self._published_at(at, head.size)
        return self.register.append(head, [entry for entry in entries if entry not in there])

    def _published_at(self, at: int, size: int) -> set[bytes]:
        """What the window put in before a crash: at the register's end, since times never fall."""
        recent = list(read_entries(self.register.public.read, size, max(0, size - LOOK_BACK)))
        found = takewhile(lambda entry: decode_entry(entry)["at"] >= at, reversed(recent))
        return {entry for entry in found if decode_entry(entry)["at"] == at}

    def cosign(self, policy: Policy, exchange: Exchange) -> dict[str, Collected]:
        """Ask the policy's witnesses to cosign both logs as they are, and publish what they answer."""
        gathered = {}
        for name, log in ((SLOTS, self.slots), (REGISTER, self.register)):
            head = log.head()
            tree = TileTree(log.public.read, head.size)
            note = log.append(head, [])
            gathered[name] = collect(note, policy, tree, exchange, before=size_before(log, head.size))
            log.attach(head.size, gathered[name].lines)
        return gathered

    def proof(self, place: Place, kind: SlotType, payload: Payload) -> TlogProof:
        """The proof of an opened slot, for its ``.tlog-proof`` file.

        It stands under the first witnessed checkpoint with the slot in it, to show by when it was sealed.
        """
        index, size = self.cadence.index(*place), self.slots.head().size
        if index >= size:
            raise MalformedError(f"slot {place[0]}/{place[1]} isn't sealed yet; ask once its tick is")
        read = self.slots.public.read
        checkpoint = first_witnessed(read, self.cadence.size_through(place[0]))
        size = Checkpoint.parse(checkpoint.text).head.size
        entry = next(read_entries(read, size, index))
        notice = SealedNotice(place, kind, self.opening(place, kind, payload).nonce, entry[32:], payload)
        return prove(notice, self.cadence, TileTree(read, size), bytes(checkpoint))


def size_before(log: LogWriter, size: int) -> int:
    """The size of the checkpoint before that of `size`; 0 if there is none."""
    kept = (int(line) for line in (log.public.read(ARCHIVE_INDEX) or b"").split())
    return max((each for each in kept if each < size), default=0)


def first_witnessed(read: Reader, size: int) -> Note:
    """The smallest kept checkpoint of at least `size` that someone cosigned; else the newest."""
    kept = sorted(int(line) for line in (read(ARCHIVE_INDEX) or b"").split())
    for one in (read(archive_path(each)) for each in kept if each >= size):
        if one is not None and len(Note.parse(one).signatures) > 1:
            return Note.parse(one)
    return Note.parse(read(CHECKPOINT) or b"")


def seen_by(policy: Policy, exchange: Exchange) -> Callable[[str], list[Head]]:
    """The `heads` of `Publisher.open`, from a policy's witnesses."""
    return lambda origin: witnessed_heads(origin, policy, exchange)
