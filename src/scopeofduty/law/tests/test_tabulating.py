"""The exported table holds all that an evaluator in another language needs."""

from __future__ import annotations

import json

import pytest

from scopeofduty import law
from scopeofduty.law.tabulating import conformance, table


def possible(data, act, facts):
    """Walk the table as a reader in any language would."""
    about = data["acts"][act]
    ends = set()
    stack = [about["root"]]
    while stack:
        node = stack.pop()
        if node < len(data["ends"]):
            ends.add(data["ends"][node])
            continue
        level, *children = about["nodes"][node - len(data["ends"])]
        variable = about["variables"][level]
        cells = range(len(children))
        if variable["fact"] in facts and not variable["tests"]:
            value = facts[variable["fact"]]
            cells = [n for n, members in enumerate(variable["cells"]) if value in members]
        stack += [children[cell] for cell in cells]
    return {"refer" if end == "conflict" else end for end in ends - {"impossible"}}


@pytest.mark.parametrize("name", ["riverbend", "lawrence"])
def test_a_reader_of_the_table_reaches_the_same_outcomes(name):
    today = law.read(name).on("2026-01-15")
    data = json.loads(json.dumps(table(today)))
    for row in conformance(today, 300):
        facts = row["facts"] | ({"actor": row["actor"]} if row["actor"] else {})
        assert possible(data, row["act"], facts) == set(row["possible"]), row


def test_a_corpus_is_the_same_for_the_same_seed():
    today = law.read("riverbend").on("2026-01-15")
    assert conformance(today, 20, 3) == conformance(today, 20, 3)
    assert conformance(today, 20, 3) != conformance(today, 20, 4)


def test_a_day_without_law_has_no_questions():
    assert conformance(law.read("lawrence", above=False).on("2019-01-01"), 5) == []


def test_rules_say_whom_they_defeat():
    data = table(law.read("lawrence", above=False).on("2020-03-01"))
    rules = data["rules"]
    (exception,) = [rule for rule in rules if rule["id"] == "2(b)"]
    assert [rules[n]["id"] for n in exception["defeats"]] == ["2(a)"]
    assert exception["condition"][0] == "all"


def test_rulings_are_the_same_as_worked_out_anew():
    today = law.read("riverbend").on("2026-01-15")
    fresh = law.read("riverbend").on("2026-01-15")
    for row in conformance(today, 200, 9):
        asked = today.ask(row["act"], row["actor"], row["facts"])
        assert fresh.ask(row["act"], row["actor"], row["facts"]) == asked
        assert [c.rule for c in asked.citations] == row["citations"]
