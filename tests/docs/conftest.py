"""What the documentation says, held against what the code does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def page() -> Callable[[str], str]:
    """Return what a page of the documentation says, by its path in the repository."""

    def read(path: str) -> str:
        return (ROOT / path).read_text(encoding="utf-8")

    return read


@pytest.fixture(scope="session")
def lacks(page) -> Callable[[str, Iterable[str]], str]:
    """Return the lines that a page lacks, one under the other, ready to be pasted into it."""

    def missing(path: str, lines: Iterable[str]) -> str:
        there = set(page(path).splitlines())
        return "\n".join(line for line in lines if line not in there)

    return missing


@pytest.fixture(scope="session")
def table_of(page) -> Callable[[str, str], list[str]]:
    """Return the first cell of each row of the tables under one heading of a page."""

    def cells(path: str, heading: str) -> list[str]:
        section = page(path).split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
        rows = [line for line in section.splitlines() if line.startswith("| `")]
        return [row.split("`")[1] for row in rows]

    return cells
