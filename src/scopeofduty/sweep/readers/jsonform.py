"""JSON: schemas, OpenAPI, forms of every maker (SurveyJS, Form.io, Google, JotForm, FHIR ...), and records.

Makers name alike things alike: a label, a name, a list of answers. So one walk reads them all.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from scopeofduty.sweep.category import Verb
from scopeofduty.sweep.piece import NotReadPiece, Piece, Place, PointPiece, ProsePiece, UnreadableError
from scopeofduty.sweep.points import fragment
from scopeofduty.sweep.points.point import Point
from scopeofduty.sweep.prefilter import may_matter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scopeofduty.sweep.readers.source import Source

_LABELS = (
    "title", "label", "text", "question", "questiontext", "description", "help", "helptext", "placeholder",
    "html", "header", "hint", "subtext", "prompt", "caption", "displayname", "doc", "$comment",
)  # fmt: skip
_NAMES = (
    "name", "id", "key", "field", "valuename", "column", "slug", "question_id", "dataexporttag", "variable",
    "scope",
)  # fmt: skip
_OPTIONS = (
    "enum", "enumnames", "options", "choices", "items", "values", "ratevalues", "oneof", "anyof", "rows",
    "columns", "answeroption", "answers",
)  # fmt: skip
_ANSWER = ("text", "label", "title", "display", "valuecoding", "valuestring", "value", "const", "name")
_HOLDERS = frozenset({"properties", "items", "definitions", "components", "schemas"})
_SAY_NOTHING = frozenset({"type", "format", "pattern", "$ref", "$schema"})
_DEPTH, _TIMES, _VALUES = 200, 20, 200
_INDEX = re.compile(r"\[\d+\]")
_TAG = re.compile(r"<[^>]{1,200}>")
_TEXTS = re.compile(r"(?:^|/)(?:locales?|i18n|lang|languages?|translations?|messages?)(?:/|$)")
_LANGUAGE = re.compile(
    r"(?:.*[._-])?(?:en|es|fr|pt|zh|vi|ko|tl|ar|ru|ht|so|hi|ja|de|it|pl|fa|ur|sw|am)(?:[-_][A-Z]{2})?$|messages.*"
)


def read(source: Source) -> Iterator[Piece]:
    """Yield each object that asks or stores something, with its JSON path.

    JSON lines, and JSON with comments or a slip in it, are read line by line.

    Raises:
        UnreadableError: It is no JSON at all.
    """
    text = source.text()
    try:
        yield from Walk(texts=is_texts(source.name)).pieces(json.loads(text))
    except RecursionError as error:
        raise UnreadableError("nested too deeply to read") from error
    except ValueError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1 and lines[0].lstrip().startswith(("{", "[")) and _is_json(lines[-1]):
            yield from _json_lines(text)
        elif re.match(r"\s*(?:[{\[]|//|/\*)", text):
            yield NotReadPiece(Place(), f"no JSON as it stands: read line by line instead ({error})")
            yield from by_lines(text, 1)
        else:
            raise UnreadableError(f"it is no JSON ({error})") from error


def is_texts(name: str) -> bool:
    """A file of texts to show (``locales/es.json``): what stands in it is read by people, as a label is."""
    path = PurePath(name.rsplit("!", 1)[-1])
    return bool(_TEXTS.search(path.parent.as_posix()) or _LANGUAGE.fullmatch(path.stem))


def by_lines(text: str, first: int) -> Iterator[PointPiece]:
    """Read what does not parse line by line, so that it is still looked at."""
    for number, line in enumerate(text.splitlines(), first):
        if line.strip() and may_matter(line):
            yield PointPiece(Place(line.strip()[:60], line=number), fragment.code(line), Verb.ASKS, code=True)


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _json_lines(text: str) -> Iterator[Piece]:
    seen: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            yield NotReadPiece(Place(line=number), "the line is no JSON")
            continue
        for piece in Walk().pieces(row):
            if isinstance(piece, PointPiece) and piece.place.locator in seen:
                continue
            seen.add(piece.place.locator)
            yield _at(piece, number)


def _at(piece: Piece, line: int) -> Piece:
    place = Place(piece.place.locator, line=line)
    if isinstance(piece, PointPiece):
        return PointPiece(place, piece.point, piece.verb)
    return ProsePiece(place, piece.text, piece.stored) if isinstance(piece, ProsePiece) else piece


class Walk:
    """One walk through a parsed JSON or YAML document. ``texts`` marks a file of texts to show to people."""

    def __init__(self, *, texts: bool = False) -> None:
        self._texts = texts
        self._met: Counter[int] = Counter()
        self._kinds: dict[str, set[str]] = {}

    def _new(self, path: str, value: str = "") -> bool | None:
        """Say whether a place is met for the first time, or only its value is (None), in a list of records.

        A field of ten thousand records is one column: its name is judged once, its values as they differ.
        """
        known = self._kinds.setdefault(_INDEX.sub("[]", path), set())
        first, other = not known, value not in known and len(known) < _VALUES
        known.add(value if other else "")
        return True if first else None if other else False

    def pieces(
        self, node: Any, path: str = "$", key: str = "", context: str = "", line: int | None = None
    ) -> Iterator[Piece]:
        """Yield the points and texts of a node and of all below it; ``line`` is the node's, where known."""
        if path.count(".") > _DEPTH:
            yield NotReadPiece(Place(path[:80], line=line), "nested too deeply to read")
        elif isinstance(node, dict | list):
            # YAML lets one node stand in many places: a few lines can unfold to billions.
            self._met[id(node)] += 1
            if self._met[id(node)] <= _TIMES:
                yield from self._below(node, path, key, context, line)
        elif isinstance(node, str) and key and not path.startswith("$.info"):
            yield from self._leaf(node, Place(path, line=line), key, context)
        elif key and not isinstance(node, str) and self._new(path):
            yield PointPiece(Place(path, line=line), Point((key,), (), (), (), context), Verb.STORES)

    def _below(self, node: Any, path: str, key: str, context: str, line: int | None) -> Iterator[Piece]:
        if isinstance(node, dict):
            yield from self._object(node, Place(path, line=line), key, context)
            return
        for index, item in enumerate(node):
            yield from self.pieces(item, f"{path}[{index}]", key, context, line)

    def _object(self, node: dict[Any, Any], place: Place, key: str, context: str) -> Iterator[Piece]:
        known = {str(name).lower().lstrip("#"): value for name, value in node.items()}
        labels = tuple(text for name in _LABELS for text in _texts(known.get(name)))
        names = tuple(_name(known[name]) for name in _NAMES if isinstance(known.get(name), str | int))
        options = tuple(text for name in _OPTIONS for text in _options(name, known.get(name)))
        told = labels or options
        own = (key,) if key and key not in _HOLDERS and (self._new(place.locator) or told) else ()
        if told or own or (names and key):
            verb = Verb.ASKS if told else Verb.STORES
            yield PointPiece(place, Point((*names, *own), labels, options, (), context), verb)
        title = " ".join((context, *(t for t in labels[:1] if len(t) < 120)))[-300:]
        lines: dict[Any, int] = getattr(node, "lines", {})
        for name, child in node.items():
            if not _read_above(str(name).lower().lstrip("#"), child):
                at = lines.get(name, place.line)
                yield from self.pieces(child, f"{place.locator}.{name}", str(name), title, at)

    def _leaf(self, text: str, place: Place, key: str, context: str) -> Iterator[Piece]:
        if self._texts and len(text) <= 200:
            yield PointPiece(place, Point((key,), (_plain(text),), (), (), context), Verb.ASKS)
            return
        values = (text,) if len(text) <= 80 else ()
        new = self._new(place.locator, values[0] if values else "")
        if new or (new is None and values):
            point = Point((key,) if new else (), (), (), values, context)
            yield PointPiece(place, point, Verb.STORES)
        if key == "required" or place.locator.rsplit(".", 1)[-1].startswith("required["):
            yield PointPiece(place, Point((text,), (), (), (), context), Verb.ASKS)
        if " " in text.strip() and len(text) >= 12:
            yield ProsePiece(place, text, stored=True)


def _name(value: Any) -> str:
    """Return a name; of a reference (``#/properties/nationality``) its last part."""
    return str(value).rsplit("/", 1)[-1]


def _plain(text: str) -> str:
    return _TAG.sub(" ", text).strip() if "<" in text else text


def _read_above(name: str, child: Any) -> bool:
    """The object that holds the child has taken its text already, or it says nothing."""
    if name in _SAY_NOTHING:
        return True
    if name in _LABELS:
        return not isinstance(child, dict | list) or _is_answer("", child)
    if name in _NAMES:
        return isinstance(child, str | int)
    if name in _OPTIONS and isinstance(child, str):
        return "|" in child
    items = child.values() if isinstance(child, dict) else child
    return name in _OPTIONS and isinstance(child, list | dict) and all(_is_answer(name, i) for i in items)


def _is_answer(name: str, item: Any) -> bool:
    """A text, or an object of texts; an object in rows and columns is a question of its own."""
    if not isinstance(item, dict):
        return isinstance(item, str | int | float)
    if name in {"rows", "columns"}:
        return False
    held = [v for value in item.values() for v in (value.values() if isinstance(value, dict) else [value])]
    return not any(isinstance(v, list | dict) for v in held)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield _plain(value[:2_000])
    elif isinstance(value, dict):
        yield from (_plain(text[:2_000]) for text in value.values() if isinstance(text, str))


def _options(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, str) and "|" in value:
        yield from value.split("|")
        return
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in items:
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict) and _is_answer(name, item):
            known = {str(key).lower(): held for key, held in item.items()}
            yield from _texts(next((known[n] for n in _ANSWER if n in known), None))
