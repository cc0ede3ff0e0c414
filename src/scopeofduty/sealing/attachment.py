"""Attachments: an age file each, bound to its case by the signed message that names its hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scopeofduty.sealing.canonical import HASH_SIZE, exactly, parse_hex, take
from scopeofduty.sealing.envelope import seal, unseal
from scopeofduty.sealing.errors import ChainError
from scopeofduty.sealing.padding import pad_file, unpad_file

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Attachment:
    """What a message says of a file: nothing of it stands outside the encryption."""

    name: str
    media_type: str
    size: int
    """True size in bytes."""
    sha256: bytes

    @classmethod
    def of(cls, name: str, media_type: str, content: bytes) -> Attachment:
        """Describe a file."""
        return cls(name, media_type, len(content), hashlib.sha256(content).digest())

    def to_json(self) -> dict[str, Any]:
        """As it stands in a message's body, below ``attachments``."""
        return {"name": self.name, "type": self.media_type, "size": self.size, "sha256": self.sha256.hex()}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Attachment:
        """Read one out of a message's body."""
        what = "an attachment"
        exactly(value, frozenset({"name", "type", "size", "sha256"}), what)
        name, media_type = take(value, "name", str, what), take(value, "type", str, what)
        return cls(
            name, media_type, take(value, "size", int, what), parse_hex(value["sha256"], HASH_SIZE, "sha256")
        )


def seal_attachment(content: bytes, recipient: str) -> bytes:
    """An age file of the padded content for the epoch's key."""
    return seal(pad_file(content), recipient)


def open_attachment(file: bytes, described: Attachment, identity: str) -> bytes:
    """The content. Raises `ChainError` if it isn't the file that the message names."""
    content = unpad_file(unseal(file, identity), described.size)
    if hashlib.sha256(content).digest() != described.sha256:
        raise ChainError("this isn't the file that the message names")
    return content
