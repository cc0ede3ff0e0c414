"""The law in force as one plain table, for programs in other languages and for the offline desk.

`table` is JSON data. Each act has `variables` (a fact, the cells its values fall in, their
weights), `nodes` (a level, then a child for each cell) and a `root`. Numbers below
`len(ends)` are ends; others are nodes, counted from there. A reader walks from the root, down
every branch where a fact is blank; the ends it meets, but for "impossible", are the outcomes
still possible. Rules carry their conditions, and which rules each defeats, for the citations.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, Final

from scopeofduty.law.conditions import All, Compares, Is, Not
from scopeofduty.law.conditions import Any as AnyOf
from scopeofduty.law.diagram import END, ENDS
from scopeofduty.law.errors import QuestionError
from scopeofduty.law.explain import PHRASES
from scopeofduty.law.reference import defeats
from scopeofduty.law.vocabulary import ACTOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scopeofduty.law.book import InForce
    from scopeofduty.law.compiled import CompiledAct
    from scopeofduty.law.conditions import Condition
    from scopeofduty.law.rules import Rule
    from scopeofduty.law.vocabulary import Fact, Text, Vocabulary

FORMAT: Final = "scopeofduty law table 1"
ENDS_NAMED: Final = ["false", "true", *END, "impossible"]


def table(law: InForce) -> dict[str, Any]:
    """Return the law in force on a day as plain data."""
    vocabulary = law.book.vocabulary
    rules = list(law.rules)
    acts = sorted({act for rule in rules for act in rule.acts})
    compiled = {act: law.compiled(act) for act in acts}
    used = {cells.fact for act in compiled.values() for cells in act.cells}
    silent = next((v.when_silent for v in law.versions if v.when_silent), None)
    return {
        "format": FORMAT,
        "pack": law.book.packs[0].id,
        "title": _text(law.book.packs[0].title),
        "day": law.day.isoformat(),
        "digest": law.book.digest,
        "ends": ENDS_NAMED,
        "phrases": {outcome: _text(phrase) for outcome, phrase in PHRASES.items()},
        "when_silent": _text(silent) if silent else {"en": "", "es": ""},
        "facts": {fact: _fact(vocabulary.facts[fact]) for fact in sorted(used)},
        "implies": [[dict(tie.given), dict(tie.then)] for tie in vocabulary.implies],
        "rules": [_rule(law, rule, rules) for rule in rules],
        "acts": {act: _act(compiled[act], rules, vocabulary, act) for act in acts},
        "duties": {duty: _text(text) for duty, text in vocabulary.duties.items()},
    }


def _text(text: Text) -> dict[str, str]:
    return {"en": text.en, "es": text.in_language("es")}


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "kind": fact.kind,
        "question": _text(fact.question),
        "choices": [[choice.value, _text(choice.meaning)] for choice in fact.choices],
        "groups": {name: sorted(map(str, members)) for name, members in fact.groups.items()},
        "who_knows": fact.asked_of,
        "unit": fact.unit,
    }


def _rule(law: InForce, rule: Rule, rules: list[Rule]) -> dict[str, Any]:
    cited = law.cite(rule)
    return {
        "id": rule.id,
        "section": rule.section,
        "law": rule.law,
        "level": rule.level,
        "outcome": rule.outcome,
        "condition": encoded(rule.condition),
        "defeats": [n for n, other in enumerate(rules) if defeats(rule, other)],
        "cited_as": _text(cited.cited_as),
        "heading": _text(cited.heading),
        "summary": _text(cited.summary),
        "approver": _text(rule.approver),
        "mark": cited.mark,
        "hash": cited.hash,
        "draft": cited.draft,
        "duties": list(rule.duties),
    }


def encoded(condition: Condition) -> list[Any]:
    """Return a condition as nested lists: ["is", fact, values], ["not", …], ["all", …, …] …."""
    match condition:
        case Not(part):
            return ["not", encoded(part)]
        case All(parts):
            return ["all", *map(encoded, parts)]
        case AnyOf(parts):
            return ["any", *map(encoded, parts)]
        case Compares(fact, comparison, bound):
            return ["compares", fact, comparison, bound]
        case Is(fact, values):
            return ["is", fact, sorted(values, key=str)]


def _act(act: CompiledAct, rules: list[Rule], vocabulary: Vocabulary, name: str) -> dict[str, Any]:
    order = list(_reached(act))
    number = {node: ENDS + place for place, node in enumerate(order)}
    number |= {end: end for end in range(ENDS)}
    return {
        "name": _text(vocabulary.acts[name].name),
        "variables": [
            {
                "fact": cells.fact,
                "cells": [list(members) for members in cells.members],
                "weights": list(cells.weights),
                "tests": [encoded(test) for test in cells.tests]
                if vocabulary.facts[cells.fact].kind == "number"
                else [],
                "tested": cells.fact in act.tested,
            }
            for cells in act.cells
        ],
        "nodes": [
            [act.diagram.level[node], *(number[child] for child in act.diagram.children[node])]
            for node in order
        ],
        "root": number[act.root],
        "rules": [n for n, rule in enumerate(rules) if name in rule.acts],
    }


def _reached(act: CompiledAct) -> Iterator[int]:
    seen: set[int] = set()
    stack = [act.root]
    while stack:
        node = stack.pop()
        if node >= ENDS and node not in seen:
            seen.add(node)
            yield node
            stack += act.diagram.children[node]


def conformance(law: InForce, count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Return questions with the answers that any evaluator of the table must give.

    Facts are drawn from those the act's rules test, about a third left blank. A day on which no
    rule is in force has no questions.
    """
    rng = random.Random(seed)  # noqa: S311 - a corpus, not a secret
    acts = sorted({act for rule in law.rules for act in rule.acts})
    rows: list[dict[str, Any]] = []
    while acts and len(rows) < count:
        act = rng.choice(acts)
        facts = {
            cells.fact: rng.choice(rng.choice(cells.members))
            for cells in law.compiled(act).cells
            if rng.random() < 2 / 3
        }
        actor = facts.pop(ACTOR, None)
        try:
            answer = law.ask(act, None if actor is None else str(actor), facts)
        except QuestionError:
            continue
        rows.append(
            {
                "act": act,
                "actor": actor,
                "facts": facts,
                "outcome": answer.outcome,
                "possible": list(answer.possible),
                "citations": [c.rule for c in answer.citations],
                "set_aside": [c.rule for c in answer.set_aside],
                "conflict": [c.rule for c in answer.conflict],
                "question": answer.question.fact if answer.question else None,
            }
        )
    return rows
