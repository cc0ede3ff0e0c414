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
_ASSIGNED = re.compile(r"\b([A-Za-z_]+)[\"']?\s*[=:]\s*(?:'([^'\n]{1,40})'|\"([^\"\n]{1,40})\")")
"""A short text given under a name: ``to="ICE"``."""
_TAG = re.compile(r"<[^>]+>")
_ATTRIBUTE = re.compile(r"(?:name|id|for|placeholder|title|aria-label)=\"([^\"]*)\"")
_OPTION = re.compile(r"<option[^>]*>([^<]*)")
_CHECKBOX = re.compile(r"(?:\[ ?\]|\( ?\)|☐|□) ?([^\[\]()☐□|]+)|([^\[\]|☐:]+?) ?\[ ?\]")
_COLUMN = re.compile(r"^\s*([^:\[\]]+?)\s*:\s*(\[.*?\])(?=\s|$)(.*)$", re.DOTALL)


def form_field(text: str) -> Point:
    """Read a field of a form: its label with blanks or boxes, a piece of HTML, or an AcroForm dictionary."""
    if text.lstrip().startswith("{") and '"/T' in text:
        return _acroform(text)
    if text.lstrip().startswith("{") and (point := _json(text)):
        return point
    if _TAG.search(text):
        names = tuple(_ATTRIBUTE.findall(text))
        options = tuple(o.strip() for o in _OPTION.findall(text))
        return Point(names, (_TAG.sub(" ", _OPTION.sub(" ", text)).strip(),), options, (), text)
    boxes = tuple((a or b).strip(" .:;") for a, b in _CHECKBOX.findall(text))
    return Point((), (text,), boxes, (), "")


_ASKS = frozenset(("title", "label", "question", "text", "description", "placeholder", "prompt", "help"))
_OFFERS = frozenset(("choices", "options", "enum", "values", "items"))


def _json(text: str) -> Point | None:
    """Read a field that a form's definition describes in JSON; None where it is none."""
    try:
        field = json.loads(text)
    except ValueError:
        return None
    names: list[str] = []
    labels: list[str] = []
    options: list[str] = []
    for key, value in field.items():
        if key in _OFFERS and isinstance(value, list):
            texts = (
                v.get("text", v.get("label", v.get("value"))) if isinstance(v, dict) else v for v in value
            )
            options += [str(v) for v in texts]
        elif isinstance(value, str) and key != "type":
            (labels if key in _ASKS else names).append(value)
    return Point(tuple(names), tuple(labels), tuple(options), (), text) if names or labels else None


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
    said = (
        words
        for words in told
        if (" " in words.strip() or "@" in words or "//" in words) and words not in options
    )
    assigned = (f"{name} {''.join(value)}" for name, *value in _ASSIGNED.findall(body))
    labels = (*comments, *said, *assigned)
    return Point(tuple(dict.fromkeys(_NAME.findall(body))), labels, options, (), text)
