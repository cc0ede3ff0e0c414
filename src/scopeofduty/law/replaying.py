"""Replays a log of contacts under a draft: what each would have been answered, before and after.

A packed log holds, for each fact and value, one whole number whose bits are the rows that may
have it. A draft is then answered for all rows at once, node by node.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from scopeofduty.law.diagram import ENDS, OUTCOME
from scopeofduty.law.errors import QuestionError
from scopeofduty.law.outcomes import OUTCOMES, spoken
from scopeofduty.law.situations import read_actor, settled, stated
from scopeofduty.law.vocabulary import ACTOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scopeofduty.law.book import InForce
    from scopeofduty.law.compiled import CompiledAct
    from scopeofduty.law.vocabulary import Value, Vocabulary

UNDETERMINED: Final = "undetermined"
CONTRADICTORY: Final = "contradictory"


@dataclass(frozen=True, slots=True)
class Contact:
    """One row of a log, in the words of the vocabulary."""

    id: str
    act: str
    actor: str | None
    facts: Mapping[str, object]


@dataclass(frozen=True)
class Rows:
    """The rows on one act. Bit n of a number stands for row n."""

    ids: Sequence[str]
    values: Mapping[str, Mapping[Value, int]]
    known: Mapping[str, int]

    @property
    def every(self) -> int:
        """All rows."""
        return (1 << len(self.ids)) - 1


@dataclass(frozen=True)
class PackedLog:
    """A log, packed once and replayed often. `refused` rows could not be read: id → why."""

    acts: Mapping[str, Rows]
    refused: Mapping[str, str]

    def __len__(self) -> int:
        return sum(len(rows.ids) for rows in self.acts.values())


def pack_log(contacts: Iterable[Contact], vocabulary: Vocabulary) -> PackedLog:
    """Pack contacts. A row that cannot be read is refused by id, never dropped silently."""
    ids: dict[str, list[str]] = {}
    where: dict[str, dict[tuple[str, Value], list[int]]] = {}
    refused: dict[str, str] = {}
    seen: dict[object, dict[str, frozenset[Value]]] = {}
    for contact in contacts:
        key = (contact.act, contact.actor, tuple(sorted(contact.facts.items(), key=str)))
        try:
            if key not in seen:
                seen[key] = _situation(contact, vocabulary)
        except (QuestionError, ValueError) as why:
            refused[contact.id] = str(why)
            continue
        rows = ids.setdefault(contact.act, [])
        cells = where.setdefault(contact.act, {})
        for fact, values in seen[key].items():
            for value in values:
                cells.setdefault((fact, value), []).append(len(rows))
        rows.append(contact.id)
    return PackedLog({act: _rows(ids[act], where[act]) for act in ids}, refused)


def _situation(contact: Contact, vocabulary: Vocabulary) -> dict[str, frozenset[Value]]:
    vocabulary.act(contact.act)
    facts = stated(contact.facts, vocabulary)
    actor = read_actor(contact.actor, vocabulary)
    return settled({**facts, **({ACTOR: actor} if actor else {})}, vocabulary)


def _rows(ids: Sequence[str], cells: Mapping[tuple[str, Value], Sequence[int]]) -> Rows:
    values: dict[str, dict[Value, int]] = {}
    known: dict[str, int] = {}
    for (fact, value), rows in cells.items():
        bits = _bits(rows, len(ids))
        values.setdefault(fact, {})[value] = bits
        known[fact] = known.get(fact, 0) | bits
    return Rows(ids, values, known)


def _bits(rows: Sequence[int], count: int) -> int:
    packed = bytearray(count // 8 + 1)
    for row in rows:
        packed[row >> 3] |= 1 << (row & 7)
    return int.from_bytes(packed, "little")


@dataclass(frozen=True)
class Replayed:
    """One law's answers to a packed log: act → outcome → rows, and act → fact → rows it lacks."""

    answers: Mapping[str, Mapping[str, int]]
    lacking: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Replay:
    """Before beside after. `table` counts rows; `changed` holds, act by act, those that differ.

    `lacking` counts, for each fact, the rows left undetermined after because it was never
    recorded.
    """

    table: Mapping[tuple[str, str], int]
    lacking: Mapping[str, int]
    log: PackedLog
    changed: Mapping[str, int]

    @property
    def touched(self) -> tuple[str, ...]:
        """Return the ids of the rows whose answer differs, in the order of the log's acts."""
        return tuple(
            self.log.acts[act].ids[row] for act, bits in self.changed.items() for row in _rows_of(bits)
        )

    def as_json(self) -> dict[str, Any]:
        """Return the replay as plain data."""
        return {
            "rows": len(self.log),
            "table": [
                {"before": before, "after": after, "rows": rows}
                for (before, after), rows in self.table.items()
            ],
            "touched": list(self.touched),
            "never_recorded": dict(self.lacking),
            "refused": dict(self.log.refused),
        }


def replay(before: InForce, after: InForce, log: PackedLog) -> Replay:
    """Answer every row under both laws."""
    one, other = answer_all(before, log), answer_all(after, log)
    table: dict[tuple[str, str], int] = {}
    changed: dict[str, int] = {}
    lacking: dict[str, int] = {}
    for act in log.acts:
        for was, were in one.answers[act].items():
            for now, are in other.answers[act].items():
                both = were & are
                if both:
                    table[was, now] = table.get((was, now), 0) + both.bit_count()
                    if was != now:
                        changed[act] = changed.get(act, 0) | both
        open_ = other.answers[act].get(UNDETERMINED, 0)
        for fact, bits in other.lacking[act].items():
            if bits & open_:
                lacking[fact] = lacking.get(fact, 0) + (bits & open_).bit_count()
    ranked = dict(sorted(lacking.items(), key=lambda item: -item[1]))
    return Replay(table, ranked, log, changed)


def answer_all(law: InForce, log: PackedLog) -> Replayed:
    """Answer every row of a packed log under one law."""
    answers, lacking = {}, {}
    for act, rows in log.acts.items():
        answers[act], lacking[act] = _answer_act(law.compiled(act), rows)
    return Replayed(answers, lacking)


def _answer_act(act: CompiledAct, rows: Rows) -> tuple[dict[str, int], dict[str, int]]:
    """Send the rows down the diagram; a row with a blank goes down every branch."""
    cells = {level: _cell_bits(act, level, rows) for level in range(len(act.cells))}
    reached: dict[int, int] = {act.root: rows.every}
    lacking: dict[str, int] = {}
    for node in _downwards(act):
        here = reached.get(node, 0)
        level = act.diagram.level[node]
        if not here:
            continue
        blank = here & ~rows.known.get(act.cells[level].fact, 0)
        if blank and act.cells[level].fact in act.tested:
            lacking[act.cells[level].fact] = lacking.get(act.cells[level].fact, 0) | blank
        for cell, child in enumerate(act.diagram.children[node]):
            below = here & cells[level][cell]
            if below:
                reached[child] = reached.get(child, 0) | below
    return _decided(reached, rows.every), lacking


def _cell_bits(act: CompiledAct, level: int, rows: Rows) -> list[int]:
    cells = act.cells[level]
    blank = rows.every & ~rows.known.get(cells.fact, 0)
    bits = [blank] * len(cells.members)
    for value, of_value in rows.values.get(cells.fact, {}).items():
        bits[cells.cell(value)] |= of_value
    return bits


def _downwards(act: CompiledAct) -> list[int]:
    """Return the nodes below the root, each after every node above it."""
    seen: set[int] = set()
    stack = [act.root]
    while stack:
        node = stack.pop()
        if node >= ENDS and node not in seen:
            seen.add(node)
            stack += act.diagram.children[node]
    return sorted(seen, key=lambda node: act.diagram.level[node])


def _decided(reached: Mapping[int, int], every: int) -> dict[str, int]:
    heard: dict[str, int] = {}
    for end, outcome in OUTCOME.items():
        if reached.get(end):
            heard[spoken(outcome)] = heard.get(spoken(outcome), 0) | reached[end]
    once, twice = 0, 0
    for bits in heard.values():
        twice |= once & bits
        once |= bits
    decided = {o: heard[o] & ~twice for o in OUTCOMES if heard.get(o, 0) & ~twice}
    if twice:
        decided[UNDETERMINED] = twice
    if once != every:
        decided[CONTRADICTORY] = every & ~once
    return decided


def _rows_of(bits: int) -> Iterable[int]:
    """Yield the numbers of the bits that are set, lowest first."""
    data = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    for place, byte in enumerate(data):
        if byte:
            for bit in range(8):
                if byte >> bit & 1:
                    yield place * 8 + bit
