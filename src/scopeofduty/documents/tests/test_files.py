from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scopeofduty.documents import DocumentError, read_file, read_outline
from scopeofduty.documents.akoma_ntoso import write_akoma_ntoso
from scopeofduty.documents.docx import lay_out, write_tracked
from scopeofduty.documents.tests.test_akoma_ntoso import IDENTITY

TEXT = read_outline("Riverbend ordinance\n\nSection 1. Ask\n\n    No one asks. ¿Quién?")
PLAIN = "Riverbend ordinance\n\nSection 1. Ask\n\n    No one asks. ¿Quién?"


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        PLAIN.replace("\n", "\r\n").encode(),
        write_tracked(lay_out(TEXT)),
        write_akoma_ntoso(TEXT, IDENTITY),
    ],
)
def test_the_same_text_from_every_kind_of_file(data):
    assert read_file(data) == TEXT


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "the file is empty"),
        (b" \n ", "the file is empty"),
        (
            "Sección\n¿Quién?".encode("latin-1"),
            "byte 0xf3 on line 1 is not UTF-8 text; save the file as UTF-8",
        ),
        (b"\xff\xfea", "is not UTF-16"),
        (b"a\x00b", "zero bytes"),
        (b"%PDF-1.7", "ask for the DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1", "save it as .docx"),
        (b"{\\rtf1", "save it as .docx"),
        (b"PK\x03\x04", "cut off or damaged"),
        (b"<akomaNtoso>", "not well-formed"),
        (b"<html></html>", "begins with <html>"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(data, says):
    with pytest.raises(DocumentError, match=says) as refused:
        read_file(data)
    assert "\n" not in str(refused.value)


@given(
    st.binary()
    | st.binary().map(lambda data: b"PK\x03\x04" + data)
    | st.binary().map(lambda data: b"<a>" + data)
)
def test_no_bytes_break_the_reader(data):
    with suppress(DocumentError):
        assert read_file(data) is not None
