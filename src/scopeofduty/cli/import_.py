"""``duty import``: take rows from a file into the study log, and hold them beside a law."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scopeofduty.cli import import_lookups, import_sweep
from scopeofduty.cli.city import in_city

if TYPE_CHECKING:
    from scopeofduty.city.rows import SourceRow
    from scopeofduty.city.study.answering import Against
    from scopeofduty.city.study.mapping import RowMapping
    from scopeofduty.city.study.taking import Tally

EPILOG = """exit codes: 0 every row was taken or was there already; 1 some rows were refused, each listed
with its reason; 2 the file, the mapping, the pack or the database must be mended, and nothing was stored.

Stopped half-way, run it again: it goes on where it ended. Run twice, it changes nothing."""


def add_parser(subparsers: Any) -> None:
    """Add ``import contacts`` to the command line."""
    parser = subparsers.add_parser("import", help="take rows from a file into the study log")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    contacts = kinds.add_parser(
        "contacts",
        help="contacts of any public body, into the study log (never the live log)",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    contacts.add_argument("file", type=Path, help="a .csv with a header, or a .jsonl with one object a line")
    contacts.add_argument(
        "--mapping", default="incidents", help="mapping file (.toml), or one shipped by name"
    )
    contacts.add_argument("--name", help="name of the study set (default: the file's name)")
    contacts.add_argument(
        "--against", action="append", default=[], metavar="PACK", help="hold the rows beside PACK"
    )
    contacts.add_argument(
        "--on", type=_day, metavar="DATE", help="read the packs as of DATE (default: their newest)"
    )
    contacts.add_argument(
        "--closed",
        action="store_true",
        help="fill in what the vocabulary presumes of facts that no row gives",
    )
    contacts.add_argument(
        "--strike", action="store_true", help="leave out a cell that records what a person is"
    )
    contacts.add_argument("--dry-run", action="store_true", help="say what would happen; store nothing")
    contacts.add_argument(
        "--data", type=Path, help="the city's data folder (default: DUTY_DATA, or ./duty-data)"
    )
    contacts.add_argument("--json", action="store_true", help="print one JSON object")
    contacts.set_defaults(run=contacts_command)
    dispatch = kinds.add_parser(
        "dispatch",
        help="hold a dispatch export against the live log; each call that isn't in it becomes a task",
        epilog="exit codes: 0 every federal call is in the log; 1 some are not, or a line was not read; "
        "2 the file, the owner or the database must be mended, and nothing was stored.",
    )
    dispatch.add_argument("file", type=Path, help="a .csv with the columns event, received, type and agency")
    dispatch.add_argument("--owner", required=True, help="user name of who looks into what is missing")
    dispatch.add_argument(
        "--data", type=Path, help="the city's data folder (default: DUTY_DATA, or ./duty-data)"
    )
    dispatch.add_argument("--json", action="store_true", help="print one JSON object")
    dispatch.set_defaults(run=dispatch_command)
    import_sweep.add_to(kinds)
    import_lookups.add_to(kinds)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write it as 2020-09-15") from None


@dataclass(frozen=True)
class Result:
    """What one import did."""

    name: str
    tally: Tally
    tables: list[dict[str, Any]]
    dry_run: bool


@in_city
def contacts_command(arguments: argparse.Namespace) -> int:
    """Run ``duty import contacts`` and return its exit code."""
    return _import(arguments)


@in_city
def dispatch_command(arguments: argparse.Namespace) -> int:
    """Run ``duty import dispatch`` and return its exit code."""
    return _hold_against_log(arguments)


def _hold_against_log(arguments: argparse.Namespace) -> int:
    from zoneinfo import ZoneInfo

    from scopeofduty.city.clock import port
    from scopeofduty.city.profile.models import City
    from scopeofduty.city.reconciliation.export import read
    from scopeofduty.city.reconciliation.forms import owners
    from scopeofduty.city.reconciliation.reconciling import reconcile
    from scopeofduty.city.rows import UnreadableFileError, rows

    city = City.objects.first()
    owner = owners().filter(username=arguments.owner).first()
    if owner is None:
        names = ", ".join(owners().values_list("username", flat=True)) or "nobody yet"
        print(f"{arguments.owner!r} can't be given calls. These people can: {names}.", file=sys.stderr)
        return 2
    try:
        export = read(rows(arguments.file, "event"), ZoneInfo(city.zone if city else "UTC"))
    except UnreadableFileError as error:
        print(error, file=sys.stderr)
        return 2
    outcome = reconcile(export, owner=owner, at=port.now())
    told = {
        "calls": len(export.calls),
        "others": export.others,
        "matched": outcome.matched,
        "open": outcome.open,
        "known": outcome.known,
        "unread": [{"line": line, "problem": problem} for line, problem in export.unread],
    }
    if arguments.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(
            f"{told['calls']} calls speak of federal officers: {outcome.matched} are in the log, "
            f"{outcome.open} are not and wait for {owner.username}, {outcome.known} were settled before. "
            f"{export.others} other calls were passed over."
        )
        for line, problem in export.unread:
            print(f"  line {line} was not read: {problem}")
    return 1 if outcome.open or export.unread else 0


def _import(arguments: argparse.Namespace) -> int:
    from scopeofduty import law
    from scopeofduty.city.rows import UnreadableFileError
    from scopeofduty.city.study.mapping import MappingError, find, read
    from scopeofduty.city.study.naming import UnusableNameError, set_name

    try:
        mapping = read(find(arguments.mapping))
        name = set_name(arguments.name or arguments.file.stem)
        laws = [_against(pack, arguments.on, closed=arguments.closed) for pack in arguments.against]
        result = _take(arguments, mapping, name, laws)
    except (MappingError, UnusableNameError, UnreadableFileError, law.LawError) as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(_as_json(result), ensure_ascii=False) if arguments.json else _as_text(result))
    return 1 if result.tally.refused else 0


def _against(pack: str, on: date | None, *, closed: bool) -> Against:
    from scopeofduty import law
    from scopeofduty.city.study.answering import Against, newest_day

    book = law.read(pack)
    return Against(book.packs[0].id, book, on or newest_day(book), closed)


def _take(arguments: argparse.Namespace, mapping: RowMapping, name: str, laws: list[Against]) -> Result:
    from tqdm import tqdm

    from scopeofduty import law
    from scopeofduty.city.clock import port
    from scopeofduty.city.rows import rows
    from scopeofduty.city.study.answering import answer_rows
    from scopeofduty.city.study.tables import Held, table
    from scopeofduty.city.study.taking import open_set, take

    source = list(rows(arguments.file, mapping.id_column))
    _check_column(arguments.file.name, mapping, source)
    vocabulary = law.shared()
    with tqdm(total=len(source), desc="rows", unit="row", disable=None, file=sys.stderr) as bar:
        into = None
        if not arguments.dry_run:
            into = open_set(name, file_name=arguments.file.name, mapping=mapping, at=port.now())
        tally = take(source, mapping, vocabulary, into=into, strike=arguments.strike, progress=bar.update)
    tables = []
    for against in laws if into else []:
        with tqdm(total=tally.total, desc=against.pack, unit="row", disable=None, file=sys.stderr) as bar:
            answer_rows(into, against, progress=bar.update)
        tables.append(
            {
                "pack": against.pack,
                "on": against.on.isoformat(),
                "digest": against.book.digest,
                "closed": against.closed,
                "counts": table(
                    into, Held(against.pack, against.book.digest, against.on, against.closed)
                ).as_json(),
            }
        )
    return Result(name, tally, tables, arguments.dry_run)


def _check_column(file: str, mapping: RowMapping, source: list[SourceRow]) -> None:
    """Refuse a file of which no row has the column that tells what was asked."""
    from scopeofduty.city.rows import UnreadableFileError

    wanted = mapping.act.source.partition("[].")[0]
    columns = list(dict.fromkeys(column for row in source for column in row.values))
    if columns and wanted not in columns:
        more = ", …" if len(columns) > 12 else ""
        raise UnreadableFileError(
            f"{file}: no row has the column {wanted!r}, which the mapping {mapping.name} reads. "
            f"It has {', '.join(map(repr, columns[:12]))}{more}. Name another mapping: --mapping FILE.",
        )


def _as_json(result: Result) -> dict[str, Any]:
    return {
        "set": result.name,
        "dry_run": result.dry_run,
        "rows": result.tally.total,
        "imported": result.tally.imported,
        "unchanged": result.tally.unchanged,
        "struck": result.tally.struck,
        "refused": [
            {"id": row_id, "line": line, "reason": reason}
            for row_id, (line, reason) in result.tally.refused.items()
        ],
        "against": result.tables,
    }


def _as_text(result: Result) -> str:
    tally = result.tally
    would = "would be imported" if result.dry_run else "imported"
    rows = "row" if tally.total == 1 else "rows"
    lines = [
        (
            f"{tally.total} {rows} of {result.name}: {tally.imported} {would}, "
            f"{tally.unchanged} there already, {len(tally.refused)} refused."
        ),
    ]
    for row_id, (line, reason) in tally.refused.items():
        where = row_id if row_id == f"line {line}" else f"line {line}, {row_id}"
        lines.append(f"  {where}: {reason}")
    lines += [f"  {row_id}: taken without {', '.join(columns)}" for row_id, columns in tally.struck.items()]
    for table in result.tables:
        reading = ", closed reading" if table["closed"] else ""
        lines += [
            "",
            f"Practice beside {table['pack']} as of {table['on']} (digest {table['digest'][:12]}{reading}):",
        ]
        lines += [
            f"  {row['rows']:>6}  done: {row['practice']:<10} law: {_says(row)}" for row in table["counts"]
        ]
    return "\n".join(lines)


def _says(row: dict[str, Any]) -> str:
    return row["law"] + (f", the source never recorded {row['missing']}" if row["missing"] else "")
