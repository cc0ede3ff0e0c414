"""`duty replay`: a draft over a log of contacts, before beside after.

The log is a file of JSON lines: {"id", "act", "actor", "facts"}.
Exit codes: 0 told · 1 some rows could not be read · 2 bad input.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from scopeofduty.law.replaying import Contact, Replay


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `replay` to the command line."""
    parser = subparsers.add_parser(
        "replay",
        help="replay a log of contacts under a draft",
        epilog="Exit codes: 0 told, 1 some rows could not be read, 2 bad input.",
    )
    parser.add_argument("log", help="JSON lines: id, act, actor, facts")
    parser.add_argument("old", help="the law before: a pack or a folder, or PACK@DATE")
    parser.add_argument("new", help="the law after")
    parser.add_argument("--show", action="store_true", help="list the rows whose answer differs")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Replay a log. Returns an exit code of the table above."""
    from scopeofduty import law
    from scopeofduty.cli.compare import open_law
    from scopeofduty.law.replaying import pack_log

    try:
        old, new = open_law(args.old), open_law(args.new)
        log = pack_log(_contacts(Path(args.log)), new.book.vocabulary)
        replayed = new.replay(log, before=old)
    except (law.LawError, OSError, ValueError) as refused:
        print(refused, file=sys.stderr)
        return 2
    if args.json:
        print(json.dumps(replayed.as_json(), ensure_ascii=False, indent=2))
    else:
        _print(replayed, show=args.show)
    return 1 if log.refused else 0


def _contacts(path: Path) -> Iterator[Contact]:
    from scopeofduty.law.replaying import Contact

    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                yield Contact(str(row["id"]), row["act"], row.get("actor"), dict(row.get("facts") or {}))
            except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as bad:
                raise ValueError(f"{path}:{number}: not a contact (id, act, actor, facts): {bad}") from None


def _print(replayed: Replay, *, show: bool) -> None:
    print(f"{len(replayed.log)} rows.")
    for (before, after), rows in sorted(replayed.table.items(), key=lambda item: -item[1]):
        print(f"{rows:10,}  {before} → {after}")
    for fact, rows in replayed.lacking.items():
        print(f"{rows:10,}  undetermined: the log never recorded {fact}")
    for row, why in replayed.log.refused.items():
        print(f"refused {row}: {why}")
    if show:
        print("touched: " + ", ".join(replayed.touched))
