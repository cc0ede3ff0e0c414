from __future__ import annotations

import pytest

from scopeofduty.city.study.mapping import MappingError, find, read

GOOD = """
id = "id"
date = "date"
[act]
from = "kind"
rules = [{ when = "detainer", is = "hold on a detainer" }]
[facts.charge_class]
from = "charges[].level"
rules = [{ when = "^F", is = "felony" }, { when = "^M", is = "misdemeanor" }]
"""


def mapping(tmp_path, text):
    path = tmp_path / "m.toml"
    path.write_text(text, encoding="utf-8")
    return read(path)


def test_the_first_rule_that_any_value_meets_decides(tmp_path):
    column = mapping(tmp_path, GOOD).facts["charge_class"]
    assert column.read({"charges": [{"level": "MA"}, {"level": "F2"}]}) == "felony"
    assert column.read({"charges": [{"level": "MA"}, {"level": None}, "x"]}) == "misdemeanor"
    assert column.read({"charges": []}) is None
    assert column.read({}) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id = ", "not TOML"),
        ('date = "d"', "id must name a column"),
        (GOOD + "\n[colour]\n", "the key 'colour' is unknown"),
        ('id = "i"\ndate = "d"', "act needs from"),
        ('id = "i"\ndate = "d"\n[act]\nfrom = "k"\nrules = [{ when = "x" }]', "a rule has `when` and `is`"),
        (
            'id = "i"\ndate = "d"\n[act]\nfrom = "k"\nrules = [{ when = "(", is = "y" }]',
            "not a regular expression",
        ),
        (GOOD.replace("[act]", '[[refuse]]\ncolumn = "a"\n[act]'), "refuse has"),
    ],
)
def test_a_bad_mapping_names_the_key(tmp_path, text, says):
    with pytest.raises(MappingError) as error:
        mapping(tmp_path, text)
    assert says in str(error.value)


def test_a_missing_mapping_names_those_that_are_shipped(tmp_path):
    with pytest.raises(MappingError, match="incidents"):
        find(str(tmp_path / "none.toml"))
