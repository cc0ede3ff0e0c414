import builtins
import io

import pytest
from pypdf import PdfReader

from scopeofduty.documents import DocumentError, compare, read_outline
from scopeofduty.documents.pdf import ordinance_to_pdf, redline_to_pdf

OLD = read_outline(
    "Riverbend ordinance\n\nSection 1. Ask\n\n    No officer asks.\n\n    (a) one #strong[x] $y$ <z>;"
)
NEW = read_outline(
    "Riverbend ordinance\n\nSection 1. Ask\n\n    No employee asks.\n\n    (a) one #strong[x] $y$ <z>;"
)


def opened(data):
    return PdfReader(io.BytesIO(data))


def words(data):
    return " ".join(" ".join(page.extract_text() for page in opened(data).pages).split())


def test_a_text_is_set_tagged_and_says_it_is_accessible():
    data = ordinance_to_pdf(OLD, language="es")
    root = opened(data).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "es"
    assert "/StructTreeRoot" in root
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert opened(data).metadata.title == "Riverbend ordinance"
    assert words(data).startswith(
        "Riverbend ordinance Section 1. Ask No officer asks. (a) one #strong[x] $y$ <z>;"
    )


def test_the_same_text_gives_the_same_bytes():
    assert ordinance_to_pdf(OLD) == ordinance_to_pdf(OLD)


def test_a_redline_says_its_changes_in_words_too():
    text = words(redline_to_pdf(compare(OLD, NEW), "Before the vote"))
    assert "[removed: officer end of removal]" in text
    assert "[added: employee end of addition]" in text
    assert "1 provision changed." in text


def test_headings_never_skip_a_level():
    deep = read_outline("Article I\n\nChapter 2. Far\n\nSection 1. Ask\n\n    (a) Heading.— text")
    assert words(ordinance_to_pdf(deep))


def test_without_the_extra_the_message_says_what_to_install(monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name == "typst":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(DocumentError, match=r"pip install 'scopeofduty\[pdf\]'"):
        ordinance_to_pdf(OLD)


def test_a_character_without_a_font_is_named():
    odd = read_outline("Section 1. Ask\n\n    \U000f0000")
    with pytest.raises(DocumentError, match="could not be displayed"):
        ordinance_to_pdf(odd)
    assert ordinance_to_pdf(odd, accessible=False).startswith(b"%PDF")
