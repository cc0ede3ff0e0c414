"""The roster: who may read reports, who stands above and beside whom, signed by two and pinned in public."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from scopeofduty.sealing.canonical import canonical, exactly, parse_hex, read_object, take
from scopeofduty.sealing.envelope import check_recipient
from scopeofduty.sealing.errors import MalformedError, RosterError, SignatureError
from scopeofduty.sealing.signing import KEY_SIZE, SIGNATURE_SIZE, Signer, check_signature

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

SIGNATURES = 2
MAX_MEMBERS = 256
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class Duty(StrEnum):
    """What someone in the roster does with reports."""

    NONE = "none"
    """Stands in a chain of command and reads nothing."""
    RECIPIENT = "recipient"
    OUTSIDE = "outside"
    """Reads when the rule excludes every recipient."""
    CUSTODIAN = "custodian"
    """Holds one of the two keys of the identity box, and reads no report."""


@dataclass(frozen=True)
class Member:
    """A person in the roster."""

    id: str
    person: str
    role: str
    duty: Duty = Duty.NONE
    reports_to: str | None = None
    """Id of whoever is next above in the chain of command."""
    beside: tuple[str, ...] = ()
    """Ids of those who are excluded with this person, as the ordinance says (a deputy, a relative)."""
    recipient: str | None = None
    """age1..., for everyone who has a duty."""
    signing_key: bytes | None = None
    """Ed25519 public key, likewise."""

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise RosterError(f"{self.id!r} is no id: lower-case letters, digits and hyphens, at most 40")
        holds = self.recipient is not None and self.signing_key is not None
        if holds != (self.duty is not Duty.NONE):
            raise RosterError(f"{self.id}: whoever has a duty has both keys, and whoever has none has no key")
        if self.recipient is not None:
            check_recipient(self.recipient)
        if self.signing_key is not None and len(self.signing_key) != KEY_SIZE:
            raise RosterError(f"{self.id}: a signing key has {KEY_SIZE} bytes, not {len(self.signing_key)}")

    def to_json(self) -> dict[str, Any]:
        """As it stands in the roster's JSON."""
        return {
            "id": self.id,
            "person": self.person,
            "role": self.role,
            "duty": self.duty.value,
            "reports_to": self.reports_to or "",
            "beside": list(self.beside),
            "recipient": self.recipient or "",
            "signing_key": (self.signing_key or b"").hex(),
        }


@dataclass(frozen=True)
class Roster:
    """A city's roster; `number` rises with each edition."""

    city: str
    number: int
    members: tuple[Member, ...]

    def __post_init__(self) -> None:
        known = {member.id for member in self.members}
        if len(known) != len(self.members) or not 1 <= len(known) <= MAX_MEMBERS:
            raise RosterError(f"a roster has 1 to {MAX_MEMBERS} members, each with an id of their own")
        keys = [key for one in self.members for key in (one.recipient, one.signing_key) if key is not None]
        if len(set(keys)) != len(keys):
            raise RosterError("two members of the roster have the same key")
        for member in self.members:
            for other in (*member.beside, *((member.reports_to,) if member.reports_to else ())):
                if other not in known:
                    raise RosterError(f"{member.id} names {other}, who isn't in the roster")
            self.above(member.id)

    @cached_property
    def _by_id(self) -> dict[str, Member]:
        return {member.id: member for member in self.members}

    def member(self, id_: str) -> Member:
        """The member with this id. Raises `RosterError` if there is none."""
        if id_ not in self._by_id:
            raise RosterError(f"{id_!r} isn't in roster {self.number} of {self.city}")
        return self._by_id[id_]

    def above(self, id_: str) -> tuple[str, ...]:
        """Ids of the whole chain of command above someone, nearest first."""
        chain: list[str] = []
        at = self.member(id_).reports_to
        while at is not None:
            if at in chain or at == id_:
                raise RosterError(f"the chain of command above {id_} comes back to {at}")
            chain.append(at)
            at = self.member(at).reports_to
        return tuple(chain)

    def having(self, duty: Duty) -> tuple[Member, ...]:
        """Everyone with this duty, in the roster's order."""
        return tuple(member for member in self.members if member.duty is duty)

    def to_bytes(self) -> bytes:
        """Canonical JSON: what is signed and pinned."""
        members = [member.to_json() for member in self.members]
        return canonical({"city": self.city, "number": self.number, "members": members, "v": 1})

    @property
    def digest(self) -> bytes:
        """SHA-256 of `to_bytes`: the public register holds it, so that a substituted roster shows."""
        return hashlib.sha256(self.to_bytes()).digest()


_MEMBER = frozenset({"id", "person", "role", "duty", "reports_to", "beside", "recipient", "signing_key"})


def _member(value: Mapping[str, Any]) -> Member:
    exactly(value, _MEMBER, "a member of the roster")
    beside = take(value, "beside", list, "a member of the roster")
    if not all(isinstance(other, str) for other in beside):
        raise MalformedError("a member of the roster: beside must hold ids")
    word = {name: take(value, name, str, "a member of the roster") for name in _MEMBER - {"beside"}}
    if word["duty"] not in set(Duty):
        raise MalformedError(f"{word['duty']!r} is no duty; there are {', '.join(Duty)}")
    key = word["signing_key"]
    return Member(
        word["id"],
        word["person"],
        word["role"],
        Duty(word["duty"]),
        word["reports_to"] or None,
        tuple(beside),
        word["recipient"] or None,
        parse_hex(key, KEY_SIZE, "a signing key") if key else None,
    )


def sign_roster(roster: Roster, signer: Signer) -> tuple[bytes, bytes]:
    """One keeper's signature: their public key and 64 bytes."""
    return signer.public, signer.sign("roster", roster.to_bytes())


def publish_roster(roster: Roster, signatures: Iterable[tuple[bytes, bytes]]) -> bytes:
    """The signed file: the roster and its signatures, as canonical JSON."""
    signed = [{"key": key.hex(), "signature": one.hex()} for key, one in signatures]
    return canonical({"roster": roster.to_bytes().decode(), "signatures": signed})


def read_roster(data: bytes, *, keepers: Collection[bytes], pinned: bytes) -> Roster:
    """Read a signed roster.

    Raises `RosterError` unless two of `keepers` (Ed25519 public keys) signed it, and its digest is the
    `pinned` one out of the public register.
    """
    file = read_object(data, "the signed roster")
    exactly(file, frozenset({"roster", "signatures"}), "the signed roster")
    text = take(file, "roster", str, "the signed roster").encode()
    if hashlib.sha256(text).digest() != pinned:
        raise RosterError("this isn't the roster whose digest is pinned in the public register; don't use it")
    signers = _signers(take(file, "signatures", list, "the signed roster"), text, keepers)
    if len(signers) < SIGNATURES:
        raise RosterError(
            f"the roster needs the signatures of {SIGNATURES} of its keepers; {len(signers)} hold"
        )
    body = read_object(text, "the roster")
    exactly(body, frozenset({"city", "number", "members", "v"}), "the roster")
    if take(body, "v", int, "the roster") != 1:
        raise MalformedError("this roster is written in a newer form than this version reads")
    members = take(body, "members", list, "the roster")
    if not all(isinstance(one, dict) for one in members):
        raise MalformedError("the roster: members must be objects")
    city, number = take(body, "city", str, "the roster"), take(body, "number", int, "the roster")
    return Roster(city, number, tuple(_member(one) for one in members))


def _signers(signatures: list[Any], text: bytes, keepers: Collection[bytes]) -> set[bytes]:
    found = set()
    for one in signatures:
        if not isinstance(one, dict):
            raise MalformedError("the signed roster: each signature is an object")
        key = parse_hex(one.get("key"), KEY_SIZE, "a keeper's key")
        signature = parse_hex(one.get("signature"), SIGNATURE_SIZE, "a keeper's signature")
        try:
            check_signature(key, signature, "roster", text)
        except SignatureError:
            continue
        if key in keepers:
            found.add(key)
    return found
