"""Between a text and its paragraphs on the page: which style each gets, and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scopeofduty.documents.docx.tracked import Reading, Revision, Tracked, TrackedParagraph, TrackedRun
from scopeofduty.documents.lines import Line, Role, flatten
from scopeofduty.documents.outline import read_outline
from scopeofduty.documents.outline.scan import SEPARATOR
from scopeofduty.documents.outline.writing import escaped, is_captioned, write_line
from scopeofduty.documents.provision import Kind, Ordinance, designation, normal, normal_heading
from scopeofduty.documents.redline.values import Op, Paragraph, Redline, Row, Run, Runs, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_STYLE = re.compile(
    r"(?P<word>Title|Preamble|Section|Provision|Text|Closing|Conclusion)(?: (?P<depth>\d{1,2}))?"
)
_AFTER_HEADING = ".—\t"
_NUMBER = re.compile(r"(?:Section|Sec\.|§) \S{1,12}|\(?[\w-]{1,8}[.)]")
_FIRST = {"a", "A", "1", "i", "I", "aa"}


def lay_out(ordinance: Ordinance) -> Tracked:
    """The paragraphs of a text, nothing tracked."""
    return Tracked(tuple(one for line in flatten(ordinance) for one in _whole(line, Op.KEEP, None)))


def lay_out_redline(redline: Redline, revision: Revision) -> Tracked:
    """The paragraphs of a redline, each change tracked as ``revision``; a move is two changes."""
    return Tracked(tuple(one for row in redline for one in _row(row, revision)))


def _row(row: Row, revision: Revision) -> Iterator[TrackedParagraph]:
    old, new = row.line(new=False), row.line(new=True)
    if old is not None and new is not None and _shape(old) == _shape(new):
        yield from _edited(row, new, revision)
        return
    if old is not None:
        yield from _whole(old, Op.DELETE, revision)
    if new is not None:
        yield from _whole(new, Op.INSERT, revision)


def _shape(line: Line) -> tuple[object, ...]:
    """What decides the paragraphs' styles; a provision whose shape changed is replaced whole."""
    if line.role is not Role.PROVISION:
        return line.role, line.depth
    if is_captioned(line):
        return line.role, line.depth, "captioned"
    return line.role, line.depth, "beside", bool(line.heading), bool(line.paragraphs)


def _whole(line: Line, op: Op, revision: Revision | None) -> Iterator[TrackedParagraph]:
    def run(text: str) -> Runs:
        return (Run(op, text),) if text else ()

    status = {Op.KEEP: Status.SAME, Op.INSERT: Status.ADDED, Op.DELETE: Status.REMOVED}[op]
    paragraphs = tuple(Paragraph(op, run(text)) for text in line.paragraphs)
    row = Row(status, None, None, run(line.number), run(line.heading), paragraphs)
    yield from _edited(row, line, revision, op)


def _edited(row: Row, line: Line, revision: Revision | None, op: Op = Op.KEEP) -> Iterator[TrackedParagraph]:
    """The paragraphs of a row; ``op`` is what happens to the marks that are not a paragraph's own."""
    if line.role is not Role.PROVISION:
        depth = f" {line.depth}" if line.role is Role.CLOSING else ""
        for one in row.paragraphs:
            yield _marked(one.op, one.runs, f"{line.role.capitalize()}{depth}", revision)
        return
    first: Runs = (*row.number, Run(op, "\t"))
    rest: Sequence[Paragraph] = row.paragraphs
    if is_captioned(line):
        yield _marked(op, (*first, *row.heading), f"Section {line.depth}", revision)
    else:
        heading = (*row.heading, Run(op, _AFTER_HEADING)) if row.heading else ()
        beside = rest[0].runs if rest else ()
        yield _marked(op, (*first, *heading, *beside), f"Provision {line.depth}", revision)
        rest = rest[1:]
    for one in rest:
        yield _marked(one.op, one.runs, f"Text {line.depth}", revision)


def _marked(op: Op, runs: Iterable[Run], style: str, revision: Revision | None) -> TrackedParagraph:
    inserted, deleted = _fate(op, revision)
    tracked = [TrackedRun(run.text, *_fate(run.op, revision)) for run in runs]
    joined: list[TrackedRun] = []
    for run in tracked:
        last = joined[-1] if joined else None
        if last is not None and (last.inserted, last.deleted) == (run.inserted, run.deleted):
            joined[-1] = TrackedRun(last.text + run.text, run.inserted, run.deleted)
        else:
            joined.append(run)
    return TrackedParagraph(tuple(joined), style, inserted, deleted)


def _fate(op: Op, revision: Revision | None) -> tuple[Revision | None, Revision | None]:
    return (revision if op is Op.INSERT else None), (revision if op is Op.DELETE else None)


def read_layout(document: Tracked, reading: Reading) -> Ordinance:
    """The text that one reading of a document spells.

    Paragraphs in the styles that `lay_out` gives are taken at their word; any others are read as plain text,
    with their indentation and automatic numbers.
    """
    return read_outline("\n\n".join(_outline(document.read(reading), reading)))


def _outline(paragraphs: Iterable[TrackedParagraph], reading: Reading) -> Iterator[str]:
    concluded = False
    for one in paragraphs:
        text = "".join(run.text for run in one.runs)
        style = _STYLE.fullmatch(one.style)
        number = one.number(reading)
        if style and style["word"] == "Conclusion" and not concluded:
            concluded = True
            yield SEPARATOR
        if style and not number:
            yield from _styled(style["word"], int(style["depth"] or 0), text)
        else:
            indent = " " * one.column
            shown = f"{number} {text}" if number else text
            yield "\n".join(indent + part.strip() for part in shown.split("\n") if part.strip())


def _styled(word: str, depth: int, text: str) -> Iterator[str]:
    if word in {"Section", "Provision"}:
        number, tab, rest = text.partition("\t")
        indent = " " * (4 * depth)
        yield from _numbered(word, depth, number, rest) if tab else [indent + normal(text)]
        return
    number, tab, rest = text.partition("\t")
    if tab and _NUMBER.fullmatch(number):
        yield from _numbered(*_misstyled(number, depth), number, rest)
        return
    columns = {"Text": 4 * (depth + 1), "Closing": 4 * depth + 2}
    yield " " * columns.get(word, 0) + escaped(normal(text))


def _misstyled(number: str, depth: int) -> tuple[str, int]:
    """The style that a number's paragraph lost: LibreOffice gives what follows a deleted paragraph its style.

    A paragraph of text has no tab, so the number is a number. The first of a sequence is a part of the
    provision whose text the style names, any other one beside it.
    """
    if number[0] != "(" and " " in number:
        return "Section", 0
    return "Provision", depth + (designation(number) in _FIRST)


def _numbered(word: str, depth: int, number: str, rest: str) -> Iterable[str]:
    captioned = word == "Section"
    heading, ended, beside = (rest, "", "") if captioned else rest.partition(_AFTER_HEADING)
    if not captioned and not ended:
        heading, beside = "", rest
    text = normal(beside)
    kind = Kind.SECTION if captioned else None
    line = Line(Role.PROVISION, (text,) if text else (), depth, kind, normal(number), normal_heading(heading))
    return write_line(line)
