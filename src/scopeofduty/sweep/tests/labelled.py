"""The labelled sets the tests measure on: our own written cases, and the shared set where it is present."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
SHARED = HERE.parents[4] / "shared" / "data" / "scan_labels_dev.jsonl"


@dataclass(frozen=True)
class Score:
    """Counts of one run over labelled cases."""

    true_positive: int
    false_positive: int
    false_negative: int

    @property
    def precision(self) -> float:
        return self.true_positive / max(1, self.true_positive + self.false_positive)

    @property
    def recall(self) -> float:
        return self.true_positive / max(1, self.true_positive + self.false_negative)


def written(name: str) -> Iterator[tuple[bool, str]]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.startswith(("+ ", "- ")):
            yield line[0] == "+", line[2:]


def shared(*kinds: str) -> list[dict]:
    if not SHARED.exists():
        pytest.skip("the labelled set ../shared/data/scan_labels_dev.jsonl is not here")
    rows = [json.loads(line) for line in SHARED.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["kind"] in kinds]


def score(pairs: list[tuple[bool, bool]]) -> Score:
    return Score(
        sum(1 for label, hit in pairs if label and hit),
        sum(1 for label, hit in pairs if hit and not label),
        sum(1 for label, hit in pairs if label and not hit),
    )
