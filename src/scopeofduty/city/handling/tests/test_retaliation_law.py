"""Laws against retaliation, as data: what the page counts down must be what the law says."""

from __future__ import annotations

import pytest

from scopeofduty.city.public.retaliation_law import regimes

FROM = {"report", "action", "charge", "answer", "request"}
# As each law counts: days, from what.
COUNTED = {
    "kansas-municipal": [(90, "action")],
    "california": [(90, "report")],
    "washington-local": [(30, "action"), (30, "charge"), (15, "answer"), (5, "request")],
    "european-union": [(7, "report"), (90, "report")],
    "ordinance": [],
}


def test_the_days_are_those_of_the_laws():
    found = {one["id"]: [(each["days"], each["from"]) for each in one["deadlines"]] for one in regimes()}
    assert found == COUNTED


@pytest.mark.parametrize("regime", regimes(), ids=lambda one: one["id"])
def test_each_is_told_in_both_languages_with_its_source(regime):
    texts = [regime["name"], *(each["what"] for each in regime["deadlines"])]
    texts += [regime["checked"]] if regime["deadlines"] else []
    assert all(text["en"] and text["es"] and text["en"] != text["es"] for text in texts)
    assert len(regime["actions"]["en"]) == len(regime["actions"]["es"]) > 0
    assert {each["from"] for each in regime["deadlines"]} <= FROM
    assert regime["source"].startswith("https://") or regime["id"] == "ordinance"


def test_residents_are_covered_by_the_ordinance_and_employees_by_each_of_the_others():
    assert [one["id"] for one in regimes() if one["covers"] == "resident"] == ["ordinance"]
    assert {one["covers"] for one in regimes()} == {"resident", "employee"}
