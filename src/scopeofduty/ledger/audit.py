"""A whole audit: recompute both logs from their entries, then judge cadence, times, and every slot."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from scopeofduty.ledger.checkpoint import Head, parse_decimal
from scopeofduty.ledger.errors import LedgerError, MalformedError, ProofError
from scopeofduty.ledger.policy import Policy
from scopeofduty.ledger.register import Facts, attachment_path
from scopeofduty.ledger.slot import REGISTER, SLOTS, Cadence, Place, SlotType
from scopeofduty.ledger.states import Bench, State, Verdict, notice_path
from scopeofduty.ledger.terms import iso
from scopeofduty.ledger.tiles import Reader, TileTree, below, new_tiles, read_entries
from scopeofduty.ledger.tree import leaf_hash, root_of
from scopeofduty.ledger.writer import ARCHIVE_INDEX, CHECKPOINT, archive_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scopeofduty.ledger.policy import Witnessed
    from scopeofduty.ledger.receipt import Receipt
    from scopeofduty.ledger.terms import Terms

MAX_ARCHIVE = 200_000
AUDIT_FILE = "audit.json"
"""What the city's own audit found last, below the ledger's prefix: `published`."""


class Code(StrEnum):
    """What a finding is about. Those in `FORGED` mean that something published was changed."""

    INVALID = "INVALID"
    SPLIT_VIEW = "SPLIT VIEW"
    BACKDATED = "BACKDATED"
    SUPPRESSED = "SUPPRESSED"
    OVERDUE = "OVERDUE"
    STALLED = "LOG STALLED"
    LATE = "LATE"
    DELAYED = "DELAYED"
    OUT_OF_WINDOW = "OUT OF WINDOW"
    UNWITNESSED = "UNWITNESSED"


FORGED = frozenset({Code.INVALID, Code.SPLIT_VIEW, Code.BACKDATED, Code.SUPPRESSED})
BROKEN_WORD = frozenset({Code.OVERDUE, Code.STALLED, Code.LATE, Code.OUT_OF_WINDOW})


@dataclass(frozen=True)
class Finding:
    """One thing an auditor reports."""

    code: Code
    text: str
    place: Place | None = None
    """The slot that it is about, if it is about one."""


@dataclass
class Report:
    """The outcome of an audit."""

    origin: str
    now: int
    """The time judged by, Unix seconds: the witnesses' median; the auditor's own once the log has stalled."""
    witnessed: bool
    heads: dict[str, Head]
    terms: Terms
    """The terms in force now."""
    verdicts: list[Verdict] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def add(self, code: Code, text: str) -> None:
        """Report one thing."""
        self.findings.append(Finding(code, text))

    def add_older(self, origins: Iterable[str]) -> None:
        """Report logs that show an older list than a copy already has."""
        for origin in origins:
            self.add(
                Code.STALLED, f"{origin} shows an older list than it did: an old backup, or a slow cache"
            )

    def counts(self) -> dict[str, int]:
        """How many slots are in each state."""
        counted = Counter(verdict.state for verdict in self.verdicts)
        return {state.value: counted[state] for state in State}

    def facts(self) -> dict[str, Any]:
        """As JSON values; `now` in Unix seconds."""
        return {
            "log": self.origin,
            "now": self.now,
            "witnessed": self.witnessed,
            "sizes": {name: head.size for name, head in self.heads.items()},
            "roots": {name: head.root.hex() for name, head in self.heads.items()},
            "terms": self.terms.facts(),
            "slots": self.counts(),
            "findings": [
                {"code": each.code.value, "text": each.text}
                | ({"place": list(each.place)} if each.place else {})
                for each in self.findings
            ],
        }

    @property
    def forged(self) -> bool:
        """Whether something published was changed, or two stories were told."""
        return any(finding.code in FORGED for finding in self.findings)

    @property
    def broken_word(self) -> bool:
        """Whether something promised for a time hasn't come."""
        return any(finding.code in BROKEN_WORD for finding in self.findings)


@dataclass(frozen=True)
class OpenLog:
    """One log, read whole and found to be what its checkpoint says."""

    witnessed: Witnessed
    tree: TileTree
    entries: list[bytes]
    history: list[tuple[int, int]]
    """Size and witnesses' median time of each kept checkpoint, by size; times rise with size."""

    def witnessed_by(self, index: int) -> int | None:
        """When the entry at `index` was in the log for sure; None if no witnessed checkpoint says so."""
        at = bisect_left(self.history, (index + 1, 0))
        return self.history[at][1] if at < len(self.history) else None


def open_log(read: Reader, policy: Policy, origin: str | None, report: list[Finding]) -> OpenLog:
    """Read a log whole. Raises `ProofError` when entries, tiles or signatures don't fit the checkpoint."""
    data = read(CHECKPOINT)
    if data is None:
        raise MalformedError("there is no checkpoint there")
    witnessed = policy.open(data, origin)
    head = witnessed.checkpoint.head
    if witnessed.checkpoint.extensions:
        report.append(Finding(Code.INVALID, f"{witnessed.checkpoint.origin}: its checkpoint has extra lines"))
    entries = list(read_entries(read, head.size))
    leaves = [leaf_hash(entry) for entry in entries]
    if root_of(leaves) != head.root:
        raise ProofError(f"the entries of {witnessed.checkpoint.origin} don't give the root it signed")
    for path, tile in new_tiles(lambda _: None, 0, entries, leaves):
        served = read(path)
        if served != tile and (served is not None or ".p/" not in path):
            raise ProofError(f"{path} of {witnessed.checkpoint.origin} isn't what its entries give")
    tree = TileTree(read, head.size)
    return OpenLog(witnessed, tree, entries, _history(read, policy, witnessed, tree, report))


def _history(
    read: Reader, policy: Policy, latest: Witnessed, tree: TileTree, report: list[Finding]
) -> list[tuple[int, int]]:
    origin, times = latest.checkpoint.origin, dict[int, int]()
    kept = (read(ARCHIVE_INDEX) or b"").decode("ascii", "replace").split()
    for word in kept[:MAX_ARCHIVE]:
        size = parse_decimal(word, "checkpoint index")
        data = read(archive_path(size))
        if data is None:
            continue
        one = policy.open(data, origin)
        if size > tree.size or not _agrees(one.checkpoint.head, tree):
            report.append(Finding(Code.SPLIT_VIEW, f"{origin}: it signed another tree of size {size}"))
        elif one.time is not None and one.quorum:
            times[one.checkpoint.head.size] = one.time
    if latest.time is not None and latest.quorum:
        size = latest.checkpoint.head.size
        times[size] = min(latest.time, times.get(size, latest.time))
    return _running_minimum(sorted(times.items()))


def _running_minimum(history: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """An entry was there at the latest when any larger tree was witnessed."""
    earliest, result = None, []
    for size, time in reversed(history):
        earliest = time if earliest is None else min(earliest, time)
        result.append((size, earliest))
    return result[::-1]


def _agrees(head: Head, tree: TileTree) -> bool:
    if head.size > tree.size:
        return False
    return head.size == 0 or tree.range_hash(0, head.size) == head.root


def audit(read: Reader, policy: Policy, clock: int, receipts: Iterable[Receipt] = ()) -> Report:
    """Audit the ledger below `read`: its folders ``slots``, ``register`` and ``notice``.

    `clock` is the auditor's own time, Unix seconds; it only decides whether the log has stalled.
    """
    findings: list[Finding] = []
    slots = open_log(below(read, SLOTS), policy, None, findings)
    cadence = Cadence.parse(slots.witnessed.checkpoint.origin)
    register = open_log(below(read, REGISTER), policy, cadence.register_origin, findings)
    facts = Facts.read(cadence, register.entries)
    now = max((log.witnessed.time for log in (slots, register) if log.witnessed.time), default=clock)
    heads = {SLOTS: slots.witnessed.checkpoint.head, REGISTER: register.witnessed.checkpoint.head}
    witnessed = slots.witnessed.quorum and register.witnessed.quorum
    report = Report(cadence.origin, now, witnessed, heads, facts.terms_at(now), findings=findings)
    for name, log in ((SLOTS, slots), (REGISTER, register)):
        if not log.witnessed.quorum or not log.witnessed.times:
            report.add(
                Code.UNWITNESSED, f"the newest checkpoint of {name} isn't cosigned by the policy's witnesses"
            )
    for problem in facts.problems:
        report.add(Code.INVALID, problem)
    _check_cadence(report, cadence, slots, facts, clock)
    _check_register(report, facts, register)
    _judge(report, cadence, slots, facts, read)
    _check_attachments(report, register, read)
    for receipt in receipts:
        _check_receipt(report, cadence, facts, receipt)
    return report


def _check_cadence(report: Report, cadence: Cadence, slots: OpenLog, facts: Facts, clock: int) -> None:
    size = slots.tree.size
    if size % cadence.slots:
        report.add(
            Code.INVALID, f"the slot log has {size} entries: its last tick doesn't have {cadence.slots} slots"
        )
    if any(len(entry) != 64 for entry in slots.entries):
        report.add(Code.INVALID, "the slot log has an entry that isn't 64 bytes long")
    last = cadence.first + size // cadence.slots - 1
    late = []
    for tick in range(cadence.first, last + 1):
        time, end = slots.witnessed_by(cadence.index(tick, 0)), cadence.end(tick)
        if time is not None and time < end:
            report.add(Code.INVALID, f"tick {tick} was sealed before it had ended")
        if time is not None and time > end + facts.terms_at(end).grace:
            late.append(tick)
    if late:
        report.add(Code.LATE, f"{len(late)} sealed late: {_ticks(late)}")
    grace = facts.terms_at(clock).grace
    due = cadence.tick_at(clock - grace) - 1
    if due > last:
        report.add(Code.STALLED, f"no tick was sealed since {last}; {due} is due ({due - last} missing)")
    if due > last or clock - report.now > cadence.period + 2 * grace:
        if due <= last:
            report.add(Code.STALLED, "no witness has cosigned this ledger lately")
        report.now = max(report.now, clock)


def _check_register(report: Report, facts: Facts, register: OpenLog) -> None:
    previous = 0
    for index, at in enumerate(facts.times):
        terms = facts.terms_at(at)
        if at < previous:
            report.add(Code.BACKDATED, f"register entry {index} calls itself older than the one before it")
        elif not terms.is_window(at):
            report.add(Code.OUT_OF_WINDOW, f"register entry {index} wasn't published at a window")
        time = register.witnessed_by(index)
        if time is not None and time > at + terms.window + terms.grace:
            days = (time - at) // 86_400
            report.add(
                Code.BACKDATED,
                f"register entry {index} calls itself {days} days older than the witnesses saw",
            )
        if time is not None and time < at:
            report.add(
                Code.BACKDATED, f"register entry {index} bears a date that hadn't come when witnesses saw it"
            )
        previous = max(previous, at)


def _check_attachments(report: Report, register: OpenLog, read: Reader) -> None:
    for index, entry in enumerate(register.entries):
        path = attachment_path(entry)
        data = read(path) if path else None
        if path and data is None:
            report.add(Code.OVERDUE, f"register entry {index} names a file that isn't there: {path}")
        elif path and data is not None and sha256(data).hexdigest() != path.rpartition("/")[2]:
            report.add(Code.INVALID, f"register entry {index}: {path} isn't the file that was entered")


def _judge(report: Report, cadence: Cadence, slots: OpenLog, facts: Facts, read: Reader) -> None:
    def entry(place: Place) -> bytes:
        index = cadence.index(*place)
        if index >= len(slots.entries):
            raise ProofError(f"slot {place[0]}/{place[1]} isn't sealed yet")
        return slots.entries[index]

    bench = Bench(facts, entry, lambda place: read(notice_path(place)), report.now)
    report.verdicts = [bench.judge(cadence.place(index)) for index in range(len(slots.entries))]
    unopened = [v.place[0] for v in report.verdicts if v.state is State.OVERDUE and v.type is None]
    if unopened:
        ticks = _ticks(sorted(set(unopened)))
        report.add(Code.OVERDUE, f"{len(unopened)} slots of {ticks} should have been opened, and weren't")
    for verdict in report.verdicts:
        finding = _finding(verdict)
        if finding:
            report.findings.append(finding)
    ends = len(slots.entries) // cadence.slots + cadence.first
    for what in (tick for tick in facts.closes if not cadence.first <= tick < ends):
        report.add(Code.INVALID, f"tick {what} is closed in the register, but isn't in the slot log")


def _finding(verdict: Verdict) -> Finding | None:
    """What is worth a line about one slot; those that were never opened are told together."""
    name = f"slot {verdict.place[0]}/{verdict.place[1]}"
    if verdict.state is State.INVALID or (verdict.state is State.OVERDUE and verdict.type is not None):
        return Finding(Code(verdict.state), f"{name}: {verdict.detail}", verdict.place)
    if verdict.late:
        hours = -(-verdict.late // 3600)
        return Finding(Code.LATE, f"{name}: its notice came {hours} hours after it was due", verdict.place)
    if verdict.delay:
        delay = verdict.delay
        text = f"{name}: {delay.reason}, renewed {delay.renewal} times, until {iso(delay.until)}"
        return Finding(Code.DELAYED, text, verdict.place)
    return None


def _check_receipt(report: Report, cadence: Cadence, facts: Facts, receipt: Receipt) -> None:
    if receipt.origin != cadence.origin:
        report.add(Code.INVALID, f"a receipt is of the log {receipt.origin}")
        return
    ticks = range(cadence.tick_at(receipt.received), receipt.seal_by + 1)
    opened = {
        o.root for place, o in facts.opens.items() if place[0] in ticks and o.type is not SlotType.DUMMY
    }
    closed = [facts.closes.get(tick) for tick in ticks]
    roots = opened | {root for tick in closed if tick for _, root in tick.slots}
    if receipt.payload_root in roots:
        return
    if all(closed):
        text = f"the record received at {receipt.received} is in no slot of {_ticks(ticks)}"
        report.add(Code.SUPPRESSED, text)


def compare(mine: tuple[Reader, Policy], other: Reader, origins: Sequence[str]) -> list[Finding]:
    """Hold another copy of the logs against this one: two signed trees that don't fit are a split view.

    Raises what reading raises; a copy that is only older is no finding.
    """
    read, policy = mine
    findings = []
    for name, origin in zip((SLOTS, REGISTER), origins, strict=True):
        trees = []
        for source in (read, other):
            part = below(source, name)
            head = policy.open(part(CHECKPOINT) or b"", origin).checkpoint.head
            tree = TileTree(part, head.size)
            if tree.root() != head.root:
                raise ProofError(
                    f"a copy of {origin} is damaged: its tiles don't give the root in its checkpoint"
                )
            trees.append((head, tree))
        (smaller, _), (larger, tree) = sorted(trees, key=lambda pair: pair[0].size)
        if not _agrees(smaller, tree):
            sizes = f"{smaller.size} and {larger.size}"
            findings.append(
                Finding(Code.SPLIT_VIEW, f"{origin} signed two trees that don't fit, of sizes {sizes}")
            )
    return findings


def _ticks(ticks: Sequence[int]) -> str:
    return f"the ticks {ticks[0]} to {ticks[-1]}" if len(ticks) > 1 else f"tick {ticks[0]}"


def published(read: Reader, policy: bytes, clock: int) -> bytes:
    """A city's audit of its own public files at `clock`, as it publishes it beside them: `AUDIT_FILE`.

    It is ``Report.facts()`` with the time as ``at``; ``{"at", "error"}`` where the files can't be audited.
    """
    try:
        found = audit(read, Policy.parse(policy), clock).facts()
    except LedgerError as error:
        found = {"error": str(error)}
    return json.dumps({"at": clock, **found}, indent=1, sort_keys=True).encode() + b"\n"
