"""Proofs that stand alone: an entry, its place in a log, the witnessed checkpoint (C2SP tlog-proof v1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scopeofduty.ledger.checkpoint import parse_decimal
from scopeofduty.ledger.errors import MalformedError
from scopeofduty.ledger.note import decode_base64, encode_base64
from scopeofduty.ledger.tree import HASH_SIZE, leaf_hash, verify_inclusion

if TYPE_CHECKING:
    from scopeofduty.ledger.policy import Policy, Witnessed

HEADER = "c2sp.org/tlog-proof@v1"
MAX_PATH = 63


@dataclass(frozen=True)
class TlogProof:
    """An inclusion proof with its checkpoint; `extra` is what the reader needs to rebuild the entry."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    @classmethod
    def parse(cls, data: bytes) -> TlogProof:
        """Read a ``.tlog-proof`` file."""
        head, blank, checkpoint = data.partition(b"\n\n")
        try:
            lines = head.decode("ascii").split("\n")
        except UnicodeDecodeError as error:
            raise MalformedError("the proof's own lines are plain ASCII") from error
        if not blank or lines.pop(0) != HEADER:
            raise MalformedError(f"that isn't a proof file: its first line must be {HEADER!r}")
        extra = None
        if lines and lines[0].startswith("extra "):
            extra = decode_base64(lines.pop(0)[6:], "extra")
            if not extra:
                raise MalformedError("the extra line is empty; a proof without extra data has no such line")
        if not lines or not lines[0].startswith("index "):
            raise MalformedError("the proof has no index line")
        index = parse_decimal(lines.pop(0)[6:], "index")
        path = tuple(decode_base64(line, "proof line") for line in lines)
        if len(path) > MAX_PATH or any(len(part) != HASH_SIZE for part in path):
            raise MalformedError(f"a proof has at most {MAX_PATH} hashes of {HASH_SIZE} bytes")
        return cls(index, path, checkpoint, extra)

    def __bytes__(self) -> bytes:
        lines = [HEADER]
        if self.extra:
            lines.append(f"extra {encode_base64(self.extra)}")
        lines += [f"index {self.index}", *(encode_base64(part) for part in self.path)]
        return "".join(f"{line}\n" for line in lines).encode() + b"\n" + self.checkpoint

    def verify(self, entry: bytes, policy: Policy) -> Witnessed:
        """Raise `ProofError` unless a listed log has `entry` at this index; say who witnessed it."""
        witnessed = policy.open(self.checkpoint)
        head = witnessed.checkpoint.head
        verify_inclusion(leaf_hash(entry), self.index, head.size, self.path, head.root)
        return witnessed
