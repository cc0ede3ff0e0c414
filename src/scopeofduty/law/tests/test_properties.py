"""The decision diagram says what the slow, obvious interpreter says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scopeofduty import law
from scopeofduty.law import shared
from scopeofduty.law.cells import relevant, samples
from scopeofduty.law.compiled import compiled
from scopeofduty.law.conditions import leaves
from scopeofduty.law.outcomes import ACROSS, OUTCOMES, WITHIN
from scopeofduty.law.reference import possible
from scopeofduty.law.tests.drafts import VOCABULARY, implications, rule_books, situations
from scopeofduty.law.vocabulary import Vocabulary


@given(rule_books(), situations(), implications)
@settings(max_examples=60, deadline=None)
def test_the_diagram_agrees_with_the_interpreter(book, known, ties):
    agrees(book, known, ties)


@pytest.mark.long
@given(rule_books(), situations(), implications)
@settings(max_examples=3000, deadline=None)
def test_the_diagram_agrees_with_the_interpreter_at_length(book, known, ties):
    agrees(book, known, ties)


def agrees(book, known, ties):
    vocabulary = replace(VOCABULARY, implies=tuple(ties))
    act = compiled(book, vocabulary)
    every = {test for rule in book for test in leaves(rule.condition)}
    names = relevant(every, vocabulary)[0]
    domains = {
        name: list(known["n"])
        if name == "n" and "n" in known
        else samples(VOCABULARY.facts[name], [t for t in every if t.fact == name])
        for name in names
    }
    given = {name: values for name, values in known.items() if name in names}
    expected = possible(book, given, domains, [t for t in ties if names.keys() & dict(t.given).keys()])
    assert act.possible(act.domains(given)) == expected


@given(rule_books(), situations())
@settings(max_examples=50, deadline=None)
def test_what_is_likely_is_what_is_possible(book, known):
    act = compiled(book, VOCABULARY)
    domains = act.domains(known)
    shares = act.likelihood(domains)
    assert set(shares) == act.possible(domains)
    assert abs(sum(shares.values()) - 1) < 1e-9


@given(st.lists(st.sampled_from(OUTCOMES), max_size=5), st.randoms())
def test_the_order_of_rules_never_matters(outcomes, random):
    shuffled = list(outcomes)
    random.shuffle(shuffled)
    for table in (WITHIN, ACROSS):
        one = other = "silent"
        for outcome in outcomes:
            one = table[one, outcome]
        for outcome in shuffled:
            other = table[other, outcome]
        assert one == other


def test_vocabulary_is_whole():
    vocabulary = shared()
    assert isinstance(vocabulary, Vocabulary)
    for fact_ in vocabulary.facts.values():
        assert fact_.question.es, fact_.id
        assert all(choice.meaning.en and choice.meaning.es for choice in fact_.choices), fact_.id
        for members in fact_.groups.values():
            assert members <= set(fact_.values)
    assert all(act.name.es for act in vocabulary.acts.values())
    assert all(text.es for text in vocabulary.duties.values())
    assert all(text.es for text in vocabulary.outcomes.values())
    for group in vocabulary.act_groups.values():
        assert set(group) <= set(vocabulary.acts)
    for tie in vocabulary.implies:
        for name, value in (*tie.given, *tie.then):
            assert value in vocabulary.facts[name].values


RIVERBEND = law.read("riverbend", examples=False).on("2026-01-15")
KNOWN = RIVERBEND.book.vocabulary
stated_facts = st.dictionaries(
    st.sampled_from(sorted(KNOWN.facts)), st.sampled_from(["yes", "no", True, 3, "ice", "none", "detainer"])
)


@given(st.sampled_from(sorted(KNOWN.acts)), stated_facts)
@settings(max_examples=150, deadline=None)
def test_any_question_is_answered_or_refused_with_a_message(act, facts):
    try:
        answer = RIVERBEND.ask(act, None, facts)
    except law.QuestionError:
        return
    assert answer.possible
    assert (answer.outcome is None) == (len(answer.possible) > 1)
    assert answer.explain("en")
    assert answer.explain("es")


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_an_answer_that_is_final_stays_so_as_more_is_known(data):
    """Monotone: to know more never widens what is possible."""
    act = data.draw(st.sampled_from(sorted({a for r in RIVERBEND.rules for a in r.acts})))
    facts = {}
    before = set(RIVERBEND.ask(act).possible)
    for cells in RIVERBEND.compiled(act).cells:
        value = data.draw(st.sampled_from([None, *KNOWN.facts[cells.fact].values]))
        if value is not None:
            facts[cells.fact] = value
        try:
            after = set(RIVERBEND.ask(act, None, facts).possible)
        except law.QuestionError:
            return
        assert after <= before
        before = after
