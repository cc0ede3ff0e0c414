from __future__ import annotations

import argparse
import importlib
import os
import re

import pytest

from scopeofduty.cli import COMMANDS

PAGE = "docs/reference/commands.md"
# Options that mean the same wherever they stand.
USUAL = {"--json": "print one JSON object", "--lang": "language of what is printed: en or es"}
USUAL_CODES = "Exit codes: 0 done; 2 something given must be mended."


def parsers():
    """Return each command and sub-command with its parser and help, as on a machine without settings."""
    before = os.environ.pop("DUTY_DATA", None)
    root = argparse.ArgumentParser(prog="duty")
    subparsers = root.add_subparsers()
    for module, _summary in COMMANDS.values():
        importlib.import_module(f"scopeofduty.cli.{module}").add_parser(subparsers)
    if before is not None:
        os.environ["DUTY_DATA"] = before
    return dict(walked("duty", root))


def walked(name, parser, told=""):
    nested = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not nested:
        yield name, (parser, told)
    for action in nested:
        helps = {choice.dest: choice.help for choice in action._choices_actions}
        for word, child in action.choices.items():
            yield from walked(f"{name} {word}", child, helps.get(word, ""))


FOUND = parsers()
PARSERS = {name: parser for name, (parser, _told) in FOUND.items()}


def actions(name):
    left_out = (argparse._HelpAction, argparse._SubParsersAction)
    return [action for action in PARSERS[name]._actions if not isinstance(action, left_out)]


def option(action):
    name = action.option_strings[-1] if action.option_strings else str(action.metavar or action.dest)
    return name.replace("|", " or ")  # a bar would end the table's cell


def told_by(name, action):
    if not action.help:
        return USUAL.get(option(action), "")
    return PARSERS[name]._get_formatter()._expand_help(action)


def line(name, action):
    default = (
        ""
        if action.default in (None, False, True, [], "") or "default" in (action.help or "")
        else action.default
    )
    shown = f" (default: `{default}`)" if default and str(default) not in told_by(name, action) else ""
    return f"| `{option(action)}` | {told_by(name, action).replace('|', '/')}{shown} |"


def exit_codes(name):
    """Return what a command says of its exit codes: its own help first, then its module."""
    module = importlib.import_module(f"scopeofduty.cli.{COMMANDS[name.split()[1]][0]}")
    for told in (PARSERS[name].epilog, getattr(module, "EPILOG", ""), module.__doc__):
        found = re.search(r"exit codes:.*", told or "", re.IGNORECASE | re.DOTALL)
        if found:
            text = re.sub(r"\s+", " ", found.group().split("\n\n", 1)[0]).strip()
            return text[0].upper() + text[1:]
    return USUAL_CODES


def summary(name):
    short = FOUND[name][1] or COMMANDS[name.split()[1]][1]
    told = PARSERS[name].description or f"{short[0].upper()}{short[1:]}."
    return re.sub(r"\s+", " ", told).split("Exit codes:")[0].strip()


def section(page, name):
    text = page(PAGE)
    assert f"\n## {name}\n" in text, f"{PAGE} has no section “## {name}”"
    return text.split(f"\n## {name}\n", 1)[1].split("\n## ", 1)[0]


@pytest.mark.parametrize("name", sorted(PARSERS))
class TestEachCommand:
    def test_every_option_is_documented(self, page, name):
        there = section(page, name).splitlines()
        assert [line(name, action) for action in actions(name) if line(name, action) not in there] == []

    def test_every_option_says_what_it_is_for(self, name):
        assert [option(action) for action in actions(name) if not told_by(name, action)] == []

    def test_no_option_is_documented_that_is_not_there(self, page, name):
        told = re.findall(r"^\| `([^`]+)` \|", section(page, name), re.MULTILINE)
        assert sorted(told) == sorted(option(action) for action in actions(name))

    def test_the_exit_codes_are_documented(self, page, name):
        assert exit_codes(name) in section(page, name)
        assert {"0", "2"} <= set(re.findall(r"\b\d\b", exit_codes(name)))


def test_no_command_is_documented_that_is_not_there(page):
    assert sorted(re.findall(r"^## (duty .+)$", page(PAGE), re.MULTILINE)) == sorted(PARSERS)
