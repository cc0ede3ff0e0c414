"""Signed notes and their keys (C2SP signed-note), with witnesses' cosignatures (C2SP tlog-cosignature v1)."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from scopeofduty.ledger.errors import MalformedError, ProofError

MAX_NOTE_BYTES = 1_000_000
MAX_SIGNATURES = 64
MAX_TIME = 2**63 - 1
_NAME = re.compile(r"[^\s+]+")
_FIELD = 2**255 - 19
_SMALL_ORDER = frozenset(
    {
        0,
        1,
        _FIELD - 1,
        0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD83D3D706A17C7,
        0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
    }
)
"""The y of the eight points of small order on edwards25519: under such a key anybody can sign."""


class SignatureType(IntEnum):
    """The two kinds of signature used here, by their byte in C2SP signed-note."""

    ED25519 = 0x01
    COSIGNATURE = 0x04


def decode_base64(text: str, what: str) -> bytes:
    """Bytes of canonical base64 (RFC 4648 section 4); another spelling of the same bytes is refused."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise MalformedError(f"{what}: {text[:40]!r} isn't base64") from error
    if encode_base64(data) != text:
        raise MalformedError(f"{what}: {text[:40]!r} isn't the canonical base64 of its bytes")
    return data


def encode_base64(data: bytes) -> str:
    """Base64 of RFC 4648 section 4, with padding."""
    return base64.b64encode(data).decode()


@dataclass(frozen=True)
class VerifierKey:
    """A public key with its name: what a reader trusts. Written ``name+id+base64`` (a *vkey*)."""

    name: str
    type: SignatureType
    public: bytes

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or not _is_utf8(self.name):
            raise MalformedError(
                f"the key name {self.name!r} is empty, isn't UTF-8, or has a space or a plus in it"
            )
        if len(self.public) != 32:
            raise MalformedError(f"the key {self.name} has {len(self.public)} bytes; Ed25519 has 32")
        y = int.from_bytes(self.public, "little") % 2**255
        if y >= _FIELD or y in _SMALL_ORDER:
            raise MalformedError(
                f"under the key {self.name} anybody could sign; it is no key of a person's or a log's"
            )

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read a vkey; its id must be the hash of the rest."""
        parts = text.split("+", 2)
        if len(parts) != 3:
            raise MalformedError(f"{text[:60]!r} isn't a verifier key; expected name+id+base64")
        name, key_id, blob = parts[0], parts[1], decode_base64(parts[2], "verifier key")
        if not blob or blob[0] not in list(SignatureType):
            raise MalformedError(
                f"the key {name} is of a type not read here; expected Ed25519 (1) or cosignature (4)"
            )
        key = cls(name, SignatureType(blob[0]), blob[1:])
        if key.id.hex() != key_id:
            raise MalformedError(f"the key {name} says its id is {key_id}, but it is {key.id.hex()}")
        return key

    @cached_property
    def id(self) -> bytes:
        """The four bytes by which a signature line names this key."""
        return sha256(self.name.encode() + b"\n" + bytes([self.type]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{encode_base64(bytes([self.type]) + self.public)}"

    def check(self, text: str, signature: bytes) -> int | None:
        """Verify the signature over a note's text; the time in it (Unix seconds) for a cosignature."""
        time, message = None, text.encode()
        if self.type is SignatureType.COSIGNATURE:
            if len(signature) != 72:
                raise ProofError(f"a cosignature has 72 bytes, that of {self.name} has {len(signature)}")
            time, signature = int.from_bytes(signature[:8]), signature[8:]
            message = cosigned_message(text, time)
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError) as error:
            raise ProofError(f"the signature of {self.name} doesn't hold") from error
        return time


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def cosigned_message(text: str, time: int) -> bytes:
    """What a witness signs for the checkpoint body `text` at `time`, Unix seconds (tlog-cosignature v1)."""
    if not 0 < time <= MAX_TIME:
        raise ProofError(f"a cosignature's time is between 1 and 2^63-1, not {time}")
    return f"cosignature/v1\ntime {time}\n{text}".encode()


@dataclass(frozen=True, repr=False)
class SigningKey:
    """A private key, written as ``PRIVATE+KEY+name+id+base64``. That text is a secret; its repr is not."""

    name: str
    type: SignatureType
    seed: bytes

    def __post_init__(self) -> None:
        if len(self.seed) != 32:
            raise MalformedError(f"a signing key has 32 bytes, this one has {len(self.seed)}")

    def __repr__(self) -> str:
        return f"<SigningKey {self.name}>"

    @classmethod
    def parse(cls, text: str) -> SigningKey:
        """Read the text form; the message of an error never repeats it."""
        parts = text.strip().split("+", 4)
        if len(parts) != 5 or parts[:2] != ["PRIVATE", "KEY"]:
            raise MalformedError("that isn't a signing key; expected PRIVATE+KEY+name+id+base64")
        try:
            blob = base64.b64decode(parts[4], validate=True)
        except binascii.Error:
            raise MalformedError(f"the signing key {parts[2]} isn't in base64") from None
        if not blob or blob[0] not in list(SignatureType):
            raise MalformedError(f"the signing key {parts[2]} is of a type not read here")
        key = cls(parts[2], SignatureType(blob[0]), blob[1:])
        if key.verifier.id.hex() != parts[3]:
            raise MalformedError(f"the signing key {parts[2]} doesn't match the id written in it")
        return key

    def secret(self) -> str:
        """The text form, to be written to a file that only its owner reads."""
        blob = encode_base64(bytes([self.type]) + self.seed)
        return f"PRIVATE+KEY+{self.name}+{self.verifier.id.hex()}+{blob}"

    @cached_property
    def verifier(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, self.type, self._private.public_key().public_bytes_raw())

    @cached_property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def sign(self, text: str) -> SignatureLine:
        """Sign a note's text, which ends in a newline. For keys of type Ed25519."""
        if self.type is not SignatureType.ED25519:
            raise MalformedError(f"{self.name} is a witness key; use cosign() with a time")
        return SignatureLine(self.name, self.verifier.id, self._private.sign(text.encode()))

    def cosign(self, text: str, time: int) -> SignatureLine:
        """Cosign a checkpoint body at `time`, Unix seconds. For keys of type cosignature."""
        if self.type is not SignatureType.COSIGNATURE:
            raise MalformedError(f"{self.name} isn't a witness key; use sign()")
        signature = self._private.sign(cosigned_message(text, time))
        return SignatureLine(self.name, self.verifier.id, time.to_bytes(8) + signature)


@dataclass(frozen=True)
class SignatureLine:
    """One signature under a note: who, with which key, and the bytes."""

    name: str
    key_id: bytes
    signature: bytes

    @classmethod
    def parse(cls, line: str) -> SignatureLine:
        """Read ``— name base64(id ‖ signature)``."""
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "\u2014" or not _NAME.fullmatch(parts[1]):
            raise MalformedError(f"{line[:60]!r} isn't a signature line; expected '\u2014 name base64'")
        blob = decode_base64(parts[2], f"signature of {parts[1]}")
        if len(blob) < 5:
            raise MalformedError(f"the signature of {parts[1]} is too short")
        return cls(parts[1], blob[:4], blob[4:])

    def __str__(self) -> str:
        return f"\u2014 {self.name} {encode_base64(self.key_id + self.signature)}"


@dataclass(frozen=True)
class Note:
    """A text that ends in a newline, and the signatures under it."""

    text: str
    signatures: tuple[SignatureLine, ...]

    @classmethod
    def parse(cls, data: bytes) -> Note:
        """Read a signed note; nothing in it is trusted until `times_by` has said who signed."""
        if len(data) > MAX_NOTE_BYTES:
            raise MalformedError(f"a note of {len(data)} bytes is longer than {MAX_NOTE_BYTES}")
        try:
            whole = data.decode()
        except UnicodeDecodeError as error:
            raise MalformedError("the note isn't UTF-8") from error
        if re.search(r"[\x00-\x09\x0b-\x1f]", whole):
            raise MalformedError("the note has a control character in it")
        text, blank, rest = whole.rpartition("\n\n")
        if not blank or not rest.endswith("\n"):
            raise MalformedError(
                "the note has no blank line before its signatures, or doesn't end in a newline"
            )
        lines = rest[:-1].split("\n")
        if len(lines) > MAX_SIGNATURES:
            raise MalformedError(f"the note has {len(lines)} signatures; at most {MAX_SIGNATURES} are read")
        return cls(text + "\n", tuple(SignatureLine.parse(line) for line in lines))

    def __bytes__(self) -> bytes:
        return (self.text + "\n" + "".join(f"{line}\n" for line in self.signatures)).encode()

    def signed_with(self, key: VerifierKey) -> bool:
        """True if `key` signed, False if it isn't there; `ProofError` if a signature names it and fails."""
        return bool(self._times(key))

    def cosigned_at(self, key: VerifierKey) -> int | None:
        """The latest time, Unix seconds, in cosignatures of `key`, or None; `ProofError` if one fails."""
        return max((time for time in self._times(key) if time is not None), default=None)

    def _times(self, key: VerifierKey) -> list[int | None]:
        lines = [line for line in self.signatures if (line.name, line.key_id) == (key.name, key.id)]
        return [key.check(self.text, line.signature) for line in lines]

    def with_signatures(self, lines: tuple[SignatureLine, ...]) -> Note:
        """The same note with `lines` added: each signer once, with its last line, in order of first sight."""
        newest = {(line.name, line.key_id): line for line in (*self.signatures, *lines)}
        return Note(self.text, tuple(newest.values()))
