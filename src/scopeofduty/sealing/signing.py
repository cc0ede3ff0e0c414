"""Ed25519 signatures (RFC 8032), each over a label that says what is signed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from scopeofduty.sealing.errors import MalformedError, SignatureError

KEY_SIZE = 32
SIGNATURE_SIZE = 64


def _labelled(label: str, data: bytes) -> bytes:
    return f"scopeofduty/{label}/v1".encode("ascii") + b"\0" + data


@dataclass(frozen=True)
class Signer:
    """A private key of 32 bytes; its text form says nothing about it."""

    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.seed) != KEY_SIZE:
            raise MalformedError(f"a signing key has {KEY_SIZE} bytes, not {len(self.seed)}")

    @cached_property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, label: str, data: bytes) -> bytes:
        """A signature of 64 bytes over `data` as a `label`."""
        return self._key.sign(_labelled(label, data))


def check_signature(public: bytes, signature: bytes, label: str, data: bytes) -> None:
    """Raise `SignatureError` unless the holder of `public` signed `data` as a `label`."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _labelled(label, data))
    except (InvalidSignature, ValueError) as error:
        raise SignatureError(f"the signature of this {label} doesn't hold") from error
