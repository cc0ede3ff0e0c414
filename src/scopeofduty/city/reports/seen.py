"""Sealing on the server, inside one request: a report by the plain form, from home, by phone or on paper.

The server sees the text and computes who is excluded; page and ciphertext both say so. It keeps none of it:
the receipt comes out of a number that the form carries, so the same form sent twice is the same report.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from scopeofduty.city.reports import bodies, files, intake, mailbox
from scopeofduty.city.reports.reading import OpenCase, open_case
from scopeofduty.sealing.attachment import Attachment
from scopeofduty.sealing.envelope import KeyPair, new_key_pair
from scopeofduty.sealing.epoch import Epoch, wrap_epoch
from scopeofduty.sealing.exclusion import custodians, panel
from scopeofduty.sealing.identity_box import Identity, seal_identity_box
from scopeofduty.sealing.message import Chain, Signed, seal_message, sign
from scopeofduty.sealing.protected_activity import commit
from scopeofduty.sealing.receipt import Receipt

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from scopeofduty.city.reports.upload import Received
    from scopeofduty.sealing.roster import Roster


def receipt_of(once: str) -> Receipt:
    """Return the receipt of a form: 128 bits that were drawn when the form was shown, and kept nowhere."""
    return Receipt(sha256(b"scopeofduty/plain-form/v1\0" + bytes.fromhex(once)).digest()[:16])


@dataclass(frozen=True)
class Told:
    """What somebody told by a form."""

    once: str = field(repr=False)
    """32 hexadecimal digits out of the form."""
    body: dict[str, Any] = field(repr=False)
    named: tuple[str, ...] = ()
    identity: Identity | None = None
    for_custodians: bool = False
    for_clock: bool = True


@dataclass(frozen=True)
class Done:
    """What became of it."""

    receipt: Receipt
    again: bool = False
    """The same form was sent before."""
    changed: bool = False
    """... and said something else then; what came now was not added."""


def describe(received: Sequence[Received]) -> dict[str, Any]:
    """Return the members of a body that name its attachments, with a new id for each age file."""
    return {
        "attachments": [
            Attachment(one.name, one.content_type, one.size, one.sha256).to_json() for one in received
        ],
        "files": [secrets.token_hex(16) for _one in received],
    }


def report(
    told: Told, received: Sequence[Received], keys: KeyPair, rosters: Sequence[Roster], day: date
) -> Done:
    """Seal a report and store it.

    Args:
        told: what the form told.
        received: its attachments.
        keys: those that the attachments were sealed for.
        rosters: every edition; the first is in force.
        day: the city's day.

    Raises:
        NobodyLeftError: everybody who could read it is excluded, or too few custodians are left.
        SealingError: the names don't stand in the roster, or the identity is too long.
    """
    receipt, roster = receipt_of(told.once), rosters[0]
    body = told.body | describe(received) | {"once": _mark(told.once)}
    readers = panel(roster, told.named).ids
    epoch = Epoch(
        receipt.case,
        0,
        keys.identity,
        receipt.recipient,
        receipt.signer.public,
        told.named,
        readers,
        roster.digest,
    )
    first = _signed(receipt, Chain(receipt.case), epoch, body)
    case = mailbox.NewCase(
        receipt.case,
        receipt.stored.lookup_hash,
        receipt.stored.auth_hash,
        day,
        wrap_epoch(epoch, roster, receipt.signer, os.urandom),
        seal_message(first, epoch.recipient),
        _identity_box(told, receipt, roster),
    )
    commitment = commit(receipt, 0, first.to_bytes(), told.identity, os.urandom) if told.for_clock else None
    if intake.store(case, dict(zip(body["files"], received, strict=True)), commitment):
        return Done(receipt)
    before = open_case(mailbox.case(receipt.case), receipt, rosters).entries[0].body
    return Done(receipt, again=True, changed=_without_ids(before) != _without_ids(body))


def _mark(once: str) -> str:
    """Return a mark of the form that says nothing of the receipt."""
    return sha256(b"scopeofduty/form-mark/v1\0" + bytes.fromhex(once)).hexdigest()[:32]


def _without_ids(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name != "files"}


def _signed(receipt: Receipt, chain: Chain, epoch: Epoch, body: dict[str, Any]) -> Signed:
    signer = receipt.signer
    return sign(chain.next_message(signer.public, epoch.number, body, server_saw=True), signer)


def _identity_box(told: Told, receipt: Receipt, roster: Roster) -> bytes:
    """Return the box for two custodians; without a name, one for keys that are thrown away."""
    if told.identity is None or not told.for_custodians:
        return seal_identity_box(b"", new_key_pair().recipient, new_key_pair().recipient)
    body = {"kind": bodies.IDENTITY, "identity": told.identity.to_json()}
    signer = receipt.signer
    signed = sign(Chain(receipt.case).next_message(signer.public, 0, body, server_saw=True), signer)
    first, second = (str(one.recipient) for one in custodians(roster, told.named))
    return seal_identity_box(signed.to_bytes(), first, second)


def message(
    opened: OpenCase, once: str, body: dict[str, Any], received: Sequence[Received], day: date
) -> bool:
    """Add a message of the reporter; return False if this form's message is there already.

    `received` are sealed for the case's newest epoch.

    Raises:
        mailbox.BehindError: somebody wrote at the same moment; open the case again.
    """
    mark, receipt = _mark(once), opened.receipt
    if any(entry.from_reporter and entry.body.get("once") == mark for entry in opened.entries):
        for one in received:
            one.discard()
        return False
    whole = body | describe(received) | {"once": mark}
    signed = _signed(receipt, opened.chain, opened.epoch, whole)
    placed = intake.place_files(dict(zip(whole["files"], received, strict=True)), day)
    try:
        sealed = seal_message(signed, opened.epoch.recipient)
        mailbox.append(receipt.case, opened.place, opened.epoch.number, sealed, day, files_in_place=placed)
    except mailbox.BehindError:
        files.remove([id_ for id_, _size in placed])
        raise
    return True
