"""What a redraft changes: the situations, in words, that come out differently, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scopeofduty.law.compiled import CompiledAct
from scopeofduty.law.conditions import leaves
from scopeofduty.law.diagram import FALSE
from scopeofduty.law.ground import Ground
from scopeofduty.law.outcomes import (
    CONFLICT,
    DISCRETIONARY,
    NEEDS_APPROVAL,
    OUTCOMES,
    PERMITTED,
    PROHIBITED,
    REFER,
    REQUIRED,
    SILENT,
)
from scopeofduty.law.patterns import pattern_in_words, patterns, share
from scopeofduty.law.reference import outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scopeofduty.law.book import InForce
    from scopeofduty.law.patterns import Pattern
    from scopeofduty.law.rules import Duty, Rule, Section
    from scopeofduty.law.vocabulary import Text, Value

LOOSENED: Final = "loosened"
TIGHTENED: Final = "tightened"
TURNED: Final = "turned"
DIRECTIONS: Final = (LOOSENED, TURNED, TIGHTENED)
_BINDS: Final = {
    PROHIBITED: 4,
    CONFLICT: 3,
    REFER: 3,
    NEEDS_APPROVAL: 3,
    SILENT: 2,
    DISCRETIONARY: 1,
    PERMITTED: 1,
}
DUTY_PARAMETERS: Final = (
    "owner", "trigger", "embargo", "clock", "period", "unit", "fulfilment", "every", "due",
    "if_any",
    "applies_to_pending",
    "tells",
    "place",
    "presumed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edit:
    """One rule added (`before` empty), struck (`after` empty) or reworded."""

    rule: str
    before: str
    after: str

    @property
    def words(self) -> tuple[str, str]:
        """Return the words taken out and the words put in, with … between places."""
        from difflib import SequenceMatcher  # only a reader of the edit needs it

        one, other = self.before.split(), self.after.split()
        edits = [e for e in SequenceMatcher(None, one, other).get_opcodes() if e[0] != "equal"]
        removed = [" ".join(one[a:b]) for _, a, b, _, _ in edits if b > a]
        added = [" ".join(other[c:d]) for _, _, _, c, d in edits if d > c]
        return " … ".join(removed), " … ".join(added)


@dataclass(frozen=True, slots=True)
class Change:
    """Situations that come out differently, alike for all of `acts`.

    `causes` are the edits each of which, undone alone, undoes the change.
    """

    acts: tuple[str, ...]
    act_names: tuple[Text, ...]
    before: str
    after: str
    direction: str
    pattern: Pattern
    words: Text
    causes: tuple[Edit, ...]

    @property
    def silenced(self) -> bool:
        """Tell whether the redraft left unspoken what the earlier text spoke of."""
        return self.after == SILENT


@dataclass(frozen=True, slots=True)
class DutyChange:
    """A duty added, struck, or with other parameters: name → (before, after)."""

    section: str
    duty: str
    parameters: Mapping[str, tuple[object, object]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything a redraft changes. `more` patterns lie beyond the cap; `share` is by act."""

    changes: tuple[Change, ...]
    more: int
    share: Mapping[str, float]
    duties: tuple[DutyChange, ...]
    reworded: tuple[str, ...]
    """Sections whose words changed while no rule and no duty of theirs did."""


def compare(old: InForce, new: InForce, *, cap: int = 100) -> Comparison:
    """Compare two books on their days, act by act.

    Changes come loosened first, then the likeliest; at most `cap` are told, the rest counted.
    """
    moves: list[_Move] = []
    shares: dict[str, float] = {}
    more = 0
    for act in sorted({act for law in (old, new) for rule in law.rules for act in rule.acts}):
        found, uncounted, changed = _of_act(act, old, new)
        moves += found
        more += uncounted
        if changed:
            shares[act] = changed
    ranked = sorted(_merged(moves), key=_rank)
    duties = tuple(_duties(old, new))
    return Comparison(
        changes=tuple(_told(alike, old, new) for alike in ranked[:cap]),
        more=more + max(0, len(ranked) - cap),
        share=shares,
        duties=duties,
        reworded=tuple(label for label in _reworded(old, new) if label not in {d.section for d in duties}),
    )


@dataclass(frozen=True, slots=True)
class _Move:
    """A pattern on one act whose outcome moves."""

    act: str
    before: str
    after: str
    pattern: Pattern
    ground: Ground


def _of_act(act: str, old: InForce, new: InForce) -> tuple[list[_Move], int, float]:
    """Return the moves on an act, the ways left uncounted, and how likely any move is."""
    rules = [_on(act, law) for law in (old, new)]
    if [_identity(rule) for rule in rules[0]] == [_identity(rule) for rule in rules[1]]:
        return [], 0, 0.0
    tests = (test for some in rules for rule in some for test in leaves(rule.condition))
    ground = Ground(tests, new.book.vocabulary)
    before, after = (CompiledAct(some, ground) for some in rules)
    moves: list[_Move] = []
    uncounted, changed = 0, 0.0
    for one, other, where in _moves(before, after):
        found, left = patterns(ground, where)
        uncounted += left
        changed += share(ground, where)
        moves += [_Move(act, one, other, pattern, ground) for pattern in found]
    return moves, uncounted, changed


def _on(act: str, law: InForce) -> list[Rule]:
    return [rule for rule in law.rules if act in rule.acts]


def _merged(moves: Iterable[_Move]) -> list[list[_Move]]:
    """Put together what happens alike to several acts."""
    alike: dict[object, list[_Move]] = {}
    for move in moves:
        key = (move.before, move.after, tuple(move.pattern.facts.items()))
        alike.setdefault(key, []).append(move)
    return list(alike.values())


def _rank(alike: Sequence[_Move]) -> tuple[int, float, str]:
    first = alike[0]
    weight = first.pattern.share * len(alike)
    return (DIRECTIONS.index(direction(first.before, first.after)), -weight, first.act)


def _told(alike: Sequence[_Move], old: InForce, new: InForce) -> Change:
    """Put moves that are alike into words, with the edits behind any of them."""
    first = alike[0]
    vocabulary = new.book.vocabulary
    causes: dict[str, Edit] = {}
    for move in alike:
        edits = _edits(_on(move.act, old), _on(move.act, new))
        causes |= {edit.rule: edit for edit in _causes(edits, _on(move.act, new), move)}
    return Change(
        acts=tuple(move.act for move in alike),
        act_names=tuple(vocabulary.acts[move.act].name for move in alike),
        before=first.before,
        after=first.after,
        direction=direction(first.before, first.after),
        pattern=first.pattern,
        words=pattern_in_words(first.pattern, vocabulary),
        causes=tuple(causes.values()),
    )


def _identity(rule: Rule) -> tuple[object, ...]:
    return (rule.id, rule.outcome, rule.condition, rule.despite, rule.displaces, rule.level)


def _counterparts(rules: Sequence[Rule], others: Sequence[Rule]) -> dict[tuple[str, str], Rule]:
    """Name rules so that a redraft in another pack, under another title, still matches."""
    titles = {other.law for other in others}
    return {(rule.law if rule.law in titles else rule.level, rule.id): rule for rule in rules}


def _moves(before: CompiledAct, after: CompiledAct) -> Iterator[tuple[str, str, int]]:
    """Yield (outcome before, outcome after, where) for every pair that differs and happens."""
    for one in OUTCOMES:
        was = before.where(one)
        if was == FALSE:
            continue
        for other in OUTCOMES:
            where = FALSE if one == other else before.diagram.both(was, after.where(other))
            if where != FALSE:
                yield one, other, where


def direction(before: str, after: str) -> str:
    """Tell whether the law came to bind less, more, or the other way round."""
    if REQUIRED in (before, after):
        if {before, after} == {REQUIRED, PROHIBITED}:
            return TURNED
        return LOOSENED if before == REQUIRED else TIGHTENED
    if _BINDS[before] == _BINDS[after]:
        return TURNED
    return LOOSENED if _BINDS[before] > _BINDS[after] else TIGHTENED


def _edits(old: Sequence[Rule], new: Sequence[Rule]) -> list[tuple[Edit, Rule | None, Rule | None]]:
    was, now = _counterparts(old, new), _counterparts(new, old)
    return [
        (
            Edit(key[1], was[key].written if key in was else "", now[key].written if key in now else ""),
            was.get(key),
            now.get(key),
        )
        for key in dict.fromkeys([*was, *now])
        if key not in was or key not in now or _identity(was[key]) != _identity(now[key])
    ]


def _causes(
    edits: Sequence[tuple[Edit, Rule | None, Rule | None]], new: Sequence[Rule], move: _Move
) -> tuple[Edit, ...]:
    """Return the edits that, undone alone, undo the change; all of them when none does alone."""
    situation: dict[str, frozenset[Value]] = {
        cells.fact: frozenset({move.pattern.facts.get(cells.fact, cells.members[0])[0]})
        for cells in move.ground.cells
    }
    alone = []
    for edit, was, now in edits:
        undone = [rule for rule in new if rule is not now] + ([was] if was else [])
        if outcome(undone, situation) != move.after:
            alone.append(edit)
    return tuple(alone) or tuple(edit for edit, _, _ in edits)


def _duties(old: InForce, new: InForce) -> Iterator[DutyChange]:
    was = {(d.section, d.id): d for d in old.duty_rules}
    now = {(d.section, d.id): d for d in new.duty_rules}
    for key in dict.fromkeys([*was, *now]):
        parameters = {
            name: (_parameter(was.get(key), name), _parameter(now.get(key), name))
            for name in DUTY_PARAMETERS
            if _parameter(was.get(key), name) != _parameter(now.get(key), name)
        }
        if parameters or (key in was) != (key in now):
            yield DutyChange(*key, parameters)


def _parameter(duty: Duty | None, name: str) -> object:
    return getattr(duty, name) if duty else None


def _reworded(old: InForce, new: InForce) -> Iterator[str]:
    texts = [_sections(law) for law in (old, new)]
    edited = {r.section for law in (old, new) for r in law.rules}
    unchanged = {key for key in edited if _section_rules(old, key) == _section_rules(new, key)}
    for key in texts[0].keys() & texts[1].keys():
        if texts[0][key].text != texts[1][key].text and (key[1] in unchanged or key[1] not in edited):
            yield key[1]


def _sections(law: InForce) -> dict[tuple[str, str], Section]:
    return {(v.law, label): section for v in law.versions for label, section in v.sections.items()}


def _section_rules(law: InForce, section: str) -> list[tuple[object, ...]]:
    return [_identity(rule) for rule in law.rules if rule.section == section]
