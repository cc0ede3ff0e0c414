"""Source code, configuration and anything else made of lines: each line with its identifiers and texts."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from scopeofduty.sweep.category import Verb
from scopeofduty.sweep.piece import NotReadPiece, Piece, Place, PointPiece, UnreadableError
from scopeofduty.sweep.points import fragment
from scopeofduty.sweep.points.point import Point
from scopeofduty.sweep.prefilter import may_matter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scopeofduty.sweep.readers.source import Source

_LINE, _LABEL = 4_000, 120
_LINK = re.compile(r"\b[a-z]+://[^\s\"'<>)]+|\bsha\d+-\S+|\b[0-9a-fA-F]{24,}\b")
"""Addresses on the web, and checksums: letters that name no field."""
_TAGGED = re.compile(r">\s*([^<>{}]{3,200}?)\s*(?=<|$)")
_WORDS = re.compile(r"[A-ZÀ-Þ¿][\w\u2019' ,()/?.:¿-]{4,200}$")
_SETTING = re.compile(r"\s*\"?([\w.-]+)\"?\s*[=:]\s*(.*?)\s*;?$")
_MARKUP = frozenset({".jsx", ".tsx", ".svelte", ".haml", ".slim", ".pug"})
_SETTINGS = frozenset({".properties", ".strings", ".ftl", ".ini", ".lang"})


def read(source: Source) -> Iterator[Piece]:
    """Yield each line the prefilter lets through; an address on the web names no field.

    Raises:
        UnreadableError: The file is binary.
    """
    if source.binary:
        raise UnreadableError("binary")
    suffix = PurePath(source.name).suffix.lower()
    for number, line in enumerate(source.text().splitlines(), 1):
        bare = _LINK.sub(" ", line).strip()
        if not bare or not may_matter(bare):
            continue
        if len(bare) > _LINE:
            yield NotReadPiece(
                Place(line=number), f"a line of {len(bare):,} characters, likely generated code"
            )
            continue
        yield PointPiece(Place(bare[:80], line=number), _point(bare, suffix), Verb.STORES, code=True)


def _point(line: str, suffix: str) -> Point:
    """Read a line of code; in markup and in files of texts, what people will read is a label."""
    if suffix in _SETTINGS and (match := _SETTING.match(line)) and len(match.group(2)) <= _LABEL:
        return Point((match.group(1),), (match.group(2).strip("\"'"),), (), (), line)
    point = fragment.code(line)
    if suffix in _MARKUP:
        shown = (*_TAGGED.findall(line), *_WORDS.findall(line))
        return replace(point, labels=(*point.labels, *dict.fromkeys(shown)))
    return point
