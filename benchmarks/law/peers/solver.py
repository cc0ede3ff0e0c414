"""z3: every verdict still possible when what was left out may be anything; three checks a question."""

from __future__ import annotations

import z3

from peers.plain import NEITHER, PERMITTED, PROHIBITED, Measured, speaking
from peers.timing import rate
from scopeofduty.law.conditions import All, Any, Is, Not

NAME = f"z3 (z3-solver {z3.get_version_string()})"
SAYS = "every verdict still possible with blanks; no rule named"
QUESTIONS = 100


def measure(today, asked):
    vocabulary = today.book.vocabulary
    acts = {act: Act(act, today, vocabulary) for act in {act for act, _ in asked}}

    def ask(item):
        return acts[item[0]].possible(item[1])

    heard = [ask(item) for item in asked[:QUESTIONS]]
    # Only with no fact left out is a blank the same as "matches nothing", the other peers' reading.
    verdicts = tuple(
        next(iter(found)) if set(acts[act].variables) <= facts.keys() else None
        for (act, facts), found in zip(asked, heard, strict=False)
    )
    return [Measured("one by one, with blanks", rate(ask, asked[:QUESTIONS]), verdicts)]


class Act:
    """The rules on one act, kept in a solver."""

    def __init__(self, act, today, vocabulary):
        self.vocabulary = vocabulary
        self.variables = {}
        rules = [rule for rule in speaking(today) if act in rule.acts]
        no = z3.Or([self.said(r.condition) for r in rules if r.outcome == PROHIBITED])
        yes = z3.Or([self.said(r.condition) for r in rules if r.outcome != PROHIBITED])
        self.solver = z3.Solver()
        self.goals = {}
        for name, goal in (
            (PROHIBITED, no), (PERMITTED, z3.And(yes, z3.Not(no))), (NEITHER, z3.Not(z3.Or(yes, no)))
        ):  # fmt: skip
            self.goals[name] = z3.Bool(f"goal {name}")
            self.solver.add(z3.Implies(self.goals[name], goal))
        for fact, variable in self.variables.items():
            self.solver.add(variable >= 0, variable < len(vocabulary.facts[fact].values))

    def possible(self, facts):
        known = [
            variable == self.vocabulary.facts[fact].values.index(facts[fact])
            for fact, variable in self.variables.items()
            if fact in facts
        ]
        self.solver.push()
        self.solver.add(known)
        found = {name for name, goal in self.goals.items() if self.solver.check(goal) == z3.sat}
        self.solver.pop()
        return found

    def said(self, condition):
        match condition:
            case Not(part):
                return z3.Not(self.said(part))
            case All(parts):
                return z3.And([self.said(part) for part in parts])
            case Any(parts):
                return z3.Or([self.said(part) for part in parts])
            case Is(fact, values):
                variable = self.variables.setdefault(fact, z3.Int(fact))
                listed = self.vocabulary.facts[fact].values
                return z3.Or([variable == listed.index(value) for value in values])
        raise NotImplementedError(f"no comparison of numbers is put to z3: {condition}")
