"""From a file's bytes to hits: the reader takes it apart, the rules decide each piece."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from scopeofduty.sweep.category import Category, Verb
from scopeofduty.sweep.folding import fold
from scopeofduty.sweep.hit import TEXT_LIMIT, Hit, NotRead, fingerprint, marked
from scopeofduty.sweep.legal_bases import candidates
from scopeofduty.sweep.piece import Piece, PointPiece, ProsePiece, UnreadableError
from scopeofduty.sweep.points import compliance
from scopeofduty.sweep.points.decide import decide
from scopeofduty.sweep.points.point import Point
from scopeofduty.sweep.prefilter import may_matter
from scopeofduty.sweep.prose.context import names_somebody
from scopeofduty.sweep.prose.judge import SWEEP_RULES, Passage, read
from scopeofduty.sweep.prose.rule import Bears
from scopeofduty.sweep.readers.kinds import reader_of
from scopeofduty.sweep.readers.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scopeofduty.sweep.prose.rule import Rule

_NESTED = 4
_SPANISH = re.compile(
    r"\b(?:el|la|los|las|de|del|que|es|su|sus|usted|numero|pais|lugar|nacimiento|ciudadan\w*|estatus|migratori\w+|"
    r"nacionalidad|idioma|seguro|pasaporte|indocumentad\w*|sin|tiene|por|para|nacio|extranjero)\b"
)
_ENGLISH = re.compile(
    r"\b(?:the|of|is|are|was|you|your|his|her|he|she|and|in|to|number|country|place|birth|status|citizen\w*|for|not)\b"
)


def examine(source: Source, depth: int = 0) -> Iterator[Hit | NotRead]:
    """Yield every hit in a file and every part of it that was not read; never raises for a bad file."""
    seen: Counter[str] = Counter()
    try:
        for piece in reader_of(source)(source):
            if isinstance(piece, Source):
                yield from _inside(piece, depth)
            else:
                yield from (_numbered(found, seen) for found in judge(piece, source.name))
    except UnreadableError as error:
        yield NotRead(source.name, str(error))
    except (MemoryError, RecursionError) as error:
        yield NotRead(source.name, f"too large or too deeply nested to read ({type(error).__name__})")
    except Exception as error:  # noqa: BLE001 - one bad file must not stop a sweep of a city's drive
        yield NotRead(source.name, f"its reader failed ({type(error).__name__}: {str(error)[:100]})")


def _inside(source: Source, depth: int) -> Iterator[Hit | NotRead]:
    if depth >= _NESTED:
        yield NotRead(source.name, f"an archive more than {_NESTED} deep")
        return
    yield from examine(source, depth + 1)


def _numbered(found: Hit | NotRead, seen: Counter[str]) -> Hit | NotRead:
    if isinstance(found, NotRead):
        return found
    first = fingerprint(found.file, found.locator, found.text, found.category)
    nth = seen[first]
    seen[first] += 1
    return marked(found, nth)


def judge(piece: Piece, file: str) -> Iterable[Hit | NotRead]:
    """Return the hits in one piece of a file."""
    if isinstance(piece, PointPiece):
        return _point(piece, file)
    if isinstance(piece, ProsePiece):
        return _prose(piece, file)
    place = piece.place
    return [NotRead(file, piece.reason, place.locator, place.page, place.line)]


def _point(piece: PointPiece, file: str) -> list[Hit]:
    point, place = piece.point, piece.place
    decisions = decide(point)
    if not decisions:
        return []
    told = " ".join((*point.labels, *point.names, *point.options))
    called = " / ".join((*point.labels, *point.names)) or told or place.locator
    shown = ((point.context.strip() if piece.code else "") or called)[:TEXT_LIMIT]
    around = f"{file} {place.locator} {point.context} {told}"
    complies = (
        compliance.is_guarded(point.context) if piece.code else compliance.is_notice(" ".join(point.labels))
    )
    return [
        Hit(
            file=file,
            locator=place.locator,
            text=shown,
            verb=Verb.MENTIONS if complies else piece.verb,
            category=decision.category,
            tier=decision.tier,
            rule=decision.rule,
            confidence=decision.confidence,
            lang=language_of(told),
            page=place.page,
            line=place.line,
            complies=complies,
            bases=candidates(decision.category, around),
        )
        for decision in decisions
    ]


def _prose(piece: ProsePiece, file: str) -> Iterator[Hit]:
    if not may_matter(piece.text):
        return
    if not piece.stored:
        yield from _told(piece, file)
    yield from record(piece, file)


def record(piece: ProsePiece, file: str, book: tuple[Rule, ...] | None = None) -> Iterator[Hit]:
    """Yield what the rules mark in a text; ``book`` holds those that may match, where that is known."""
    place = piece.place
    for found in read(piece.text, SWEEP_RULES) if book is None else read(piece.text, book, gated=True):
        if not piece.stored and _is_instruction(found, piece.text):
            continue
        line = None if place.line is None else place.line + piece.text.count("\n", 0, found.start)
        start, end = _sentence(piece.text, found)
        text = piece.text[start:end][:TEXT_LIMIT]
        yield Hit(
            file=file,
            locator=place.locator,
            text=text,
            verb=_verb(found, piece),
            category=found.category,
            tier=found.rule.tier,
            rule=found.rule.name,
            confidence=0.8,
            lang=language_of(text),
            page=place.page,
            line=line,
            bases=candidates(found.category, f"{file} {place.locator} {text}"),
        )


def _told(piece: ProsePiece, file: str) -> Iterator[Hit]:
    """Return what a form or page tells people: to bring immigration papers, or that nothing is asked."""
    for sentence in re.split(r"(?<=[.!?])\s+|\n", piece.text):
        if not may_matter(sentence):
            continue
        found = _point(PointPiece(piece.place, Point((), (sentence[:600],))), file)
        yield from (h for h in found if h.complies or h.category is Category.DOCUMENT_REQUEST)


def _is_instruction(found: Passage, text: str) -> bool:
    """A form's or a page's own words about anybody, not the record of somebody."""
    start, end = _sentence(text, found)
    return found.rule.bears is not Bears.VALUE and not names_somebody(fold(text[start:end]).text)


def _verb(found: Passage, piece: ProsePiece) -> Verb:
    if found.rule.bears is Bears.TOPIC and found.rule.name.startswith("asked"):
        return Verb.ASKS
    if found.rule.bears in {Bears.VALUE, Bears.GENERAL} and piece.stored:
        return Verb.STORES
    return Verb.MENTIONS


def _sentence(text: str, found: Passage) -> tuple[int, int]:
    start = max(text.rfind("\n", 0, found.start), text.rfind(". ", 0, found.start)) + 1
    ends = [at for mark in ("\n", ". ") if (at := text.find(mark, found.end)) >= 0]
    end = min(ends, default=len(text))
    while start < found.start and text[start].isspace():
        start += 1
    return (found.start, found.end) if end - start > TEXT_LIMIT else (start, end)


def language_of(text: str) -> str:
    """Guess ``es`` or ``en`` from the small words of a text; ``en`` where it doesn't say."""
    folded = fold(text).text.replace("_", " ")
    spanish, english = len(_SPANISH.findall(folded)), len(_ENGLISH.findall(folded))
    return "es" if spanish > english else "en"
