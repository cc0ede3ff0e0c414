"""An independent solver agrees: what changes between drafts, what is dead, what clashes."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scopeofduty.law.checking import never_decides, never_live
from scopeofduty.law.comparing import _moves
from scopeofduty.law.compiled import CompiledAct, compiled
from scopeofduty.law.conditions import All, Any, Is, Not, leaves
from scopeofduty.law.diagram import FALSE
from scopeofduty.law.ground import Ground
from scopeofduty.law.outcomes import ACROSS, CONFLICT, OUTCOMES, WITHIN
from scopeofduty.law.patterns import patterns
from scopeofduty.law.reference import defeats
from scopeofduty.law.rules import LEVELS
from scopeofduty.law.tests.drafts import FACTS, VOCABULARY, implications, rule_books

z3 = pytest.importorskip("z3", reason="the solver z3 is not installed")
NUMBER = z3.Real("n")
VARIABLES = {name: z3.Int(name) for name in FACTS}
SILENT = OUTCOMES.index("silent")
quiet = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def formula(condition):
    match condition:
        case Not(part):
            return z3.Not(formula(part))
        case All(parts):
            return z3.And(True, *map(formula, parts))
        case Any(parts):
            return z3.Or(False, *map(formula, parts))
        case Is(fact, values):
            return z3.Or(False, *(VARIABLES[fact] == FACTS[fact].index(value) for value in values))
        case _:
            bound = z3.RealVal(condition.bound)
            return {
                "more than": bound < NUMBER,
                "at least": bound <= NUMBER,
                "less than": bound > NUMBER,
                "at most": bound >= NUMBER,
                "exactly": bound == NUMBER,
            }[condition.comparison]


def world(ties):
    """Every value in its range, and every implication kept."""
    limits = [z3.And(v >= 0, v < len(FACTS[name])) for name, v in VARIABLES.items()]
    for tie in ties:
        given_, then = (
            z3.And(*(VARIABLES[f] == FACTS[f].index(v) for f, v in side)) for side in (tie.given, tie.then)
        )
        limits.append(z3.Implies(given_, then))
    return [NUMBER >= 0, *limits]


def joined(one, other, table):
    result = z3.IntVal(SILENT)
    for a in OUTCOMES:
        for b in OUTCOMES:
            both = z3.And(one == OUTCOMES.index(a), other == OUTCOMES.index(b))
            result = z3.If(both, OUTCOMES.index(table[a, b]), result)
    return result


def live(rules):
    @cache
    def of(number):
        rule = rules[number]
        defeated = [of(n) for n, other in enumerate(rules) if defeats(other, rule)]
        return z3.And(formula(rule.condition), *(z3.Not(d) for d in defeated))

    return [of(number) for number in range(len(rules))]


def outcome(rules):
    alive = live(rules)
    total = z3.IntVal(SILENT)
    for level in LEVELS:
        says = z3.IntVal(SILENT)
        for rule, holds in zip(rules, alive, strict=True):
            if rule.level == level and rule.outcome:
                mine = z3.If(holds, OUTCOMES.index(rule.outcome), SILENT)
                says = joined(says, mine, WITHIN)
        total = joined(total, says, ACROSS)
    return total


def possible(world_, *formulas):
    solver = z3.SolverFor("QF_LIRA")
    solver.add(*world_, *formulas)
    return solver.check() == z3.sat


def inside(pattern, ground):
    parts = []
    for fact, values in pattern.facts.items():
        cells = ground.cells[ground.levels[fact]]
        if fact == "n":
            chosen = {cells.cell(value) for value in values}
            parts.append(z3.Or(*(number_in(cells, cell) for cell in chosen)))
        else:
            parts.append(z3.Or(*(VARIABLES[fact] == FACTS[fact].index(v) for v in values)))
    return z3.And(True, *parts)


def number_in(cells, cell):
    signature = next(s for s, n in cells.numbers.items() if n == cell)
    return z3.And(
        True,
        *(
            formula(t) if holds else z3.Not(formula(t))
            for t, holds in zip(cells.tests, signature, strict=True)
        ),
    )


@st.composite
def redrafts(draw):
    """Two drafts: the second with a rule struck, another's outcome or condition taken over."""
    old = draw(rule_books())
    other = draw(rule_books())
    new = list(old)
    for number, rule in enumerate(old):
        edit = draw(st.sampled_from(["keep", "keep", "strike", "outcome", "condition"]))
        source = draw(st.sampled_from(other))
        if edit == "strike":
            new = [r for r in new if r.id != rule.id]
        elif edit != "keep":
            changes = {"outcome": source.outcome} if edit == "outcome" else {"condition": source.condition}
            new = [replace(r, **changes) if r.id == rule.id else r for r in new]
        del number
    return old, new


@given(redrafts(), implications)
@settings(quiet, max_examples=8)
def test_compare_finds_exactly_what_changes(drafts, ties):
    compare_with_the_solver(drafts, ties)


@pytest.mark.long
@given(redrafts(), implications)
@settings(quiet, max_examples=80)
def test_compare_finds_exactly_what_changes_at_length(drafts, ties):
    compare_with_the_solver(drafts, ties)


def compare_with_the_solver(drafts, ties):
    old, new = drafts
    vocabulary = replace(VOCABULARY, implies=tuple(ties))
    ground = Ground((t for rules in drafts for r in rules for t in leaves(r.condition)), vocabulary)
    before, after = CompiledAct(old, ground), CompiledAct(new, ground)
    was, now = outcome(old), outcome(new)
    limits = world([t for t in ties if ground.levels.keys() & dict((*t.given, *t.then)).keys()])
    found = []
    for one, other, where in _moves(before, after):
        moved = z3.And(was == OUTCOMES.index(one), now == OUTCOMES.index(other))
        for pattern in patterns(ground, where)[0]:
            covered = inside(pattern, ground)
            assert possible(limits, covered)
            assert not possible(limits, covered, z3.Not(moved))
            found.append(covered)
    assert not possible(limits, was != now, z3.Not(z3.Or(False, *found)))


@given(rule_books(), implications)
@settings(quiet, max_examples=5)
def test_dead_idle_and_clashing_rules_are_what_the_solver_says(rules, ties):
    vocabulary = replace(VOCABULARY, implies=tuple(ties))
    act = compiled(rules, vocabulary)
    limits = world([t for t in ties if act.ground.levels.keys() & dict((*t.given, *t.then)).keys()])
    says = outcome(rules)
    for rule, holds in zip(rules, live(rules), strict=True):
        assert never_live(act, rule) is not possible(limits, holds)
        without = outcome([other for other in rules if other is not rule])
        assert never_decides(act, rule) is not possible(limits, says != without)
    clash = possible(limits, says == OUTCOMES.index(CONFLICT))
    assert (act.where(CONFLICT) != FALSE) is clash
