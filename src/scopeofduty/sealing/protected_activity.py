"""The retaliation clock: a commitment to having reported, made public on the day, opened when it is needed.

It hides who and what until its maker opens it, and can be opened in one way only.
It needs nothing but the receipt and the public log, so it works after the case was purged.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from scopeofduty.sealing.canonical import HASH_SIZE, canonical, combine, read_object
from scopeofduty.sealing.day_batch import BOX_SIZE, Commitment, DayBatch
from scopeofduty.sealing.errors import ClockError, MalformedError
from scopeofduty.sealing.identity_box import Identity
from scopeofduty.sealing.opening import Opening, leaf_of
from scopeofduty.sealing.signing import Signer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scopeofduty.sealing.receipt import Receipt

NONCE_SIZE = 12
PLAIN_SIZE = BOX_SIZE - NONCE_SIZE - 16
_HEAD = 4 + HASH_SIZE + 2
MAX_IDENTITY = PLAIN_SIZE - _HEAD
"""Bytes of an identity that a box has room for."""


@dataclass(frozen=True)
class Activity:
    """One protected activity of a receipt's holder."""

    number: int
    """From 0: the report; then each further one (a statement, an answer)."""
    content: bytes
    """The commitment `b` to what was reported."""
    identity: Identity | None
    """As typed; None if the reporter gave no name."""


def content_randomiser(receipt: Receipt, number: int) -> bytes:
    """What opens the content of an activity, apart from who did it. Shown only if the reporter wants that."""
    return receipt.derive_for("pa-content", number)


def content_commitment(randomiser: bytes, report: bytes) -> bytes:
    """`b`: the commitment to the bytes of a report."""
    return combine("content", randomiser, hashlib.sha256(report).digest())


def _signer(receipt: Receipt, number: int) -> Signer:
    return Signer(receipt.derive_for("pa-key", number))


def commit(
    receipt: Receipt, number: int, report: bytes, identity: Identity | None, random: Callable[[int], bytes]
) -> Commitment:
    """Commit to an activity: a leaf, and a box that only this receipt opens.

    Neither the identity nor anything it could be guessed from leaves the reporter's device.
    """
    content = content_commitment(content_randomiser(receipt, number), report)
    leaf = leaf_of(receipt.derive_for("pa-id", number), identity, content, _signer(receipt, number).public)
    typed = identity.to_bytes() if identity else b""
    if len(typed) > MAX_IDENTITY:
        raise MalformedError(
            f"the identity takes {len(typed)} bytes; there is room for {MAX_IDENTITY}: shorten it"
        )
    plain = number.to_bytes(4, "big") + content + len(typed).to_bytes(2, "big") + typed
    nonce = random(NONCE_SIZE)
    cipher = ChaCha20Poly1305(receipt.derive("pa-box"))
    return Commitment(leaf, nonce + cipher.encrypt(nonce, plain.ljust(PLAIN_SIZE, b"\0"), leaf))


def _open_box(cipher: ChaCha20Poly1305, entry: Commitment) -> Activity | None:
    try:
        plain = cipher.decrypt(entry.box[:NONCE_SIZE], entry.box[NONCE_SIZE:], entry.leaf)
    except InvalidTag:
        return None
    size = int.from_bytes(plain[_HEAD - 2 : _HEAD], "big")
    typed = plain[_HEAD : _HEAD + size]
    identity = Identity.from_json(read_object(typed, "the identity in the box")) if typed else None
    return Activity(int.from_bytes(plain[:4], "big"), plain[4 : 4 + HASH_SIZE], identity)


@dataclass(frozen=True)
class Found:
    """An activity and where it stands in public."""

    activity: Activity
    batch: DayBatch
    index: int


def find(receipt: Receipt, batches: Iterable[DayBatch]) -> tuple[Found, ...]:
    """All of a receipt's activities in these batches, by trying every box."""
    cipher = ChaCha20Poly1305(receipt.derive("pa-box"))
    return tuple(
        Found(activity, batch, index)
        for batch in batches
        for index, entry in enumerate(batch.entries)
        if (activity := _open_box(cipher, entry)) is not None
    )


def open_for(receipt: Receipt, found: Found, to: str) -> Opening:
    """Open an activity for one verifier, named in `to` (a court, a lawyer, a monitor).

    They learn the person and the day, not the content.
    """
    activity, signer = found.activity, _signer(receipt, found.activity.number)
    randomiser = receipt.derive_for("pa-id", activity.number)
    if (
        leaf_of(randomiser, activity.identity, activity.content, signer.public)
        != found.batch.entries[found.index].leaf
    ):
        raise ClockError(
            "the box of this activity doesn't belong to its leaf; nobody but its maker could do that"
        )
    opening = Opening(
        activity.identity,
        randomiser,
        activity.content,
        signer.public,
        found.batch.day,
        found.index,
        found.batch.path(found.index),
        to,
    )
    return opening.signed(signer.sign("opening", canonical(opening.to_json())))
