"""Every refusal says what came, where, and what to do."""

from __future__ import annotations

import json

import pytest

from scopeofduty import law

RULE = "3(a)  hold on a detainer  is prohibited\n"

CASES = {
    "unknown fact": (
        RULE + "  when papr is none",
        ["law0.duty:6:8", "“papr” is not a known fact", "“paper”", "       ^^^^"],
    ),
    "value in place of a fact": (RULE + "  when criminal_warrant", ["write “paper is criminal_warrant”"]),
    "unknown value": (
        RULE + "  when paper is detaner",
        ["“detaner” is not a value of “paper”", "“detainer”"],
    ),
    "unknown act": ("3(a)  hold a detainer  is prohibited", ["not a known act", "“hold on a detainer”"]),
    "unknown actor": (RULE + "  by polic", ["“polic” is not a known actor", "“police”"]),
    "unknown duty": (RULE + "  with duty documnt", ["“documnt” is not a known duty", "“document”"]),
    "unknown clause": (RULE + "  wehn threat_to_life", ["“wehn” does not open a clause", "“when”"]),
    "mixed and/or": (
        RULE + "  when threat_to_life and paper is none or on_duty",
        ["mixes “and” with “or”", "“all of:” or “any of:”"],
    ),
    "status as a fact": (
        RULE + "  when immigration_status is undocumented",
        ["immigration status a fact", "what staff do"],
    ),
    "status as a word": ("word undocumented means not on_duty\n" + RULE, ["immigration status a fact"]),
    "a word with and": ("word crime and danger means on_duty\n" + RULE, ["cannot hold “and”"]),
    "a word of itself": ("word danger means danger\n" + RULE, ["“danger” is not a known fact"]),
    "a word twice": ("word x means on_duty\nword x means on_duty\n" + RULE, ["already has a meaning"]),
    "no outcome": ("3(a)  hold on a detainer\n", ["no outcome", "is prohibited"]),
    "misspelt outcome": ("3(a)  hold on a detainer is prohibted\n", ["no outcome", "“prohibited”"]),
    "words after the outcome": ("3(a)  hold on a detainer is prohibited always", ["after the outcome"]),
    "no act": ("3(a)  is prohibited", ["names no act"]),
    "whose approval": ("3(a)  make an agreement needs approval", ["does not say whose"]),
    "list without lines": (RULE + "  when all of:", ["has no conditions under it"]),
    "line under a condition": (RULE + "  when on_duty\n    not on_duty", ["already complete"]),
    "line under a wrapped heading": (
        "3(a)  hold on a detainer,\n    retaliate is prohibited\n      when on_duty",
        ["would not be read", "Indent it less"],
    ),
    "line under a clause": (RULE + "  mark V\n    when on_duty", ["under “mark”", "would not be read"]),
    "line under a header": ("version X\n  when on_duty\n" + RULE, ["under “version”"]),
    "one-of without value": (RULE + "  when paper", ["needs a value", "detainer"]),
    "several values": (RULE + "  when paper is none, detainer", ["is any of"]),
    "number": (RULE + "  when hold_hours is more than many", ["“many” is not a number"]),
    "infinite number": (RULE + "  when hold_hours is more than inf", ["“inf” is not a number"]),
    "unit": (RULE + "  when hold_hours is more than 48 days", ["counts hours, not days"]),
    "date": (RULE + "  in force from 2020-13-01", ["“2020-13-01” is not a date", "2020-09-15"]),
    "backward period": (RULE + "  in force from 2021-01-01 until 2020-01-01", ["before it begins"]),
    "mark": (RULE + "  mark X", ["mark is not known", "V official text read"]),
    "despite nothing": (RULE + "  despite 9", ["no rule has that label"]),
    "same name": (RULE + RULE, ["two rules are called 3(a)", "3(a)/something"]),
    "circle": (
        (
            "1 hold on a detainer is prohibited\n  despite 2\n"
            "2 hold on a detainer is permitted\n  despite 3\n"
            "3 hold on a detainer is required\n  despite 1"
        ),
        ["in a circle: 1 → 2 → 3 → 1", "Take out one"],
    ),
    "displaces what": (RULE + "  displaces everything", ["displaced", "any lower rule that prohibits"]),
    "tab": ("3(a)  hold on a detainer  is prohibited\n\twhen on_duty", ["indented with a tab", "spaces"]),
    "label": ("(a) hold on a detainer is prohibited", ["not a section label", "3(a)"]),
    "example without expect": (RULE + "example One\n  asks police: hold on a detainer", ["“expect” line"]),
    "example of several acts": (
        RULE + "example One\n  asks police: hold on a detainer, retaliate\n  expect silent",
        ["asks about one act"],
    ),
    "example of several values": (
        RULE + "example One\n  asks hold on a detainer\n  given paper is judge_signed\n  expect silent",
        ["states one value"],
    ),
    "outcome expected": (
        RULE + "example One\n  asks hold on a detainer\n  expect forbidden",
        ["“forbidden” is not an outcome"],
    ),
    "duty period": ("duty 5 document\n  within soon of x", ["period cannot be read", "within 72 hours"]),
    "duty unit": ("duty 5 document\n  within 3 moons of x", ["“moons” is not a unit"]),
    "duty rhythm": ("duty 5 document\n  every often", ["rhythm cannot be read", "every year by"]),
    "names": ("names detective 7 somebody\n" + RULE, ["names, where, and whom"]),
    "header twice": ("level city\n" + RULE, ["“level” stands twice; first on line 2"]),
}


@pytest.mark.parametrize("name", CASES)
def test_a_lawyer_can_act_on_the_message(refusal, name):
    text, expected = CASES[name]
    message = refusal(text)
    for part in expected:
        assert part in message


def test_every_fault_of_a_file_is_named_at_once(refusal):
    message = refusal(RULE + "  when papr is none\n4 retaliat is prohibited\n")
    assert "law0.duty:6" in message
    assert "law0.duty:7" in message


def test_a_file_needs_its_head(refusal):
    message = refusal("law X\n3 retaliate is prohibited")
    assert "no “level” line" in message
    assert "no “in force” line" in message


def test_two_versions_never_stand_on_one_day(refusal):
    one = "law F\nlevel city\nin force from 2020-01-01\n3 retaliate is prohibited"
    two = "law F\nlevel city\nin force from 2021-01-01\n3 retaliate is prohibited"
    message = refusal(one, two)
    assert "both versions of “F” on 2021-01-01" in message
    assert "End the earlier one" in message


def test_a_rule_cites_a_section_that_the_text_has(write):
    path = write(RULE)
    (path / "law0.md").write_text("# T\n\n## 3(b) Detainers\n\nWords.\n")
    with pytest.raises(law.ReadError, match=r"cites section 3\(a\), which the text beside it lacks"):
        law.read(path)


def test_a_text_with_a_section_twice_or_an_unknown_mark(write):
    path = write(RULE)
    (path / "law0.md").write_text("## 3(a) One\n\n## 3(a) Two [Q]\n")
    with pytest.raises(law.ReadError) as caught:
        law.read(path)
    assert "Section 3(a) stands twice" in str(caught.value)
    assert "[Q] is not a known mark" in str(caught.value)


def test_a_pack_that_is_not_there():
    with pytest.raises(law.LawError, match="Did you mean “lawrence”"):
        law.read("lawrense")


def test_a_folder_that_is_not_a_pack(tmp_path):
    with pytest.raises(law.LawError, match=r"holds no pack\.json"):
        law.read(tmp_path)


def test_no_pack_at_all():
    with pytest.raises(law.LawError, match="No pack was named"):
        law.read([])


def test_bad_bytes_and_bad_json(write):
    path = write(RULE)
    (path / "law0.duty").write_bytes(b"law \xff\n")
    with pytest.raises(law.ReadError, match=r"law0\.duty:1: this file is not UTF-8"):
        law.read(path)
    (path / "pack.json").write_text("{")
    with pytest.raises(law.ReadError, match=r"pack\.json:1:\d+: this is not JSON"):
        law.read(path)
    (path / "pack.json").write_text("[]")
    with pytest.raises(law.ReadError, match="a JSON object was expected"):
        law.read(path)
    (path / "pack.json").write_text('{"id": "x", "standing": "mine"}')
    with pytest.raises(law.ReadError, match="lacks “zone”"):
        law.read(path)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ({"above": "kansas"}, "“above” is not a list of words"),
        ({"sources": [1]}, "“sources” is not a list of words"),
        ({"cases": ["or-spa"]}, "“cases” names lists of laws"),
        ({"cases": {"or-spa": "all"}}, "“cases” names lists of laws"),
        ({"standing": "mine"}, "standing is “mine”"),
    ],
)
def test_a_header_of_the_wrong_shape(refusal, header, message):
    assert message in refusal(RULE, **header)


@pytest.mark.parametrize("extra", [{"acts": ["x"]}, {"facts": [3]}, {"implies": [{"if": 1, "then": 2}]}])
def test_a_vocabulary_of_the_wrong_shape(write, extra):
    path = write(RULE)
    (path / "vocabulary.json").write_text(json.dumps(extra))
    with pytest.raises(law.LawError, match="not laid out as the shared one"):
        law.read(path)


def test_an_example_in_a_file_of_its_own_needs_a_day(write):
    path = write(RULE)
    (path / "examples.duty").write_text("example One\n  asks retaliate\n  expect silent\n")
    with pytest.raises(law.ReadError, match=r"examples\.duty:1: the example “One” has no day"):
        law.read(path)


@pytest.mark.parametrize(
    "row",
    [
        {"id": "immigration_status", "kind": "one-of", "question": "?", "who_knows": "officer"},
        {"id": "is_undocumented", "kind": "yes-no", "question": "?", "who_knows": "officer"},
        {"id": "citizenship", "kind": "yes-no", "question": "?", "who_knows": "officer"},
        {"id": "person_is_citizen", "kind": "yes-no", "question": "?", "who_knows": "officer"},
    ],
)
def test_a_pack_cannot_add_a_status_as_a_fact(write, row):
    path = write(RULE)
    (path / "vocabulary.json").write_text(json.dumps({"facts": [row]}))
    with pytest.raises(law.LawError, match="immigration status a fact"):
        law.read(path)


@pytest.mark.parametrize(
    ("row", "message"),
    [({"id": "x"}, "lacks 'kind'"), ({"id": "x", "kind": "many"}, "Use yes-no, one-of or number")],
)
def test_a_word_of_the_packs_own_that_is_incomplete(write, row, message):
    path = write(RULE)
    (path / "vocabulary.json").write_text(json.dumps({"facts": [row]}))
    with pytest.raises(law.LawError, match=message):
        law.read(path)


QUESTIONS = {
    "act": (("hold a detainer", {}), "“hold on a detainer”"),
    "group": (("give access", {}), "is a group of acts"),
    "fact": (("retaliate", {"papr": "none"}), "“paper”"),
    "value": (("retaliate", {"paper": "detaner"}), "“detainer”"),
    "yes-no": (("retaliate", {"on_duty": "perhaps"}), "Say yes or no"),
    "number": (("retaliate", {"hold_hours": "many"}), "Give a number of hours"),
    "not a number": (("retaliate", {"hold_hours": float("nan")}), "Give a number of hours"),
    "negative": (("retaliate", {"hold_hours": -1}), "zero or more"),
    "status": (("retaliate", {"immigration_status": "x"}), "immigration status a fact"),
    "contradiction": (
        ("hold on a detainer", {"paper": "detainer", "paper_signed_by": "judge"}),
        "paper_signed_by would be immigration_officer, but it was given as judge",
    ),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_that_cannot_be_read(book, name):
    (act, facts), message = QUESTIONS[name]
    with pytest.raises(law.QuestionError) as caught:
        book(RULE).on("2020-06-01").ask(act, None, facts)
    assert message in str(caught.value)


def test_an_unknown_actor_is_named(book):
    with pytest.raises(law.QuestionError, match="“police”"):
        book(RULE).on("2020-06-01").ask("retaliate", "polise")


def test_a_day_that_is_no_date(book):
    with pytest.raises(law.LawError, match="“yesterday” is not a date"):
        book(RULE).on("yesterday")
