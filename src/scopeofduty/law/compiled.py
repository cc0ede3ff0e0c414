"""The rules on one act, compiled: exact outcomes with blanks, and how likely each is."""

from __future__ import annotations

from scopeofduty.law.conditions import leaves
from scopeofduty.law.diagram import END, ENDS, FALSE, IMPOSSIBLE, OUTCOME, TRUE
from scopeofduty.law.ground import Ground
from scopeofduty.law.outcomes import SILENT
from scopeofduty.law.reference import defeats
from scopeofduty.law.rules import LEVELS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from scopeofduty.law.conditions import Situation
    from scopeofduty.law.ground import Domains
    from scopeofduty.law.rules import Rule
    from scopeofduty.law.vocabulary import Vocabulary


def compiled(rules: Sequence[Rule], vocabulary: Vocabulary) -> CompiledAct:
    """Compile the rules on one act that are in force on one day."""
    tests = (test for rule in rules for test in leaves(rule.condition))
    return CompiledAct(rules, Ground(tests, vocabulary))


class CompiledAct:
    """A decision diagram for one act. `live` tells where each rule is live."""

    def __init__(self, rules: Sequence[Rule], ground: Ground) -> None:
        self.rules = tuple(rules)
        self.ground = ground
        self.cells = ground.cells
        self.diagram = ground.diagram
        self.tested = frozenset(test.fact for test in ground.tests)
        self.live: dict[tuple[str, str, str], int] = {}
        for rule in rules:
            self._live(rule)
        self.by_level = {level: self._level_says(level) for level in LEVELS}
        self.root = self.diagram.only_where(ground.feasible, self._outcome())

    def domains(self, situation: Situation) -> Domains:
        """Translate what is known into the cells still possible at each level."""
        return self.ground.domains(situation)

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
        """Return the levels, of facts that a rule tests, whose value could still change the answer."""
        tested = {self.ground.levels[fact] for fact in self.tested}
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
            if len(cells) > 1 and level in tested:
                found.add(level)
            stack += [self.diagram.children[node][cell] for cell in cells]
        return frozenset(found)

    def where(self, outcome: str) -> int:
        """Return the diagram of the possible situations with this outcome."""
        ends = {end: TRUE if spoken == outcome else FALSE for end, spoken in OUTCOME.items()}
        return self.diagram.replace(self.root, ends | {IMPOSSIBLE: FALSE})

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

    def _live(self, rule: Rule) -> int:
        """Return where a rule is live, its defeaters worked out before it."""
        if rule.key not in self.live:
            node = self.ground.condition(rule.condition)
            for other in self.rules:
                if defeats(other, rule):
                    node = self.diagram.both(node, self.diagram.negated(self._live(other)))
            self.live[rule.key] = node
        return self.live[rule.key]

    def _outcome(self) -> int:
        combined = END[SILENT]
        for node in self.by_level.values():
            combined = self.diagram.across(combined, node)
        return combined

    def _level_says(self, level: str) -> int:
        node = END[SILENT]
        for rule in self.rules:
            if rule.level == level and rule.outcome:
                ends = {TRUE: END[rule.outcome], FALSE: END[SILENT]}
                node = self.diagram.within(node, self.diagram.replace(self.live[rule.key], ends))
        return node
