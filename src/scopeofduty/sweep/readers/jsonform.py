"""JSON: JSON Schema, OpenAPI, SurveyJS, exports of Google Forms and JotForm, and plain records."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scopeofduty.sweep.category import Verb
from scopeofduty.sweep.piece import NotReadPiece, Piece, Place, PointPiece, ProsePiece, UnreadableError
from scopeofduty.sweep.points.point import Point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scopeofduty.sweep.readers.source import Source

_LABELS = (
    "title",
    "label",
    "text",
    "question",
    "description",
    "help",
    "helpText",
    "placeholder",
    "html",
    "header",
    "hint",
    "subText",
    "$comment",
)
_NAMES = ("name", "id", "key", "field", "valueName", "column", "slug", "question_id")
_OPTIONS = (
    "enum",
    "options",
    "choices",
    "items",
    "values",
    "rateValues",
    "oneOf",
    "anyOf",
    "rows",
    "columns",
)
_DEPTH = 200


def read(source: Source) -> Iterator[Piece]:
    """Yield each object that asks or stores something, with its JSON path.

    Raises:
        UnreadableError: It is no JSON (JSON lines are read line by line).
    """
    text = source.text()
    try:
        yield from walk(json.loads(text))
    except RecursionError as error:
        raise UnreadableError("nested too deeply to read") from error
    except ValueError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2 or not lines[0].lstrip().startswith(("{", "[")):
            raise UnreadableError(f"it is no JSON ({error})") from error
        yield from _json_lines(text)


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
        for piece in walk(row):
            if isinstance(piece, PointPiece) and piece.place.locator in seen:
                continue
            seen.add(piece.place.locator)
            yield _at(piece, number)


def _at(piece: Piece, line: int) -> Piece:
    place = Place(piece.place.locator, line=line)
    if isinstance(piece, PointPiece):
        return PointPiece(place, piece.point, piece.verb)
    return ProsePiece(place, piece.text, piece.stored) if isinstance(piece, ProsePiece) else piece


def walk(node: Any, path: str = "$", key: str = "", context: str = "") -> Iterator[Piece]:
    """Yield the points and texts of a parsed JSON or YAML document."""
    if path.count(".") > _DEPTH:
        yield NotReadPiece(Place(path[:80]), "nested too deeply to read")
        return
    if isinstance(node, dict):
        yield from _object(node, path, key, context)
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from walk(item, f"{path}[{index}]", key, context)
    elif isinstance(node, str) and key and not path.startswith("$.info"):
        yield from _leaf(node, path, key, context)
    elif key and not isinstance(node, str):
        yield PointPiece(Place(path), Point((key,), (), (), (), context), Verb.STORES)


def _object(node: dict[str, Any], path: str, key: str, context: str) -> Iterator[Piece]:
    labels = tuple(text for name in _LABELS for text in _texts(node.get(name)))
    names = tuple(str(node[name]) for name in _NAMES if isinstance(node.get(name), str | int))
    options = tuple(text for name in _OPTIONS for text in _options(node.get(name)))
    own = (key,) if key and key not in {"properties", "items", "definitions", "components", "schemas"} else ()
    if labels or options or own:
        verb = Verb.ASKS if labels or options else Verb.STORES
        point = Point((*names, *own), labels, options, (), context)
        yield PointPiece(Place(path), point, verb)
    title = " ".join((context, *(t for t in labels[:1] if len(t) < 120)))[-300:]
    for name, child in node.items():
        if (
            name not in _LABELS
            and not (name in _NAMES and isinstance(child, str | int))
            and not _read_above(name, child)
        ):
            yield from walk(child, f"{path}.{name}", str(name), title)


def _read_above(name: str, child: Any) -> bool:
    """The child is an option list whose texts the parent has taken already."""
    if name in {"enum", "required", "type", "format", "pattern", "$ref", "$schema"} and name != "required":
        return True
    return (
        name in _OPTIONS
        and isinstance(child, list)
        and all(isinstance(item, str | int | float) for item in child)
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value[:2_000]
    elif isinstance(value, dict):
        yield from (text[:2_000] for text in value.values() if isinstance(text, str))


def _options(value: Any) -> Iterator[str]:
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in items:
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            found = next(
                (item[n] for n in ("text", "label", "title", "value", "const", "name") if n in item), None
            )
            yield from _texts(found)


def _leaf(text: str, path: str, key: str, context: str) -> Iterator[Piece]:
    place = Place(path)
    yield PointPiece(place, Point((key,), (), (), (text,) if len(text) <= 80 else (), context), Verb.STORES)
    if key == "required" or path.rsplit(".", 1)[-1].startswith("required["):
        yield PointPiece(place, Point((text,), (), (), (), context), Verb.ASKS)
    if " " in text.strip() and len(text) >= 12:
        yield ProsePiece(place, text, stored=True)
