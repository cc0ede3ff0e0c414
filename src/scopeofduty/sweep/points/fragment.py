"""Read one fragment of a form, table, schema or program as a collection point.

Readers of whole files make points themselves; this one serves a line of text whose kind is known,
as in the labelled sets, and source code, which has no reader of its own.
"""

from __future__ import annotations

import json
import re

from scopeofduty.sweep.points.point import Point

_NAME = re.compile(r"[A-Za-zÀ-ÿ_$][\wÀ-ÿ$-]*")
_QUOTED = re.compile(r"'((?:[^'\\\n]|\\.)*)'|\"((?:[^\"\\\n]|\\.)*)\"")
_LIST = re.compile(r"\[([^\[\]]*)\]|\(([^()]*'[^()]*)\)|\{([^{}]*)\}")
_COMMENT = re.compile(r"(?:--|//|(?<!&)#(?!\w*\d)|/\*)\s+(.*?)(?:\*/|$)", re.MULTILINE)
_TAG = re.compile(r"<[^>]+>")
_ATTRIBUTE = re.compile(r"(?:name|id|for|placeholder|title|aria-label)=\"([^\"]*)\"")
_OPTION = re.compile(r"<option[^>]*>([^<]*)")
_CHECKBOX = re.compile(r"(?:\[ ?\]|\( ?\)|☐|□) ?([^\[\]()☐□|]+)|([^\[\]|☐:]+?) ?\[ ?\]")
_COLUMN = re.compile(r"^\s*([^:\[\]]+?)\s*:\s*(\[.*?\])(?=\s|$)(.*)$", re.DOTALL)


def form_field(text: str) -> Point:
    """Read a field of a form: its label with blanks or boxes, a piece of HTML, or an AcroForm dictionary."""
    if text.lstrip().startswith("{") and '"/T' in text:
        return _acroform(text)
    if _TAG.search(text):
        names = tuple(_ATTRIBUTE.findall(text))
        options = tuple(o.strip() for o in _OPTION.findall(text))
        return Point(names, (_TAG.sub(" ", _OPTION.sub(" ", text)).strip(),), options, (), text)
    boxes = tuple((a or b).strip(" .:;") for a, b in _CHECKBOX.findall(text))
    return Point((), (text,), boxes, (), "")


def _acroform(text: str) -> Point:
    try:
        field = json.loads(text)
    except ValueError:
        return Point((), (text,))
    options = field.get("/Opt", ())
    return Point((str(field.get("/T", "")),), (str(field.get("/TU", "")),), tuple(map(str, options)))


def column(text: str) -> Point:
    """Read a column: ``name: [values] # comment``."""
    match = _COLUMN.match(text)
    if match is None:
        return Point((text,))
    name, listed, rest = match.groups()
    return Point((name,), (), (), _items(listed), rest)


def _items(listed: str) -> tuple[str, ...]:
    try:
        return tuple(str(value) for value in json.loads(listed))
    except ValueError:
        return tuple(part.strip(" '\"") for part in listed.strip("[]").split(","))


def code(text: str) -> Point:
    """Read a piece of source code or of a schema: every identifier, quoted list and comment in it."""
    comments = tuple(match.strip() for match in _COMMENT.findall(text) if match.strip())
    body = _COMMENT.sub(" ", text)
    options = tuple(
        "".join(quoted) for found in _LIST.findall(body) for quoted in _QUOTED.findall("".join(found))
    )
    told = tuple("".join(quoted) for quoted in _QUOTED.findall(body))
    labels = comments + tuple(words for words in told if " " in words.strip() and words not in options)
    return Point(tuple(dict.fromkeys(_NAME.findall(body))), labels, options, (), text)
