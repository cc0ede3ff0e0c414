"""The rules on one act, compiled: exact outcomes with blanks, and how likely each is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from scopeofduty.law.cells import Cells, relevant
from scopeofduty.law.conditions import All, Any, Condition, Not, Situation, tests
from scopeofduty.law.diagram import END, ENDS, FALSE, IMPOSSIBLE, OUTCOME, TRUE, Diagram
from scopeofduty.law.outcomes import SILENT
from scopeofduty.law.reference import defeats
from scopeofduty.law.rules import LEVELS, Rule

if TYPE_CHECKING:
    from scopeofduty.law.vocabulary import Implication, Vocabulary

Domain = frozenset[int]
Domains = Mapping[int, Domain]


class CompiledAct:
    """A decision diagram for one act, built from the rules in force on one day."""

    def __init__(self, rules: Sequence[Rule], vocabulary: Vocabulary) -> None:
        self.rules = tuple(rules)
        conditions = (test for rule in rules for test in tests(rule.condition))
        cut, ties = relevant(conditions, vocabulary)
        self.cells: tuple[Cells, ...] = tuple(cut.values())
        self.levels = {cells.fact: level for level, cells in enumerate(self.cells)}
        self.diagram = Diagram([len(cells.members) for cells in self.cells])
        self.live: dict[tuple[str, str, str], int] = {}
        self._conditions = {rule.key: self._condition(rule.condition) for rule in rules}
        for rule in rules:
            self._live(rule)
        self.root = self.diagram.only_where(self._feasible(ties), self._outcome())
        self._reach = lru_cache(maxsize=None)(self._ends_below)

    def domains(self, situation: Situation) -> Domains:
        """Translate what is known into the cells still possible at each level."""
        return {
            self.levels[fact]: frozenset(self.cells[self.levels[fact]].cell(v) for v in values)
            for fact, values in situation.items()
            if fact in self.levels
        }

    def possible(self, domains: Domains) -> frozenset[str]:
        """Return every outcome still possible. Empty when what is known contradicts itself."""
        ends: set[int] = set()
        seen: set[int] = set()
        stack = [self.root]
        while stack:
            node = stack.pop()
            if node in seen:
                continue
            seen.add(node)
            if node < ENDS:
                ends.add(node)
            elif (level := self.diagram.level[node]) in domains:
                stack += [self.diagram.children[node][cell] for cell in domains[level]]
            else:
                stack += self.diagram.children[node]
        return frozenset(OUTCOME[end] for end in ends - {IMPOSSIBLE})

    def likelihood(self, domains: Domains) -> dict[str, float]:
        """Return the share of each outcome over the blanks, by the weights of the cells."""
        memo: dict[int, dict[str, float]] = {node: {outcome: 1.0} for node, outcome in OUTCOME.items()}
        memo[IMPOSSIBLE] = {}
        return self._share(self.root, domains, memo)

    def matters(self, domains: Domains) -> frozenset[int]:
        """Return the levels that some situation still possible branches on."""
        found: set[int] = set()
        seen: set[int] = set()
        stack = [self.root]
        while stack:
            node = stack.pop()
            if node < ENDS or node in seen:
                continue
            seen.add(node)
            level = self.diagram.level[node]
            cells = domains.get(level, range(self.diagram.sizes[level]))
            if len(cells) > 1:
                found.add(level)
            stack += [self.diagram.children[node][cell] for cell in cells]
        return frozenset(found)

    def _share(self, node: int, domains: Domains, memo: dict[int, dict[str, float]]) -> dict[str, float]:
        if node in memo:
            return memo[node]
        level = self.diagram.level[node]
        weights = self.cells[level].weights
        cells = sorted(domains.get(level, range(len(weights))))
        total = sum(weights[cell] for cell in cells)
        shares: dict[str, float] = {}
        for cell in cells:
            below = self._share(self.diagram.children[node][cell], domains, memo)
            for outcome, share in below.items():
                shares[outcome] = shares.get(outcome, 0.0) + share * weights[cell] / total
        memo[node] = shares
        return shares

    def _ends_below(self, node: int) -> frozenset[int]:
        if node < ENDS:
            return frozenset({node})
        return frozenset().union(*(self._reach(child) for child in self.diagram.children[node]))

    def _condition(self, condition: Condition) -> int:
        diagram = self.diagram
        match condition:
            case Not(part):
                return diagram.negated(self._condition(part))
            case All(parts):
                node = TRUE
                for part in parts:
                    node = diagram.both(node, self._condition(part))
                return node
            case Any(parts):
                node = FALSE
                for part in parts:
                    node = diagram.either(node, self._condition(part))
                return node
            case _:
                level = self.levels[condition.fact]
                return diagram.test(level, self.cells[level].passing(condition))

    def _live(self, rule: Rule) -> int:
        """Return where a rule is live, its defeaters worked out before it."""
        if rule.key not in self.live:
            node = self._conditions[rule.key]
            for other in self.rules:
                if defeats(other, rule):
                    node = self.diagram.both(node, self.diagram.negated(self._live(other)))
            self.live[rule.key] = node
        return self.live[rule.key]

    def _outcome(self) -> int:
        combined = END[SILENT]
        for level in LEVELS:
            node = END[SILENT]
            for rule in self.rules:
                if rule.level == level and rule.outcome:
                    ends = {TRUE: END[rule.outcome], FALSE: END[SILENT]}
                    node = self.diagram.within(node, self.diagram.replace(self.live[rule.key], ends))
            combined = self.diagram.across(combined, node)
        return combined

    def _feasible(self, ties: Sequence[Implication]) -> int:
        node = TRUE
        for tie in ties:
            broken = TRUE
            for fact, value in tie.given:
                broken = self.diagram.both(broken, self._equals(fact, value))
            then = TRUE
            for fact, value in tie.then:
                then = self.diagram.both(then, self._equals(fact, value))
            broken = self.diagram.both(broken, self.diagram.negated(then))
            node = self.diagram.both(node, self.diagram.negated(broken))
        return node

    def _equals(self, fact: str, value: object) -> int:
        level = self.levels[fact]
        passing = [members == (value,) for members in self.cells[level].members]
        return self.diagram.test(level, passing)
