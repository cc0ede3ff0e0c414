"""Checkpoints: a log's size and root, signed (C2SP tlog-checkpoint)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scopeofduty.ledger.errors import MalformedError, ProofError
from scopeofduty.ledger.note import Note, SigningKey, decode_base64, encode_base64
from scopeofduty.ledger.tree import EMPTY_ROOT, HASH_SIZE

MAX_SIZE = 2**63 - 1


def parse_decimal(text: str, what: str) -> int:
    """A number as C2SP writes it: ASCII digits, no leading zero, at most 2^63-1."""
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", text) or int(text) > MAX_SIZE:
        raise MalformedError(f"{what}: {text[:30]!r} isn't a decimal number without leading zeroes")
    return int(text)


@dataclass(frozen=True)
class Head:
    """Size and root of a log at one moment."""

    size: int
    root: bytes

    def __post_init__(self) -> None:
        if len(self.root) != HASH_SIZE:
            raise MalformedError(f"a root has {HASH_SIZE} bytes, this one has {len(self.root)}")


EMPTY_HEAD = Head(0, EMPTY_ROOT)


def check_empty(head: Head) -> None:
    """Raise `ProofError` for a head of size 0 with another root than the empty tree's."""
    if head.size == 0 and head != EMPTY_HEAD:
        raise ProofError("a checkpoint of size 0 has the root of the empty tree")


@dataclass(frozen=True)
class Checkpoint:
    """The body of a checkpoint: origin (the log's name), head, extension lines (never written here)."""

    origin: str
    head: Head
    extensions: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Read the note's text."""
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
            raise MalformedError("a checkpoint has an origin, a size and a root, one non-empty line each")
        origin, size, root, *extensions = lines[:-1]
        head = Head(parse_decimal(size, "tree size"), decode_base64(root, "root"))
        return cls(origin, head, tuple(extensions))

    def __str__(self) -> str:
        lines = (self.origin, str(self.head.size), encode_base64(self.head.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


def sign_checkpoint(origin: str, head: Head, key: SigningKey) -> Note:
    """The signed checkpoint of a log whose key is `key`."""
    text = str(Checkpoint(origin, head))
    return Note(text, (key.sign(text),))
