"""Reads duties (timers over events) and examples."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scopeofduty.law.condition_reader import Words, plain, read_condition
from scopeofduty.law.conditions import ALWAYS, All, Compares, Condition, Is, Not
from scopeofduty.law.errors import nearest
from scopeofduty.law.lines import Line, Word, alone, fault, joined, split_at
from scopeofduty.law.outcomes import OUTCOMES
from scopeofduty.law.phrases import prose, read_actors, read_acts, read_date, read_label, read_labels
from scopeofduty.law.rule_reader import Setting, read_duty_ids
from scopeofduty.law.rules import Duty, Example
from scopeofduty.law.vocabulary import ACTOR, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import Final

DUTY_CLAUSES: Final = (
    "on", "by", "owner", "when", "once", "never before", "within", "met by", "every", "if any",
    "applies to pending", "in short", "tells", "place", "presumed",
)  # fmt: skip
TELLS: Final = (
    "agency", "week", "request", "answer", "section", "given", "minutes", "people", "place", "delays",
)  # fmt: skip
"""What a public notice may tell. Fixed fields: none takes free text."""
PLACES: Final = ("city-wide", "district")
PRESUMED_HINT: Final = "Write “presumed after 30 days”."
_Parameter = str | int | bool | tuple[str, ...] | None
UNITS: Final = ("hours", "days", "working days")
EXAMPLE_CLAUSES: Final = ("asks", "given", "expect", "duties", "on", "scenario", "source")
WITHIN_HINT: Final = "Write “within 72 hours of operation_complete” or “within 5 working days of …”."
DUE: Final = re.compile(
    r"day ([1-9]|[12]\d|3[01])$|([1-9]|[12]\d|3[01]) (January|February|March|April|May|June"
    r"|July|August|September|October|November|December)$"
)
EVERY_HINT: Final = "Write “every year by 1 March”, “every month by day 10” or “every quarter”."


def read_duty(line: Line, setting: Setting) -> Duty:
    """Read a duty's block: label, id, then who, when, and by when."""
    words = line.words
    if len(words) < 3:
        raise fault(words, "A duty needs a section and an id.", "Write “duty 5(a) public_notice”.")
    label = read_label(words[1])
    identifier = read_duty_ids(words[2:], line, setting.words)[0]
    values: Clauses = {}
    acts: tuple[str, ...] = ()
    conditions: list[Condition] = []
    for clause in line.under:
        keyword = _keyword(clause, DUTY_CLAUSES, "a duty")
        wraps = keyword in {"on", "by", "tells"}
        if not wraps and keyword not in {"when", "owner", "in short"}:
            alone(clause, f"“{keyword}”")
        rest = clause.flowing(keyword) if wraps else clause.after(keyword)
        if keyword == "on":
            acts = read_acts(rest, setting.words)
        elif keyword == "when":
            conditions.append(read_condition(rest, clause, setting.words))
        elif keyword == "by":
            conditions.append(Is(ACTOR, read_actors(rest, clause, setting.words)))
        elif keyword == "within":
            values |= _within(rest, clause)
        elif keyword == "every":
            values |= _every(rest, clause)
        else:
            values |= _named(keyword, rest, clause)
    return Duty(
        setting.pack,
        setting.law,
        label,
        identifier,
        acts,
        All(tuple(conditions)) if conditions else ALWAYS,
        **values,  # type: ignore[arg-type]  # the keys are this module's own
    )


Clauses = dict[str, str | int | bool | tuple[str, ...] | None]
"""The clauses read so far, by the field of `Duty` they fill."""
_FIELDS: Final = {
    "once": "trigger",
    "never before": "embargo",
    "met by": "fulfilment",
    "if any": "if_any",
}


def _named(keyword: str, words: Sequence[Word], line: Line) -> Clauses:
    if keyword == "owner":
        return {"owner": prose(words, line)}
    if keyword == "applies to pending":
        return {"applies_to_pending": True}
    if keyword in {"tells", "place", "presumed"}:
        return _notice(keyword, words, line)
    if keyword in _FIELDS:
        if not words:
            raise fault(line.words, "An event is missing here.", f"Write “{keyword} EVENT”.")
        if keyword == "met by":
            return {"fulfilment": tuple(plain(part) for part in split_at(words, ","))}
        return {_FIELDS[keyword]: plain(words)}
    return {}


def _notice(keyword: str, words: Sequence[Word], line: Line) -> Clauses:
    """Read a clause of a public notice: what it tells, how coarse the place, when its end is presumed."""
    if keyword == "presumed":
        texts = [word.text for word in words]
        if len(texts) != 3 or texts[0] != "after" or not texts[1].isdigit() or texts[2] != "days":
            raise fault(words or line.words, "This presumption cannot be read.", PRESUMED_HINT)
        return {"presumed": int(texts[1])}
    known = TELLS if keyword == "tells" else PLACES
    told = tuple(plain(part) for part in split_at(words, ","))
    for word in told:
        if word not in known:
            hint = nearest(word, known) or "Known: " + ", ".join(known) + "."
            raise fault(words or line.words, f"“{word}” is nothing that a notice can say here.", hint)
    return {"tells": told} if keyword == "tells" else {"place": told[0]}


def _within(words: Sequence[Word], line: Line) -> Clauses:
    texts = [word.text for word in words]
    if "of" not in texts or not texts[0].isdigit():
        raise fault(words or line.words, "This period cannot be read.", WITHIN_HINT)
    split = texts.index("of")
    unit = " ".join(texts[1:split])
    unit = unit if unit.endswith("s") else unit + "s"
    if unit not in UNITS:
        raise fault(words[1:split] or words, f"“{unit}” is not a unit of time here.", WITHIN_HINT)
    return {"period": int(texts[0]), "unit": unit, "clock": plain(words[split + 1 :])}


def _every(words: Sequence[Word], line: Line) -> Clauses:
    texts = [word.text for word in words]
    if not texts or texts[0] not in {"month", "quarter", "year"}:
        raise fault(words or line.words, "This rhythm cannot be read.", EVERY_HINT)
    due = " ".join(texts[2:])
    if len(texts) > 1 and (texts[1] != "by" or not DUE.match(due)):
        raise fault(words[1:], "This due date cannot be read.", EVERY_HINT)
    return {"every": texts[0], "due": due}


def _keyword(line: Line, keywords: Sequence[str], of: str) -> str:
    keyword = line.starts(*keywords)
    if keyword is None:
        first = line.words[0].text
        hint = nearest(first, keywords) or "Known clauses: " + ", ".join(keywords) + "."
        raise fault(line.words[:1], f"“{first}” does not open a clause of {of}.", hint)
    return keyword


@dataclass(eq=False, repr=False)
class _Sketch:
    """The clauses of an example while they are being read."""

    act: str = ""
    actor: str | None = None
    facts: dict[str, Value] = field(default_factory=dict)
    expected: frozenset[str] = frozenset()
    by: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    asks: str = ""
    day: date | None = None
    scenario: str = ""
    source: str = ""


def read_example(line: Line, known: Words) -> Example:
    """Read an example's block: who does what, given which facts, and what must come out."""
    sketch = _Sketch()
    for clause in line.under:
        keyword = _keyword(clause, EXAMPLE_CLAUSES, "an example")
        words = clause.flowing(keyword)
        if not words:
            raise fault(clause.words, f"Nothing stands after “{keyword}”.")
        match keyword:
            case "asks":
                _asks(words, clause, known, sketch)
            case "given":
                for part in split_at(words, ","):
                    fact, value = _stated(part, clause, known)
                    sketch.facts[fact] = value
            case "expect":
                _expect(words, clause, known, sketch)
            case "duties":
                sketch.duties = read_duty_ids(words, clause, known)
            case "on":
                sketch.day = read_date(words, clause)
            case _:
                setattr(sketch, keyword, joined(words))
    name = joined(line.words[1:])
    if not (name and sketch.act and sketch.expected):
        raise fault(
            line.words,
            "An example needs a name, an “asks” line and an “expect” line.",
            "See the language guide: asks police: ACT · given FACT is VALUE · expect OUTCOME by 3(a)",
        )
    return Example(name, place=f"{line.file}:{line.number}", **vars(sketch))


def _asks(words: Sequence[Word], line: Line, known: Words, sketch: _Sketch) -> None:
    texts = [word.text for word in words]
    if ":" in texts:
        split = texts.index(":")
        name = plain(words[:split])
        actors = known.vocabulary.facts[ACTOR]
        if name not in actors.values:
            raise fault(
                words[: split + 1],
                f"“{joined(words[:split])}” is not a known actor.",
                nearest(name, map(str, actors.values)),
            )
        sketch.actor = name
        words = words[split + 1 :]
    acts = read_acts(words, known) if words else ()
    if len(acts) != 1:
        raise fault(words or line.words, "An example asks about one act.", "Name a single act.")
    sketch.act = acts[0]


def _stated(words: Sequence[Word], line: Line, known: Words) -> tuple[str, Value]:
    condition = read_condition(words or line.words[:0], line, known)
    match condition:
        case Is(fact, values) if len(values) == 1:
            return fact, next(iter(values))
        case Not(Is(fact, values)) if values == frozenset({True}):
            return fact, False
        case Compares(fact, "exactly", bound):
            return fact, bound
    raise fault(words, "An example states one value for a fact.", "Write “FACT is VALUE”.")


def _expect(words: Sequence[Word], line: Line, known: Words, sketch: _Sketch) -> None:
    texts = [word.text for word in words]
    if "asking" in texts:
        split = texts.index("asking")
        sketch.asks = plain(words[split + 1 :])
        if sketch.asks not in known.vocabulary.facts:
            raise fault(
                words[split:],
                "This is not a fact that could be asked.",
                nearest(sketch.asks, known.vocabulary.facts),
            )
        words, texts = words[:split], texts[:split]
    if "by" in texts:
        split = texts.index("by")
        sketch.by = read_labels(words[split + 1 :], line)
        words = words[:split]
    outcomes = [joined(part) for part in split_at(words, "or")]
    for outcome in outcomes:
        if outcome not in OUTCOMES:
            raise fault(
                words or line.words,
                f"“{outcome}” is not an outcome.",
                nearest(outcome, OUTCOMES) or "Outcomes: " + ", ".join(OUTCOMES) + ".",
            )
    sketch.expected = frozenset(outcomes)
