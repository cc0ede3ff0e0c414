"""Every command that a page tells the reader to type is one that the program takes, options and all."""

from __future__ import annotations

import argparse
import importlib
import re
import shlex
from pathlib import Path

import pytest

from scopeofduty.cli import COMMANDS

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"```\w*\n(.*?)```", re.DOTALL)
TYPED = re.compile(r"(?:\$ )?(?:duty|uvx scopeofduty) ([a-z].*)")
# What follows two blanks says what the command does; what follows a bar or an arrow is the shell's.
ENDS = re.compile(r"\s{2,}|\s[|>#&;]")


def typed(page):
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        for line in block.replace("\\\n", " ").splitlines():
            found = TYPED.fullmatch(line.strip())
            if found:
                yield re.sub(r"[\[\]]", "", ENDS.split(found[1])[0])


def parser():
    root = argparse.ArgumentParser(prog="duty", exit_on_error=False)
    subparsers = root.add_subparsers()
    for module, _summary in COMMANDS.values():
        importlib.import_module(f"scopeofduty.cli.{module}").add_parser(subparsers)
    return root


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_tells_to_type_is_taken(page, capsys):
    root, refused = parser(), []
    for command in typed(page):
        try:
            root.parse_args(shlex.split(command))
        except (SystemExit, argparse.ArgumentError, ValueError):
            refused.append(f"duty {command}: {capsys.readouterr().err[-200:]}")
    assert refused == []


def test_there_are_some():
    assert sum(1 for page in PAGES for _ in typed(page)) > 20


def test_one_that_is_not_taken_would_be_seen():
    with pytest.raises((SystemExit, argparse.ArgumentError)):
        parser().parse_args(["witness", "watch", "https://city.example/log", "--log", "KEY"])
