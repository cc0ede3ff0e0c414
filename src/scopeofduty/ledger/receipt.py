"""Receipts: what an officer and the overseer get at intake, and later hold against the log."""

from __future__ import annotations

from dataclasses import dataclass

from scopeofduty.ledger.checkpoint import parse_decimal
from scopeofduty.ledger.errors import MalformedError, ProofError
from scopeofduty.ledger.note import Note, SigningKey, VerifierKey, decode_base64, encode_base64

HEADER = "scopeofduty/receipt/v1"


@dataclass(frozen=True)
class Receipt:
    """The city's signed word that a record with this payload root will be in the log by a tick."""

    origin: str
    received: int
    """Unix time of intake, seconds."""
    seal_by: int
    """The last tick in which it may be sealed."""
    payload_root: bytes

    def sign(self, key: SigningKey) -> Note:
        """The receipt as a signed note. The key is the city's receipt key, never the one of a log."""
        root = encode_base64(self.payload_root)
        text = f"{HEADER}\n{self.origin}\n{self.received}\n{self.seal_by}\n{root}\n"
        return Note(text, (key.sign(text),))

    @classmethod
    def open(cls, data: bytes, key: VerifierKey) -> Receipt:
        """Read a receipt signed with `key`."""
        note = Note.parse(data)
        lines = note.text.split("\n")
        if len(lines) != 6 or lines[0] != HEADER:
            raise MalformedError(f"that isn't a receipt: its first line must be {HEADER!r}")
        if not note.signed_with(key):
            raise ProofError(f"the receipt isn't signed by {key.name}")
        received, seal_by = parse_decimal(lines[2], "time"), parse_decimal(lines[3], "tick")
        return cls(lines[1], received, seal_by, decode_base64(lines[4], "payload root"))
