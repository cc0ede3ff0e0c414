import pytest

from scopeofduty.documents import DocumentError, from_sections, read_outline, write_outline

SECTIONS = [
    ("1", "Purpose", "It keeps\ncity work apart.\n\nIt binds everyone."),
    ("3(a)", "Questions", "No one asks."),
    ("3(b)(1)", "Threat to life", "Police may help."),
    ("3(b)(2)", "", "Police may help a judge."),
    ("12-16,140(a)", "Restrictions", "They are void."),
    ("P1", "Police policy", "See the ordinance."),
]


def test_labels_become_a_tree_with_the_outer_parts_that_the_list_lacks():
    text = from_sections("Riverbend ordinance", SECTIONS)
    assert [one.label for one in text.walk()] == [
        *["1", "3", "3(a)", "3(b)", "3(b)(1)", "3(b)(2)"],
        *["12-16,140", "12-16,140(a)", "P1"],
    ]
    assert text.find("1").text == ("It keeps city work apart.", "It binds everyone.")
    assert text.find("3(b)(1)").heading == "Threat to life"


def test_it_reads_back_from_plain_text():
    text = from_sections("Riverbend ordinance", SECTIONS)
    assert read_outline(write_outline(text)) == text


@pytest.mark.parametrize("label", ["", "3 (a)", "(a)", "3(a"])
def test_a_label_of_another_form_is_refused(label):
    with pytest.raises(DocumentError, match=r"is not of the form 3, 3\(b\)"):
        from_sections("", [(label, "", "")])
