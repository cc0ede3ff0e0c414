"""Reads one `.duty` file: a version of a law, or a file of examples."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from scopeofduty.law.condition_reader import Words, plain, read_condition
from scopeofduty.law.duty_reader import read_duty, read_example
from scopeofduty.law.errors import Problem, nearest
from scopeofduty.law.lines import BlockError, Line, Word, alone, fault, joined, outline
from scopeofduty.law.phrases import prose, read_actors, read_acts, read_label, read_labels, read_period
from scopeofduty.law.rule_reader import Setting, read_rule
from scopeofduty.law.rules import LEVELS, Duty, Example, Rule, Section, Version
from scopeofduty.law.vocabulary import NOTHING, STATUS_REFUSED, Text, Value, Vocabulary, names_status

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Final, TypeVar

    from scopeofduty.law.conditions import Condition

    _T = TypeVar("_T")

HEADER: Final = (
    "law", "version", "level", "in force", "draft", "cited as", "covers", "when silent", "names",
    "word", "acts", "without rules",
)  # fmt: skip
NAMED: Final = (
    "publisher", "deadline", "investigator", "fallback", "finding", "outside", "discipline", "consequence",
    "retaliation", "approver",
)  # fmt: skip
BY_CLASS: Final = ("investigator", "fallback", "finding")
"""What a law may name for one class of violation apart: “names investigator for retaliation 9(d) ...”."""
VIOLATIONS: Final = (
    "inquired", "resources", "agreement", "perimeter", "investigated", "access", "held", "retaliation",
    "other",
)  # fmt: skip
"""Classes of violation, as agencies publish them."""
DAYS: Final = re.compile(r"([1-9][0-9]{0,2}) days\b")
BLOCKS: Final = (*HEADER, "duty", "example")


@dataclass(eq=False, repr=False)
class _File:
    """A file while it is being read."""

    known: Words
    values: dict[str, str] = field(default_factory=dict)
    seen: dict[str, Line] = field(default_factory=dict)
    period: tuple[date | None, date | None] = (None, None)
    covered: frozenset[Value] | None = None
    silent: Text = NOTHING
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    beyond: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, eq=False, repr=False)
class FileRead:
    """What one file holds; `version` is None in a file of examples alone."""

    version: Version | None
    examples: tuple[Example, ...]
    problems: tuple[Problem, ...]


def read_file(
    file: str,
    text: str,
    pack: str,
    vocabulary: Vocabulary,
    sections: Mapping[str, Section],
    *,
    with_examples: bool = True,
) -> FileRead:
    """Read a file's text, gathering every problem instead of stopping at the first."""
    lines, problems = outline(file, text)
    reading = _File(Words(vocabulary), problems=problems)
    blocks = [line for line in lines if not line.starts(*HEADER)]
    for line in lines:
        if line.starts(*HEADER):
            _guard(reading, partial(_header, line, reading))
    examples = (
        []
        if not with_examples
        else _read(blocks, "example", reading, lambda line: read_example(line, reading.known))
    )
    blocks = [line for line in blocks if not line.starts("example")]
    if not reading.seen and not blocks:
        return FileRead(None, tuple(examples), (*reading.problems, *_undated(examples)))
    _require(lines, reading)
    setting = Setting(
        pack,
        reading.values.get("law", ""),
        reading.values.get("level", ""),
        reading.known,
        reading.covered,
    )
    duties = _read(blocks, "duty", reading, lambda line: read_duty(line, setting))
    rules = _read(blocks, "", reading, lambda line: read_rule(line, setting))
    version = _version(file, setting, reading, sections=sections, rules=rules, duties=duties)
    dated = [replace(e, day=e.day or version.start) for e in examples]
    return FileRead(version, tuple(dated), tuple(reading.problems))


def _undated(examples: Sequence[Example]) -> list[Problem]:
    """Return a problem for each example of a file without a law that names no day."""
    hint = "Add a line such as “on 2020-09-15”."
    return [
        Problem(f"{each.place}: the example “{each.name}” has no day.", hint)
        for each in examples
        if each.day is None
    ]


def _guard(reading: _File, read: Callable[[], _T]) -> _T | None:
    try:
        return read()
    except BlockError as found:
        reading.problems.append(found.problem)
        return None


def _read(blocks: Sequence[Line], kind: str, reading: _File, read: Callable[[Line], _T]) -> list[_T]:
    """Read the blocks of one kind; rules are the blocks that no keyword opens."""
    chosen = [line for line in blocks if (line.starts("duty", "example") or "") == kind]
    found = [_guard(reading, partial(read, line)) for line in chosen]
    return [item for item in found if item is not None]


def _header(line: Line, reading: _File) -> None:
    keyword = line.starts(*HEADER) or ""
    wraps = keyword in {"acts", "covers", "without rules", "names"}
    if not wraps and keyword not in {"word", "when silent"}:
        alone(line, f"“{keyword}”")
    words = line.flowing(keyword) if wraps else line.after(keyword)
    if not words:
        raise fault(line.words, f"Nothing stands after “{keyword}”.")
    if keyword in {"in force", "draft"}:
        keyword, reading.values["standing"] = "in force", keyword
    if keyword in reading.seen and keyword not in {"word", "acts", "names"}:
        first = reading.seen[keyword].number
        raise fault(line.words, f"“{keyword}” stands twice; first on line {first}.")
    reading.seen[keyword] = line
    if keyword in _HEADS:
        _HEADS[keyword](words, line, reading)
    else:
        reading.values[keyword] = joined(words)


def _in_force(words: Sequence[Word], line: Line, reading: _File) -> None:
    reading.period = read_period(words, line)


def _covers(words: Sequence[Word], line: Line, reading: _File) -> None:
    reading.covered = read_actors(words, line, reading.known)


def _beyond(words: Sequence[Word], line: Line, reading: _File) -> None:
    reading.beyond = read_labels(words, line)


def _when_silent(words: Sequence[Word], line: Line, reading: _File) -> None:
    for below in line.under:
        if not below.starts("en breve"):
            raise fault(below.words, "Only “en breve” stands under “when silent”.")
    spanish = [prose(below.after("en breve"), below) for below in line.under]
    reading.silent = Text(joined(words), spanish[0] if spanish else "")


def _level(words: Sequence[Word], _line: Line, reading: _File) -> None:
    level = plain(words)
    if level not in LEVELS:
        raise fault(
            words,
            f"“{joined(words)}” is not a level of law.",
            nearest(level, LEVELS) or "Levels: " + ", ".join(LEVELS) + ".",
        )
    reading.values["level"] = level


def _means(words: Sequence[Word]) -> tuple[Sequence[Word], Sequence[Word]]:
    texts = [word.text for word in words]
    if "means" not in texts or texts.index("means") in {0, len(texts) - 1}:
        raise fault(words, "This definition cannot be read.", "Write “word NAME means CONDITION”.")
    split = texts.index("means")
    return words[:split], words[split + 1 :]


def _word(words: Sequence[Word], line: Line, reading: _File) -> None:
    name, meaning = _means(words)
    identifier = plain(name)
    if {"and", "or", "not", "is"} & {word.text for word in name}:
        raise fault(name, "A readable word cannot hold “and”, “or”, “not” or “is”.")
    if names_status(identifier):
        raise fault(name, STATUS_REFUSED.format(word=joined(name)))
    if identifier in reading.known.vocabulary.facts or identifier in reading.known.conditions:
        raise fault(name, f"“{joined(name)}” already has a meaning.", "Choose another word.")
    condition: Condition = read_condition(meaning, line, reading.known)
    conditions = {**reading.known.conditions, identifier: condition}
    reading.known = replace(reading.known, conditions=conditions)


def _acts(words: Sequence[Word], _line: Line, reading: _File) -> None:
    name, meaning = _means(words)
    acts = {**reading.known.acts, joined(name).lower(): read_acts(meaning, reading.known)}
    reading.known = replace(reading.known, acts=acts)


def _names(words: Sequence[Word], _line: Line, reading: _File) -> None:
    name, rest = words[0].text, words[1:]
    if len(rest) > 1 and rest[0].text == "for":
        if name not in BY_CLASS:
            raise fault(rest[:1], f"“{name}” is not named by class.", "Only " + ", ".join(BY_CLASS) + " are.")
        if rest[1].text not in VIOLATIONS:
            hint = nearest(rest[1].text, VIOLATIONS) or "Classes: " + ", ".join(VIOLATIONS) + "."
            raise fault([rest[1]], f"“{rest[1].text}” is no class of violation.", hint)
        name, rest = f"{name} for {rest[1].text}", rest[2:]
    if words[0].text not in NAMED or len(rest) < 2:
        hint = nearest(words[0].text, NAMED) or "Write “names investigator 7(b) the City Auditor”."
        raise fault(words, "This does not say what the law names, where, and whom.", hint)
    if words[0].text == "finding" and not DAYS.match(joined(rest[1:])):
        raise fault(rest[1:], "This is no time for a finding.", "Write “names finding 7(b) 60 days”.")
    reading.names[name] = (read_label(rest[0]), joined(rest[1:]))


_HEADS: Final[Mapping[str, Callable[[Sequence[Word], Line, _File], None]]] = {
    "word": _word,
    "acts": _acts,
    "in force": _in_force,
    "covers": _covers,
    "when silent": _when_silent,
    "names": _names,
    "without rules": _beyond,
    "level": _level,
}


def _require(lines: Sequence[Line], reading: _File) -> None:
    for keyword in ("law", "level", "in force"):
        if keyword not in reading.seen:
            hint = {
                "law": "Begin the file with “law” and the law's name.",
                "level": "Add “level” and one of: " + ", ".join(LEVELS) + ".",
                "in force": "Add “in force from 2020-09-15”, or “draft from …” for a draft.",
            }[keyword]
            reading.problems.append(lines[0].problem(f"This file has no “{keyword}” line.", hint))


def _version(
    file: str,
    setting: Setting,
    reading: _File,
    *,
    sections: Mapping[str, Section],
    rules: Sequence[Rule],
    duties: Sequence[Duty],
) -> Version:
    values = reading.values
    start, end = reading.period
    return Version(
        pack=setting.pack,
        law=setting.law,
        name=values.get("version", ""),
        level=setting.level or LEVELS[-1],
        start=start or date.min,
        end=end,
        draft=values.get("standing") == "draft",
        cited_as=Text.parse(values.get("cited as", "")),
        sections=sections,
        rules=tuple(rules),
        duties=tuple(duties),
        when_silent=reading.silent,
        names=reading.names,
        file=file,
        beyond_rules=frozenset(reading.beyond),
        covered=reading.covered,
    )
