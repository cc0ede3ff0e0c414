"""The register: public facts, one RFC 8785 JSON object an entry, published in fixed windows."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import rfc8785

from scopeofduty.ledger.errors import LedgerError, MalformedError
from scopeofduty.ledger.payload import FIELDS, parse_hash
from scopeofduty.ledger.slot import Cadence, Place, SlotType
from scopeofduty.ledger.terms import Terms
from scopeofduty.ledger.tiles import MAX_ENTRY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def encode_entry(kind: str, at: int, **facts: Any) -> bytes:
    """One register entry; `at` is the window it is published in, Unix seconds."""
    try:
        data = rfc8785.dumps({"kind": kind, "at": at, **facts})
    except rfc8785.CanonicalizationError as error:
        raise MalformedError(f"a {kind} entry can't be written as JSON: {error}") from error
    if len(data) > MAX_ENTRY:
        raise MalformedError(
            f"a {kind} entry of {len(data)} bytes is longer than {MAX_ENTRY}; publish its hash instead"
        )
    return data


def decode_entry(data: bytes) -> dict[str, Any]:
    """Read an entry; it must be canonical, so that one fact has one spelling."""
    try:
        entry = json.loads(data)
        canonical = isinstance(entry, dict) and rfc8785.dumps(entry) == data
    except (ValueError, rfc8785.CanonicalizationError, RecursionError) as error:
        raise MalformedError("that isn't JSON") from error
    if not canonical:
        raise MalformedError("that isn't an RFC 8785 JSON object")
    if not isinstance(entry.get("kind"), str) or not re.fullmatch(r"[a-z][a-z-]{0,31}", entry["kind"]):
        raise MalformedError(f"the kind {entry.get('kind')!r} isn't a lower-case word")
    whole_number(entry, "at")
    return dict(entry)


def attachment_path(data: bytes) -> str | None:
    """Where the file lies that an entry names by its SHA-256, below the ledger's prefix; None without one."""
    if b'"attachment":"' not in data:
        return None
    try:
        named = parse_hash(decode_entry(data).get("attachment"), "attachment")
    except LedgerError:
        return None
    return f"attachment/{named.hex()}"


def whole_number(entry: Mapping[str, Any], name: str) -> int:
    """A number of 0 or more out of an entry."""
    value = entry.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise MalformedError(f"{name} must be a whole number, not {value!r}")
    return value


@dataclass(frozen=True)
class Opened:
    """A slot's type, root and commitment key, made public by the entry at `index`."""

    type: SlotType
    root: bytes
    nonce: bytes
    at: int
    index: int


@dataclass(frozen=True)
class Closed:
    """All of a tick: its seed, and type and root of each slot."""

    seed: bytes
    slots: tuple[tuple[SlotType, bytes], ...]
    at: int


@dataclass(frozen=True)
class Delay:
    """One public delay of one notice."""

    reason: str
    until: int
    renewal: int
    by: tuple[str, ...]
    decision: Place
    """The slot in which the decision was sealed when it was taken."""
    at: int


@dataclass
class Facts:
    """Everything the register says about slots; what it says wrongly stands in `problems`.

    Other kinds (key, amend, incident, attest, ordinance, agreement, vote ...) are carried, not read.
    """

    cadence: Cadence
    terms: list[tuple[int, Terms]] = field(default_factory=list)
    seeds: dict[int, tuple[bytes, int]] = field(default_factory=dict)
    """Tick → hash of its seed, and when that was published."""
    opens: dict[Place, Opened] = field(default_factory=dict)
    closes: dict[int, Closed] = field(default_factory=dict)
    delays: dict[Place, list[Delay]] = field(default_factory=dict)
    struck: dict[Place, set[str]] = field(default_factory=dict)
    times: list[int] = field(default_factory=list)
    """`at` of each entry."""
    problems: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, cadence: Cadence, entries: Iterable[bytes]) -> Facts:
        """Fold the register's entries."""
        facts = cls(cadence)
        facts.extend(entries)
        return facts

    def extended(self, entries: Iterable[bytes]) -> Facts:
        """These facts and the entries that follow them; `self` stays as it is."""
        facts = replace(
            self,
            terms=[*self.terms],
            seeds=dict(self.seeds),
            opens=dict(self.opens),
            closes=dict(self.closes),
            delays={place: [*chain] for place, chain in self.delays.items()},
            struck={place: {*names} for place, names in self.struck.items()},
            times=[*self.times],
            problems=[*self.problems],
        )
        facts.extend(entries)
        return facts

    def extend(self, entries: Iterable[bytes]) -> None:
        """Fold further entries into these facts."""
        for index, data in enumerate(entries, len(self.times)):
            try:
                entry = decode_entry(data)
                self.times.append(entry["at"])
                self._add(index, entry)
            except LedgerError as error:
                self.problems.append(f"register entry {index}: {error}")
                if len(self.times) == index:
                    self.times.append(self.times[-1] if self.times else 0)

    def terms_at(self, time: int) -> Terms:
        """The terms in force at a Unix time: later ones never reach back."""
        if not self.terms:
            raise MalformedError("the register has no policy entry; its first entry must be one")
        return next((terms for at, terms in reversed(self.terms) if at <= time), self.terms[0][1])

    def _add(self, index: int, entry: Mapping[str, Any]) -> None:
        at = entry["at"]
        match entry["kind"]:
            case "policy":
                self.terms.append(
                    (at, Terms.from_facts({k: v for k, v in entry.items() if k not in ("kind", "at")}))
                )
            case "seed":
                first = whole_number(entry, "first")
                for tick, value in enumerate(_list(entry, "hashes"), first):
                    _once(self.seeds, tick, (parse_hash(value, "seed hash"), at), f"the seed of tick {tick}")
            case "open":
                place = self._place(entry)
                opened = Opened(
                    _type(entry.get("type")), _hash(entry, "root"), _hash(entry, "nonce"), at, index
                )
                _once(self.opens, place, opened, f"slot {place[0]}/{place[1]}")
            case "close":
                tick = whole_number(entry, "tick")
                _once(self.closes, tick, self._closed(entry), f"tick {tick}")
            case "delay":
                delay = _delay(entry)
                self.cadence.index(*delay.decision)
                self.delays.setdefault(self._place(entry), []).append(delay)
            case "redact":
                if entry.get("field") not in FIELDS:
                    raise MalformedError(f"a notice has no field {entry.get('field')!r}")
                self.struck.setdefault(self._place(entry), set()).add(entry["field"])

    def _place(self, entry: Mapping[str, Any]) -> Place:
        place = whole_number(entry, "tick"), whole_number(entry, "slot")
        self.cadence.index(*place)
        return place

    def _closed(self, entry: Mapping[str, Any]) -> Closed:
        slots = []
        for item in _list(entry, "slots"):
            if not isinstance(item, list) or len(item) != 2:
                raise MalformedError("each slot of a close entry is a pair of type and root")
            slots.append((_type(item[0]), parse_hash(item[1], "root")))
        if len(slots) != self.cadence.slots:
            raise MalformedError(f"a close entry has {self.cadence.slots} slots, not {len(slots)}")
        return Closed(_hash(entry, "seed"), tuple(slots), entry["at"])


def _list(entry: Mapping[str, Any], name: str) -> list[Any]:
    value = entry.get(name)
    if not isinstance(value, list):
        raise MalformedError(f"{name} must be a list, not {value!r}")
    return value


def _hash(entry: Mapping[str, Any], name: str) -> bytes:
    return parse_hash(entry.get(name), name)


def _type(value: object) -> SlotType:
    if not isinstance(value, int) or isinstance(value, bool) or value not in list(SlotType):
        raise MalformedError(f"{value!r} isn't a slot type; they are 0 to {max(SlotType):d}")
    return SlotType(value)


def _once(known: dict[Any, Any], key: Any, value: Any, what: str) -> None:
    if key in known:
        raise MalformedError(f"{what} was given before; the first stands")
    known[key] = value


def _delay(entry: Mapping[str, Any]) -> Delay:
    by = _list(entry, "by")
    decision = _list(entry, "decision")
    if not all(isinstance(role, str) for role in by) or not isinstance(entry.get("reason"), str):
        raise MalformedError("a delay names its reason, and the roles that decided it")
    if len(decision) != 2 or not all(type(part) is int and part >= 0 for part in decision):
        raise MalformedError(f"a delay's decision is a pair of tick and slot, not {decision!r}")
    until, renewal = whole_number(entry, "until"), whole_number(entry, "renewal")
    return Delay(entry["reason"], until, renewal, tuple(by), (decision[0], decision[1]), entry["at"])


def seed_entry(at: int, first: int, hashes: Sequence[bytes]) -> bytes:
    """Announce the seeds of the ticks from `first` on."""
    return encode_entry("seed", at, first=first, hashes=[value.hex() for value in hashes])


def open_entry(at: int, place: Place, kind: SlotType, root: bytes, nonce: bytes) -> bytes:
    """Open one slot before its tick closes."""
    tick, slot = place
    return encode_entry("open", at, tick=tick, slot=slot, type=int(kind), root=root.hex(), nonce=nonce.hex())


def close_entry(at: int, tick: int, seed: bytes, slots: Sequence[tuple[SlotType, bytes]]) -> bytes:
    """Close a tick: one size, whatever its slots held."""
    pairs = [[int(kind), root.hex()] for kind, root in slots]
    return encode_entry("close", at, tick=tick, seed=seed.hex(), slots=pairs)


def delay_entry(at: int, place: Place, delay: Delay) -> bytes:
    """Declare, or renew, the delay of one notice."""
    tick, slot = place
    return encode_entry(
        "delay",
        at,
        tick=tick,
        slot=slot,
        reason=delay.reason,
        until=delay.until,
        renewal=delay.renewal,
        by=list(delay.by),
        decision=list(delay.decision),
    )
