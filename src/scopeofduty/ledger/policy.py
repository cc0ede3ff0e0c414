"""Whom a reader trusts: logs, witnesses and a quorum (C2SP tlog-policy)."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scopeofduty.ledger.checkpoint import Checkpoint, check_empty, parse_decimal
from scopeofduty.ledger.errors import MalformedError, ProofError
from scopeofduty.ledger.note import Note, SignatureType, VerifierKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NO_QUORUM = "none"


@dataclass(frozen=True)
class Party:
    """A log or a witness: its key, and its address if the policy gives one."""

    key: VerifierKey
    url: str = ""


@dataclass(frozen=True)
class Group:
    """Witnesses, or groups of them, of which `threshold` must have cosigned."""

    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True)
class Witnessed:
    """A checkpoint whose log signature holds, with the known witnesses that cosigned it."""

    note: Note
    checkpoint: Checkpoint
    times: Mapping[str, int]
    """Name of the witness in the policy → time of its cosignature, Unix seconds."""
    quorum: bool
    """Whether those witnesses are enough for the policy."""

    @property
    def time(self) -> int | None:
        """The witnesses' median time, Unix seconds (the lower of two middles); None without witnesses."""
        return statistics.median_low(self.times.values()) if self.times else None


@dataclass
class Policy:
    """A parsed policy; build it with `parse`."""

    logs: dict[str, list[Party]] = field(default_factory=dict)
    """Origin → the keys that may sign for it."""
    witnesses: dict[str, Party] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    quorum: str = ""

    @classmethod
    def parse(cls, data: bytes) -> Policy:
        """Read a policy file; an error names the line.

        The file is octets: names, addresses and comments that aren't UTF-8 are taken as they are. Such an
        octet stands in a name here as a surrogate (PEP 383), so that two names are equal if their octets are.
        """
        policy, grouped = cls(), set[str]()
        for number, line in enumerate(data.decode(errors="surrogateescape").split("\n"), 1):
            if any((ord(sign) < 0x20 and sign != "\t") or ord(sign) == 0x7F for sign in line):
                raise MalformedError(f"policy line {number} has a control character in it")
            words = [word for word in line.replace("\t", " ").split(" ") if word]
            if not words or words[0].startswith("#"):
                continue
            try:
                policy._read(words, grouped)
            except MalformedError as error:
                raise MalformedError(readable(f"policy line {number}: {error}")) from error
        if not policy.quorum:
            raise MalformedError("the policy has no quorum line; write 'quorum none' to ask for no witness")
        return policy

    def _read(self, words: list[str], grouped: set[str]) -> None:
        match words:
            case ["log", vkey, *url] if len(url) < 2:
                known = [party for parties in self.logs.values() for party in parties]
                party = _party(vkey, url, SignatureType.ED25519, known)
                self.logs.setdefault(party.key.name, []).append(party)
            case ["witness", name, vkey, *url] if len(url) < 2:
                self._new_name(name)
                party = _party(vkey, url, SignatureType.COSIGNATURE, self.witnesses.values())
                self.witnesses[name] = party
            case ["group", name, threshold, *members] if members:
                self._new_name(name)
                for member in members:
                    if member not in self.witnesses and member not in self.groups:
                        raise MalformedError(f"{member} isn't defined above")
                    if member in grouped:
                        raise MalformedError(f"{member} is already in a group")
                    grouped.add(member)
                self.groups[name] = Group(_threshold(threshold, len(members)), tuple(members))
            case ["quorum", name]:
                if self.quorum:
                    raise MalformedError("there is a quorum line above already")
                if name != NO_QUORUM and name not in self.witnesses and name not in self.groups:
                    raise MalformedError(f"{name} isn't defined above")
                self.quorum = name
            case _:
                raise MalformedError(
                    f"{words[0]!r} with {len(words) - 1} words; expected log, witness, group or quorum"
                )

    def _new_name(self, name: str) -> None:
        if name == NO_QUORUM or name in self.witnesses or name in self.groups:
            raise MalformedError(f"the name {name} is taken")

    def open(self, data: bytes, origin: str | None = None) -> Witnessed:
        """Read a checkpoint and say who signed it.

        Raises `ProofError` when no listed log of that origin signed it, or a known signature fails, or
        `origin` is given and isn't the checkpoint's. A missing quorum is reported, not raised.
        """
        note = Note.parse(data)
        checkpoint = Checkpoint.parse(note.text)
        check_empty(checkpoint.head)
        if origin is not None and checkpoint.origin != origin:
            raise ProofError(f"that checkpoint is of {checkpoint.origin}, not of {origin}")
        if checkpoint.origin not in self.logs:
            known = ", ".join(self.logs) or "none"
            raise ProofError(f"the policy lists no log {checkpoint.origin} (it lists: {known})")
        if not [log for log in self.logs[checkpoint.origin] if note.signed_with(log.key)]:
            raise ProofError(f"the checkpoint carries no signature by a listed key of {checkpoint.origin}")
        found = {name: note.cosigned_at(witness.key) for name, witness in self.witnesses.items()}
        times = {name: time for name, time in found.items() if time is not None}
        told = {readable(name): time for name, time in times.items()}
        return Witnessed(note, checkpoint, told, self._enough(times))

    def _enough(self, cosigned: Iterable[str]) -> bool:
        """Whether these witnesses are enough. A group names only what stands above it: one pass does."""
        met = {NO_QUORUM, *cosigned}
        for name, group in self.groups.items():
            if sum(member in met for member in group.members) >= group.threshold:
                met.add(name)
        return self.quorum in met


def readable(text: str) -> str:
    r"""A text of a policy for people: an octet that isn't UTF-8 is written out, such as ``\xff``."""
    return text.encode(errors="surrogateescape").decode(errors="backslashreplace")


def _party(vkey: str, url: list[str], kind: SignatureType, known: Iterable[Party]) -> Party:
    key = VerifierKey.parse(vkey)
    if key.type is not kind:
        raise MalformedError(f"the key {key.name} is of type {key.type:d}; expected {kind:d} here")
    if key.public in {party.key.public for party in known}:
        raise MalformedError(f"the key {key.name} is listed twice")
    return Party(key, *url)


def _threshold(text: str, members: int) -> int:
    threshold = {"any": 1, "all": members}.get(text) or parse_decimal(text, "threshold")
    if not 1 <= threshold <= members:
        raise MalformedError(f"a group of {members} can't ask for {threshold}")
    return threshold
