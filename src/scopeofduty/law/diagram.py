"""Multi-valued decision diagrams: every situation of an act, shared wherever it ends alike.

A node is a number. The first numbers are the ends: false, true, each outcome, and impossible.
Nodes are built once (hash-consed), so equal functions are equal numbers.
"""

from __future__ import annotations

from scopeofduty.law.errors import LawError
from scopeofduty.law.outcomes import ACROSS, OUTCOMES, SILENT, WITHIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Final

FALSE: Final = 0
TRUE: Final = 1
END: Final = {outcome: number for number, outcome in enumerate(OUTCOMES, start=2)}
IMPOSSIBLE: Final = 2 + len(OUTCOMES)
ENDS: Final = IMPOSSIBLE + 1
OUTCOME: Final = {number: outcome for outcome, number in END.items()}
BUDGET: Final = 200_000
"""How many nodes one act may take before the reader is told to simplify."""

_WITHIN: Final = {(END[a], END[b]): END[c] for (a, b), c in WITHIN.items()}
_ACROSS: Final = {(END[a], END[b]): END[c] for (a, b), c in ACROSS.items()}


class Diagram:
    """A forest of shared nodes over variables of the given sizes (number of cells)."""

    def __init__(self, sizes: Sequence[int], budget: int = BUDGET) -> None:
        self.sizes = tuple(sizes)
        self.level: list[int] = [len(sizes)] * ENDS
        self.children: list[tuple[int, ...]] = [()] * ENDS
        self._budget = budget
        self._known: dict[tuple[int, tuple[int, ...]], int] = {}
        self._and: dict[tuple[int, int], int] = {}
        self._within: dict[tuple[int, int], int] = {}
        self._across: dict[tuple[int, int], int] = {}

    def node(self, level: int, children: Sequence[int]) -> int:
        """Return the node that branches on a variable; no node when all branches agree."""
        first = children[0]
        if all(child == first for child in children):
            return first
        key = (level, tuple(children))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = len(self.level)
            self.level.append(level)
            self.children.append(key[1])
            if known > self._budget:
                raise LawError(
                    f"These rules make more than {self._budget:,} distinct cases for one act. "
                    "Split the act, or test fewer unrelated facts together in one rule."
                )
        return known

    def test(self, level: int, passing: Iterable[bool]) -> int:
        """Return the node that is true in the cells that pass."""
        return self.node(level, [TRUE if passes else FALSE for passes in passing])

    def replace(self, node: int, ends: Mapping[int, int]) -> int:
        """Return the diagram with each end replaced."""
        memo: dict[int, int] = {}

        def walk(at: int) -> int:
            if at < ENDS:
                return ends.get(at, at)
            if at not in memo:
                memo[at] = self.node(self.level[at], [walk(child) for child in self.children[at]])
            return memo[at]

        return walk(node)

    def both(self, one: int, other: int) -> int:
        """Return where both hold."""

        def end(a: int, b: int) -> int | None:
            if FALSE in (a, b):
                return FALSE
            if a == TRUE:
                return b
            return a if b in (TRUE, a) else None

        return self._apply(one, other, end, self._and)

    def negated(self, node: int) -> int:
        """Return where it does not hold."""
        return self.replace(node, {TRUE: FALSE, FALSE: TRUE})

    def either(self, one: int, other: int) -> int:
        """Return where at least one holds."""
        return self.negated(self.both(self.negated(one), self.negated(other)))

    def within(self, one: int, other: int) -> int:
        """Combine the outcomes of two rules of one level."""
        return self._apply(one, other, _joining(_WITHIN), self._within)

    def across(self, one: int, other: int) -> int:
        """Combine what two levels say."""
        return self._apply(one, other, _joining(_ACROSS), self._across)

    def only_where(self, feasible: int, node: int) -> int:
        """Return the diagram with an impossible end wherever `feasible` fails."""

        def end(a: int, b: int) -> int | None:
            if a == FALSE:
                return IMPOSSIBLE
            return b if a == TRUE else None

        return self._apply(feasible, node, end, {})

    def _apply(
        self,
        one: int,
        other: int,
        end: Callable[[int, int], int | None],
        memo: dict[tuple[int, int], int],
    ) -> int:
        level, children = self.level, self.children

        def walk(a: int, b: int) -> int:
            settled = end(a, b)
            if settled is not None:
                return settled
            known = memo.get((a, b))
            if known is None:
                top = min(level[a], level[b])
                size = self.sizes[top]
                left = children[a] if level[a] == top else (a,) * size
                right = children[b] if level[b] == top else (b,) * size
                known = self.node(top, [walk(x, y) for x, y in zip(left, right, strict=True)])
                memo[a, b] = known
            return known

        return walk(one, other)


def _joining(table: Mapping[tuple[int, int], int]) -> Callable[[int, int], int | None]:
    silent = END[SILENT]

    def end(a: int, b: int) -> int | None:
        if a in (silent, b):
            return b
        if b == silent:
            return a
        return table[a, b] if a < ENDS and b < ENDS else None

    return end
