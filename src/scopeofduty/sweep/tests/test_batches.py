from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from scopeofduty.sweep.prefilter import lines_that_may_matter
from scopeofduty.sweep.score import figures, judge

KINDS = {"N": "narrative", "F": "form_field", "S": "schema", "C": "column", "K": "code"}
HERE = Path(__file__).parent
LINES = (HERE / "batch_cases.txt").read_text(encoding="utf-8").splitlines()


@cache
def verdicts(mark):
    rows = [line for line in LINES if line.startswith((f"{mark}+ ", f"{mark}- "))]
    return [(row[1] == "+", judge(KINDS[mark], row[3:]).flagged) for row in rows]


@pytest.mark.parametrize("mark", list(KINDS))
def test_a_kind_is_found_and_little_else(mark):
    told = figures(verdicts(mark))
    assert len(verdicts(mark)) > 40
    assert told["precision"] >= 0.95
    assert told["recall"] >= 0.95


def test_ordinary_municipal_text_has_no_hit():
    lines = (HERE / "ordinary_lines.txt").read_text(encoding="utf-8").splitlines()
    texts = [line for line in lines if line and not line.startswith("#")]
    marked = [(line[0], line[2:]) if line[:2] in {f"{k} " for k in KINDS} else ("N", line) for line in texts]
    assert len(marked) > 300
    assert [text for mark, text in marked if judge(KINDS[mark], text).flagged] == []


PLAIN = """
Officer checked the lot on foot and confirmed the door was secure.
Verified the address with the owner, who said a man probably took the bicycle.
Determined that the fence was on the line and told the caller how deep each post stands.
Asked the driver for proof of insurance; she gave it and was sent on her way.
Found out that his brother had the keys, called back, noted the time.
"""


def test_usual_words_of_a_record_do_not_make_it_worth_judging():
    """An anchor made of a usual word would have every line of a city's records judged."""
    lines, _ = lines_that_may_matter(PLAIN.encode(), "re2")
    assert [line.raw.decode() for line in lines] == []
