"""What a reader finds each slot to be: the verdicts behind the public page, `duty audit` and the tests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from scopeofduty.ledger.errors import LedgerError, MalformedError, ProofError
from scopeofduty.ledger.payload import Payload, check_root
from scopeofduty.ledger.register import Delay, Facts, Opened
from scopeofduty.ledger.seeds import seed_hash, slot_filler, slot_nonce
from scopeofduty.ledger.slot import Place, SlotType, commitment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scopeofduty.ledger.terms import Terms


class State(StrEnum):
    """The six states of a slot."""

    SEALED = "SEALED"
    NOTICE = "NOTICE"
    EMPTY = "EMPTY"
    DELAYED = "DELAYED"
    OVERDUE = "OVERDUE"
    INVALID = "INVALID"


@dataclass(frozen=True)
class Verdict:
    """One slot's state, and why."""

    place: Place
    state: State
    detail: str = ""
    type: SlotType | None = None
    payload: Payload | None = None
    delay: Delay | None = None
    late: int = 0
    """For a notice: by how many seconds it missed its deadline; 0 when it came in time."""


def notice_path(place: Place) -> str:
    """Where a notice's text lies below the ledger's prefix."""
    return f"notice/{place[0]}/{place[1]}.json"


def notice_file(place: Place, payload: Payload) -> bytes:
    """A notice's text, as published beside the logs; it is rewritten when a field is struck."""
    return json.dumps({"tick": place[0], "slot": place[1], **payload.facts()}, indent=1).encode() + b"\n"


def parse_notice(data: bytes) -> Payload:
    """Read a notice's text."""
    try:
        facts = json.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise MalformedError("the notice's text isn't JSON in UTF-8") from error
    if not isinstance(facts, dict):
        raise MalformedError("the notice's text isn't a JSON object")
    return Payload.from_facts(facts)


class Bench:
    """Judges slots by the register, the sealed entries, the notices' texts, and one time."""

    def __init__(
        self, facts: Facts, entry: Callable[[Place], bytes], notice: Callable[[Place], bytes | None], now: int
    ) -> None:
        self.facts, self.now = facts, now
        self._entry, self._notice = entry, notice
        self._payloads: dict[Place, Payload | LedgerError | None] = {}
        self._verdicts: dict[Place, Verdict] = {}
        self.completed = self._completions()

    def verdict(self, place: Place) -> Verdict:
        """The state of one slot; asked again, it is not judged again."""
        if place not in self._verdicts:
            self._verdicts[place] = self.judge(place)
        return self._verdicts[place]

    def judge(self, place: Place) -> Verdict:
        """The state of one slot."""
        try:
            return self._judge(place)
        except LedgerError as error:
            return Verdict(place, State.INVALID, str(error))

    def _judge(self, place: Place) -> Verdict:
        terms, due = self._due(place)
        opened = self.opened(place)
        if opened is None:
            if self.now <= due + terms.grace:
                return Verdict(place, State.SEALED)
            return Verdict(place, State.OVERDUE, "its tick should have been closed, and wasn't")
        if opened.type is SlotType.DUMMY:
            return Verdict(place, State.EMPTY, type=opened.type)
        payload = self._published(place)
        if payload is not None:
            late = max(0, self.facts.opens[place].at - self._deadline(place))
            return Verdict(place, State.NOTICE, type=opened.type, payload=payload, late=late)
        return self._unpublished(place, opened, terms, due)

    def _unpublished(self, place: Place, opened: Opened, terms: Terms, due: int) -> Verdict:
        if place in self.facts.opens:
            return Verdict(place, State.OVERDUE, "it was announced, but its text isn't there", opened.type)
        finished = self.completed.get(place)
        if finished is not None and self.now > finished + terms.publish_within + terms.grace:
            return Verdict(
                place, State.OVERDUE, "its operation is complete, and it isn't published", opened.type
            )
        if self.now <= due + terms.grace and place not in self.facts.delays:
            return Verdict(place, State.SEALED, type=opened.type)
        chain = self.facts.delays.get(place, [])
        fault = self._fault(place, chain, terms, due)
        if fault:
            return Verdict(place, State.OVERDUE, fault, opened.type)
        return Verdict(place, State.DELAYED, type=opened.type, delay=chain[-1])

    def opened(self, place: Place) -> Opened | None:
        """Type and root of a slot, checked against what was sealed; None while it is sealed."""
        tick, slot = place
        early, closed = self.facts.opens.get(place), self.facts.closes.get(tick)
        found = early
        if closed is not None:
            self._check_seed(tick, closed.seed)
            kind, root = closed.slots[slot]
            found = Opened(kind, root, slot_nonce(closed.seed, slot), closed.at, -1)
            if early and (early.type, early.root, early.nonce) != (found.type, found.root, found.nonce):
                raise ProofError("it was opened as one thing and closed as another")
            terms = self.facts.terms_at(self.facts.cadence.end(tick))
            if not terms.key_holders and self._entry(place)[32:] != slot_filler(closed.seed, slot):
                raise ProofError("its second half isn't what the tick's seed gives")
        if found is None:
            return None
        sealed = commitment(self.facts.cadence, place, found.nonce, found.type, found.root)
        if self._entry(place)[:32] != sealed:
            raise ProofError("what was opened isn't what was sealed")
        return found

    def _check_seed(self, tick: int, seed: bytes) -> None:
        if tick not in self.facts.seeds:
            raise ProofError("its tick's seed was never announced")
        announced, at = self.facts.seeds[tick]
        if announced != seed_hash(seed):
            raise ProofError("its tick's seed isn't the one that was announced")
        if at > self.facts.cadence.end(tick - 1):
            raise ProofError("its tick's seed was announced after the tick began")

    def _published(self, place: Place) -> Payload | None:
        if place not in self._payloads:
            try:
                self._payloads[place] = self._read_payload(place)
            except LedgerError as error:
                self._payloads[place] = error
        payload = self._payloads[place]
        if isinstance(payload, LedgerError):
            raise payload
        return payload

    def _read_payload(self, place: Place) -> Payload | None:
        data = self._notice(place) if place in self.facts.opens else None
        opened = self.opened(place)
        if data is None or opened is None:
            return None
        payload = parse_notice(data)
        check_root(payload, opened.root)
        silent = payload.withheld - self.facts.struck.get(place, set())
        if silent:
            raise ProofError(f"the field {min(silent)} is withheld without an entry that says so")
        return payload

    def _completions(self) -> dict[Place, int]:
        """Contact → Unix time by which its operation was said to be complete."""
        found: dict[Place, int] = {}
        for place, opened in self.facts.opens.items():
            if opened.type is not SlotType.UPDATE:
                continue
            try:
                payload = self._published(place)
            except LedgerError:
                continue
            about = payload and payload["event"] == "complete" and parse_place(payload["about"] or "")
            if about:
                end = self.facts.cadence.end(place[0])
                found[about] = min(found.get(about, end), end)
        return found

    def _fault(self, place: Place, chain: list[Delay], terms: Terms, due: int) -> str:
        """Why a slot isn't validly delayed now; "" if it is."""
        if not chain:
            return "it isn't empty, and neither published nor openly delayed"
        limit = due
        for number, delay in enumerate(chain):
            fault = next(_faults(delay, number, terms, limit), "")
            if not fault and not self._decided(place, delay):
                fault = "no sealed decision stands behind its delay"
            if fault:
                return fault
            limit = delay.until
        return "its delay has run out" if self.now > limit + terms.grace else ""

    def _decided(self, place: Place, delay: Delay) -> bool:
        try:
            opened, payload = self.opened(delay.decision), self._published(delay.decision)
        except LedgerError:
            return False
        if opened is None or payload is None or opened.type is not SlotType.DELAY:
            return False
        in_time = self.facts.cadence.end(delay.decision[0]) <= delay.at
        return in_time and parse_place(payload["about"] or "") == place and payload["reason"] == delay.reason

    def _due(self, place: Place) -> tuple[Terms, int]:
        end = self.facts.cadence.end(place[0])
        terms = self.facts.terms_at(end)
        return terms, end + terms.open_after

    def _deadline(self, place: Place) -> int:
        terms, due = self._due(place)
        limit = max([due, *(delay.until for delay in self.facts.delays.get(place, []))])
        finished = self.completed.get(place)
        if finished is not None:
            limit = min(limit, finished + terms.publish_within)
        return limit + terms.grace


def _faults(delay: Delay, number: int, terms: Terms, limit: int) -> Iterator[str]:
    """How one delay breaks the terms; `limit` is when it had to be declared, Unix seconds."""
    if delay.renewal != number:
        yield f"its delay number {number} calls itself renewal {delay.renewal}"
    if terms.max_renewals is not None and number > terms.max_renewals:
        yield f"its delay was renewed more than {terms.max_renewals} times"
    if delay.reason not in terms.reasons:
        yield f"its delay gives the reason {delay.reason!r}, which the terms don't know"
    if len(set(delay.by)) < 2:
        yield "its delay wasn't decided by two roles"
    if not 0 < delay.until - delay.at <= terms.delay_max:
        yield "its delay runs longer than the terms allow"
    if delay.at > limit + terms.grace:
        yield "its delay was declared after it was due"


def parse_place(text: str) -> Place | None:
    """Tick and slot out of ``tick/slot``; None if it isn't one."""
    tick, stroke, slot = text.partition("/")
    if not stroke or not (tick.isdecimal() and slot.isdecimal() and text.isascii()):
        return None
    return int(tick), int(slot)


def is_closed(verdicts: list[Verdict]) -> bool:
    """Whether a period is closed: every slot open or openly delayed. Statistics read only such periods."""
    return all(verdict.state in (State.NOTICE, State.EMPTY, State.DELAYED) for verdict in verdicts)
