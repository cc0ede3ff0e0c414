from __future__ import annotations

import pytest

from scopeofduty.sweep import score
from scopeofduty.sweep.category import Category
from scopeofduty.sweep.points.decide import decide, kinds_of, point_rules
from scopeofduty.sweep.points.point import Point
from scopeofduty.sweep.points.terms import identifier
from scopeofduty.sweep.tests.labelled import shared, written


@pytest.mark.parametrize(("label", "case"), list(written("point_cases.txt")))
def test_written_case(label, case):
    kind, text = case.split(" ", 1)
    assert score.judge(kind, text).flagged is label


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("US_CIT_FLG", "us citizen flag"),
        ("ctznshp_cd", "citizenship code"),
        ("BirthCountry", "birth country"),
        ("countryofbirth", "country of birth"),
        ("topmostSubform[0].Page1[0].ANumber[0]", "topmost subform page 1 a number"),
        ("pais_nac", "pais nacimiento"),
        ("NATLTY_CD", "nationality code"),
        ("ntrlztn_dt", "naturalization date"),
        ("part_no", "part number"),
        ("País-Nacimiento", "pais nacimiento"),
    ],
)
def test_identifiers_are_spelled_out(name, words):
    assert identifier(name) == words


def test_two_kinds_of_status_in_one_list_are_immigration_status():
    point = Point(names=("q7",), labels=("Choose one",), options=("US citizen", "Visa", "Other"))
    assert [d.rule for d in decide(point)] == ["options-status"]


def test_card_brands_are_one_kind_only():
    assert kinds_of(("visa", "mastercard", "amex")) == {"visa"}
    assert not decide(Point(names=("card_type",), options=("visa", "mastercard", "amex")))


def test_one_field_can_collect_two_categories():
    found = {d.category for d in decide(Point(labels=("Nationality ______ Passport ______",)))}
    assert found == {Category.NATIONALITY, Category.PASSPORT}


def test_no_rule_name_is_used_twice():
    names = [rule.name for rule in point_rules()]
    assert len(names) == len(set(names))


def test_labelled_set_reaches_its_floors():
    result = score.score(shared(*score.KINDS))
    assert result["total"]["f1"] >= 0.97
    assert result["total"]["precision"] >= 0.95
    for kind in ("form_field", "schema", "column", "code"):
        assert result["kinds"][kind]["recall"] >= 0.97
    assert result["kinds"]["narrative"]["recall"] >= 0.95


def test_an_unknown_kind_is_named_with_the_known_ones():
    with pytest.raises(ValueError, match="kind is 'poem'; expected one of form_field, column"):
        score.judge("poem", "x")
