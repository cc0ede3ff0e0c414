"""Random small books of rules and situations, for property tests."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from scopeofduty.law import Text, shared
from scopeofduty.law.conditions import All, Any, Compares, Is, Not
from scopeofduty.law.outcomes import SPOKEN
from scopeofduty.law.rules import LEVELS, Displacement, Rule
from scopeofduty.law.vocabulary import Choice, Fact, Implication

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
