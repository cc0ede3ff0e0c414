"""What a redraft changes: the situations, in words, that come out differently, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    from collections.abc import Iterator, Mapping, Sequence

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
    "applies_to_pending",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edit:
    """One rule added (`before` empty), struck (`after` empty) or reworded."""

    rule: str
    before: str
    after: str


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
    """Sections whose words changed while no rule of theirs did."""


def compare(old: InForce, new: InForce, *, cap: int = 100) -> Comparison:
    """Compare two books on their days, act by act.

    Changes come loosened first, then the likeliest; at most `cap` are told, the rest counted.
    """
    changes: list[Change] = []
    shares: dict[str, float] = {}
    more = 0
    for act in sorted({act for law in (old, new) for rule in law.rules for act in rule.acts}):
        found, uncounted, changed = _of_act(act, old, new)
        changes += found
        more += uncounted
        if changed:
            shares[act] = changed
    changes = _merged(changes)
    changes.sort(key=lambda c: (DIRECTIONS.index(c.direction), -c.pattern.share * len(c.acts), c.acts))
    return Comparison(
        changes=tuple(changes[:cap]),
        more=more + max(0, len(changes) - cap),
        share=shares,
        duties=tuple(_duties(old, new)),
        reworded=tuple(_reworded(old, new)),
    )


def _of_act(act: str, old: InForce, new: InForce) -> tuple[list[Change], int, float]:
    rules = [[r for r in law.rules if act in r.acts] for law in (old, new)]
    if [_identity(rule) for rule in rules[0]] == [_identity(rule) for rule in rules[1]]:
        return [], 0, 0.0
    vocabulary = new.book.vocabulary
    ground = Ground((t for some in rules for r in some for t in leaves(r.condition)), vocabulary)
    before, after = (CompiledAct(some, ground) for some in rules)
    if before.root == after.root:
        return [], 0, 0.0
    edits = _edits(rules[0], rules[1])
    changes: list[Change] = []
    uncounted, changed = 0, 0.0
    for one, other, where in _moves(before, after):
        found, left = patterns(ground, where)
        uncounted += left
        changed += share(ground, where)
        name = vocabulary.acts[act].name
        for pattern in found:
            words = pattern_in_words(pattern, vocabulary)
            causes = _causes(edits, rules[1], pattern, ground, other)
            turn = direction(one, other)
            changes.append(Change((act,), (name,), one, other, turn, pattern, words, causes))
    return changes, uncounted, changed


def _merged(changes: Sequence[Change]) -> list[Change]:
    """Tell once what happens alike to several acts."""
    alike: dict[object, Change] = {}
    for change in changes:
        causes = tuple(edit.rule for edit in change.causes)
        key = (change.before, change.after, tuple(change.pattern.facts.items()), causes)
        first = alike.get(key)
        alike[key] = (
            change
            if first is None
            else replace(first, acts=first.acts + change.acts, act_names=first.act_names + change.act_names)
        )
    return list(alike.values())


def _identity(rule: Rule) -> tuple[object, ...]:
    return (rule.key, rule.outcome, rule.condition, rule.despite, rule.displaces, rule.level)


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
    was = {rule.key: rule for rule in old}
    now = {rule.key: rule for rule in new}
    return [
        (
            Edit(key[2], was[key].written if key in was else "", now[key].written if key in now else ""),
            was.get(key),
            now.get(key),
        )
        for key in dict.fromkeys([*was, *now])
        if key not in was or key not in now or _identity(was[key]) != _identity(now[key])
    ]


def _causes(
    edits: Sequence[tuple[Edit, Rule | None, Rule | None]],
    new: Sequence[Rule],
    pattern: Pattern,
    ground: Ground,
    after: str,
) -> tuple[Edit, ...]:
    """Return the edits that, undone alone, undo the change; all of them when none does alone."""
    situation: dict[str, frozenset[Value]] = {
        cells.fact: frozenset({pattern.facts.get(cells.fact, cells.members[0])[0]}) for cells in ground.cells
    }
    alone = []
    for edit, was, now in edits:
        undone = [rule for rule in new if rule is not now] + ([was] if was else [])
        if outcome(undone, situation) != after:
            alone.append(edit)
    return tuple(alone) or tuple(edit for edit, _, _ in edits)


def _duties(old: InForce, new: InForce) -> Iterator[DutyChange]:
    was = {(d.pack, d.law, d.section, d.id): d for d in old.duty_rules}
    now = {(d.pack, d.law, d.section, d.id): d for d in new.duty_rules}
    for key in dict.fromkeys([*was, *now]):
        parameters = {
            name: (_parameter(was.get(key), name), _parameter(now.get(key), name))
            for name in DUTY_PARAMETERS
            if _parameter(was.get(key), name) != _parameter(now.get(key), name)
        }
        if parameters or (key in was) != (key in now):
            yield DutyChange(key[2], key[3], parameters)


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
