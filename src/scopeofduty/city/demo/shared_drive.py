"""Riverbend's shared drive: forms, exports and a database, in the demo's data folder.

The first sweep, sixty days before the seeding, saw part of it; `duty sweep` of the folder finds the rest.
"""

from __future__ import annotations

import html
import io
import json
import sqlite3
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings

from scopeofduty.city.demo.corpus import load
from scopeofduty.city.points import importing, sweep_file
from scopeofduty.sweep.examine import examine
from scopeofduty.sweep.hit import Hit
from scopeofduty.sweep.readers.source import Source
from scopeofduty.sweep.report import Sweep, as_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from scopeofduty.city.accounts.models import User

FILE = "shared-drive.yaml"
NAME = "shared-drive"
FIRST_SWEEP = timedelta(days=60)
# An old Office file begins with these bytes: nothing here reads one, and the sweep says so.
OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
MADE = (2026, 1, 1, 0, 0, 0)  # the date inside archives: the same drive gives the same bytes


def folder() -> Path:
    """Return where the drive lies."""
    return settings.DATA / NAME


def fill() -> None:
    """Write the drive as it is today; what lies there already is left alone."""
    told = load(FILE)
    for one in told["files"]:
        if not one.get("gone"):
            _put(one["path"], written(one))
    for one in told["unreadable"]:
        _put(one["path"], OLD_OFFICE)
    for one in told["databases"]:
        _database(folder() / one["path"], one["tables"])


def first_sweep(people: Mapping[str, User], at: datetime) -> None:
    """Take in the sweep of sixty days ago, of the files that were there and marked then."""
    sources = [
        Source(f"{NAME}/{one['path']}", written(one)) for one in load(FILE)["files"] if one.get("then")
    ]
    found = [each for source in sources for each in examine(source)]
    hits = tuple(each for each in found if isinstance(each, Hit))
    told = as_json(Sweep(hits, tuple(each for each in found if not isinstance(each, Hit))))
    told["swept"] = {
        "at": (at - FIRST_SWEEP).isoformat(),
        "roots": [{"path": NAME, "name": NAME}],
        "databases": [],
        "excluded": [],
        "files": sorted(source.name for source in sources),
        "unlisted": [],
    }
    swept = sweep_file.read(json.dumps(told).encode())
    importing.take(swept, by=people["it"], at=at - FIRST_SWEEP)


def written(one: Mapping[str, Any]) -> bytes:
    """Return a file of the drive as its department wrote it."""
    if "columns" in one:
        return (",".join(one["columns"]) + "\n").encode()
    if "text" in one:
        return one["text"].encode()
    make = {"html": _html, "docx": _docx, "pdf": _pdf}[one["path"].rpartition(".")[2]]
    return make(one["title"], one.get("says", ""), one["fields"])


def _put(path: str, data: bytes) -> None:
    file = folder() / path
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def _html(title: str, says: str, fields: list[str]) -> bytes:
    rows = "\n".join(
        f'<p><label for="q{number}">{html.escape(label)}</label> <input id="q{number}" name="q{number}"></p>'
        for number, label in enumerate(fields, start=1)
    )
    notice = f"<p>{html.escape(says)}</p>\n" if says else ""
    page = f'<!doctype html>\n<meta charset="utf-8">\n<title>{html.escape(title)}</title>\n'
    return f"{page}<h1>{html.escape(title)}</h1>\n{notice}<form>\n{rows}\n</form>\n".encode()


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_DOCUMENT}"/></Types>'
)
_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_OFFICE}" '
    'Target="word/document.xml"/></Relationships>'
)


def _docx(title: str, says: str, fields: list[str]) -> bytes:
    lines = [title, *([says] if says else []), *(f"{label}: ______________" for label in fields)]
    paragraphs = "".join(f"<w:p><w:r><w:t>{html.escape(line)}</w:t></w:r></w:p>" for line in lines)
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{paragraphs}</w:body></w:document>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", document),
        ):
            packed.writestr(zipfile.ZipInfo(name, MADE), f'<?xml version="1.0" encoding="UTF-8"?>{part}')
    return out.getvalue()


def _pdf(title: str, says: str, fields: list[str]) -> bytes:
    """Return a one-page form with a text field a question, its label beside it."""
    from pypdf import PdfWriter
    from pypdf.generic import (
        ArrayObject,
        DecodedStreamObject,
        DictionaryObject,
        FloatObject,
        NameObject,
        NumberObject,
        TextStringObject,
    )

    writer = PdfWriter()
    page = writer.add_blank_page(612, 792)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    helvetica = writer._add_object(  # noqa: SLF001 — pypdf's own way to add an object
        DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    )
    names = DictionaryObject({NameObject("/F1"): helvetica})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): names})
    lines = [title, *([says] if says else []), *fields]
    drawn = "".join(
        f"BT /F1 {16 if row == 0 else 11} Tf 50 {740 - 40 * row} Td ({_escaped(line)}) Tj ET\n"
        for row, line in enumerate(lines)
    )
    content = DecodedStreamObject()
    content.set_data(drawn.encode("latin-1", errors="replace"))
    page[NameObject("/Contents")] = writer._add_object(content)  # noqa: SLF001
    boxes = ArrayObject()
    for number, label in enumerate(fields, start=len(lines) - len(fields)):
        box = [50, 740 - 40 * number - 24, 400, 740 - 40 * number - 6]
        field = {
            "/Type": NameObject("/Annot"),
            "/Subtype": NameObject("/Widget"),
            "/FT": NameObject("/Tx"),
            "/T": TextStringObject(f"Text{number}"),
            "/TU": TextStringObject(label),
            "/F": NumberObject(4),
            "/Rect": ArrayObject(FloatObject(at) for at in box),
        }
        boxes.append(writer._add_object(DictionaryObject({NameObject(k): v for k, v in field.items()})))  # noqa: SLF001
    page[NameObject("/Annots")] = boxes
    form = DictionaryObject({NameObject("/Fields"): boxes})
    writer._root_object[NameObject("/AcroForm")] = form  # noqa: SLF001
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").replace("—", "-")


def _database(file: Path, tables: Mapping[str, list[str]]) -> None:
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    made = sqlite3.connect(":memory:")
    for table, columns in tables.items():
        told = ", ".join(
            f"{name} INTEGER PRIMARY KEY" if name == "id" else f"{name} TEXT" for name in columns
        )
        made.execute(f"CREATE TABLE {table} ({told})")
    file.write_bytes(made.serialize())
    made.close()
