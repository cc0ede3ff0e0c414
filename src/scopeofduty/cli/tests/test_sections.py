"""`duty law sections`: text and rules, each found from the other, on every shipped pack."""

from __future__ import annotations

import argparse
import json

import pytest

from scopeofduty import law
from scopeofduty.cli import sections


@pytest.fixture
def run(capsys):
    parser = argparse.ArgumentParser()
    sections.add_command(parser.add_subparsers())

    def ran(*arguments):
        args = parser.parse_args(["sections", *arguments])
        code = args.run(args)
        out, err = capsys.readouterr()
        return code, out, err

    return ran


def test_each_section_names_its_rules_and_each_rule_its_section(run):
    code, out, _ = run("lawrence", "--on", "2021-01-01", "--json")
    (found,) = json.loads(out)
    assert code == 0
    by_label = {section["label"]: section for section in found["sections"]}
    assert "4/approved" in by_label["4"]["rules"]
    assert found["rules"]["4/approved"] == [by_label["4"]["id"]]
    for label, section in by_label.items():
        assert all(section["id"] in found["rules"][rule] for rule in section["rules"]), label


def test_a_section_without_a_rule_is_told(run, tmp_path):
    from scopeofduty.law.starting import begin

    pack = tmp_path / "fairview"
    begin(pack, "Fairview ordinance", "America/Chicago")
    text = pack / "ordinance.md"
    text.write_text(text.read_text(encoding="utf-8") + "\n## 99 Forgotten\n\nNobody wrote a rule.\n")
    code, out, _ = run(str(pack))
    assert code == 1
    assert "NO RULE" in out
    assert "Forgotten" in out


@pytest.mark.parametrize("pack", law.packs())
def test_every_shipped_pack_agrees_with_check(run, pack):
    code, out, err = run(pack, "--json")
    assert code in {0, 1}, err
    book = law.read(pack, examples=False)
    day = max(version.start for version in book.packs[0].versions)
    own = {version.file for version in book.on(day).versions if version in book.packs[0].versions}
    told = [f for f in book.on(day).check() if f.kind == "not encoded" and f.place in own]
    assert sum(len(each["without_rule"]) for each in json.loads(out)) == len(told)


def test_what_cannot_be_read_gets_one_sentence(run):
    code, out, err = run("nowhere")
    assert (code, out) == (2, "")
    assert "There is no pack “nowhere”" in err
    assert run("lawrence", "--on", "someday")[0] == 2
