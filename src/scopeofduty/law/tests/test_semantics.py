"""The meaning of the language, line by line as `docs/reference/law-language.md` states it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from scopeofduty import law

DAY = "2020-06-01"
HOLD = "hold on a detainer"


def rules(citations):
    return [citation.rule for citation in citations]


# 1 and 2: a rule, its condition, its period, and what stands despite it


def test_1_a_rule_speaks_of_its_acts_and_actors(book):
    today = book(f"3 {HOLD}, retaliate is prohibited\n  by jail").on(DAY)
    assert today.ask(HOLD, "jail").outcome == "prohibited"
    assert today.ask("retaliate", "jail").outcome == "prohibited"
    assert today.ask(HOLD, "library").outcome == "silent"
    assert today.ask("share information", "jail").outcome == "silent"


def test_2_a_rule_is_live_only_while_in_force(book):
    pack = book(f"3 {HOLD} is prohibited\n  in force from 2020-03-01 until 2020-09-01")
    outcomes = {day: pack.on(day).ask(HOLD).outcome for day in ("2020-02-29", "2020-03-01", "2020-09-01")}
    assert outcomes == {"2020-02-29": "silent", "2020-03-01": "prohibited", "2020-09-01": "silent"}


def test_2_despite_sets_a_rule_aside_only_while_live(book):
    today = book(
        f"3 {HOLD} is prohibited\n3(a) {HOLD} is permitted\n  when paper is judge_signed\n  despite 3"
    ).on(DAY)
    with_judge = today.ask(HOLD, paper="criminal_warrant")
    assert with_judge.outcome == "permitted"
    assert rules(with_judge.set_aside) == ["3"]
    assert today.ask(HOLD, paper="detainer").outcome == "prohibited"


def test_2_a_rule_set_aside_sets_nothing_aside(book):
    today = book(
        f"1 {HOLD} is prohibited\n"
        f"2 {HOLD} is permitted\n  despite 1\n"
        f"3 {HOLD} refer to counsel\n  when on_duty\n  despite 2\n"
    ).on(DAY)
    answer = today.ask(HOLD, on_duty=True)
    assert rules(answer.set_aside) == ["2"]
    assert answer.outcome == "refer"
    assert rules(answer.beside) == ["1"]


# 3: citations


def test_3_every_live_rule_with_the_outcome_is_cited(book):
    today = book(
        f"1 {HOLD} is prohibited\n2 {HOLD} is prohibited\n  when on_duty\n"
        f"3 {HOLD} is prohibited\n  when threat_to_life"
    ).on(DAY)
    answer = today.ask(HOLD, on_duty=True)
    assert rules(answer.citations) == ["1", "2"]
    assert rules(answer.possibly) == ["3"]


def test_3_an_answer_made_by_either_of_two_rules_names_both(book):
    today = book(f"1 {HOLD} is prohibited\n  when on_duty\n2 {HOLD} is prohibited\n  when not on_duty").on(
        DAY
    )
    answer = today.ask(HOLD)
    assert answer.outcome == "prohibited"
    assert rules(answer.citations) == ["1", "2"]


# 4: outcomes combine by a table

TABLE = [
    ("is required", "is permitted", "required", False),
    ("is required", "is discretionary", "required", False),
    ("is permitted", "is discretionary", "permitted", False),
    ("needs approval of the board", "is permitted", "needs approval", False),
    ("needs approval of the board", "is required", "refer", True),
    ("is prohibited", "is permitted", "refer", True),
    ("is prohibited", "is required", "refer", True),
    ("is prohibited", "is discretionary", "refer", True),
    ("is prohibited", "needs approval of the board", "refer", True),
    ("is prohibited", "refer to counsel", "refer", False),
]


@pytest.mark.parametrize(("one", "other", "outcome", "clash"), TABLE)
def test_4_within_a_level(book, one, other, outcome, clash):
    answer = book(f"1 {HOLD} {one}\n2 {HOLD} {other}").on(DAY).ask(HOLD)
    assert answer.outcome == outcome
    assert bool(answer.conflict) is clash


LEVELS = [
    ("is prohibited", "is permitted", "prohibited", False),
    ("is permitted", "is prohibited", "prohibited", False),
    ("is discretionary", "is prohibited", "prohibited", False),
    ("needs approval of the board", "is prohibited", "prohibited", False),
    ("is prohibited", "is required", "refer", True),
    ("is required", "is prohibited", "refer", True),
    ("is required", "is permitted", "required", False),
    ("is discretionary", "is permitted", "permitted", False),
]


@pytest.mark.parametrize(("upper", "lower", "outcome", "clash"), LEVELS)
def test_4_across_levels_the_strictest_duty_binds(book, upper, lower, outcome, clash):
    answer = (
        book(
            f"law State\nlevel state\nin force from 2020-01-01\n1 {HOLD} {upper}",
            f"law City\nlevel city\nin force from 2020-01-01\n1 {HOLD} {lower}",
        )
        .on(DAY)
        .ask(HOLD)
    )
    assert answer.outcome == outcome
    assert bool(answer.conflict) is clash


def test_4_a_conflict_names_the_rules_and_asks_counsel(book):
    answer = book(f"1 {HOLD} is prohibited\n2 {HOLD} is permitted").on(DAY).ask(HOLD)
    assert rules(answer.conflict) == ["1", "2"]
    assert answer.explain("en").startswith("Ask counsel; until then do not: hold on a detainer.")
    assert "section 1, section 2" in answer.explain("en")


# 5: silence


def test_5_silence_is_an_outcome_and_says_what_staff_do(book):
    silent = "when silent ask the clerk\n  en breve pregunte a la secretaría\n3 retaliate is prohibited"
    answer = book(silent).on(DAY).ask(HOLD)
    assert answer.outcome == "silent"
    assert answer.explain("en").endswith("No rule in force speaks of this; ask the clerk.")
    assert answer.explain("es").endswith("pregunte a la secretaría.")


# 6: higher law displaces only what it names

STATE = "law State act\nlevel state\nin force from 2020-01-01\n"
CITY = f"3(a) {HOLD} is prohibited\n4 {HOLD} is permitted\n  when paper is judge_signed\n  despite 3(a)"


def above(write, text):
    return write(STATE + text, name="state")


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        (f"1 {HOLD} is permitted", "prohibited"),
        (f"1 {HOLD} displaces fairview 3(a)", "silent"),
        (f"1 {HOLD} displaces fairview 3", "silent"),
        (f"1 {HOLD} displaces fairview 9", "prohibited"),
        (f"1 {HOLD} displaces any lower rule that prohibits", "silent"),
        (f"1 {HOLD} is permitted\n  displaces any lower rule that prohibits", "permitted"),
        (f"1 {HOLD} displaces any lower rule that prohibits\n  when on_duty", "prohibited"),
        (f"1 {HOLD} displaces fairview 3\n  in force from 2022-07-01", "prohibited"),
        (f"1 {HOLD} is required\n  displaces any lower rule", "required"),
    ],
)
def test_6_a_higher_law_names_what_it_displaces(write, text, outcome):
    city, state = write(CITY), above(write, text)
    today = law.read([city, state]).on(DAY)
    assert today.ask(HOLD, paper="none", on_duty=False).outcome == outcome


def test_6_a_displaced_rule_is_shown_as_set_aside(write):
    city, state = write(CITY), above(write, f"1 {HOLD} displaces fairview 3(a)")
    answer = law.read(city).with_(law.read(state)).on(DAY).ask(HOLD, paper="none")
    assert rules(answer.set_aside) == ["3(a)"]


def test_6_the_law_above_is_read_from_beside_the_pack_or_from_the_shipped_ones(write):
    above(write, f"1 {HOLD} displaces any lower rule that prohibits")
    city = write(CITY, above=["state", "kansas"])
    assert [pack.id for pack in law.read(city).packs] == ["fairview", "state", "kansas"]
    assert [pack.id for pack in law.read(city, above=False).packs] == ["fairview"]
    assert law.read(city).on(DAY).ask(HOLD, paper="none").outcome == "silent"


def test_6_two_packs_of_one_name_are_refused(write):
    one = write(CITY)
    other = write(CITY, name="other", id="fairview")
    with pytest.raises(law.LawError, match="Two packs are called “fairview”"):
        law.read([one, other])


def test_6_a_lower_law_displaces_nothing_above(write):
    city = write(f"1 {HOLD} is permitted\n  displaces any lower rule")
    state = above(write, f"1 {HOLD} is prohibited")
    assert law.read([city, state]).on(DAY).ask(HOLD).outcome == "prohibited"


# 7: unknown facts

EITHER = (
    f"1 {HOLD} is prohibited\n  unless paper is judge_signed\n"
    f"2 {HOLD} is permitted\n  when paper is judge_signed"
)


def test_7_what_is_left_out_is_unknown_never_false(book):
    answer = book(EITHER).on(DAY).ask(HOLD)
    assert answer.outcome is None
    assert answer.possible == ("permitted", "prohibited")
    assert answer.question.fact == "paper"
    assert answer.missing[-1] == "paper" or "paper" in answer.missing
    assert "What is the strongest paper" in answer.explain("en")


def test_7_one_outcome_left_is_final_even_with_blanks(book):
    today = book(EITHER + f"\n3 {HOLD} is prohibited\n  when on_duty\n  despite 1").on(DAY)
    assert today.ask(HOLD, paper="detainer").outcome == "prohibited"


def test_7_the_question_asked_lowers_uncertainty_most(book):
    text = (
        f"1 {HOLD} is prohibited\n  unless threat_to_life\n"
        f"2 {HOLD} is permitted\n  when all of:\n    threat_to_life\n    paper is any of none, detainer"
    )
    today = book(text).on(DAY)
    assert today.ask(HOLD).question.fact == "threat_to_life"
    assert today.ask(HOLD, threat_to_life=True).question.fact == "paper"


def test_7_choices_that_no_rule_tells_apart_are_gathered(book):
    question = book(EITHER).on(DAY).ask(HOLD).question
    assert {"court_order", "judicial_warrant", "criminal_warrant"} in [set(a) for a in question.alike]


def test_7_a_group_may_be_stated(book):
    today = book(EITHER).on(DAY)
    answer = today.ask(HOLD, paper="civil_immigration_paper")
    assert answer.outcome == "prohibited"
    assert answer.facts == {"paper": "civil_immigration_paper"}


# 8: a person's status is never a fact; what is sensitive is not kept


def test_8_a_sensitive_fact_decides_and_is_kept_only_as_consulted(book):
    today = book(f"1 {HOLD} is permitted\n  when watchlist_match").on(DAY)
    answer = today.ask(HOLD, watchlist_match=True, on_duty=True)
    assert answer.outcome == "permitted"
    assert answer.consulted == ("watchlist_match",)
    assert answer.storable == {"watchlist_match": "consulted", "on_duty": True}
    assert today.ask(HOLD).question is None


def test_8_a_sensitive_fact_that_staff_may_know_is_not_asked_of_them(book):
    today = book(f"1 {HOLD} is permitted\n  when victim_or_witness").on(DAY)
    assert today.ask(HOLD).question is None
    assert today.ask(HOLD, knows={"record"}).question.fact == "victim_or_witness"


# 9: numbers


def test_9_numbers_are_cut_at_the_bounds_that_rules_mention(book):
    today = book(
        f"1 {HOLD} is prohibited\n  when hold_hours is more than 48\n"
        f"2 {HOLD} is permitted\n  when hold_hours is at most 48 hours"
    ).on(DAY)
    hours = {hours: today.ask(HOLD, hold_hours=hours).outcome for hours in (0, 48, 48.01, "49")}
    assert hours == {0: "permitted", 48: "permitted", 48.01: "prohibited", "49": "prohibited"}
    question = today.ask(HOLD, knows={"record"}).question
    assert (question.fact, question.kind, question.unit) == ("hold_hours", "number", "hours")


def test_9_a_readable_word_stands_for_its_condition(book):
    today = book(f"word danger here means threat_to_life\n1 {HOLD} is permitted\n  when danger here").on(DAY)
    assert today.ask(HOLD, threat_to_life=True).outcome == "permitted"


# 10: duties are not outcomes


def test_10_duties_come_with_the_answer(book):
    today = book(
        f"1 {HOLD} is prohibited\n  with duty document\n"
        f"duty 2 notify_person\n  on {HOLD}\n  when requester is federal\n"
    ).on(DAY)
    assert today.ask(HOLD, requester="ice").duties == ("document", "notify_person")
    assert today.ask(HOLD).duties == ("document",)


# 12: 8 USC 1373 as a dated rule


def test_12_status_information_is_never_prohibited_below_while_1373_stands(write):
    federal = write(
        "law 8 USC 1373\nlevel federal\nin force from 1996-09-30\n"
        "1373(a) share information displaces any lower rule that prohibits\n"
        "  when all of:\n    info is immigration_status\n    requester is immigration_authority",
        name="federal",
    )
    city = write(
        "4 share information is prohibited\n4/status share information refer to counsel\n"
        "  when info is immigration_status\n  despite 4"
    )
    bare = write("4 share information is prohibited", name="bare")
    ask = {"requester": "ice", "info": "immigration_status"}
    assert law.read([city, federal]).on(DAY).ask("share information", None, ask).outcome == "refer"
    assert law.read([bare, federal]).on(DAY).ask("share information", None, ask).outcome == "silent"
    address = {"requester": "ice", "info": "home_address"}
    assert law.read([bare, federal]).on(DAY).ask("share information", None, address).outcome == "prohibited"


# 13: is_a, groups, implies


def test_13_actors_match_through_is_a(book):
    today = book(f"1 {HOLD} is prohibited\n  by law_enforcement").on(DAY)
    assert today.ask(HOLD, "school_resource_officer").outcome == "prohibited"
    assert today.ask(HOLD, "library").outcome == "silent"
    assert today.ask(HOLD).possible == ("silent", "prohibited")


def test_13_except_leaves_some_out(book):
    today = book(f"1 {HOLD} is prohibited\n  by any_employee except law_enforcement").on(DAY)
    assert today.ask(HOLD, "police").outcome == "silent"
    assert today.ask(HOLD, "library").outcome == "prohibited"


def test_13_implications_bound_the_answer_both_ways(book):
    today = book(
        f"1 {HOLD} is prohibited\n  when paper_signed_by is immigration_officer\n"
        f"2 {HOLD} is permitted\n  when paper_signed_by is judge"
    ).on(DAY)
    assert today.ask(HOLD, paper="detainer").outcome == "prohibited"
    assert today.ask(HOLD, paper="criminal_warrant").outcome == "permitted"
    forward = book(f"1 {HOLD} is permitted\n  when paper is judge_signed\n").on(DAY)
    assert forward.ask(HOLD, paper_signed_by="immigration_officer").outcome == "silent"


# 14: what may be asked of staff


def test_14_counsel_and_records_are_never_put_to_staff(book):
    today = book(
        "2 ask about immigration information is prohibited\n  unless required_by_law\n"
        "2/law ask about immigration information is permitted\n  when required_by_law"
    ).on(DAY)
    answer = today.ask("ask about immigration information", "library")
    assert answer.outcome is None
    assert answer.question is None
    assert answer.missing == ("required_by_law",)
    assert "ask counsel" in answer.explain("en")
    counsel = today.ask("ask about immigration information", "library", knows={"counsel"})
    assert counsel.question.fact == "required_by_law"


# 15: identity of the law


def test_15_the_digest_follows_every_byte(write):
    path = write(f"1 {HOLD} is prohibited")
    before = law.read(path)
    assert before.on(DAY, before.digest).ask(HOLD).digest == before.digest
    (path / "law0.duty").write_text((path / "law0.duty").read_text() + "\n# a note\n")
    after = law.read(path)
    assert after.digest != before.digest
    with pytest.raises(law.DigestMismatchError, match="Read the copy of the packs"):
        after.on(DAY, before.digest)


def test_15_the_digest_takes_in_the_vocabulary(book):
    pack = book(EITHER)
    other = replace(pack, vocabulary=replace(pack.vocabulary, digest="another"))
    assert other.digest != pack.digest


def test_15_an_answer_rebuilds_from_day_and_facts(book):
    pack = book(EITHER)
    first = pack.on(date(2020, 6, 1)).ask(HOLD, "jail", paper="detainer")
    again = pack.on(first.day, first.digest).ask(first.act, first.actor, first.facts)
    assert again == first


# 16: what counsel signs


def test_16_the_hash_changes_with_the_rule_or_its_text(write):
    path = write(f"3(a) {HOLD} is prohibited")
    text = path / "law0.md"
    text.write_text(
        "## 3(a) Detainers | Retenciones [N]\n\nNobody is held.\n\nES: Nadie.\n\nSource: https://x.example\n"
    )
    first = law.read(path).on(DAY).ask(HOLD).citations[0]
    assert (first.mark, first.source, first.heading.es) == ("N", "https://x.example", "Retenciones")
    assert first.summary == law.Text("Nobody is held.", "Nadie.")
    text.write_text(text.read_text().replace("Nobody is held", "Nobody is ever held"))
    assert law.read(path).on(DAY).ask(HOLD).citations[0].hash != first.hash


def test_a_draft_says_so(book):
    answer = book(f"law F\nlevel city\ndraft from 2020-01-01\n1 {HOLD} is prohibited").on(DAY).ask(HOLD)
    assert answer.citations[0].draft


def test_a_book_too_tangled_to_compile_says_so(monkeypatch, book):
    from scopeofduty.law import ground
    from scopeofduty.law.diagram import Diagram

    monkeypatch.setattr(ground, "Diagram", lambda sizes: Diagram(sizes, budget=20))
    text = "".join(
        f"{n} {HOLD} is prohibited\n  when all of:\n    on_duty\n    {one}\n    {other}\n"
        for n, (one, other) in enumerate(
            [
                ("necessary", "relevant"),
                ("volunteered", "on_supervision"),
                ("told_voluntary", "person_is_minor"),
            ]
        )
    )
    with pytest.raises(law.LawError, match="more than 20 distinct cases"):
        book(text).on(DAY).ask(HOLD)
