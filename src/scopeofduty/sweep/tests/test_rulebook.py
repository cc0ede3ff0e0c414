from __future__ import annotations

from pathlib import Path

from scopeofduty.sweep import rulebook
from scopeofduty.sweep.report import rule_texts

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "sweep-rules.md"


def test_the_page_is_the_rules():
    assert PAGE.read_text(encoding="utf-8") == rulebook.page()


def test_every_rule_is_on_the_page():
    page = rulebook.page()
    assert [name for name, _ in rule_texts() if f"`{name}`" not in page] == []
