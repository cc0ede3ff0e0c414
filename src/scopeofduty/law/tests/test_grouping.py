"""Near-alike changes are told once: nothing is lost, and nothing is told that isn't so."""

from __future__ import annotations

import itertools

import pytest

from scopeofduty import law
from scopeofduty.law import grouping
from scopeofduty.law.grouping import IN_WORDS, grouped
from scopeofduty.law.outcomes import OUTCOMES
from scopeofduty.law.vocabulary import ACTOR, Text

PAIRS = [("2020-02-11", "2020-09-15"), ("2020-09-15", "2022-06-28"), ("2020-02-11", "2022-06-28")]


def lawrence(pair):
    book = law.read("lawrence", above=False)
    old, new = (book.on(day) for day in pair)
    return old, new, old.compare(new)


def situations(changes, vocabulary, bound):
    """Every situation that any of them tells apart, as facts with one value each."""
    used = {}
    for change in changes:
        for name, values in change.pattern.facts.items():
            used.setdefault(name, set()).add(values)
    cells = []
    for name, sets in used.items():
        every = [v for v in vocabulary.facts[name].values if name != ACTOR or not bound or v in bound]
        alike = {}
        for value in every:
            alike.setdefault(tuple(value in values for values in sorted(sets, key=str)), value)
        cells.append([(name, value) for value in alike.values()])
    return [dict(each) for each in itertools.product(*cells)]


def holds(situation, facts):
    return all(situation.get(name) in values for name, values in facts.items())


@pytest.mark.parametrize("everybody", [True, False])
@pytest.mark.parametrize("pair", PAIRS)
def test_a_group_tells_of_its_changes_and_of_nothing_else(pair, everybody, monkeypatch):
    """However it is told, in ways or by what it leaves out, it means the patterns it was made of."""
    _old, new, comparison = lawrence(pair)
    bound = new.versions[0].covered if everybody else None
    vocabulary = new.book.vocabulary
    kept = {}

    def raw(fact, values, _bound):
        told = Text(f"{fact.id}/{len(kept)}", "")
        kept[told.en] = values
        return told

    monkeypatch.setattr(grouping, "_named", raw)
    groups = grouped(comparison.changes, vocabulary, bound)
    left = list(comparison.changes)
    for group in groups:
        who = [{ACTOR: kept[group.who.en]}] if group.who.en else []
        shared, ways, unless = (
            [{t.fact: kept[t.answer.en] for t in way} for way in some]
            for some in ((group.shared,), group.ways, group.unless)
        )
        mine = [c for c in left if (c.acts, c.before, c.after, c.causes) == key(group)]
        left = [change for change in left if change not in mine]
        assert mine
        for one in situations(mine, vocabulary, bound):
            told = all(holds(one, facts) for facts in (*shared, *who))
            told = told and (not ways or any(holds(one, way) for way in ways))
            told = told and not any(holds(one, way) for way in unless)
            assert told == any(holds(one, change.pattern.facts) for change in mine), one
    assert not left


def key(group):
    return group.acts, group.before, group.after, group.causes


def test_what_is_left_out_is_said_where_that_is_shorter():
    """The bar on early notices goes, unless the police hear of civil enforcement: one sentence, not three."""
    _old, new, comparison = lawrence(PAIRS[0])
    groups = grouped(comparison.changes, new.book.vocabulary, new.versions[0].covered)
    first = next(g for g in groups if (g.before, g.after) == ("prohibited", "silent"))
    assert [told.fact for told in first.shared] == ["operation_phase", "policy_changed"]
    assert not first.ways
    assert [{told.fact for told in way} for way in first.unless] == [{"purpose", ACTOR, "federal_contact"}]
    assert [edit.rule for edit in first.causes] == ["5/before"]


def test_answers_that_are_listed_stand_in_quotation_marks():
    _old, new, comparison = lawrence(PAIRS[1])
    told = [
        t for g in grouped(comparison.changes, new.book.vocabulary) for w in (g.shared, *g.ways) for t in w
    ]
    purposes = [t.answer for t in told if t.fact == "purpose"]
    assert purposes
    assert all(answer.en.count("“") == answer.es.count("«") == 3 for answer in purposes)


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
