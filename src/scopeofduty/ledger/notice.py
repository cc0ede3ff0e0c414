"""A notice that anyone can check alone: its text, its slot, and the proof that the slot was in the log."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import rfc8785

from scopeofduty.ledger.errors import MalformedError, ProofError
from scopeofduty.ledger.payload import Payload, parse_hash
from scopeofduty.ledger.proof import TlogProof
from scopeofduty.ledger.register import whole_number
from scopeofduty.ledger.slot import Cadence, Place, SlotType, commitment
from scopeofduty.ledger.tree import inclusion_proof

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scopeofduty.ledger.policy import Policy, Witnessed
    from scopeofduty.ledger.tiles import TileTree

MAX_NUMBER = 2**53 - 1  # the largest whole number that RFC 8785 writes


@dataclass(frozen=True)
class SealedNotice:
    """What a proof's extra line carries: the slot's place, type, key and second half; the notice's text."""

    place: Place
    type: SlotType
    nonce: bytes
    escrow: bytes
    """The second half of the leaf."""
    payload: Payload

    def entry(self, cadence: Cadence) -> bytes:
        """The leaf that was sealed, 64 bytes."""
        sealed = commitment(cadence, self.place, self.nonce, self.type, self.payload.root)
        return sealed + self.escrow

    def __bytes__(self) -> bytes:
        tick, slot = self.place
        facts = {
            "tick": tick,
            "slot": slot,
            "type": int(self.type),
            "nonce": self.nonce.hex(),
            "escrow": self.escrow.hex(),
            **self.payload.facts(),
        }
        return rfc8785.dumps(facts)

    @classmethod
    def parse(cls, data: bytes | None) -> SealedNotice:
        """Read an extra line; it must be canonical and hold nothing else."""
        try:
            facts = json.loads((data or b"").decode())
        except (ValueError, RecursionError) as error:
            raise MalformedError("the proof's extra line doesn't hold a notice") from error
        if not isinstance(facts, dict):
            raise MalformedError("the proof's extra line doesn't hold a notice")
        notice = cls._from(facts)
        if max(notice.place) > MAX_NUMBER or bytes(notice) != data:
            raise MalformedError(
                "the notice in the proof isn't written canonically (RFC 8785), or holds more"
            )
        return notice

    @classmethod
    def _from(cls, facts: Mapping[str, Any]) -> SealedNotice:
        kind = whole_number(facts, "type")
        if kind not in list(SlotType) or kind == SlotType.DUMMY:
            raise MalformedError(f"{kind} isn't the type of a notice")
        place = whole_number(facts, "tick"), whole_number(facts, "slot")
        nonce, escrow = parse_hash(facts.get("nonce"), "nonce"), parse_hash(facts.get("escrow"), "escrow")
        return cls(place, SlotType(kind), nonce, escrow, Payload.from_facts(facts))


def prove(notice: SealedNotice, cadence: Cadence, tree: TileTree, checkpoint: bytes) -> TlogProof:
    """The proof of one notice under a checkpoint whose tiles `tree` reads."""
    index = cadence.index(*notice.place)
    path = inclusion_proof(index, tree.size, tree.range_hash)
    return TlogProof(index, tuple(path), checkpoint, bytes(notice))


@dataclass(frozen=True)
class Checked:
    """A notice whose proof holds, and who witnessed it."""

    notice: SealedNotice
    cadence: Cadence
    witnessed: Witnessed

    @property
    def sealed_between(self) -> tuple[int, int]:
        """The tick it was sealed in, as Unix times: beginning and end."""
        tick = self.notice.place[0]
        return self.cadence.end(tick - 1), self.cadence.end(tick)


def verify_notice(data: bytes, policy: Policy) -> Checked:
    """Check a ``.tlog-proof`` file of a notice, offline.

    Raises `MalformedError` for a file that isn't one, `ProofError` for one that doesn't hold. Whether the
    policy's witnesses are enough is in ``witnessed.quorum``.
    """
    proof = TlogProof.parse(data)
    notice = SealedNotice.parse(proof.extra)
    cadence = Cadence.parse(policy.open(proof.checkpoint).checkpoint.origin)
    if cadence.index(*notice.place) != proof.index:
        raise ProofError(
            f"the notice says slot {notice.place[0]}/{notice.place[1]}, its proof is of another entry"
        )
    witnessed = proof.verify(notice.entry(cadence), policy)
    return Checked(notice, cadence, witnessed)
