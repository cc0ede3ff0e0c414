"""A ledger as its public files show it now: what a page draws.

What is read must give the signed roots; what was signed before, and when, `audit` alone looks at. Reading
again after a change costs little more than what was added, so that a page can ask each time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from scopeofduty.ledger.checkpoint import Checkpoint
from scopeofduty.ledger.errors import LedgerError, MalformedError, ProofError
from scopeofduty.ledger.keepers import POLICY_FILE
from scopeofduty.ledger.note import Note
from scopeofduty.ledger.notice import SealedNotice, prove
from scopeofduty.ledger.policy import Policy
from scopeofduty.ledger.publisher import first_witnessed
from scopeofduty.ledger.register import Facts
from scopeofduty.ledger.slot import REGISTER, SLOTS, Cadence, Place, SlotType
from scopeofduty.ledger.states import Bench, State, Verdict, notice_path, parse_notice
from scopeofduty.ledger.tiles import TileTree, below, read_entries
from scopeofduty.ledger.tree import leaf_hash, root_of
from scopeofduty.ledger.writer import CHECKPOINT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scopeofduty.ledger.proof import TlogProof
    from scopeofduty.ledger.tiles import Reader

FILES = (f"{SLOTS}/{CHECKPOINT}", f"{REGISTER}/{CHECKPOINT}", POLICY_FILE)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Both logs at one moment, and everything the register says."""

    files: tuple[bytes | None, ...]
    """Both checkpoints and the policy, as they were read."""
    cadence: Cadence
    sealed: int
    """How many slots are in the slot log."""
    register: tuple[bytes, ...] = field(repr=False)
    """The register's entries."""
    facts: Facts = field(repr=False)
    read: Reader = field(repr=False)
    tree: TileTree = field(repr=False)
    """Of the slot log."""

    @property
    def last(self) -> int:
        """The newest sealed tick; the one before the first if none is."""
        return self.cadence.first + self.sealed // self.cadence.slots - 1

    @cached_property
    def witnessed(self) -> Mapping[str, int]:
        """The keepers of the city's policy that cosigned the newest slot checkpoint → when, Unix seconds."""
        return self._cosigned[0]

    @cached_property
    def quorum(self) -> bool:
        """Whether those are as many as the policy asks for; never without any."""
        return bool(self.witnessed) and self._cosigned[1]

    @cached_property
    def _cosigned(self) -> tuple[Mapping[str, int], bool]:
        slots, _register, policy = self.files
        try:
            opened = Policy.parse(policy or b"").open(slots or b"", self.cadence.origin)
        except LedgerError:
            return {}, False
        return opened.times, opened.quorum

    def missing(self, clock: int) -> int:
        """How many ticks are due by `clock`, Unix seconds, and aren't sealed: above 0, the log stalls."""
        grace = self.facts.terms_at(clock).grace
        return max(0, self.cadence.tick_at(clock - grace) - 1 - self.last)

    def now(self, clock: int) -> int:
        """The time that slots are judged by, Unix seconds: the keepers' median, else the newest window's.

        Once the log has stalled it is `clock`, the reader's own.
        """
        times = sorted(self.witnessed.values()) or [self.facts.times[-1] if self.facts.times else 0]
        said = times[(len(times) - 1) // 2]
        return max(said, clock) if self.missing(clock) else said

    def bench(self, clock: int) -> Bench:
        """A judge of this log's slots."""
        return Bench(self.facts, self._entry, lambda place: self.read(notice_path(place)), self.now(clock))

    def _entry(self, place: Place) -> bytes:
        index = self.cadence.index(*place)
        if index >= self.sealed:
            raise MalformedError(f"slot {place[0]}/{place[1]} isn't sealed yet")
        bundle = index // 256
        if bundle not in self._bundles:
            width = min(256, self.sealed - bundle * 256)
            read = below(self.read, SLOTS)
            entries = list(read_entries(read, bundle * 256 + width, bundle * 256))
            if [leaf_hash(entry) for entry in entries] != self.tree.leaves(bundle):
                raise ProofError("the envelopes aren't those whose numbers the city signed")
            self._bundles[bundle] = entries
        return self._bundles[bundle][index % 256]

    @cached_property
    def _bundles(self) -> dict[int, list[bytes]]:
        return {}

    def proof(self, place: Place) -> TlogProof | None:
        """The proof of an opened notice, from public files alone; None where there is nothing to prove."""
        opened, data = self.facts.opens.get(place), self.read(notice_path(place))
        if opened is None or data is None or opened.type is SlotType.DUMMY:
            return None
        read = below(self.read, SLOTS)
        checkpoint = first_witnessed(read, self.cadence.size_through(place[0]))
        tree = TileTree(read, Checkpoint.parse(checkpoint.text).head.size)
        escrow = self._entry(place)[32:]
        notice = SealedNotice(place, opened.type, opened.nonce, escrow, parse_notice(data))
        return prove(notice, self.cadence, tree, bytes(checkpoint))

    def unsettled(self, bench: Bench) -> list[Verdict]:
        """Every slot that is openly delayed, overdue or invalid.

        Those that their tick's closing calls empty are taken at its word here: `audit` recomputes them.
        """
        suspects: set[Place] = {*self.facts.delays, *self.facts.opens}
        for tick in range(self.cadence.first, self.last + 1):
            closed = self.facts.closes.get(tick)
            if closed is not None:
                held = [slot for slot, (kind, _) in enumerate(closed.slots) if kind is not SlotType.DUMMY]
                suspects.update((tick, slot) for slot in held)
            elif bench.now > self.cadence.end(tick):
                suspects.update((tick, slot) for slot in range(self.cadence.slots))
        sealed = (place for place in sorted(suspects) if place[0] <= self.last)
        verdicts = (bench.verdict(place) for place in sealed)
        settled = (State.SEALED, State.EMPTY, State.NOTICE)
        return [verdict for verdict in verdicts if verdict.state not in settled]


class LogReader:
    """Reads a ledger below one prefix, again and again."""

    def __init__(self, read: Reader) -> None:
        self._read = read
        self._last: Snapshot | None = None

    def snapshot(self) -> Snapshot | None:
        """The ledger as it is now; None where none is.

        Raises `LedgerError` when its files can't be read as a ledger.
        """
        files = tuple(self._read(path) for path in FILES)
        if files[0] is None or files[1] is None:
            return None
        if self._last is None or self._last.files != files:
            self._last = self._next(files, files[0], files[1])
        return self._last

    def _next(self, files: tuple[bytes | None, ...], slots: bytes, register: bytes) -> Snapshot:
        sealed, entered = (_signed(data, files[-1]) for data in (slots, register))
        cadence = Cadence.parse(sealed.origin)
        tree = TileTree(below(self._read, SLOTS), sealed.head.size)
        if tree.root() != sealed.head.root:
            raise ProofError(f"the tiles of {sealed.origin} don't give the root it signed")
        before = self._last
        known = before.register if before and before.cadence == cadence else ()
        if len(known) > entered.head.size:
            known = ()
        added = tuple(read_entries(below(self._read, REGISTER), entered.head.size, len(known)))
        if root_of(leaf_hash(entry) for entry in known + added) != entered.head.root:
            raise ProofError(f"the entries of {entered.origin} don't give the root it signed")
        facts = before.facts.extended(added) if before and known else Facts.read(cadence, added)
        return Snapshot(files, cadence, sealed.head.size, known + added, facts, self._read, tree)


def _signed(data: bytes, policy: bytes | None) -> Checkpoint:
    """The checkpoint in a note; signed by the log's key, where the city has published its policy."""
    if policy is not None:
        return Policy.parse(policy).open(data).checkpoint
    return Checkpoint.parse(Note.parse(data).text)
