"""Every shipped pack: it reads, its examples hold, its text is in both languages where it is a city's own."""

from __future__ import annotations

from functools import cache

import pytest

from scopeofduty import law

PACKS = law.packs()
read = cache(law.read)
EXAMPLES = [
    pytest.param(name, example, id=f"{name}: {example.name}")
    for name in PACKS
    for example in law.read(name, above=False).packs[0].examples
]


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_examples_hold(name, example):
    answer = read(name).on(example.day).ask(example.act, example.actor, example.facts)
    assert set(answer.possible) == example.expected
    assert set(example.by) <= {citation.rule for citation in answer.citations}
    assert set(example.duties) <= set(answer.duties)
    if example.asks:
        assert answer.question.fact == example.asks


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_says_how_each_rule_is_founded(name):
    pack = law.read(name, above=False).packs[0]
    for version in pack.versions:
        for rule in version.rules:
            section = version.sections.get(rule.section)
            assert rule.mark or (section and section.mark), rule.place


@pytest.mark.parametrize("name", [n for n in PACKS if law.read(n, above=False).packs[0].standing == "own"])
def test_an_own_pack_reads_in_spanish(name):
    for version in law.read(name, above=False).packs[0].versions:
        for section in version.sections.values():
            assert section.text.es, f"{version.file} {section.label}"
            assert section.heading.es, f"{version.file} {section.label}"


def scenarios(name):
    return {e.scenario for e in law.read(name, above=False).packs[0].examples if e.scenario}


def test_riverbend_answers_the_whole_scenario_bank():
    assert scenarios("riverbend") == {f"S{number}" for number in range(1, 19)}
