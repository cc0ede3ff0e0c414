"""Read a running text and say where it records a person's immigration-related information."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from scopeofduty.sweep.category import Category
from scopeofduty.sweep.folding import clauses, fold, sentences
from scopeofduty.sweep.prose import context
from scopeofduty.sweep.prose.gate import rules_that_may_match
from scopeofduty.sweep.prose.masks import blank
from scopeofduty.sweep.prose.rule import Bears, Rule, compile_words, rules, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match, Pattern


SWEEP_RULES: tuple[Rule, ...] = tuple(
    rule for name in ("status.toml", "origin.toml", "asking.toml", "person.toml") for rule in rules(name)
)
_OF_A_SWEEP = frozenset((Bears.INSTRUMENT, Bears.TOGETHER))
RULES: tuple[Rule, ...] = tuple(rule for rule in SWEEP_RULES if rule.bears not in _OF_A_SWEEP)


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of the original text and the rule that marks it."""

    start: int
    end: int
    rule: Rule

    @property
    def category(self) -> Category:
        """The category of the rule that matched."""
        return self.rule.category


@dataclass(frozen=True, slots=True)
class _Sentence:
    masked: str
    plain: str
    start: int
    end: int
    clause: int
    previous: str

    def before(self, at: int) -> str:
        return self.masked[self.clause : at]


def read(text: str, book: tuple[Rule, ...] = RULES, *, gated: bool = False) -> tuple[Passage, ...]:
    """Return every passage that a rule marks, in order, overlapping ones reduced to the first and longest.

    ``gated`` says that ``book`` holds only rules whose literals stand in the text already.
    """
    folded = fold(text)
    book = book if gated else rules_that_may_match(book, folded.text)
    if not book:
        return ()
    masked = blank(folded.text)
    found = [
        Passage(*folded.span(match.start(), match.end()), rule)
        for sentence in _sentences(masked, folded.text)
        for rule, match in _matches(sentence, book)
    ]
    return _apart(found)


@cache
def _cells() -> tuple[tuple[Category, Pattern[str]], ...]:
    rows = table("cells.toml")["cell"]
    return tuple((Category(row["category"]), compile_words(tuple(row["patterns"]))) for row in rows)


def whole_cell(text: str) -> Category | None:
    """Return the category of a cell that is nothing but a status ("LPR", "sin papeles"), else None."""
    value = fold(text).text.strip(" \t\r\n\"'.,;:()[]-*")
    if not value or len(value) > 40:
        return None
    return next((category for category, pattern in _cells() if pattern.fullmatch(value)), None)


def _sentences(masked: str, plain: str) -> Iterator[_Sentence]:
    previous = ""
    for start, end in sentences(masked):
        for first, last in clauses(masked, start, end):
            yield _Sentence(masked, plain, start, last, first, previous)
        previous = plain[start:end]


def _matches(sentence: _Sentence, book: tuple[Rule, ...]) -> Iterator[tuple[Rule, Match[str]]]:
    for rule in book:
        source = sentence.plain if rule.bears is Bears.INSTRUMENT else sentence.masked
        needs = rule.compiled_needs
        if needs is not None and not needs.search(source, sentence.start, sentence.end):
            continue
        for match in rule.compiled.finditer(source, sentence.clause, sentence.end):
            if _stands(rule, match, sentence):
                yield rule, match


def _stands(rule: Rule, match: Match[str], sentence: _Sentence) -> bool:
    whole = sentence.masked[sentence.start : sentence.end]
    before = sentence.plain[sentence.clause : match.start()]
    if rule.bears is Bears.INSTRUMENT:
        after = sentence.plain[match.end() : sentence.end]
        taken_back = context.denied_question(before, after) or context.not_done(before)
        return not (taken_back or context.general_talk(whole))
    if context.asked_of_city(sentence.plain[sentence.clause : match.end()]):
        return False
    if rule.bears is Bears.TOPIC:
        return _topic_stands(match, sentence, before, whole)
    if rule.bears is Bears.TOGETHER:
        return _together_stands(match, sentence, before, whole)
    general = rule.bears is Bears.GENERAL and context.general_talk(whole)
    if general or context.statistics(whole) or context.question_denied(before):
        return False
    return not (context.whether(before) and context.requester_asks(before, sentence.previous))


def _topic_stands(match: Match[str], sentence: _Sentence, before: str, whole: str) -> bool:
    after = sentence.masked[match.end() : sentence.end]
    within = sentence.masked[match.start() : match.start("topic")]
    if context.denied(before, within, after) or context.general_talk(whole):
        return False
    if context.thing_asks(before):
        return context.answered(sentence.plain[match.end() :])
    upto = sentence.plain[sentence.clause : match.start("topic")]
    if context.city_asks(before) or not context.requester_asks(upto, sentence.previous):
        return True
    return context.answered(sentence.plain[match.end() :])


def _together_stands(match: Match[str], sentence: _Sentence, before: str, whole: str) -> bool:
    if context.general_talk(whole) or not context.somebody_here(whole):
        return False
    after = sentence.masked[match.end() : sentence.end]
    if context.denied_question(before, after) or context.question_denied(before):
        return False
    upto = sentence.plain[sentence.clause : match.end()]
    return context.city_asks(before) or not context.requester_asks(upto, sentence.previous)


def _apart(found: list[Passage]) -> tuple[Passage, ...]:
    kept: list[Passage] = []
    for passage in sorted(found, key=lambda f: (f.start, -f.end)):
        if not kept or passage.start >= kept[-1].end:
            kept.append(passage)
    return tuple(kept)
