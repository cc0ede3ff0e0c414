"""The TextMate grammar knows the readers' own words and colours every shipped pack."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from scopeofduty import law
from scopeofduty.law import condition_reader, conditions, duty_reader, file_reader, rule_reader
from scopeofduty.law.lines import outline
from scopeofduty.law.outcomes import SPOKEN
from scopeofduty.law.rules import LEVELS

ROOT = Path(__file__).parents[2]
GRAMMAR = json.loads((ROOT / "editors/duty.tmLanguage.json").read_text(encoding="utf-8"))
RULES = [GRAMMAR["repository"][each["include"].removeprefix("#")] for each in GRAMMAR["patterns"]]
COMPILED = [(re.compile(rule["match"]), rule) for rule in RULES]
PACKS = sorted((ROOT / "src/scopeofduty/laws").glob("*/*.duty"))
CLAUSES = (*rule_reader.CLAUSES, *duty_reader.DUTY_CLAUSES, *duty_reader.EXAMPLE_CLAUSES)


def tokens(line):
    """Yield (start, end, scope) as an editor does: the earliest match wins, then the first in the list."""
    at = 0
    while at < len(line):
        matches = [
            (found.start(), n, found)
            for n, (pattern, _) in enumerate(COMPILED)
            if (found := pattern.search(line, at))
        ]
        matches = [each for each in matches if each[2].end() > at]
        if not matches:
            return
        _, n, found = min(matches, key=lambda each: each[:2])
        rule = COMPILED[n][1]
        if "name" in rule:
            yield found.start(), found.end(), rule["name"]
        for group, scope in rule.get("captures", {}).items():
            if found[int(group)]:
                yield *found.span(int(group)), scope["name"]
        at = found.end()


def coloured(line, words):
    """The scopes under the first place where these words stand."""
    start = line.index(words)
    return [scope for begin, end, scope in tokens(line) if begin <= start and start + len(words) <= end]


def walk(lines):
    for line in lines:
        yield line
        yield from walk(line.under)


def test_it_is_a_grammar():
    assert GRAMMAR["scopeName"] == "source.duty"
    assert GRAMMAR["fileTypes"] == ["duty"]
    for rule in GRAMMAR["repository"].values():
        assert rule.keys() <= {"match", "name", "captures"}
        scopes = [rule.get("name"), *(each["name"] for each in rule.get("captures", {}).values())]
        assert all(scope.endswith(".duty") for scope in scopes if scope)


@pytest.mark.parametrize("word", [*file_reader.BLOCKS, *file_reader.NAMED])
def test_every_word_that_begins_a_block_is_known(word):
    line = f"names {word} 7(b)" if word in file_reader.NAMED else f"{word} 5(a) something"
    scope = "constant.language.duty" if word in file_reader.NAMED else "keyword.control"
    assert any(each.startswith(scope) for each in coloured(line, word)), word


@pytest.mark.parametrize("word", sorted(set(CLAUSES)))
def test_every_clause_is_known(word):
    assert coloured(f"  {word} something", word) == ["keyword.other.clause.duty"]
    assert coloured(f"  {word}: something", word) == ["keyword.other.clause.duty"]


@pytest.mark.parametrize(
    "word",
    [*condition_reader.LISTS, *conditions.COMPARISONS, *(["and", "or", "not", "is", "is not", "means"])],
)
def test_every_operator_is_known(word):
    found = coloured(f"  when paper {word} detainer", word)
    assert any(scope.startswith("keyword.operator") for scope in found), found


@pytest.mark.parametrize("outcome", SPOKEN)
def test_every_outcome_is_known(outcome):
    written = {"needs approval": "needs approval of", "refer": "refer to"}.get(outcome, f"is {outcome}")
    assert coloured(f"4(a) make an agreement {written} whoever", written) == ["support.constant.outcome.duty"]
    assert coloured(f"  expect {outcome} by 4(a)", outcome)[0] in {
        "constant.language.duty",
        "support.constant.outcome.duty",
    }


@pytest.mark.parametrize("word", [*LEVELS, *duty_reader.UNITS])
def test_every_level_and_unit_is_known(word):
    assert "constant.language.duty" in coloured(f"  within 3 {word} of it", word)


@pytest.mark.parametrize("path", PACKS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_shipped_pack_is_coloured(path):
    """Each line the readers know by its first word is coloured there, and each rule by its label."""
    lines, problems = outline(path.name, path.read_text(encoding="utf-8"))
    assert not problems
    for block in lines:
        keyword = block.starts(*file_reader.BLOCKS)
        opening = keyword or block.words[0].text
        expected = "keyword.control" if keyword else "entity.name.section"
        assert any(scope.startswith(expected) for scope in coloured(block.raw, opening)), block.raw
        if keyword in file_reader.HEADER:
            continue
        known = {"duty": duty_reader.DUTY_CLAUSES, "example": duty_reader.EXAMPLE_CLAUSES}
        for line in block.under:
            clause = line.starts(*known.get(keyword, rule_reader.CLAUSES))
            if clause:
                assert "keyword.other.clause.duty" in coloured(line.raw, clause), line.raw


def test_there_are_packs_to_colour():
    assert {path.parent.name for path in PACKS} <= set(law.packs())
    assert "lawrence" in {path.parent.name for path in PACKS}
