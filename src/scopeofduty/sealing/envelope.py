"""Encryption: every ciphertext is a plain age file (C2SP age), so that the stock ``age`` command opens it.

The format names its own algorithm in its header: a post-quantum recipient type needs no version byte of ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

import pyrage

from scopeofduty.sealing.errors import EnvelopeError, MalformedError

if TYPE_CHECKING:
    from collections.abc import Iterable


CLOSED = "this envelope doesn't open: it is for another key, or was cut or changed"


@dataclass(frozen=True)
class KeyPair:
    """An age X25519 key pair."""

    identity: str
    recipient: str

    def __repr__(self) -> str:
        """Only the public part."""
        return f"KeyPair({self.recipient})"


def new_key_pair() -> KeyPair:
    """A fresh pair; the age library draws it from the system's randomness."""
    identity = pyrage.x25519.Identity.generate()
    return KeyPair(str(identity), str(identity.to_public()))


def _identity(text: str) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError as error:
        raise MalformedError("that isn't an age identity; it begins with AGE-SECRET-KEY-1") from error


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise MalformedError("that isn't an age recipient: age1 and 58 more characters") from error


def recipient_of(identity: str) -> str:
    """The public part, ``age1...``, of an age identity."""
    return str(_identity(identity).to_public())


def check_recipient(text: str) -> str:
    """The text itself. Raises `MalformedError` unless it is an age X25519 recipient."""
    _recipient(text)
    return text


def seal(content: bytes, *recipients: str) -> bytes:
    """Encrypt for each of `recipients`."""
    if not recipients:
        raise MalformedError("an envelope needs at least one recipient")
    sealed: bytes = pyrage.encrypt(content, [_recipient(one) for one in recipients])
    return sealed


def seal_stream(source: BinaryIO, target: BinaryIO, recipients: Iterable[str]) -> None:
    """Encrypt a stream without ever holding it whole, in memory or on disk."""
    pyrage.encrypt_io(source, target, [_recipient(one) for one in recipients])


def unseal_stream(source: BinaryIO, target: BinaryIO, identities: Iterable[str]) -> None:
    """Decrypt a stream without ever holding it whole. What was written before an error isn't the whole file.

    Raises `EnvelopeError` for another key's file, and for one that was cut or changed.
    """
    try:
        pyrage.decrypt_io(source, target, [_identity(one) for one in identities])
    except pyrage.DecryptError as error:
        raise EnvelopeError(CLOSED) from error


def unseal(file: bytes, identity: str) -> bytes:
    """Decrypt. Raises `EnvelopeError` for another key's file, and for one that was cut or changed."""
    key = _identity(identity)
    try:
        content: bytes = pyrage.decrypt(file, [key])
    except pyrage.DecryptError as error:
        raise EnvelopeError(CLOSED) from error
    return content


def lock_identity(identity: str, passphrase: str) -> bytes:
    """A stock passphrase file of the identity: ``age -d`` opens it, and ``age -d -i`` uses it as it is."""
    _identity(identity)
    locked: bytes = pyrage.passphrase.encrypt(f"{identity}\n".encode("ascii"), passphrase)
    return locked


def unlock_identity(file: bytes, passphrase: str) -> str:
    """The identity out of a passphrase file. Raises `EnvelopeError` if the passphrase isn't its own."""
    try:
        text: bytes = pyrage.passphrase.decrypt(file, passphrase)
        lines = text.decode("ascii").splitlines()
    except (pyrage.DecryptError, UnicodeDecodeError) as error:
        raise EnvelopeError("the passphrase doesn't open this key file") from error
    found = [line for line in lines if line and not line.startswith("#")]
    if len(found) != 1:
        raise MalformedError(f"a key file holds one identity, not {len(found)}")
    recipient_of(found[0])
    return found[0]
