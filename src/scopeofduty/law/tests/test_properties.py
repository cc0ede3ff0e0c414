"""The decision diagram says what the slow, obvious interpreter says."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from scopeofduty.law import Text, shared
from scopeofduty.law.cells import relevant, samples
from scopeofduty.law.compiled import compiled
from scopeofduty.law.conditions import All, Any, Compares, Is, Not, leaves
from scopeofduty.law.outcomes import ACROSS, OUTCOMES, SPOKEN, WITHIN
from scopeofduty.law.reference import possible
from scopeofduty.law.rules import LEVELS, Displacement, Rule
from scopeofduty.law.vocabulary import Choice, Fact, Implication, Vocabulary

FACTS = {
    "a": (True, False),
    "b": (True, False),
    "c": ("x", "y", "z"),
    "d": ("p", "q"),
}
BOUNDS = (1.0, 2.0, 5.0)


def fact(name, values, kind):
    return Fact(name, kind, Text(name), tuple(Choice(v, Text(str(v))) for v in values), "officer")


VOCABULARY = replace(
    shared(),
    facts={
        **{name: fact(name, values, "one-of") for name, values in FACTS.items()},
        "n": fact("n", (), "number"),
    },
    implies=(),
)

literals = st.one_of(
    *(
        st.builds(Is, st.just(name), st.frozensets(st.sampled_from(values), min_size=1))
        for name, values in FACTS.items()
    ),
    st.builds(
        Compares,
        st.just("n"),
        st.sampled_from(["more than", "at least", "less than", "at most", "exactly"]),
        st.sampled_from(BOUNDS),
    ),
)
conditions = st.recursive(
    literals,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(All, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Any, st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=4,
)
implications = st.lists(
    st.sampled_from(
        [
            Implication((("a", True),), (("c", "x"),)),
            Implication((("c", "y"),), (("b", False), ("d", "p"))),
            Implication((("a", False), ("b", True)), (("d", "q"),)),
        ]
    ),
    unique=True,
)


@st.composite
def rule_books(draw):
    """Rules on one act over three levels; each may stand despite, or displace, earlier ones."""
    count = draw(st.integers(1, 6))
    book = []
    for number in range(count):
        level = draw(st.sampled_from(LEVELS[1:4]))
        earlier = [rule.id for rule in book if rule.level == level]
        despite = draw(st.lists(st.sampled_from(earlier), unique=True)) if earlier else []
        displaced = draw(st.frozensets(st.sampled_from(SPOKEN))) if draw(st.booleans()) else frozenset()
        book.append(
            Rule(
                pack="p",
                law=level,
                level=level,
                id=f"r{number}",
                section=f"r{number}",
                acts=("act",),
                outcome=draw(st.one_of(st.none(), st.sampled_from(SPOKEN))),
                condition=draw(conditions),
                despite=tuple(despite),
                displaces=(Displacement(outcomes=displaced),) if displaced else (),
            )
        )
    return book


@st.composite
def situations(draw):
    """Some facts known exactly, some narrowed, the rest left out."""
    known = {}
    for name, values in FACTS.items():
        if draw(st.booleans()):
            known[name] = draw(st.frozensets(st.sampled_from(values), min_size=1))
    if draw(st.booleans()):
        known["n"] = frozenset({draw(st.sampled_from([0.0, 1.0, 1.5, 2.0, 3.0, 5.0, 9.0]))})
    return known


@given(rule_books(), situations(), implications)
@settings(max_examples=400, deadline=None)
def test_the_diagram_agrees_with_the_interpreter(book, known, ties):
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
@settings(max_examples=150, deadline=None)
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
