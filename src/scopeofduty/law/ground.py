"""The ground that diagrams of one act stand on: facts cut into cells, and what is feasible.

Two sets of rules compiled on the same ground can be compared node by node.
"""

from __future__ import annotations

from scopeofduty.law.cells import relevant
from scopeofduty.law.conditions import All, Any, Not
from scopeofduty.law.diagram import FALSE, TRUE, Diagram

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scopeofduty.law.cells import Cells
    from scopeofduty.law.conditions import Condition, Situation, Test
    from scopeofduty.law.vocabulary import Implication, Value, Vocabulary

    Domain = frozenset[int]
    Domains = Mapping[int, Domain]


class Ground:
    """The variables that some tests can tell apart, each at its level of one diagram."""

    def __init__(self, tests: Iterable[Test], vocabulary: Vocabulary) -> None:
        self.tests = tuple(dict.fromkeys(tests))
        self.vocabulary = vocabulary
        cut, ties = relevant(self.tests, vocabulary)
        self.cells: tuple[Cells, ...] = tuple(cut.values())
        self.levels = {cells.fact: level for level, cells in enumerate(self.cells)}
        self.diagram = Diagram([len(cells.members) for cells in self.cells])
        self._conditions: dict[Condition, int] = {}
        self.feasible = self._feasible(ties)

    def domains(self, situation: Situation) -> Domains:
        """Translate what is known into the cells still possible at each level."""
        return {
            self.levels[fact]: frozenset(self.cells[self.levels[fact]].cell(v) for v in values)
            for fact, values in situation.items()
            if fact in self.levels
        }

    def condition(self, condition: Condition) -> int:
        """Return the diagram of where a condition holds."""
        if condition not in self._conditions:
            self._conditions[condition] = self._build(condition)
        return self._conditions[condition]

    def _build(self, condition: Condition) -> int:
        diagram = self.diagram
        match condition:
            case Not(part):
                return diagram.negated(self.condition(part))
            case All(parts):
                node = TRUE
                for part in parts:
                    node = diagram.both(node, self.condition(part))
                return node
            case Any(parts):
                node = FALSE
                for part in parts:
                    node = diagram.either(node, self.condition(part))
                return node
            case _:
                level = self.levels[condition.fact]
                return diagram.test(level, self.cells[level].passing(condition))

    def _feasible(self, ties: Sequence[Implication]) -> int:
        node = TRUE
        for tie in ties:
            broken = self._every(tie.given)
            broken = self.diagram.both(broken, self.diagram.negated(self._every(tie.then)))
            node = self.diagram.both(node, self.diagram.negated(broken))
        return node

    def _every(self, stated: Sequence[tuple[str, Value]]) -> int:
        node = TRUE
        for fact, value in stated:
            level = self.levels[fact]
            passing = [members == (value,) for members in self.cells[level].members]
            node = self.diagram.both(node, self.diagram.test(level, passing))
        return node
