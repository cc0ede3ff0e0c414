from __future__ import annotations

import io
import tomllib

import pytest
from benchmarks.sweep import corpus

from scopeofduty.sweep import bulk
from scopeofduty.sweep.literals import EDGE, required
from scopeofduty.sweep.prefilter import anchors, folded_bytes, lines_that_may_matter, may_matter
from scopeofduty.sweep.prose import __main__ as written_anchors
from scopeofduty.sweep.prose.rule import table
from scopeofduty.sweep.tests.labelled import shared, written

ENGINES = ["re2", "re", pytest.param("hyperscan", id="hyperscan")]
DISGUISED = ("u n d o", "i l l e g", "und0cu")


def engine_or_skip(engine):
    if engine == "hyperscan":
        pytest.importorskip("hyperscan", reason="the extra hyperscan is not installed")
    return engine


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        (r"\bdeport(?:ed|ation)\b", {EDGE + "deported" + EDGE, EDGE + "deportation" + EDGE}),
        (r"(?:is|was) (?:\w+ )?undocumented", {"undocumented"}),
        (r"colou?r", {"color", "colour"}),
        (r"a{2,}b", {"aa"}),
        (r"(?:foo|\d+)x", None),
        (r"\d+", None),
        (r"(?!foo)barbar(?<!x)", {"barbar"}),
    ],
)
def test_literals_are_what_a_match_cannot_do_without(pattern, literals):
    found = required(pattern)
    if pattern == r"a{2,}b":
        assert found is None or all(text in "aab" for text in found)
    else:
        assert found == (None if literals is None else frozenset(literals))


def test_the_written_anchors_are_those_of_the_rules():
    fresh = tomllib.loads("\n".join(written_anchors.lines()))
    assert fresh == table("anchors.toml")


@pytest.mark.parametrize("engine", ENGINES)
def test_no_written_case_is_lost_save_disguised_ones(engine):
    engine_or_skip(engine)
    lost = [
        text
        for label, text in written("guard_cases.txt")
        if label and not lines_that_may_matter(text.encode(), engine)[0]
    ]
    assert [text for text in lost if not any(mark in text for mark in DISGUISED)] == []


def test_no_written_point_or_labelled_line_is_lost():
    texts = [case.split(" ", 1)[1] for label, case in written("point_cases.txt") if label]
    assert [text for text in texts if not may_matter(text)] == []
    rows = shared("form_field", "column", "schema", "code", "narrative")
    assert [row["text"] for row in rows if row["label"] and not may_matter(row["text"])] == []


def test_engines_give_the_same_hits():
    cases = [text for _, text in written("guard_cases.txt")]
    raw = ("\n".join(cases) + "\n").encode()
    results = []
    for engine in ("re2", "re", "hyperscan"):
        if engine == "hyperscan":
            engine_or_skip(engine)
        results.append(bulk.examine_range("x", io.BytesIO(raw), 0, len(raw), engine))
    assert results[0] == results[1] == results[2]
    assert results[0].lines == len(cases)


def test_line_numbers_hold_beside_accents():
    raw = "á\né\nEs mexicano.\nñ\nÉl nació en México.\n".encode()
    assert [line.number for line in lines_that_may_matter(raw)[0]] == [2, 4]


def test_folding_keeps_lines_and_reads_windows_1252():
    assert folded_bytes("Nació\nMÉXICO\n".encode()) == b"nacio\nmexico\n"
    assert folded_bytes("Nació en México".encode("cp1252")) == b"nacio en mexico"


def test_anchors_for_code_hold_those_for_prose():
    assert set(anchors("prose")) <= set(anchors("code"))


def test_anchors_are_rare_in_everyday_records():
    """Python judges what passes the prefilter: one common word there makes a sweep fifty times slower."""
    data = corpus.records(2_000_000)
    lines, count = lines_that_may_matter(data, "re2")
    assert len(lines) < 0.004 * count
