from __future__ import annotations

import pytest

from scopeofduty.sweep.category import Category, Verb
from scopeofduty.sweep.tests import files
from scopeofduty.sweep.tests.swept import categories, reason, swept


def test_pdf_fields_by_tooltip_name_and_options_and_page_text():
    hits, unread = swept("pool.pdf", files.pdf_form())
    assert not unread
    found = {(h.locator, str(h.category)) for h in hits}
    assert ("Text14", "country_of_birth") in found
    assert ("ANumber", "a_number") in found
    assert ("Q3", "immigration_status") in found
    assert {h.page for h in hits if h.category is Category.NATIONALITY} == {1}
    assert {h.page for h in hits if h.category is Category.PLACE_OF_BIRTH} == {2}
    assert not [h for h in hits if h.locator == "phone"]


def test_pdf_with_an_empty_password_is_read():
    hits, unread = swept("locked.pdf", files.pdf_locked(""))
    assert not unread
    assert Category.COUNTRY_OF_BIRTH in categories(hits)


def test_pdf_with_a_password_is_not_read():
    assert reason("locked.pdf", files.pdf_locked("secret")) == "locked by a password"


def test_pdf_xfa_layer_is_read_beside_the_acroform():
    hits, _ = swept("xfa.pdf", files.pdf_xfa())
    assert any(h.locator == "XFA fld9" and h.category is Category.IMMIGRATION_STATUS for h in hits)
    assert any(h.locator == "Text14" for h in hits)
    assert [h.category for h in hits if h.locator == "XFA Part2.rb1"] == [Category.CITIZENSHIP]


def test_pdf_fields_that_say_nothing_are_labelled_by_what_is_printed_beside_them():
    hits, unread = swept("form.pdf", files.pdf_printed_labels())
    assert not unread
    assert {(h.locator, str(h.category)) for h in hits if h.line is None} == {
        ("Text1", "country_of_birth"),
        ("f1_03[0]", "a_number"),
        ("Check Box4", "citizenship"),
        ("Check Box5", "citizenship"),
        ("undefined", "immigration_status"),
    }


def test_pdf_attachments_are_read():
    hits, _ = swept("form.pdf", files.pdf_with_attachment())
    assert any(h.file == "form.pdf!list.csv" and h.category is Category.VISA_TYPE for h in hits)


def test_pdf_with_a_looping_field_is_survived():
    hits, _ = swept("loop.pdf", files.pdf_looping())
    assert any(h.locator == "Text14" for h in hits)


def test_pdf_with_a_loop_in_its_pages_keeps_its_fields_and_says_so():
    hits, unread = swept("loop.pdf", files.pdf_looping_pages())
    assert any(h.locator == "Text14" for h in hits)
    assert ["its list of pages is broken" in u.reason for u in unread] == [True]


def test_pdf_without_fields_is_read_by_its_printed_labels():
    hits, unread = swept("permit.pdf", files.pdf_flat())
    assert not unread
    asked = {str(h.category) for h in hits if h.verb is Verb.ASKS}
    assert asked == {"immigration_status", "place_of_birth"}


def test_pdf_drawn_as_a_picture_is_not_read():
    assert "drawn as a picture" in reason("scan.pdf", files.pdf_drawn())


@pytest.mark.parametrize("cut", [200, 900, 1500])
def test_a_truncated_pdf_is_reported_or_read_and_never_fails(cut):
    hits, unread = swept("cut.pdf", files.pdf_form()[:cut])
    assert unread
    assert "failed" not in unread[0].reason
    assert not hits


def test_a_file_named_pdf_that_is_none():
    assert "named a PDF" in reason("x.pdf", "hello")
