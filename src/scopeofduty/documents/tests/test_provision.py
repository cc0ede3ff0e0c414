import pytest

from scopeofduty.documents import DocumentError, Kind, Ordinance, Provision
from scopeofduty.documents.lines import Line, Role, assemble


def provision(**given):
    return Provision(**({"id": "sec_1", "label": "1", "kind": Kind.SECTION, "number": "Section 1."} | given))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"text": ("two  spaces",)}, "pass each paragraph through `normal`"),
        ({"text": ("",)}, "pass each paragraph through `normal`"),
        ({"number": " 1"}, "number ' 1' is not in normal form"),
        ({"heading": "Purpose."}, "heading 'Purpose.' is not in `normal_heading` form"),
        ({"closing": ("Nothing here.",)}, "closing text needs parts before it"),
    ],
)
def test_a_provision_checks_what_it_holds(given, says):
    with pytest.raises(DocumentError, match=says):
        provision(**given)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"preamble": ("Whereas",)}, "needs a title"),
        ({"conclusion": ("Passed",)}, "needs provisions"),
        ({"provisions": (provision(), provision())}, "two provisions have the id sec_1"),
        ({"title": " Riverbend"}, "not in normal form"),
    ],
)
def test_an_ordinance_checks_what_it_holds(given, says):
    with pytest.raises(DocumentError, match=says):
        Ordinance(**given)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([Line(Role.PROVISION, depth=1, kind=Kind.SECTION, number="1.")], "1. stands 1 deep, inside nothing"),
        ([Line(Role.CLOSING, ("Nothing.",))], "closing text stands 0 deep, inside nothing"),
        ([Line(Role.PROVISION, number="1.")], "provision '1.' has no kind"),
    ],
)
def test_lines_that_make_no_tree_are_refused(lines, says):
    with pytest.raises(DocumentError, match=says):
        assemble(lines)


def test_a_closing_without_parts_before_it_is_more_text():
    section = Line(Role.PROVISION, ("One.",), kind=Kind.SECTION, number="1.")
    assert assemble([section, Line(Role.CLOSING, ("Two.",))]).find("1").text == ("One.", "Two.")


def test_a_citation_into_an_empty_text_says_so():
    with pytest.raises(DocumentError, match="the text has no provisions"):
        Ordinance().find("3")
