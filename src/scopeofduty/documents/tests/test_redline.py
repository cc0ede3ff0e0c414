from textwrap import dedent

import pytest

from scopeofduty.documents import DocumentError, compare, read_outline
from scopeofduty.documents.redline import STYLE, Op, Run, Status, to_data, to_html, to_html_page, to_text
from scopeofduty.documents.redline.words import compare_words

OLD = """
    Section 2. Exceptions

        (a) No officer shall ask any person about immigration status.

        (b) An officer may assist when life is in danger.

    Section 3. Notice

        The department publishes a notice within 72 hours of the operation's end.

    Section 4. Effect. This ordinance takes effect on publication.
    """
NEW = """
    Section 2. Collection

        No employee collects immigration information unless legally obligated.

    Section 3. Exceptions

        (a) No officer or employee shall ask any person about immigration status.

        (b) A clause for warrants signed by a judge.

        (c) An officer may assist when life is in danger.

    Section 4. Effect. This ordinance takes effect on publication.

    Section 5. Notice

        The department publishes a notice within 24 hours of the operation's end.
    """


def redlined(old=OLD, new=NEW):
    return compare(read_outline(dedent(old)), read_outline(dedent(new)))


def by_new_label(redline):
    return {row.new.label: row for row in redline if row.new and row.status is not Status.MOVED_AWAY}


def test_a_renumbered_provision_keeps_its_partner():
    rows = by_new_label(redlined())
    assert rows["2"].status is Status.ADDED
    assert (rows["3"].old.label, rows["3"].renumbered, rows["3"].reworded) == ("2", True, False)
    assert (rows["3(c)"].old.label, rows["3(c)"].reworded) == ("2(b)", False)
    assert rows["3(b)"].status is Status.ADDED


def test_words_inside_a_pair_are_compared():
    row = by_new_label(redlined())["3(a)"]
    assert row.paragraphs[0].runs == (
        Run(Op.KEEP, "No officer"),
        Run(Op.INSERT, " or employee"),
        Run(Op.KEEP, " shall ask any person about immigration status."),
    )


def test_a_moved_provision_is_shown_at_both_places():
    redline = redlined()
    moved = by_new_label(redline)["5"]
    away = next(row for row in redline if row.status is Status.MOVED_AWAY)
    assert (moved.status, moved.old.label, away.new.label) == (Status.MOVED, "3", "5")
    assert by_new_label(redline)["4"].status is Status.SAME


def test_counts():
    counts = {name: count for name, count in redlined().counts().items() if count}
    assert counts == {"same": 1, "changed": 1, "added": 2, "moved": 1, "renumbered": 4}


def test_a_closing_stays_with_its_provision():
    old = "Section 1. Ask\n\n    (a) one of these things;\n\n  Nothing here limits testimony."
    new = old.replace("Section 1", "Section 7").replace("testimony", "sworn testimony")
    row = redlined(old, new).rows[-1]
    assert (row.status, row.old.id, row.new.id) == (Status.CHANGED, "sec_1__closing", "sec_7__closing")


def test_a_redline_refuses_another_text():
    with pytest.raises(DocumentError, match="made from another text"):
        redlined().apply(read_outline("Section 1. Other"))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("No officer asks.", "No officer asks.", "No officer asks."),
        ("", "New.", "{New.}"),
        ("Old.", "", "[Old.]"),
        ("No officer asks.", "No officer asks. Nor does a clerk.", "No officer asks.{ Nor does a clerk.}"),
        ("Officers may ask.", "No officers may ask.", "[Officers]{No officers} may ask."),
        (
            "an officer may ask a person",
            "the officer, clerk may ask a person",
            "[an]{the} officer{, clerk} may ask a person",
        ),
        (
            "one two, three four five six",
            "one zwei, drei four five six",
            "one[ two, three]{ zwei, drei} four five six",
        ),
        (
            "alpha beta gamma delta",
            "entirely new words stand here",
            "[alpha beta gamma delta]{entirely new words stand here}",
        ),
    ],
)
def test_word_by_word(old, new, shown):
    frames = {Op.KEEP: "{}", Op.INSERT: "{{{}}}", Op.DELETE: "[{}]"}
    assert "".join(frames[run.op].format(run.text) for run in compare_words(old, new)) == shown


def test_a_huge_paragraph_of_one_word_is_compared_quickly():
    runs = compare_words("no " * 20_000 + "a", "no " * 20_001 + "b")
    assert {run.op for run in runs} >= {Op.INSERT}


def test_html_frames_changes_in_words_and_escapes_the_law():
    html = to_html(
        redlined("Section 1. Ask\n\n    Say <b> & go now.", "Section 1. Ask\n\n    Say <i> & go now.")
    )
    assert "<ins>" in html
    assert '<span class="redline-spoken" lang="en">[added: </span>' in html
    assert "<b>" not in html
    assert "&lt;" in html
    assert 'id="redline-sec_1"' in html
    assert ".redline-spoken" in STYLE


def test_html_in_spanish_says_so():
    page = to_html_page(redlined(), "Antes → después", language="es")
    assert '<html lang="es">' in page
    assert "[añadido:" in page
    assert "Trasladado aquí desde 3." in page


def test_only_changes_leaves_out_the_rest():
    assert "takes effect" not in to_html(redlined(), only_changes=True)
    assert "takes effect" in to_html(redlined())


def test_only_changes_keeps_what_they_stand_in():
    parts = "(a) one thing;\n(b) another thing.\n(1) at once;\n(2) later."
    old = f"Section 1. Ask\n\nSection 2. Tell\n{parts}\n\nSection 3. End"
    excerpt = redlined(old, old.replace("at once", "now")).excerpt
    assert [row.place.label for row in excerpt] == ["2", "2(b)", "2(b)(1)"]


def test_an_unknown_language_is_refused():
    with pytest.raises(DocumentError, match="choose one of en, es"):
        to_html(redlined(), language="fr")


def test_text_shows_signs_and_notes():
    text = to_text(redlined())
    assert "+     {+(b) A clause for warrants signed by a judge.+}" in text
    assert "~     [-(b)-]{+(c)+} An officer may assist when life is in danger.  (Formerly 2(b))" in text
    assert text.startswith("1 provision changed, 2 added, 1 moved, 4 renumbered.")
    assert to_text(redlined(OLD, OLD)).startswith("The two texts are the same.")


def test_data_is_plain():
    import json

    data = json.loads(json.dumps(to_data(redlined(), only_changes=True)))
    assert data["counts"]["added"] == 2
    assert {row["status"] for row in data["rows"]} == {"added", "changed", "moved", "moved away"}
