"""What commands print stands in pages below a line such as ``<!-- prints: duty law list -->``."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "docs/explanation/lawrence-in-three-versions.md",)
BLOCK = re.compile(r"<!-- prints: (?P<command>[^\n]+) -->\n```text\n(?P<told>.*?)```", re.DOTALL)
WIDTH = 110


def printed(command: str) -> str:
    """Return what a command prints, its long lines folded under themselves."""
    words = shlex.split(command)
    duty = Path(sys.executable).parent / words[0]
    wide = os.environ | {"COLUMNS": "10000"}  # folded here, not as the terminal of the moment is
    done = subprocess.run([duty, *words[1:]], cwd=ROOT, env=wide, capture_output=True, text=True, check=True)
    return "\n".join(folded(line) for line in done.stdout.rstrip("\n").split("\n")) + "\n"


def folded(line: str) -> str:
    """Fold a line at blanks; what follows stands four deeper than its beginning."""
    inner = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(
        line,
        WIDTH,
        subsequent_indent=f"{inner}    ",
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    )


def rewritten(page: str) -> str:
    """Return a page with every block as its command prints it now."""
    return BLOCK.sub(
        lambda found: f"<!-- prints: {found['command']} -->\n```text\n{printed(found['command'])}```", page
    )


BLOCKS = [
    (path.name, *found.group("command", "told"))
    for path in PAGES
    for found in BLOCK.finditer(path.read_text())
]


@pytest.mark.parametrize(("page", "command", "told"), BLOCKS)
def test_the_page_shows_what_the_command_prints(page, command, told):
    again = f"write {page} anew: .venv/bin/python tests/docs/write_reference.py"
    assert told == printed(command), again


def test_the_page_shows_both_comparisons_and_the_reach():
    assert [command.split()[1] for _, command, _ in BLOCKS] == ["compare", "compare", "reach"]


def test_the_section_silenced_by_accident_is_in_what_was_printed():
    told = next(told for _, command, told in BLOCKS if "2022-06-28" in command)
    silenced = [part for part in re.split(r"\n(?=\d+\. )", told) if "silent (left unspoken)" in part]
    found = [part for part in silenced if "place staff under federal supervision" in " ".join(part.split())]
    assert found
    assert "3(a) struck" in found[0]


def test_folding_loses_no_word():
    line = "  When: " + "a word and another, " * 20
    assert folded(line).split() == line.split()
    assert max(map(len, folded(line).split("\n"))) <= 110
