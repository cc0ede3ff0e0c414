from textwrap import dedent

import pytest

from scopeofduty.documents import DocumentError, Kind, compare, read_outline, write_outline


def read(text):
    return read_outline(dedent(text))


def labels(text):
    return [one.label for one in read(text).walk()]


def test_roman_looking_letter_is_a_sibling_when_the_alphabet_goes_on():
    assert labels("""
        Section 4. Police.
        (g) one;
        (h) two;
        (i) three;
        (j) four.
        """) == ["4", "4(g)", "4(h)", "4(i)", "4(j)"]


def test_roman_looking_letter_is_inside_when_roman_numerals_go_on():
    assert labels("""
        Section 4. Police.
        (g) one;
        (h) two:
        (i) three;
        (ii) four;
        (i) five.
        """) == ["4", "4(g)", "4(h)", "4(h)(i)", "4(h)(ii)", "4(i)"]


def test_indentation_settles_what_the_sequence_leaves_open():
    assert labels("""
        Section 4. Police.
            (h) two:
                (i) three.
        """) == ["4", "4(h)", "4(h)(i)"]


def test_ranks_follow_the_usual_order():
    text = read("""
        ARTICLE II
        ENFORCEMENT

        Section 3. No officer asks, unless:
        (a) the law says so:
        (1) in writing:
        (A) today:
        (i) here.
        """)
    found = text.find("3(a)(1)(A)(i)")
    assert [one.kind for one in text.walk()] == [
        Kind.ARTICLE, Kind.SECTION, Kind.SUBSECTION, Kind.PARAGRAPH, Kind.SUBPARAGRAPH, Kind.CLAUSE,
    ]  # fmt: skip
    assert found.id == "sec_3__subsec_a__para_1__subpara_A__cl_i"
    assert text.find("Article II").heading == "ENFORCEMENT"


def test_two_numbers_on_one_line_are_two_ranks():
    assert labels("Section 3. Ask\n(a)(1) Officers\n(2) Others\n(b) None") == [
        "3",
        "3(a)",
        "3(a)(1)",
        "3(a)(2)",
        "3(b)",
    ]


def test_a_number_after_that_of_a_section():
    assert labels("Section 3. (a) Officers ask\n\n(b) Others do not ask") == ["3", "3(a)", "3(b)"]


def test_policy_manual_numbering():
    assert labels("""
        I. PURPOSE
        A. Officers
        1. ask
        a. once
        2. answer
        B. Others
        II. NOTICE
        """) == ["I", "I(A)", "I(A)(1)", "I(A)(1)(a)", "I(A)(2)", "I(B)", "II"]


def test_code_numbers_and_decimals():
    assert labels("12-104. Ask\n\n12-105. Tell\n\n(a) now") == ["12-104", "12-105", "12-105(a)"]
    assert labels("1. Purpose\n\n1.1 Ask\n\n1.2 Tell\n\n2. Notice") == ["1", "1.1", "1.2", "2"]


def test_a_section_of_the_code_that_an_ordinance_quotes_stands_inside_it():
    assert [
        one.id
        for one in read("""
        SECTION 1. The code is amended to read:

        Sec. 12-104. Ask

        (a) now

        SECTION 2. Effect
        """).walk()
    ] == ["sec_1", "sec_12-104", "sec_12-104__subsec_a", "sec_2"]
    assert len(read("Section 3. Ask\n\nSection 12-16,140. Tell").provisions) == 2


def test_numbers_put_in_between_stay_in_line():
    assert labels("Section 3. Ask\n(a) one;\n(a-1) two;\n(b) three;\n(c) four") == [
        "3",
        "3(a)",
        "3(a-1)",
        "3(b)",
        "3(c)",
    ]


def test_a_reference_at_the_start_of_a_wrapped_line_is_text():
    text = read("""
        Section 1. Purpose. This keeps city work apart, as set out in
        Section 3. It binds everyone named in
        (c) of the charter.

        Section 2. Effect
        """)
    assert [one.label for one in text.walk()] == ["1", "2"]
    assert text.find("1").text == (
        "This keeps city work apart, as set out in Section 3. It binds everyone named in (c) of the charter.",
    )


@pytest.mark.parametrize(
    ("line", "heading", "text"),
    [
        ("Section 3. Definitions.", "Definitions", ()),
        (
            "Section 3. Definitions. Here, city means Riverbend.",
            "Definitions",
            ("Here, city means Riverbend.",),
        ),
        ("Section 3. No officer shall ask.", "", ("No officer shall ask.",)),
        ("Section 3: When staff may ask", "When staff may ask", ()),
        ("Section 3. Exceptions.— None.", "Exceptions", ("None.",)),
        ("Section 3. \\Exceptions", "", ("Exceptions",)),
        ("§ 3 Exceptions", "Exceptions", ()),
    ],
)
def test_heading_or_text(line, heading, text):
    section = read_outline(line).find("3")
    assert (section.heading, section.text) == (heading, text)


def test_a_paragraph_further_left_closes_the_parts_before_it():
    text = read("""
        Section 3. No one asks, unless:

            (a) the law says so; or

            (b) a court does.

        Nothing here limits testimony.
        """)
    assert text.find("3").closing == ("Nothing here limits testimony.",)
    assert text.find("3(b)").text == ("a court does.",)


def test_a_wrapped_line_at_the_margin_goes_on_with_its_paragraph():
    text = read("""
        Section 3. No one asks:

            (a) the law that binds the city and
        all its departments may say so. No
        clerk decides it. Counsel does.

            (b) a court may.
        """)
    assert text.find("3(a)").text == (
        "the law that binds the city and all its departments may say so. No clerk decides it. Counsel does.",
    )


@pytest.mark.parametrize(
    "line", ["(seeabove) Ask", "(Ab) Ask", "Sections 3 and 4 apply", "2020-09-15 is the day"]
)
def test_what_only_looks_like_a_number_is_text(line):
    assert read_outline(f"Section 1. Ask\n\n{line}").find("1").text == (line,)


def test_numbers_in_words():
    assert labels("Section One. Ask\n\nSection Two. Tell") == ["One", "Two"]


def test_what_stands_around_the_provisions():
    text = read("""
        ORDINANCE NO. 101

        AN ORDINANCE ABOUT TRUST

        WHEREAS, trust matters; and
        WHEREAS, the law allows it;

        Section 1. Ask

        PASSED by the Commission this day.
        """)
    assert text.title == "ORDINANCE NO. 101"
    assert text.preamble == (
        "AN ORDINANCE ABOUT TRUST",
        "WHEREAS, trust matters; and",
        "WHEREAS, the law allows it;",
    )
    assert text.conclusion == ("PASSED by the Commission this day.",)


def test_a_backslash_makes_a_number_ordinary_text():
    text = read_outline("Section 1. Ask\n\n\\Section 2. is not here.\n")
    assert text.find("1").text == ("Section 2. is not here.",)
    assert read_outline(write_outline(text)) == text


def test_sections_that_restart_in_each_article_are_told_apart():
    text = read_outline("Article I\n\nSection 1. Ask\n\nArticle II\n\nSection 1. Tell")
    assert [one.id for one in text.walk()] == ["art_I", "art_I__sec_1", "art_II", "art_II__sec_1"]
    assert text.find("Article II, Section 1").heading == "Tell"


def test_a_number_that_stands_twice_gets_two_ids():
    text = read_outline("Section 1. Ask\n\nSection 1. Tell")
    assert [one.id for one in text.walk()] == ["sec_1", "sec_1_2"]
    with pytest.raises(DocumentError, match=r"more than one provision \(sec_1, sec_1_2\)"):
        text.find("1")


@pytest.mark.parametrize(
    "label", ["3(b)", "Section 3(b)", "Sec. 3 (b)", "§ 3(b)", "subsection 3(b)", "sec_3__subsec_b"]
)
def test_every_way_to_cite(label):
    text = read_outline("Section 3. Ask\n(a) one;\n(b) two.")
    assert text.find(label).text == ("two.",)


def test_a_citation_that_leads_nowhere_names_the_nearest():
    text = read_outline("Section 3. Ask\n(a) one;\n(b) two.")
    with pytest.raises(DocumentError, match=r"no provision is cited as '3\(c\)'; the nearest are 3\("):
        text.find("3(c)")


def test_marks_that_reorder_text_unseen_are_dropped():
    assert read_outline("Section 1. \\No \u202eofficer\u202c asks\u200b.").find("1").text == (
        "No officer asks.",
    )


def test_letters_as_section_headings_do_not_break_long_lists():
    letters = "abcdefghijklmnopqrstuvwxyz"
    listed = "\n".join(f"({one}) item {one};" for one in letters)
    assert labels(f"Section 1. List\n{listed}")[1:] == [f"1({one})" for one in letters]


@pytest.mark.parametrize(
    "text",
    [
        "(1)\n" * 3000,
        "\n\n".join(f"{' ' * depth}(a) x" for depth in range(400)),
        "Section " + "9" * 5000 + ". Ask",
        "9" * 5000 + "-" + "9" * 5000 + " Ask",
        ".".join("1" * 3000) + " Ask",
        "\n".join(".".join("1" * depth) + " Ask" for depth in range(1, 60)),
        "M" * 5000 + ". Ask",
        "ARTICLE I\nPART A\n" * 1000,
        "Section 1. A" + "." * 100_000 + "x",
        "Section 1. A" + ". " * 50_000 + "—",
        "Section 1. A" + "—" * 100_000 + ".",
        "(a) A" + " .—" * 30_000,
        "1-" * 50_000,
        "Section 1. " + "(a)" * 3_000 + " x",
    ],
    ids=[
        "same number",
        "stairs",
        "long number",
        "long code",
        "long decimal",
        "decimals",
        "long numeral",
        "groups",
        "dots",
        "stops",
        "dashes",
        "ends",
        "hyphens",
        "many on a line",
    ],
)
def test_absurd_numbering_is_read_all_the_same(text):
    once = read_outline(text)
    assert sum(one.number != "" for one in once.walk()) <= text.count("\n") + 2
    assert compare(once, once).changes == ()
