"""Reads one rule: label, acts, outcome, and the clauses indented under them."""

from __future__ import annotations

from dataclasses import dataclass, field

from scopeofduty.law.condition_reader import Words, read_condition
from scopeofduty.law.conditions import All, Condition, Is, Not
from scopeofduty.law.errors import nearest
from scopeofduty.law.lines import Line, Word, alone, fault, joined, split_at
from scopeofduty.law.outcomes import NEEDS_APPROVAL, PROHIBITED, REFER, SPOKEN
from scopeofduty.law.phrases import (
    prose,
    read_actors,
    read_acts,
    read_label,
    read_labels,
    read_period,
)
from scopeofduty.law.rules import MARKS, Displacement, Rule
from scopeofduty.law.vocabulary import ACTOR, Text, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from typing import Final

CLAUSES: Final = (
    "by", "when", "unless", "despite", "displaces", "in force", "with duty", "mark", "source",
    "in short", "en breve",
)  # fmt: skip
VERB_HINT: Final = (
    "End the line with one of: is required, is permitted, is discretionary, is prohibited, "
    "needs approval of …, refer to …, or displaces …."
)
DISPLACES_HINT: Final = (
    "Write “displaces lawrence 3(a)” (a pack and its sections), "
    "“displaces any lower rule that prohibits” or “… that restricts”."
)
_LOWER: Final = {
    "that prohibits": frozenset({PROHIBITED}),
    "that restricts": frozenset({PROHIBITED, NEEDS_APPROVAL}),
    "": frozenset(SPOKEN),
}


@dataclass(frozen=True, eq=False, repr=False)
class Setting:
    """What a file says once for all its rules."""

    pack: str
    law: str
    level: str
    words: Words
    covered: frozenset[Value] | None


@dataclass(eq=False, repr=False)
class _Draft:
    """The clauses of a rule while they are being read."""

    conditions: list[Condition] = field(default_factory=list)
    actors: frozenset[Value] | None = None
    despite: tuple[str, ...] = ()
    displaces: list[Displacement] = field(default_factory=list)
    duties: tuple[str, ...] = ()
    period: tuple[date | None, date | None] = (None, None)
    mark: str = ""
    source: str = ""
    short: dict[str, str] = field(default_factory=dict)


def read_rule(line: Line, setting: Setting) -> Rule:
    """Read a rule's block. Raises `BlockError` at the first thing that cannot be read."""
    label = read_label(line.words[0])
    head, clauses = _head(line)
    position, outcome, approver = _verb(head, line)
    acts = read_acts(head[:position], setting.words)
    if not acts:
        raise fault(line.words, "This rule names no act.", "Write what is done before “is …”.")
    draft = _Draft(actors=setting.covered)
    if outcome is None:
        draft.displaces.append(_displacement(head[position + 1 :], line))
    for clause in clauses:
        _clause(clause, draft, setting)
    condition = All(tuple(draft.conditions))
    if draft.actors is not None:
        condition = All((Is(ACTOR, draft.actors), *draft.conditions))
    return Rule(
        pack=setting.pack,
        law=setting.law,
        level=setting.level,
        id=label,
        section=label.partition("/")[0],
        acts=acts,
        outcome=outcome,
        condition=condition,
        approver=Text.parse(approver),
        despite=draft.despite,
        displaces=tuple(draft.displaces),
        duties=draft.duties,
        start=draft.period[0],
        end=draft.period[1],
        mark=draft.mark,
        source=draft.source,
        summary=Text(draft.short.get("in short", ""), draft.short.get("en breve", "")),
        written=written(line),
        place=f"{line.file}:{line.number}",
    )


def written(line: Line) -> str:
    """Return a block as written, comments and spacing apart."""
    return "\n".join([" ".join(line.body.split()), *(written(below) for below in line.under)])


def _head(line: Line) -> tuple[list[Word], list[Line]]:
    """Split a block into its heading, which may run over several lines, and its clauses."""
    head = line.words[1:]
    clauses = list(line.under)
    while clauses and not _has_verb(head) and clauses[0].starts(*CLAUSES) in {None, "displaces"}:
        alone(clauses[0], "the rule's own first lines")
        head += clauses.pop(0).words
    return head, clauses


def _has_verb(head: Sequence[Word]) -> bool:
    return _find_verb([word.text for word in head]) is not None


def _find_verb(texts: Sequence[str]) -> tuple[int, str] | None:
    for position, text in enumerate(texts):
        following = texts[position + 1] if position + 1 < len(texts) else ""
        if text == "is" and following in SPOKEN:
            return position, following
        if text == "needs" and following == "approval":
            return position, NEEDS_APPROVAL
        if text == "refer" and following == "to":
            return position, REFER
        if text == "displaces":
            return position, ""
    return None


def _verb(head: Sequence[Word], line: Line) -> tuple[int, str | None, str]:
    found = _find_verb([word.text for word in head])
    if found is None:
        raise fault(line.words, "This rule has no outcome.", _outcome_hint(head))
    position, outcome = found
    rest = head[position + 2 :]
    if outcome in {NEEDS_APPROVAL, REFER}:
        named = joined(word for word in rest if word.text not in {"of", "from"} or word != rest[0])
        if not named:
            raise fault(head[position:], "It does not say whose.", VERB_HINT)
        return position, outcome, named
    if outcome and rest:
        raise fault(rest, "These words stand after the outcome.", "Put clauses on lines below.")
    return position, outcome or None, ""


def _outcome_hint(head: Sequence[Word]) -> str:
    texts = [word.text for word in head]
    if "is" in texts and texts[-1] != "is":
        return nearest(texts[-1], SPOKEN) or VERB_HINT
    return VERB_HINT


def _clause(line: Line, draft: _Draft, setting: Setting) -> None:
    keyword = line.starts(*CLAUSES)
    if keyword is None:
        first = line.words[0].text
        hint = nearest(first, CLAUSES) or "A rule's clauses are: " + ", ".join(CLAUSES) + "."
        raise fault(line.words[:1], f"“{first}” does not open a clause of a rule.", hint)
    wraps = keyword in {"by", "despite", "displaces", "with duty"}
    if not wraps and keyword not in {"when", "unless", "in short", "en breve"}:
        alone(line, f"“{keyword}”")
    words = line.flowing(keyword) if wraps else line.after(keyword)
    match keyword:
        case "when":
            draft.conditions.append(read_condition(words, line, setting.words))
        case "unless":
            draft.conditions.append(Not(read_condition(words, line, setting.words)))
        case "by":
            draft.actors = read_actors(words, line, setting.words)
        case "despite":
            draft.despite += read_labels(words, line)
        case "displaces":
            draft.displaces.append(_displacement(words, line))
        case "in force":
            draft.period = read_period(words, line)
        case "with duty":
            draft.duties += read_duty_ids(words, line, setting.words)
        case _:
            _note(keyword, words, line, draft)


def _note(keyword: str, words: Sequence[Word], line: Line, draft: _Draft) -> None:
    if keyword == "mark":
        if joined(words) not in MARKS:
            meanings = "; ".join(f"{mark} {text.en}" for mark, text in MARKS.items())
            raise fault(line.words, "This mark is not known.", f"Use one of: {meanings}.")
        draft.mark = joined(words)
    elif keyword == "source":
        draft.source = joined(words)
    else:
        draft.short[keyword] = prose(words, line)


def read_duty_ids(words: Sequence[Word], line: Line, known: Words) -> tuple[str, ...]:
    """Return the duty ids of a list separated by commas."""
    duties: Mapping[str, Text] = known.vocabulary.duties
    found = []
    for part in split_at(words, ","):
        name = "_".join(word.text for word in part)
        if name not in duties:
            raise fault(
                part or line.words,
                f"“{joined(part)}” is not a known duty.",
                nearest(name, duties) or "The duties are listed in the vocabulary.",
            )
        found.append(name)
    return tuple(found)


def _displacement(words: Sequence[Word], line: Line) -> Displacement:
    phrase = " ".join(word.text for word in words)
    if phrase.startswith("any lower rule"):
        kind = phrase.removeprefix("any lower rule").strip()
        if kind not in _LOWER:
            raise fault(words, "This does not say which lower rules.", DISPLACES_HINT)
        return Displacement(outcomes=_LOWER[kind])
    if len(words) < 2:
        raise fault(words or line.words, "This does not say what is displaced.", DISPLACES_HINT)
    return Displacement(pack=words[0].text, sections=read_labels(words[1:], line))
