"""The commands on law packs: what they print, their exit codes, and what they say to bad input."""

import json

import pytest

from scopeofduty.cli import main

ASK = ["ask", "hold on a detainer", "--on", "2026-01-15", "--actor", "jail"]
EDGE = ["ask", "give perimeter or on-site support", "--on", "2026-01-15", "--actor", "police"]


def test_ask_answers_with_the_section(capsys):
    assert main([*ASK, "paper=detainer", "requester=ice"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("No: hold on a detainer. So says Riverbend ordinance section 5(e) (Detainers).")
    assert "tell the person concerned" in said


def test_ask_says_what_it_still_needs_to_know(capsys):
    assert main([*EDGE, "paper=none", "threat_to_life=no"]) == 3
    said = capsys.readouterr().out
    assert "What I still need to know:\n  What is this for?" in said
    assert "purpose=civil_immigration" in said


def test_ask_sends_what_only_counsel_can_settle_to_counsel(capsys):
    assert main([*EDGE, "paper=warrant_kind_unclear", "purpose=other", "threat_to_life=no"]) == 4
    assert "Ask counsel; until then do not" in capsys.readouterr().out


def test_ask_in_spanish(capsys):
    assert main([*EDGE, "paper=none", "threat_to_life=no", "--lang", "es"]) == 3
    said = capsys.readouterr().out
    assert "¿Para qué es esto?" in said
    assert "aplicación civil de la ley migratoria" in said


def test_ask_as_json(capsys):
    assert main([*ASK, "paper=detainer", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["outcome"] == "prohibited"
    assert answer["citations"][0]["section"] == "5(e)"
    assert len(answer["digest"]) == 64
    assert answer["explanation"]["es"].startswith("No: retener")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([*ASK, "papr=detainer"], "Did you mean “paper”"),
        ([*ASK, "paper"], "Write FACT=VALUE"),
        (["ask", "hold"], "is not an act"),
        ([*ASK, "--pack", "nowhere"], "There is no pack “nowhere”"),
        (["ask", "retaliate", "--on", "soon"], "“soon” is not a date"),
        ([*ASK, "immigration_status=unlawful"], "immigration status a fact"),
        (["check", "nowhere"], "There is no pack"),
        (["check", "lawrence", "--fail-on", "typo"], "Unknown kinds: typo"),
        (["test", "nowhere"], "There is no pack"),
        (["compare", "lawrence@2020-03-01", "nowhere"], "There is no pack"),
        (["compare", "lawrence@then", "lawrence"], "“then” is not a date"),
        (["reach", "lawrence", "K.S.A. 99", "--on", "2022-07-01"], "displaces anything"),
        (["replay", "missing.jsonl", "lawrence", "lawrence"], "missing.jsonl"),
        (["export", "nowhere"], "There is no pack"),
        (["fmt", "missing.duty"], "There is no file or folder missing.duty"),
        (["law", "score", "missing.jsonl"], "missing.jsonl"),
    ],
)
def test_bad_input_gets_a_sentence_and_exit_code_2(capsys, words, message):
    assert main(words) == 2
    caught = capsys.readouterr()
    assert message in caught.err
    assert not caught.out


def test_check_fails_only_on_the_kinds_named(capsys):
    assert main(["check", "lawrence", "--on", "2020-03-01"]) == 0
    assert "missing clause" in capsys.readouterr().out
    assert main(["check", "lawrence", "--on", "2020-03-01", "--fail-on", "missing clause"]) == 1
    capsys.readouterr()
    assert main(["check", "lawrence", "--on", "2020-03-01", "--json", "--lang", "es"]) == 0
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert {"kind", "message", "situation", "words"} <= findings[0].keys()


def test_test_runs_examples_with_coverage(capsys):
    assert main(["test", "riverbend"]) == 0
    assert "examples hold." in capsys.readouterr().out
    assert main(["test", "kansas", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["failed"] == []


def test_compare_fails_when_a_redraft_loosens(capsys):
    words = ["compare", "lawrence@2021-01-01", "lawrence@2022-06-29"]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "prohibited → silent (left unspoken): assist immigration enforcement" in said
    assert "Because of: 3(a) struck" in said
    assert main([*words, "--fail-on", "loosened", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["changes"][0]["direction"] == "loosened"
    assert main(["compare", "lawrence@2021-01-01", "lawrence@2021-01-01", "--fail-on", "any"]) == 0
    assert capsys.readouterr().out == "Nothing changes.\n"


def test_reach_tells_section_by_section(capsys):
    words = ["reach", "lawrence", "K.S.A. 12-16,140", "--on", "2022-07-01", "--text-of", "2021-01-01"]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert said.startswith("displaced in part: 2(a) No collection of immigration information")
    assert "survives: 6(b) No retaliation" in said


def test_replay_counts_before_and_after(capsys, tmp_path):
    log = tmp_path / "log.jsonl"
    row = {"id": "r1", "act": "assist immigration enforcement", "actor": "police"}
    facts = {"paper": "none", "threat_to_life": False}
    bad = {"id": "r2", "act": "assist", "actor": "police"}
    log.write_text("\n".join(map(json.dumps, [row | {"facts": facts}, bad])))
    words = ["replay", str(log), "lawrence@2021-01-01", "lawrence@2022-06-29", "--show"]
    assert main(words) == 1
    said = capsys.readouterr().out
    assert "prohibited → silent" in said
    assert "refused r2: “assist” is not an act" in said
    assert "touched: r1" in said
    log.write_text("{\n")
    assert main(words) == 2
    assert "log.jsonl:1: not a contact" in capsys.readouterr().err


def test_export_writes_a_table_and_a_module(capsys, tmp_path):
    assert main(["export", "lawrence", "--on", "2020-03-01"]) == 0
    table = json.loads(capsys.readouterr().out)
    assert table["format"] == "scopeofduty law table 1"
    out = tmp_path / "law.js"
    assert main(["export", "lawrence", "--on", "2020-03-01", "--format", "js", "-o", str(out)]) == 0
    assert out.read_text().startswith("export const law = {")
    assert main(["export", "riverbend", "--conformance", "3"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 3


def test_fmt_lays_out_or_only_says_so(capsys, tmp_path):
    file = tmp_path / "x.duty"
    file.write_text("law   F\n")
    assert main(["fmt", "--check", str(tmp_path)]) == 1
    assert file.read_text() == "law   F\n"
    assert main(["fmt", str(file)]) == 0
    assert file.read_text() == "law          F\n"
    assert main(["fmt", "--check", str(file)]) == 0
    assert "would change" in capsys.readouterr().out


def test_law_new_list_and_score(capsys, tmp_path):
    folder = tmp_path / "fairview"
    assert main(["law", "new", str(folder), "--title", "Fairview ordinance"]) == 0
    assert main(["law", "new", str(folder)]) == 2
    assert "already in use" in capsys.readouterr().err
    assert main(["test", str(folder)]) == 0
    assert main(["law", "list"]) == 0
    assert "riverbend" in capsys.readouterr().out
    cases = tmp_path / "cases.jsonl"
    case = {
        "id": "x",
        "law": "ks-lawrence-2020",
        "as_of": "2020-02-12",
        "act": "retaliate",
        "actor": "police",
        "expected": "prohibited",
    }
    cases.write_text(json.dumps(case) + "\n\n")
    assert main(["law", "score", str(cases), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["total"]["right"] == 1
    cases.write_text(json.dumps(case | {"expected": "permitted"}))
    assert main(["law", "score", str(cases), "--show"]) == 1
    assert "wrong: x: expected permitted, got prohibited" in capsys.readouterr().out
    cases.write_text('{"id": 1}\n')
    assert main(["law", "score", str(cases)]) == 2
    assert "lacks law, as_of, act, expected" in capsys.readouterr().err
