"""The command ``duty``: one file a command, each loaded only when it is called."""

from __future__ import annotations

import argparse
import importlib
import os
import sys

from scopeofduty import __version__

# Command → (module, one line of help). A module has `add_parser(subparsers)`, whose parser sets `run`.
COMMANDS: dict[str, tuple[str, str]] = {
    "ask": ("ask", "put a question to a law pack"),
    "check": ("check", "find gaps, clashes and idle rules in a law pack"),
    "compare": ("compare", "show what a redraft changes, in concrete situations"),
    "reach": ("reach", "show how far a higher law reaches, section by section"),
    "replay": ("replay", "replay a log of contacts under a draft"),
    "export": ("export", "write a law pack as a table for other programs"),
    "fmt": ("fmt", "lay out .duty files in one way"),
    "test": ("test_", "run the examples of a law pack"),
    "law": ("law", "list, begin and score law packs"),
    "redline": ("redline", "show what changed between two texts of a law"),
    "demo": ("demo", "open the demo city Riverbend"),
    "serve": ("serve", "run a real city"),
    "clock": ("clock", "run what is due, each job once a window"),
    "projection": ("projection", "on PostgreSQL: make the schema and the role of the public pages"),
    "doctor": ("doctor", "look whether a city is well"),
    "import": ("import_", "take rows from a file into the study log"),
    "log": ("log", "begin, show or rebuild a city's sealed log"),
    "verify": ("verify", "check a notice's proof, offline"),
    "audit": ("audit", "recompute a city's whole ledger"),
    "witness": ("witness", "be an independent keeper of a ledger"),
    "keys": ("keys", "make and use a recipient's key, offline"),
    "protected": ("protected", "prove that you reported, or check such a proof"),
    "match": ("match", "hold personnel actions against sealed identities (two custodians)"),
    "sweep": ("sweep", "find where the city collects immigration-related information"),
}

EPILOG = "Exit codes: 0 done; 2 something given must be mended; others stand in each command's own help."


class Page(argparse.HelpFormatter):
    """Help as wide as the terminal; argparse's own width would load `shutil` in every cold start."""

    def __init__(self, prog: str, *, width: int | None = None, **more: int) -> None:
        super().__init__(prog, width=width or _columns() - 2, **more)


def _columns() -> int:
    """Return the terminal's width, as `shutil.get_terminal_size` finds it."""
    written = os.environ.get("COLUMNS", "")
    if written.isdecimal() and int(written):
        return int(written)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return 80


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(prog="duty", description=__doc__, epilog=EPILOG, formatter_class=Page)
    parser.add_argument("--version", action="version", version=f"duty {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", prog="duty")
    chosen = next((word for word in arguments if not word.startswith("-")), None)
    listed = COMMANDS if chosen not in COMMANDS or arguments[0] != chosen else {chosen: COMMANDS[chosen]}
    for name, (module, summary) in listed.items():
        if name == chosen:
            importlib.import_module(f"scopeofduty.cli.{module}").add_parser(subparsers)
        else:
            subparsers.add_parser(name, help=summary)
    namespace = parser.parse_args(arguments)
    if namespace.command is None:
        parser.print_help()
        return 0
    return run(namespace)


def run(namespace: argparse.Namespace) -> int:
    """Run the chosen command; a reader that went away (``| head``) or Ctrl-C is not an error to explain."""
    try:
        code: int = namespace.run(namespace)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    return code
