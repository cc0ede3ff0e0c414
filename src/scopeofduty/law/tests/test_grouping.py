"""Near-alike changes are told once: nothing is lost, and nothing is told that isn't so."""

from __future__ import annotations

import pytest

from scopeofduty import law
from scopeofduty.law.grouping import IN_WORDS, grouped
from scopeofduty.law.outcomes import OUTCOMES
from scopeofduty.law.vocabulary import ACTOR

PAIRS = [("2020-02-11", "2020-09-15"), ("2020-09-15", "2022-06-28"), ("2020-02-11", "2022-06-28")]


def lawrence(pair):
    book = law.read("lawrence", above=False)
    old, new = (book.on(day) for day in pair)
    return old, new, old.compare(new)


@pytest.mark.parametrize("pair", PAIRS)
def test_every_change_is_in_one_group(pair):
    _old, new, comparison = lawrence(pair)
    groups = grouped(comparison.changes, new.book.vocabulary)
    ways = sum(max(1, len(group.ways)) for group in groups)
    assert ways == len(comparison.changes)
    assert len(groups) <= len(comparison.changes)
    assert {(g.acts, g.before, g.after) for g in groups} == {
        (c.acts, c.before, c.after) for c in comparison.changes
    }


def test_shared_facts_are_said_once_and_ways_say_the_rest():
    _old, new, comparison = lawrence(PAIRS[0])
    groups = grouped(comparison.changes, new.book.vocabulary)
    first = next(g for g in groups if (g.before, g.after) == ("prohibited", "silent"))
    assert [told.fact for told in first.shared] == ["operation_phase", "policy_changed"]
    assert len(first.ways) == 3
    assert all(told.fact not in {"operation_phase", "policy_changed"} for way in first.ways for told in way)
    assert [edit.rule for edit in first.causes] == ["5/before"]


def test_everybody_bound_need_not_be_named():
    _old, new, comparison = lawrence(PAIRS[0])
    bound = new.versions[0].covered
    named = grouped(comparison.changes, new.book.vocabulary)
    unnamed = grouped(comparison.changes, new.book.vocabulary, bound)
    who = "any officer or employee of a city, county or other public body covered by the law"
    assert any(group.who.en == who for group in named)
    assert not any(group.who.en == who for group in unnamed)
    told = [t for g in unnamed for way in (g.shared, *g.ways) for t in way if t.fact == ACTOR]
    assert all(t.answer.en != who for t in told)


def test_who_acts_stays_where_it_matters():
    _old, new, comparison = lawrence(PAIRS[1])
    for group in grouped(comparison.changes, new.book.vocabulary, new.versions[0].covered):
        assert group.who.en == "any employee of a police, sheriff or jail agency"
        assert group.who.es


def test_a_way_with_nothing_left_makes_the_others_superfluous(book):
    base = "1 hold on a detainer is prohibited"
    old, new = (
        book(base).on("2020-06-01"),
        book("2 lend property or facilities is permitted").on("2020-06-01"),
    )
    for group in grouped(old.compare(new).changes, new.book.vocabulary):
        assert group.ways == ()
        assert group.shared == ()


def test_every_outcome_has_words_in_both_languages():
    assert set(OUTCOMES) <= set(IN_WORDS)
    assert all(words.en and words.es for words in IN_WORDS.values())
