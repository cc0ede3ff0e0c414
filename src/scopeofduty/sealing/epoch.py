"""Epochs: who can read a case for now. Its key is wrapped for each reader; a leaver gets no next one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scopeofduty.sealing.canonical import HASH_SIZE, canonical, exactly, parse_hex, read_object, take
from scopeofduty.sealing.envelope import check_recipient, new_key_pair, recipient_of, seal, unseal
from scopeofduty.sealing.errors import EnvelopeError, MalformedError, RosterError, SignatureError
from scopeofduty.sealing.exclusion import check_readers
from scopeofduty.sealing.padding import text_size
from scopeofduty.sealing.receipt import case_of
from scopeofduty.sealing.shuffle import filled
from scopeofduty.sealing.signing import KEY_SIZE, SIGNATURE_SIZE, Signer, check_signature

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from scopeofduty.sealing.roster import Roster

_MEMBERS = frozenset(
    {"v", "case", "epoch", "recipient", "reporter", "reporter_key", "named", "readers", "roster", "sender"}
)


@dataclass(frozen=True)
class Epoch:
    """The key of one epoch, and who has it."""

    case: str
    number: int
    """From 0."""
    identity: str = field(repr=False)
    """The epoch's age identity: whoever has it reads this epoch's messages."""
    reporter: str
    """The reporter's age recipient."""
    reporter_key: bytes
    """The reporter's Ed25519 public key; the case's id is a hash of it."""
    named: tuple[str, ...]
    """Roster ids of the people whom the report names."""
    readers: tuple[str, ...]
    """Roster ids of those who can read."""
    roster: bytes
    """Digest of the roster that both come from."""

    @property
    def recipient(self) -> str:
        """Messages and files of this epoch are encrypted for this age recipient."""
        return recipient_of(self.identity)

    def senders(self, roster: Roster) -> frozenset[bytes]:
        """Keys that may sign messages in this epoch, and begin the next: the reporter's and its readers'."""
        keys = (roster.member(id_).signing_key for id_ in self.readers)
        return frozenset({self.reporter_key, *(key for key in keys if key is not None)})

    def _announcement(self, sender: bytes) -> dict[str, Any]:
        return {
            "v": 1,
            "case": self.case,
            "epoch": self.number,
            "recipient": self.recipient,
            "reporter": self.reporter,
            "reporter_key": self.reporter_key.hex(),
            "named": list(self.named),
            "readers": list(self.readers),
            "roster": self.roster.hex(),
            "sender": sender.hex(),
        }


def wrap_count(roster: Roster) -> int:
    """How many wraps every epoch has: one for each member, whatever they may read, and the reporter's."""
    return len(roster.members) + 1


def wrap_size(roster: Roster) -> int:
    """Bytes of a wrap's plaintext, the same for all: room for every member named and reading."""
    return text_size(1024 + 2 * 43 * len(roster.members))


def wrap_epoch(
    epoch: Epoch, roster: Roster, signer: Signer, random: Callable[[int], bytes]
) -> tuple[bytes, ...]:
    """Wrap an epoch's key for its readers and its reporter, among decoys, shuffled.

    `signer` is the reporter, or (from epoch 1) a reader of the epoch before.
    Raises `ExcludedReaderError` rather than wrap for someone whom the rule excludes.
    """
    if epoch.roster != roster.digest:
        raise RosterError("the epoch was made for another edition of the roster")
    check_readers(roster, epoch.named, epoch.readers)
    announcement = epoch._announcement(signer.public)  # noqa: SLF001 (this module's own)
    signature = signer.sign("epoch", canonical(announcement))
    plain = canonical(
        {"announcement": announcement, "identity": epoch.identity, "signature": signature.hex()}
    )
    size = wrap_size(roster)
    padded = plain.ljust(size)
    keys = [epoch.reporter, *(roster.member(id_).recipient or "" for id_ in epoch.readers)]
    real = [seal(padded, key) for key in keys]
    return filled(real, wrap_count(roster), lambda: decoy(size), random)


def decoy(size: int) -> bytes:
    """An age file of `size` bytes of plaintext that nobody can open: its key is thrown away."""
    return seal(bytes(size), new_key_pair().recipient)


def open_wraps(
    wraps: Sequence[bytes],
    identity: str,
    *,
    case: str,
    number: int,
    roster: Roster,
    senders: Collection[bytes] = (),
) -> Epoch:
    """Find and open one's own wrap of an epoch.

    `senders`: `Epoch.senders` of the epoch before; epoch 0 is begun by the reporter alone.
    Raises `EnvelopeError` if none is for `identity`, `SignatureError` if someone else made the epoch
    (a server that would read along), `ExcludedReaderError` if someone excluded can read it.
    """
    plain = _own(wraps, identity)
    epoch, sender = _read(plain)
    if (epoch.case, epoch.number) != (case, number):
        raise SignatureError(f"this wrap is of another case or epoch than {case}, {number}")
    if case_of(epoch.reporter_key) != case:
        raise SignatureError("the case's id doesn't belong to this reporter")
    if sender not in (senders if number else {epoch.reporter_key}):
        raise SignatureError(f"epoch {number} was begun by someone who may not; don't write in it")
    if epoch.roster != roster.digest:
        raise RosterError("this epoch was made with another edition of the roster; read it with that one")
    check_readers(roster, epoch.named, epoch.readers)
    return epoch


def _own(wraps: Sequence[bytes], identity: str) -> bytes:
    for wrap in wraps:
        try:
            return unseal(wrap, identity)
        except EnvelopeError:
            continue
    raise EnvelopeError(f"none of these {len(wraps)} wraps is for this key")


def _read(plain: bytes) -> tuple[Epoch, bytes]:
    what = "the wrap"
    outer = read_object(plain, what)
    exactly(outer, frozenset({"announcement", "identity", "signature"}), what)
    said = take(outer, "announcement", dict, what)
    exactly(said, _MEMBERS, what)
    if take(said, "v", int, what) != 1:
        raise MalformedError("this wrap is written in a newer form than this version reads")
    sender = parse_hex(said["sender"], KEY_SIZE, "the sender")
    check_signature(
        sender, parse_hex(outer["signature"], SIGNATURE_SIZE, "the signature"), "epoch", canonical(said)
    )
    epoch = Epoch(
        take(said, "case", str, what),
        take(said, "epoch", int, what),
        take(outer, "identity", str, what),
        check_recipient(take(said, "reporter", str, what)),
        parse_hex(said["reporter_key"], KEY_SIZE, "the reporter's key"),
        _ids(said, "named"),
        _ids(said, "readers"),
        parse_hex(said["roster"], HASH_SIZE, "the roster's digest"),
    )
    if epoch.recipient != said["recipient"]:
        raise SignatureError("the key in this wrap isn't the one that was signed")
    return epoch, sender


def _ids(said: dict[str, Any], name: str) -> tuple[str, ...]:
    found = take(said, name, list, "the wrap")
    if not all(isinstance(one, str) for one in found):
        raise MalformedError(f"the wrap: {name} must hold ids of the roster")
    return tuple(found)
