"""`duty fmt`: lay out `.duty` files in one way.

Exit codes: 0 all laid out · 1 with --check, some are not · 2 bad input.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `fmt` to the command line."""
    parser = subparsers.add_parser(
        "fmt",
        help="lay out .duty files in one way",
        epilog="Exit codes: 0 all laid out, 1 with --check some are not, 2 bad input.",
    )
    parser.add_argument("paths", nargs="+", help=".duty files, or folders of them")
    parser.add_argument("--check", action="store_true", help="change nothing, name what would change")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Lay out files. Returns an exit code of the table above."""
    from scopeofduty.law.layout import laid_out

    changed = []
    try:
        for path in _files(args.paths):
            before = path.read_text(encoding="utf-8")
            after = laid_out(path.name, before)
            if after != before:
                changed.append(path)
                if not args.check:
                    path.write_text(after, encoding="utf-8")
    except (OSError, ValueError) as refused:
        print(refused, file=sys.stderr)
        return 2
    for path in changed:
        print(f"{'would change' if args.check else 'laid out'}: {path}")
    return 1 if args.check and changed else 0


def _files(paths: list[str]) -> list[Path]:
    found: list[Path] = []
    for name in paths:
        path = Path(name)
        if not path.exists():
            raise OSError(f"There is no file or folder {path}.")
        found += sorted(path.rglob("*.duty")) if path.is_dir() else [path]
    return found
