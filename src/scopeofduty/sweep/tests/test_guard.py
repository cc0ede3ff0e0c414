from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scopeofduty.sweep import guard
from scopeofduty.sweep.category import Category
from scopeofduty.sweep.tests.labelled import score, shared, written


@pytest.mark.parametrize(("label", "text"), list(written("guard_cases.txt")))
def test_written_case(label, text):
    assert bool(guard.find(text)) is label


def test_labelled_narratives():
    rows = shared("narrative")
    result = score([(row["label"], bool(guard.find(row["text"]))) for row in rows])
    assert result.precision >= 0.95
    assert result.recall >= 0.95


def test_a_hit_names_its_place_in_the_original_text():
    text = "Víctima: “no más”. El vecino es indocu\u200bmentado, dijo."
    (hit,) = guard.find(text)
    assert text[hit.start : hit.end] == hit.text
    assert hit.category is Category.IMMIGRATION_STATUS
    assert hit.rule == "person-undocumented"


def test_it_tells_the_writer_what_to_do_in_both_languages():
    (hit,) = guard.find("He is undocumented.")
    assert hit.explain("en") == (
        "“He is undocumented” records a person's immigration status. "
        "Take it out, or name the law that obliges you to write it down."
    )
    assert "indique la ley" in hit.explain("es")


@pytest.mark.parametrize("cell", ["USC", "LPR", "Undocumented", "ciudadano", " U.S. Citizen ", "sin papeles"])
def test_an_import_cell_that_is_only_a_status(cell):
    assert guard.find(cell)


@pytest.mark.parametrize("cell", ["", "open", "ICE", "I-247A", "Iowa St", "n/a", "citizen complaint"])
def test_an_import_cell_that_is_none(cell):
    assert not guard.find(cell)


def test_every_category_has_words_for_the_writer():
    for category in Category:
        assert guard.Hit(0, 1, "x", category, "r").explain("en") != guard.Hit(
            0, 1, "x", category, "r"
        ).explain("es")


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=150)
def test_any_text_is_read_and_every_span_is_inside_it(text):
    for hit in guard.find(text):
        assert 0 <= hit.start < hit.end <= len(text)
        assert text[hit.start : hit.end] == hit.text


def test_a_long_text_is_read_in_time():
    text = "ICE asked about his status. Officer on scene, no hits. " * 400
    assert not guard.find(text)


def test_the_rest_of_a_text_is_read_when_one_sentence_is_a_denial():
    hits = guard.find("We did not ask status. He is from Honduras.")
    assert [hit.text for hit in hits] == ["He is from Honduras"]
