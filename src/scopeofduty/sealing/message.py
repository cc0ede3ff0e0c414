"""Signed messages of a case: age proves no sender, so each says whose it is and where it stands."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from scopeofduty.sealing.canonical import HASH_SIZE, canonical, exactly, parse_hex, read_object, take
from scopeofduty.sealing.envelope import seal, unseal
from scopeofduty.sealing.errors import ChainError, MalformedError, SignatureError
from scopeofduty.sealing.padding import pad_text
from scopeofduty.sealing.signing import KEY_SIZE, SIGNATURE_SIZE, Signer, check_signature

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

START = bytes(HASH_SIZE)
"""`previous` of a case's first message."""
_MEMBERS = frozenset({"v", "case", "seq", "epoch", "sender", "previous", "server_saw", "body"})


@dataclass(frozen=True)
class Message:
    """One message of a case."""

    case: str
    seq: int
    """From 0, one row for the whole case: every sender's message follows the one before."""
    epoch: int
    sender: bytes
    """Ed25519 public key of the reporter or of a reader."""
    previous: bytes
    """`Signed.digest` of the message before."""
    body: Mapping[str, Any]
    server_saw: bool = False
    """Whether the server saw this text (a form sent without JavaScript)."""

    def to_json(self) -> dict[str, Any]:
        """As it is signed."""
        return {
            "v": 1,
            "case": self.case,
            "seq": self.seq,
            "epoch": self.epoch,
            "sender": self.sender.hex(),
            "previous": self.previous.hex(),
            "server_saw": self.server_saw,
            "body": dict(self.body),
        }


@dataclass(frozen=True)
class Signed:
    """A message whose signature holds."""

    message: Message
    signature: bytes

    def to_bytes(self) -> bytes:
        """Canonical JSON, without padding."""
        return canonical({"message": self.message.to_json(), "signature": self.signature.hex()})

    @property
    def digest(self) -> bytes:
        """SHA-256 of `to_bytes`: the next message's `previous`."""
        return hashlib.sha256(self.to_bytes()).digest()


def sign(message: Message, signer: Signer) -> Signed:
    """Sign as the sender. Raises `SignatureError` with another's key."""
    if signer.public != message.sender:
        raise SignatureError("the signing key isn't the sender's")
    return Signed(message, signer.sign("message", canonical(message.to_json())))


def seal_message(signed: Signed, recipient: str) -> bytes:
    """An age file for the epoch's key, padded to steps of 4 KiB."""
    return seal(pad_text(signed.to_bytes()), recipient)


def open_message(file: bytes, identity: str) -> Signed:
    """Decrypt with the epoch's key, and check the signature. The rest is for `Chain.follow`."""
    return read_message(unseal(file, identity))


def read_message(plain: bytes) -> Signed:
    """Read a decrypted message (also one that the ``age`` command decrypted)."""
    outer = read_object(plain, "the message")
    exactly(outer, frozenset({"message", "signature"}), "the message")
    inner = take(outer, "message", dict, "the message")
    exactly(inner, _MEMBERS, "the message")
    if take(inner, "v", int, "the message") != 1:
        raise MalformedError("this message is written in a newer form than this version reads")
    sender = parse_hex(inner["sender"], KEY_SIZE, "the sender")
    signature = parse_hex(outer["signature"], SIGNATURE_SIZE, "the signature")
    check_signature(sender, signature, "message", canonical(inner))
    return Signed(
        Message(
            take(inner, "case", str, "the message"),
            take(inner, "seq", int, "the message"),
            take(inner, "epoch", int, "the message"),
            sender,
            parse_hex(inner["previous"], HASH_SIZE, "the previous message"),
            take(inner, "body", dict, "the message"),
            take(inner, "server_saw", bool, "the message"),
        ),
        signature,
    )


@dataclass(frozen=True)
class Chain:
    """How far a case has been read."""

    case: str
    seq: int = 0
    """Number of the next message."""
    head: bytes = field(default=START)
    epoch: int = 0

    def next_message(
        self, sender: bytes, epoch: int, body: Mapping[str, Any], *, server_saw: bool = False
    ) -> Message:
        """The message that comes next, to be signed."""
        return Message(self.case, self.seq, epoch, sender, self.head, body, server_saw)

    def follow(self, signed: Signed, *, epoch: int, senders: Collection[bytes]) -> Chain:
        """The chain with one message more.

        `epoch` is the one whose key opened it; `senders` are the keys that may write in it: `Epoch.senders`.
        Raises `SignatureError` for a stranger's message, `ChainError` for one of another case, out of its
        order, or of an epoch that has ended.
        """
        message = signed.message
        if message.sender not in senders:
            raise SignatureError("this message is signed by someone who may not write in this case")
        if message.case != self.case:
            raise ChainError(f"this message belongs to another case, not to {self.case}")
        if message.epoch != epoch or epoch < self.epoch:
            raise ChainError(
                f"message {message.seq} says epoch {message.epoch}; its key is that of epoch {epoch}, "
                f"and the case had reached epoch {self.epoch}"
            )
        if message.seq != self.seq or message.previous != self.head:
            raise ChainError(
                f"message {message.seq} doesn't follow: number {self.seq} of this case is missing or changed"
            )
        return replace(self, seq=self.seq + 1, head=signed.digest, epoch=epoch)
