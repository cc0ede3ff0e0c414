"""Reads the phrases that blocks share: acts, actors, dates, labels, references."""

from __future__ import annotations

import re
from datetime import date

from scopeofduty.law.condition_reader import Words, plain
from scopeofduty.law.errors import nearest
from scopeofduty.law.lines import Line, Word, fault, joined, split_at
from scopeofduty.law.vocabulary import ACTOR, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

_LABEL: Final = re.compile(r"[A-Za-z0-9][\w.,()§-]*(/[\w-]+)?$")
LABEL_HINT: Final = (
    "A label looks like 3(a), 4(b)(2) or 12-16,140(a), with /name after it for a second rule of one section."
)


def read_label(word: Word) -> str:
    """Return a rule's or a section's label."""
    if not _LABEL.match(word.text):
        raise fault([word], f"“{word.text}” is not a section label.", LABEL_HINT)
    return word.text


def read_labels(words: Sequence[Word], line: Line) -> tuple[str, ...]:
    """Return labels separated by commas, as after `despite`."""
    if not words:
        raise fault(line.words, "A section is missing here.", LABEL_HINT)
    return tuple(read_label(_single(part, line)) for part in split_at(words, ","))


def _single(part: Sequence[Word], line: Line) -> Word:
    if len(part) != 1:
        raise fault(part or line.words, "One label was expected here.", "Put commas between labels.")
    return part[0]


def read_acts(words: Sequence[Word], known: Words) -> tuple[str, ...]:
    """Return the acts that a list names; groups and readable words are spelled out.

    Some act names hold a comma, so the longest run of parts that is a known name wins.
    """
    parts = [part for part in split_at(words, ",") if part]
    names = known.act_names
    acts: list[str] = []
    position = 0
    while position < len(parts):
        for end in range(len(parts), position, -1):
            phrase = ", ".join(joined(part).lower() for part in parts[position:end])
            if phrase in names:
                acts += [act for act in names[phrase] if act not in acts]
                position = end
                break
        else:
            phrase = joined(parts[position]).lower()
            raise fault(
                parts[position],
                f"“{phrase}” is not a known act.",
                nearest(phrase, names) or "The acts are listed in the vocabulary.",
            )
    return tuple(acts)


def read_actors(words: Sequence[Word], line: Line, known: Words) -> frozenset[Value]:
    """Return everyone that a list of actors reaches through `is_a`, those after `except` left out."""
    texts = [word.text for word in words]
    if "except" in texts:
        split = texts.index("except")
        left_out = read_actors(words[split + 1 :], line, known)
        return read_actors(words[:split], line, known) - left_out
    groups = known.vocabulary.facts[ACTOR].groups
    reached: set[Value] = set()
    for part in split_at(words, ","):
        name = plain(part)
        if name not in groups:
            raise fault(
                part or line.words,
                f"“{joined(part)}” is not a known actor.",
                nearest(name, groups) or "The actors are listed in the vocabulary.",
            )
        reached |= groups[name]
    return frozenset(reached)


def read_date(words: Sequence[Word], line: Line) -> date:
    """Return a date written as YYYY-MM-DD."""
    if len(words) != 1:
        raise fault(words or line.words, "A date is missing here.", "Write it as 2020-09-15.")
    try:
        return date.fromisoformat(words[0].text)
    except ValueError:
        raise fault(words, f"“{words[0].text}” is not a date.", "Write it as 2020-09-15.") from None


def read_period(words: Sequence[Word], line: Line) -> tuple[date | None, date | None]:
    """Return (first day, first day no longer) of “from DATE until DATE”; either may be absent."""
    start = end = None
    texts = [word.text for word in words]
    if texts[:1] == ["from"]:
        start = read_date(words[1:2], line)
        words, texts = words[2:], texts[2:]
    if texts[:1] == ["until"]:
        end = read_date(words[1:2], line)
        words = words[2:]
    if words or (start is None and end is None):
        raise fault(
            words or line.words, "A period is missing here.", "Write “from 2020-09-15”, then “until …”."
        )
    if start and end and end <= start:
        raise fault(line.words, f"This period ends ({end}) before it begins ({start}).")
    return start, end


def prose(words: Sequence[Word], line: Line) -> str:
    """Return the rest of a line, and the lines under it, as running text."""
    texts = [joined(words)] + [joined(below.flow) for below in line.under]
    return " ".join(text for text in texts if text)
