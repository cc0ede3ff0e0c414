from scopeofduty.documents import link, read_outline

TEXT = read_outline("Section 1. Purpose\n\nSection 3. Ask\n(a) one;\n(b) two.\n\nSection 4. Notice")


def test_rules_and_provisions_find_each_other():
    links = link(TEXT, {"no asking": ["3(a)", "Section 3(a)"], "notice": ["4", "3(a)"]})
    assert links.provisions == {"no asking": ("sec_3__subsec_a",), "notice": ("sec_4", "sec_3__subsec_a")}
    assert links.rules == {"sec_3__subsec_a": ("no asking", "notice"), "sec_4": ("notice",)}
    assert [one.label for one in links.unencoded] == ["1", "3(b)"]


def test_a_rule_on_a_section_covers_what_is_inside():
    assert [one.label for one in link(TEXT, {"ask": ["3"]}).unencoded] == ["1", "4"]


def test_a_citation_that_the_text_lacks_is_listed_with_the_reason():
    missing = link(TEXT, {"ask": ["9"], "notice": ["4"]}).missing
    assert list(missing) == ["ask"]
    assert missing["ask"][0].startswith("no provision is cited as '9'")


def test_a_book_before_the_number_is_passed_over():
    text = read_outline("12-16,140. Restrictions\n\n(a) void.")
    assert link(text, {"void": ["K.S.A. 12-16,140(a)"]}).provisions == {"void": ("sec_12-16-140__subsec_a",)}
