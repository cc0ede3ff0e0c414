"""A case read with its receipt, by a server that its reporter lets see it: pages without JavaScript.

`js/sealing` and `report_case.mjs` do the same in the browser, which is the better way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scopeofduty.sealing.epoch import Epoch, open_wraps
from scopeofduty.sealing.errors import EnvelopeError, RosterError, SealingError
from scopeofduty.sealing.message import Chain, Signed, open_message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scopeofduty.city.reports.mailbox import StoredCase, StoredEpoch, StoredMessage
    from scopeofduty.sealing.receipt import Receipt
    from scopeofduty.sealing.roster import Roster


@dataclass(frozen=True)
class Entry:
    """One message of a case, and who wrote it."""

    body: dict[str, Any]
    from_reporter: bool
    by: str
    """Name and role of the recipient who wrote it; empty for the reporter."""


@dataclass(frozen=True)
class OpenCase:
    """A case as its receipt opens it."""

    receipt: Receipt
    epoch: Epoch
    chain: Chain
    entries: tuple[Entry, ...]
    identities: tuple[str, ...]
    """The age identities of its epochs, the newest first: attachments open with one of them."""
    place: int
    """Where the next message goes."""
    broken: str = ""
    """Why reading stopped, if a message doesn't hold."""


def open_case(stored: StoredCase, receipt: Receipt, rosters: Sequence[Roster]) -> OpenCase:
    """Open every epoch and read every message in order; decoy messages are passed by.

    Raises:
        SealingError: the epochs aren't what the reporter and the readers signed.
    """
    epochs = _epochs(stored, receipt, rosters)
    by_digest = {roster.digest: roster for roster in rosters}
    chain, entries, broken = Chain(stored.id), [], ""
    for message in stored.messages:
        signed = _opened(message, epochs)
        if signed is None:
            continue
        epoch = epochs[message.epoch]
        roster = by_digest[epoch.roster]
        try:
            chain = chain.follow(signed, epoch=epoch.number, senders=epoch.senders(roster))
        except SealingError as error:
            broken = str(error)
            break
        entries.append(_entry(signed, epoch, roster))
    newest_first = [epochs[number] for number in sorted(epochs, reverse=True)]
    identities = tuple(epoch.identity for epoch in newest_first)
    return OpenCase(receipt, newest_first[0], chain, tuple(entries), identities, len(stored.messages), broken)


def _epochs(stored: StoredCase, receipt: Receipt, rosters: Sequence[Roster]) -> dict[int, Epoch]:
    found: dict[int, Epoch] = {}
    senders: Iterable[bytes] = ()
    for each in stored.epochs:
        epoch, roster = _epoch(each, receipt, rosters, senders)
        found[each.number] = epoch
        senders = epoch.senders(roster)
    return found


def _epoch(
    stored: StoredEpoch, receipt: Receipt, rosters: Sequence[Roster], senders: Iterable[bytes]
) -> tuple[Epoch, Roster]:
    """Open an epoch with the edition of the roster that it was made with."""
    asked = {"case": receipt.case, "number": stored.number, "senders": frozenset(senders)}
    for roster in rosters:
        try:
            opened = open_wraps(stored.wraps, receipt.identity, roster=roster, **asked)
        except RosterError:
            continue
        return opened, roster
    message = "this case was made with a roster that was never in force here"
    raise RosterError(message)


def _opened(message: StoredMessage, epochs: dict[int, Epoch]) -> Signed | None:
    epoch = epochs.get(message.epoch)
    if epoch is None:
        return None
    try:
        return open_message(message.data, epoch.identity)
    except EnvelopeError:
        return None


def _entry(signed: Signed, epoch: Epoch, roster: Roster) -> Entry:
    body = dict(signed.message.body)
    if signed.message.sender == epoch.reporter_key:
        return Entry(body, from_reporter=True, by="")
    member = next(one for one in roster.members if one.signing_key == signed.message.sender)
    return Entry(body, from_reporter=False, by=f"{member.person}, {member.role}")
