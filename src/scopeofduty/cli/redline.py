"""``duty redline``: what changed between two texts of a law, word by word."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scopeofduty.documents import Ordinance, Redline
    from scopeofduty.documents.docx import Reading

DONE, DIFFERENT, UNUSABLE = 0, 1, 2

EPILOG = """OLD and NEW are DOCX, Akoma Ntoso, plain text in UTF-8, or the text of a law pack (.md).
With OLD alone, a DOCX with tracked changes, its changes are shown: rejected beside accepted.

exit codes: 0 the redline was made; 1 the texts differ, and --fail-on-change was given;
2 a file can't be read or written, or the command must be mended; nothing was written."""


def add_parser(subparsers: Any) -> None:
    """Add ``redline`` to the command line."""
    parser = subparsers.add_parser(
        "redline",
        help="show what changed between two texts of a law",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("old", type=Path, metavar="OLD", help="the text before")
    parser.add_argument("new", type=Path, metavar="NEW", nargs="?", help="the text after")
    form = parser.add_mutually_exclusive_group()
    for name, what in (
        ("html", "a web page"),
        ("docx", "a DOCX with tracked changes, to accept or reject"),
        ("pdf", "a tagged PDF (needs the extra: pip install 'scopeofduty[pdf]')"),
        ("json", "plain data"),
    ):
        form.add_argument(f"--{name}", dest="form", action="store_const", const=name, help=f"write {what}")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="write to FILE (default: standard output)"
    )
    parser.add_argument("--language", choices=("en", "es"), default="en", help="of the words around the law")
    parser.add_argument("--title", help="of the page (default: the names of the files)")
    parser.add_argument(
        "--only-changes", action="store_true", help="leave out what stayed the same (not in a DOCX)"
    )
    parser.add_argument(
        "--rejected", action="store_true", help="read tracked changes in OLD and NEW as rejected"
    )
    parser.add_argument("--author", default="duty redline", help="who the changes in a DOCX are signed by")
    parser.add_argument("--fail-on-change", action="store_true", help="exit with 1 when the texts differ")
    parser.set_defaults(run=run, form="text")


def run(arguments: argparse.Namespace) -> int:
    """Make the redline; returns the exit code that the help promises."""
    from scopeofduty.documents import DocumentError, compare

    try:
        old, new = _texts(arguments)
        redline = compare(old, new)
        _deliver(_rendered(redline, arguments), arguments)
    except DocumentError as error:
        return _refuse(str(error))
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        return _refuse(f"{error.filename or 'the output'}: {error.strerror or error}")
    return DIFFERENT if arguments.fail_on_change and redline.changes else DONE


def _refuse(reason: str) -> int:
    print(f"duty redline: {reason}", file=sys.stderr)
    return UNUSABLE


def _texts(arguments: argparse.Namespace) -> tuple[Ordinance, Ordinance]:
    from scopeofduty.documents.docx import Reading

    reading = Reading.REJECTED if arguments.rejected else Reading.ACCEPTED
    language: str = arguments.language
    if arguments.new is None:
        rejected = _read(arguments.old, Reading.REJECTED, language)
        return rejected, _read(arguments.old, Reading.ACCEPTED, language)
    return _read(arguments.old, reading, language), _read(arguments.new, reading, language)


def _read(path: Path, reading: Reading, language: str) -> Ordinance:
    from scopeofduty.documents import DocumentError, read_file
    from scopeofduty.documents.files import LARGEST_FILE, decode

    with path.open("rb") as file:
        data = file.read(LARGEST_FILE + 1)
    try:
        if path.suffix == ".md" and b"\n## " in data:
            return _pack_text(path, decode(data), language)
        return read_file(data, reading)
    except DocumentError as error:
        raise DocumentError(f"{path}: {error}") from None


def _pack_text(path: Path, text: str, language: str) -> Ordinance:
    """The text that stands beside the rules of a law pack, in English or Spanish."""
    from scopeofduty.documents import DocumentError, from_sections
    from scopeofduty.law.texts import read_text

    sections, problems = read_text(path.name, text)
    if problems:
        place = problems[0].place
        line = f"line {place.line}: " if place else ""
        raise DocumentError(f"{line}{problems[0].message} {problems[0].hint}".strip())
    title = next((line[2:] for line in text.splitlines() if line.startswith("# ")), path.stem)
    return from_sections(
        title,
        (
            (label, one.heading.in_language(language), one.text.in_language(language))
            for label, one in sections.items()
        ),
    )


def _rendered(redline: Redline, arguments: argparse.Namespace) -> bytes:
    from scopeofduty.documents.redline import to_data, to_html_page, to_text

    title = arguments.title or " → ".join(path.name for path in (arguments.old, arguments.new) if path)
    options = {"language": arguments.language, "only_changes": arguments.only_changes}
    if arguments.form == "docx":
        return _docx(redline, arguments)
    if arguments.form == "pdf":
        from scopeofduty.documents.pdf import redline_to_pdf

        return redline_to_pdf(redline, title, **options)
    if arguments.form == "html":
        law_language = arguments.language if arguments.old.suffix == ".md" else "en"
        return to_html_page(redline, title, law_language=law_language, **options).encode()
    if arguments.form == "json":
        data = to_data(redline, only_changes=arguments.only_changes)
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
    return to_text(redline, **options).encode()


def _docx(redline: Redline, arguments: argparse.Namespace) -> bytes:
    from scopeofduty.documents.docx import Revision, lay_out_redline, write_tracked

    revision = Revision(arguments.author, datetime.now(UTC).replace(microsecond=0))
    language = {"en": "en-US", "es": "es-US"}[arguments.language]
    return write_tracked(lay_out_redline(redline, revision), language=language)


def _deliver(data: bytes, arguments: argparse.Namespace) -> None:
    """Write whole or not at all; never a DOCX or PDF onto a terminal."""
    from scopeofduty.documents import DocumentError

    if arguments.output is None:
        if arguments.form in {"docx", "pdf"} and sys.stdout.isatty():
            raise DocumentError(
                f"a {arguments.form.upper()} can't be shown here; add -o FILE.{arguments.form}"
            )
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    target: Path = arguments.output
    if not target.parent.is_dir() or target.is_dir():
        raise DocumentError(f"{target} can't be written: give -o a file name in a folder that exists")
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
        try:
            file.write(data)
            file.close()
            Path(file.name).chmod(0o666 & ~_umask())
            Path(file.name).replace(target)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
