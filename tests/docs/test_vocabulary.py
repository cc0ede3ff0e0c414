from __future__ import annotations

from scopeofduty import law

PAGE = "docs/reference/vocabulary.md"
WORDS = law.shared()
KNOWN_BY = {"officer": "staff", "caller": "the caller", "record": "a record", "counsel": "counsel"}


def act_line(act):
    return f"| `{act.id}` | {act.definition} |"


def fact_line(fact):
    marks = [KNOWN_BY.get(fact.who_knows, fact.who_knows)]
    marks += ["sensitive"] if fact.sensitive else []
    marks += ["never put to the person"] if fact.never_ask_the_person else []
    return f"| `{fact.id}` | {fact.kind} | {fact.question} | {'; '.join(marks)} |"


def values_line(fact):
    return f"- `{fact.id}`: " + ", ".join(f"`{choice.value}`" for choice in fact.choices)


def with_values():
    return [fact for fact in WORDS.facts.values() if fact.choices and fact.kind == "one-of"]


def test_every_act_is_documented(lacks):
    assert lacks(PAGE, [act_line(act) for act in WORDS.acts.values()]) == ""


def test_every_fact_is_documented_with_who_can_know_it(lacks):
    assert lacks(PAGE, [fact_line(fact) for fact in WORDS.facts.values()]) == ""


def test_every_value_is_documented(lacks):
    assert lacks(PAGE, [values_line(fact) for fact in with_values()]) == ""


def test_every_outcome_is_documented(page):
    assert [name for name in WORDS.outcomes if f"`{name}`" not in page(PAGE)] == []


def test_nothing_is_documented_that_is_not_there(table_of):
    assert table_of(PAGE, "Acts") == list(WORDS.acts)
    assert table_of(PAGE, "Facts") == list(WORDS.facts)
