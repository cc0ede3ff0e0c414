"""Runs the examples of a book, and tells which conditions no example shows to matter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scopeofduty.law.conditions import ALWAYS, All, Any, Is, Not, leaves
from scopeofduty.law.errors import LawError
from scopeofduty.law.rulings import stand
from scopeofduty.law.situations import settled
from scopeofduty.law.vocabulary import ACTOR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scopeofduty.law.book import Book, InForce
    from scopeofduty.law.conditions import Condition, Situation, Test
    from scopeofduty.law.rules import Example, Rule

NEVER = Any(())


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one example fared; `faults` says in words what came out differently."""

    example: Example
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Tell whether everything the example expects came out."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A condition, as `fact` and the values it tests, that no example shows to matter."""

    rule: str
    place: str
    test: str


def run_examples(book: Book) -> tuple[Verdict, ...]:
    """Put every example of the first pack to the book."""
    return tuple(Verdict(e, tuple(_faults(book, e))) for e in book.packs[0].examples)


def _faults(book: Book, example: Example) -> Iterator[str]:
    try:
        answer = book.on(example.day or "1970-01-01").ask(example.act, example.actor, example.facts)
    except LawError as refused:
        yield str(refused)
        return
    if set(answer.possible) != example.expected:
        yield f"expected {_either(example.expected)}, got {_either(answer.possible)}"
    cited = {citation.rule for citation in answer.citations}
    missing = [rule for rule in example.by if rule not in cited]
    if missing:
        yield f"expected to rest on {', '.join(missing)}, rests on {', '.join(sorted(cited)) or 'nothing'}"
    duties = [duty for duty in example.duties if duty not in answer.duties]
    if duties:
        yield f"expected the duties {', '.join(duties)}, got {', '.join(answer.duties) or 'none'}"
    asked = answer.question.fact if answer.question else "nothing"
    if example.asks and asked != example.asks:
        yield f"expected the next question to be {example.asks}, it is {asked}"


def _either(outcomes: frozenset[str] | tuple[str, ...]) -> str:
    return " or ".join(sorted(outcomes))


def coverage(book: Book) -> tuple[tuple[Uncovered, ...], int]:
    """Return the conditions that no example shows to matter, and how many there are in all.

    Whom a whole file covers is not counted; whom a single rule binds is.

    A condition matters in an example when the rules on the act would stand otherwise were it
    the opposite of what it is.
    """
    pack = book.packs[0].id
    shown: set[tuple[str, int]] = set()
    every: dict[tuple[str, int], Uncovered] = {}
    for version in book.packs[0].versions:
        for rule in version.rules:
            for number, test in enumerate(leaves(rule.condition)):
                if test != Is(ACTOR, version.covered or frozenset()):
                    every[rule.place, number] = Uncovered(rule.id, rule.place, in_words(test))
    for example in book.packs[0].examples:
        law = book.on(example.day or "1970-01-01")
        situation = settled(_facts(example), book.vocabulary)
        for rule in law.compiled(example.act).rules:
            if rule.pack == pack:
                shown |= {
                    (rule.place, number)
                    for number in range(len(list(leaves(rule.condition))))
                    if matters(law, example.act, rule, number, situation)
                }
    missing = tuple(every[key] for key in every if key not in shown)
    return missing, len(every)


def _facts(example: Example) -> Mapping[str, bool | str | int | float]:
    return {**example.facts, **({ACTOR: example.actor} if example.actor else {})}


def matters(law: InForce, act: str, rule: Rule, number: int, situation: Situation) -> bool:
    """Tell whether the rules would stand otherwise if this test came out the other way."""
    rules = law.compiled(act).rules
    before = stand(rules, situation).live
    for forced in (ALWAYS, NEVER):
        changed = replace(rule, condition=_forced(rule.condition, number, forced)[0])
        others = [changed if other is rule else other for other in rules]
        if stand(others, situation).live[rule.key] is not before[rule.key]:
            return True
    return False


def _forced(condition: Condition, number: int, value: Condition) -> tuple[Condition, int]:
    """Return the condition with its `number`-th test (left to right) made constant."""
    match condition:
        case Not(part):
            inner, left = _forced(part, number, value)
            return Not(inner), left
        case All(parts) | Any(parts):
            built = []
            for part in parts:
                inner, number = _forced(part, number, value)
                built.append(inner)
            return type(condition)(tuple(built)), number
        case _:
            return (value if number == 0 else condition), number - 1


def in_words(test: Test) -> str:
    """Return a test as a pack would write it."""
    values = getattr(test, "values", None)
    if values is None:
        return f"{test.fact} is {test.comparison} {test.bound:g}"  # type: ignore[union-attr]
    if test.fact == ACTOR:
        return "by whom"
    if values <= {True, False}:
        return test.fact if True in values else f"not {test.fact}"
    shown = ", ".join(sorted(map(str, values)))
    return f"{test.fact} is {'any of ' if len(values) > 1 else ''}{shown}"
