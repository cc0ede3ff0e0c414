from __future__ import annotations

from pathlib import Path

from scopeofduty.sweep import readers

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "sweep-files.md"
NO_READERS = {"__init__", "kinds", "source", "office", "tabular", "pdf_labels", "xfa"}


def test_every_reader_is_on_the_page():
    page = PAGE.read_text(encoding="utf-8")
    modules = {file.stem for file in Path(readers.__file__).parent.glob("*.py")} - NO_READERS
    assert {name for name in modules if f"| `{name}` |" not in page} == set()
