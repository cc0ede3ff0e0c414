"""The tutorial for writing an ordinance, walked from its first command to its last in an empty folder."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scopeofduty import law

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/tutorial/write-your-ordinance.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent
STEP = re.compile(
    r"<!-- file: (?P<file>\S+) -->\n```\w*\n(?P<content>.*?)```"
    r"|<!-- copy: (?P<old>\S+) (?P<new>\S+) without (?P<label>\S+) -->"
    r"|(?:<!-- run: exits with (?P<code>\d) -->\n)?```sh\n(?P<commands>.*?)```",
    re.DOTALL,
)


def strike(folder, label):
    """Take one section out of the text, and its rule and the examples that name it out of the rules."""
    rules, text = folder / "ordinance.duty", folder / "ordinance.md"
    blocks = rules.read_text(encoding="utf-8").split("\n\n")
    kept = [block for block in blocks if not block.startswith(f"{label} ") and f"by {label}" not in block]
    rules.write_text("\n\n".join(kept).rstrip("\n") + "\n", encoding="utf-8")
    sections = re.split(r"\n(?=## )", text.read_text(encoding="utf-8"))
    text.write_text(
        "\n".join(each for each in sections if not each.startswith(f"## {label} ")), encoding="utf-8"
    )


def run(command, code, folder):
    words = shlex.split(command)
    assert words[0] == "duty"
    done = subprocess.run([BIN / "duty", *words[1:]], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == code, f"{command}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    """The folder after every step of the page, and what each command printed."""
    folder = tmp_path_factory.mktemp("fairview")
    printed = {}
    for step in STEP.finditer(PAGE):
        if step["file"]:
            (folder / step["file"]).write_text(step["content"], encoding="utf-8")
        elif step["old"]:
            shutil.copytree(folder / step["old"], folder / step["new"])
            strike(folder / step["new"], step["label"])
        else:
            for command in filter(None, step["commands"].splitlines()):
                printed[command] = run(command, int(step["code"] or 0), folder)
    return folder, printed


def test_every_step_ends_as_the_page_says(walked):
    _, printed = walked
    assert len(printed) >= 9


def test_the_page_tells_what_the_commands_print(walked):
    _, printed = walked
    check = printed["duty check fairview"]
    assert "conflict" not in check.lower()
    assert "retaliation" in check
    assert "3(a)" in printed['duty ask "hold on a detainer" paper=detainer --actor jail --pack fairview']
    compare = printed["duty compare fairview fairview-redraft"]
    assert "permitted → prohibited" in compare
    assert "3(b) struck" in compare


def test_the_files_of_the_page_are_laid_out_as_fmt_does(walked):
    folder, _ = walked
    written = re.search(r"<!-- file: fairview/ordinance.duty -->\n```\n(.*?)```", PAGE, re.DOTALL)[1]
    assert (folder / "fairview/ordinance.duty").read_text(encoding="utf-8").split() == written.split()
    assert law.read(str(folder / "fairview")).packs[0].title.en.startswith("Fairview")
