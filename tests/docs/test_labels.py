"""What the tutorial and the how-to pages call a button or a page by, the pages call it by too."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*(ROOT / "docs/tutorial").glob("*.md"), *(ROOT / "docs/how-to").glob("*.md")])
# Bold that ends in a full stop opens a paragraph of the page's own.
LABEL = re.compile(r"\*\*([^*]+?[^*.])\*\*")


@cache
def words_of_the_pages():
    """Return everything that templates, code and the demo's data can put on a page."""
    sources = [
        path
        for kind in ("*.html", "*.py", "*.json", "*.yaml")
        for path in (ROOT / "src/scopeofduty").rglob(kind)
        if "tests" not in path.parts
    ]
    return re.sub(r"\s+", " ", "\n".join(path.read_text(encoding="utf-8") for path in sources)).casefold()


def labels(path):
    bold = re.findall(r"\*\*[^*]+\*\*", path.read_text(encoding="utf-8"))
    return {label for one in bold for label in LABEL.findall(one)}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_label_stands_on_a_page(path):
    assert labels(path), f"{path.name} names no button"
    assert sorted(label for label in labels(path) if label.casefold() not in words_of_the_pages()) == []
