"""A recipient's one secret: the age identity of their key file, from which the signing key derives."""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from scopeofduty.sealing.bech32 import age_secret
from scopeofduty.sealing.signing import Signer

SALT = b"scopeofduty/recipient/v1"


def signer_of(identity: str) -> Signer:
    """The Ed25519 key that goes with an age identity, so that a recipient, custodian or keeper has one file.

    Raises `MalformedError` unless `identity` is ``AGE-SECRET-KEY-1...`` with its checksum.
    """
    return Signer(HKDF(SHA256(), 32, SALT, b"sign-ed25519").derive(age_secret(identity)))
