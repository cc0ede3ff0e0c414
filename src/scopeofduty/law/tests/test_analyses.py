"""check, compare, reach, replay, examples and scores, each on books small enough to read."""

from __future__ import annotations

import pytest

from scopeofduty import law
from scopeofduty.law.checking import CLAUSES, KINDS
from scopeofduty.law.errors import LawError
from scopeofduty.law.examples import coverage, run_examples
from scopeofduty.law.file_reader import VIOLATIONS
from scopeofduty.law.naming import named
from scopeofduty.law.replaying import Contact, pack_log
from scopeofduty.law.scoring import Shelf, presume, score
from scopeofduty.law.starting import begin

DAY = "2020-06-01"
HOLD = "hold on a detainer"


def kinds(findings):
    return {finding.kind for finding in findings}


def of(findings, kind):
    return [finding for finding in findings if finding.kind == kind]


def test_check_shows_a_conflict_in_a_situation(book):
    text = f"1 {HOLD} is prohibited\n  when on_duty\n2 {HOLD} is permitted\n  when threat_to_life"
    (found,) = of(book(text).on(DAY).check(), "conflict")
    assert found.rules == ("1", "2")
    assert dict(found.witness) == {"on_duty": True, "threat_to_life": True}
    assert "Are you on duty? yes" in found.words.en
    assert found.place.endswith("law0.duty:5")


def test_check_names_dead_and_idle_rules(book):
    text = (
        f"1 {HOLD} is prohibited\n"
        f"2 {HOLD} is prohibited\n  when on_duty\n"
        f"3 {HOLD} is permitted\n  when all of:\n    paper is detainer\n    paper_signed_by is judge\n"
    )
    findings = book(text).on(DAY).check()
    assert [f.rules for f in of(findings, "dead rule")] == [("3",)]
    assert [f.rules for f in of(findings, "never decides")] == [("2",)]


def test_check_shows_silence_only_for_those_bound(book):
    text = f"covers police\n1 {HOLD} is prohibited\n  when paper is none"
    (found,) = of(book(text).on(DAY).check(), "silent")
    assert list(found.witness) == ["paper"]
    assert found.witness["paper"] != "none"
    assert not of(book(f"covers police\n1 {HOLD} is prohibited").on(DAY).check(), "silent")


def test_check_finds_a_policy_against_its_ordinance(book):
    policy = f"law Policy\nlevel department\nin force from 2020-01-01\n1 {HOLD} is permitted\n  when on_duty"
    findings = book(f"1 {HOLD} is prohibited", policy).on(DAY).check()
    (found,) = of(findings, "policy against ordinance")
    assert found.witness["on_duty"] is True


def test_check_names_sections_without_rules_and_missing_clauses(write):
    path = write(f"without rules 1\n3 {HOLD} is prohibited\nnames publisher 3 the clerk")
    (path / "law0.md").write_text("## 1 Purpose\n\nX.\n\n## 2 Scope | Alcance\n\nX.\n\n## 3 Holds\n\nX.\n")
    findings = law.read(path).on(DAY).check()
    assert [f.message.en for f in of(findings, "not encoded")] == ["Section 2 (Scope) has no rule."]
    assert len(of(findings, "missing clause")) == len(CLAUSES) - 1
    assert kinds(findings) <= set(KINDS)


WHOLE = """names investigator 3 the auditor
names fallback 3 the board
names finding 3 60 days
names outside 3 the ombuds
names discipline 3 the commission"""
HANDLED = ("investigator", "fallback", "finding", "outside", "discipline")


@pytest.mark.parametrize("left_out", HANDLED)
def test_check_misses_each_thing_that_handling_a_report_needs(write, left_out):
    named = "\n".join(line for line in WHOLE.splitlines() if line.split()[1] != left_out)
    lacking = {
        text: [f.message.en for f in of(law.read(write(head)).on(DAY).check(), "missing clause")]
        for text, head in (
            ("all", f"3 {HOLD} is prohibited\n{WHOLE}"),
            ("less", f"3 {HOLD} is prohibited\n{named}"),
        )
    }
    [missed] = set(lacking["less"]) - set(lacking["all"])
    assert CLAUSES[left_out].en in missed


def test_check_names_the_classes_of_violation_that_nobody_investigates(write):
    most = [each for each in VIOLATIONS if each not in {"held", "other"}]
    lines = "\n".join(f"names investigator for {each} 3 the auditor" for each in most)
    findings = law.read(write(f"3 {HOLD} is prohibited\n{lines}")).on(DAY).check()
    told = [f.message.en for f in of(findings, "missing clause") if "who investigates (" in f.message.en]
    assert [each.partition("(")[2] for each in told] == ["held, other)."]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("names investigator for hold 3 the auditor", "no class of violation"),
        ("names finding 3 soon", "60 days"),
        ("names outside for held 3 the ombuds", "not named by class"),
    ],
)
def test_a_body_or_clock_that_can_t_be_read_is_refused(write, line, said):
    with pytest.raises(LawError, match=said):
        law.read(write(f"3 {HOLD} is prohibited\n{line}"))


OLD = f"3 {HOLD} is prohibited\n  unless paper is judge_signed\n4 retaliate is prohibited"
NEW = f"3 {HOLD} is prohibited\n  unless paper is judge_signed_warrant"


def test_compare_tells_minimal_situations_and_their_cause(write):
    old, new = (law.read(write(t, name=n)).on(DAY) for t, n in ((OLD, "one"), (NEW, "one")))
    comparison = old.compare(new)
    loosened, tightened = comparison.changes
    assert (loosened.acts, loosened.before, loosened.after) == (("retaliate",), "prohibited", "silent")
    assert loosened.silenced
    assert loosened.words.en == "in every situation"
    assert [(e.rule, e.after) for e in loosened.causes] == [("4", "")]
    assert dict(tightened.pattern.facts) == {"paper": ("court_order",)}
    assert tightened.direction == "tightened"
    assert [(e.rule, e.words) for e in tightened.causes] == [("3", ("judge_signed", "judge_signed_warrant"))]


def test_compare_of_a_draft_with_itself_finds_nothing(book):
    today = book(OLD).on(DAY)
    comparison = today.compare(today)
    assert not comparison.changes
    assert not comparison.duties
    assert not comparison.reworded


def test_compare_says_how_many_more_there_are(write):
    old = law.read(write(OLD)).on(DAY)
    comparison = old.compare(law.read(write(NEW)).on(DAY), cap=1)
    assert len(comparison.changes) == 1
    assert comparison.more == 1


def test_compare_tells_changed_duties_and_words_without_effect(write):
    duty = "duty 5 public_notice\n  once help_requested\n  within {} of operation_complete"
    rule = f"3 {HOLD} is prohibited\n" + duty
    books = []
    for hours, words in (("72 hours", "Nobody is held."), ("24 hours", "Nobody may be held.")):
        path = write(rule.format(hours))
        (path / "law0.md").write_text(f"## 3 Holds\n\n{words}\n\n## 5 Notice\n\nX.\n")
        books.append(law.read(path).on(DAY))
    comparison = books[0].compare(books[1])
    assert not comparison.changes
    assert comparison.reworded == ("3",)
    (duty,) = comparison.duties
    assert dict(duty.parameters) == {"period": (72, 24)}


def test_a_redraft_in_another_pack_is_matched_rule_by_rule(write):
    old = law.read(write("3 retaliate is prohibited")).on(DAY)
    head = "law Another title\nlevel city\nin force from 2020-01-01\n"
    new = law.read(write(head + "3 retaliate is permitted", name="redraft")).on(DAY)
    (change,) = old.compare(new).changes
    assert [(e.rule, bool(e.before), bool(e.after)) for e in change.causes] == [("3", True, True)]


def test_alike_changes_of_several_acts_are_told_once(write):
    acts = f"{HOLD}, transfer to federal custody"
    old = law.read(write(f"3 {acts} is prohibited")).on(DAY)
    (change,) = old.compare(law.read(write(f"3 {acts} is permitted")).on(DAY)).changes
    assert len(change.acts) == 2


def test_reach_tells_what_falls_and_what_stands(write):
    city = write(f"3 {HOLD} is prohibited\n4 retaliate is prohibited")
    state = write(
        "law State act\nlevel state\nin force from 2020-01-01\ncited as S.A.\n"
        f"9(a) {HOLD} displaces any lower rule that prohibits\n  when requester is ice",
        name="state",
    )
    today = law.read([city, state]).on(DAY)
    holds, reprisals = today.reach("S.A. 9").rules
    assert (holds.rule, holds.status) == ("3", "in part")
    assert "Immigration and Customs Enforcement" in holds.falls[0].en
    assert holds.stands[0].en.startswith("Who is asking? anything but")
    assert (reprisals.rule, reprisals.status) == ("4", "survives")
    with pytest.raises(law.QuestionError, match="displaces anything"):
        today.reach("S.A. 8")


def test_reach_of_todays_law_on_the_text_of_then():
    lawrence = law.read("lawrence").on("2022-07-01", own_as_of="2021-01-01")
    found = lawrence.reach("K.S.A. 12-16,140")
    assert [r.rule for r in found.rules if r.status != "survives"] == ["2(a)"]


CONTACTS = [
    Contact("a", HOLD, None, {"paper": "court_order"}),
    Contact("b", HOLD, None, {"paper": "detainer"}),
    Contact("c", HOLD, None, {}),
    Contact("d", HOLD, None, {"paper_signed_by": "immigration_officer"}),
    Contact("e", "retaliate", "police", {}),
    Contact("f", HOLD, None, {"paper": "detainer", "paper_signed_by": "judge"}),
    Contact("g", "hold", None, {}),
]


def test_replay_sets_before_beside_after(write):
    old, new = (law.read(write(t)).on(DAY) for t in (OLD, NEW))
    log = pack_log(CONTACTS, new.book.vocabulary)
    replayed = new.replay(log, before=old)
    assert dict(replayed.table) == {
        ("silent", "prohibited"): 1,
        ("prohibited", "prohibited"): 2,
        ("undetermined", "undetermined"): 1,
        ("prohibited", "silent"): 1,
    }
    assert replayed.touched == ("a", "e")
    assert dict(replayed.lacking) == {"paper": 1}
    assert set(log.refused) == {"f", "g"}


def test_replay_answers_as_asking_does(write):
    today = law.read(write(NEW)).on(DAY)
    for contact in CONTACTS[:5]:
        log = pack_log([contact], today.book.vocabulary)
        ((before, after),) = today.replay(log).table
        answer = today.ask(contact.act, contact.actor, contact.facts)
        assert before == after == (answer.outcome or "undetermined")


EXAMPLES = f"""
example Held by mistake
  asks {HOLD}
  given paper is court_order
  expect prohibited by 3
  duties document
example Unknown
  asks {HOLD}
  expect prohibited or silent asking on_duty
"""


def test_examples_say_what_came_out_differently(book):
    failed, unknown = run_examples(book(OLD + EXAMPLES))
    assert "expected prohibited, got silent" in failed.faults
    assert "expected to rest on 3, rests on nothing" in failed.faults
    assert any(fault.startswith("expected the duties document") for fault in failed.faults)
    assert unknown.faults == ("expected the next question to be on_duty, it is paper",)


def test_coverage_names_conditions_no_example_shows_to_matter(book):
    text = f"3 {HOLD} is prohibited\n  unless paper is none\n4 retaliate is prohibited\n  when on_duty\n"
    covered = "example X\n  asks hold on a detainer\n  given paper is none\n  expect silent\n"
    missing, conditions = coverage(book(text + covered))
    assert conditions == 2
    assert [(u.rule, u.test) for u in missing] == [("4", "on_duty")]


def case(**changes):
    usual = {"id": "x", "law": "lw", "as_of": DAY, "act": HOLD, "facts": {}, "expected": "prohibited"}
    return usual | changes


def test_score_reads_open_and_closed(write):
    path = write(f"3 {HOLD} is prohibited\n  unless threat_to_life", cases={"lw": []})
    scored = score(
        [
            case(),
            case(id="y", expected="permitted", facts={"threat_to_life": False}),
            case(id="z", expected="refer", also_accept=["prohibited"]),
            case(id="n", law="elsewhere"),
            case(id="w", act="hold"),
        ],
        Shelf([path]),
    )
    assert [c.verdict for c in scored.closed] == ["right", "wrong", "right", "no_pack", "wrong"]
    assert scored.open[0].verdict == "undetermined"
    assert scored.as_json()["total"] == {"right": 2, "undetermined": 0, "wrong": 2, "no_pack": 1}
    assert "not an act" in scored.closed[4].note


def test_what_is_presumed_never_contradicts_what_is_stated():
    filled = presume({"paper": "detainer"}, law.shared())
    assert "detainer_lodged" not in filled
    assert filled["threat_to_life"] is False
    assert presume({"paper_signed_by": "judge"}, law.shared()).get("paper") != "none"


def test_a_new_pack_reads_and_its_examples_hold(tmp_path):
    begin(tmp_path / "fairview", "Fairview immigrant protection ordinance", "America/Chicago")
    assert all(verdict.holds for verdict in run_examples(law.read(tmp_path / "fairview")))
    with pytest.raises(law.LawError, match="already in use"):
        begin(tmp_path / "fairview", "X", "UTC")


def test_values_are_named_as_a_person_would():
    paper = law.shared().facts["paper"]
    actor = law.shared().facts["actor"]
    judge = sorted(paper.groups["judge_signed"])
    assert named(paper, judge).en == "an order or warrant signed by a judge"
    rest = [value for value in paper.values if value not in judge]
    assert named(paper, rest).en == "anything but an order or warrant signed by a judge"
    clerks = sorted(actor.groups["any_employee"] - actor.groups["law_enforcement"])
    assert ", except " in named(actor, clerks).en
