"""What is wrong with a draft while it is written, and which rules belong to which section."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from scopeofduty import law
from scopeofduty.city.drafts import changes, packs, telling
from scopeofduty.documents import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scopeofduty.city.drafts.changes import Change

TEXT, RULES = "text", "rules"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, and on which line of which side it stands (0: on none)."""

    side: str
    line: int
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class SectionLink:
    """A section and the rules and duties that rest on it, each with its line in the rules."""

    label: str
    heading: str
    line: int
    rules: tuple[tuple[str, int], ...]


def faults(files: Mapping[str, str]) -> tuple[Fault, ...]:
    """Return every fault of text and rules, in their order; none means that the desk could read them."""
    try:
        packs.book(files)
    except law.ReadError as error:
        return tuple(_fault(problem) for problem in error.problems)
    except (law.LawError, DocumentError) as error:
        return (Fault(RULES, 0, str(error)),)
    return ()


def _fault(problem: law.Problem) -> Fault:
    place = problem.place
    if place is None:
        # Faults between rules begin with their place: pack/ordinance.duty:12: …
        message = problem.message.partition(f"/{packs.RULES}:")[2] or problem.message
        number, colon, rest = message.partition(": ")
        line = int(number) if colon and number.isdigit() else 0
        return Fault(RULES, line, rest if line else message, problem.hint)
    side = TEXT if place.file.endswith(".md") else RULES
    return Fault(side, place.line, problem.message, problem.hint)


def links(files: Mapping[str, str], language: str = "en") -> tuple[SectionLink, ...]:
    """Return the sections in reading order with their rules, as far as they can be told from the margin."""
    rules: dict[str, list[tuple[str, int]]] = {}
    for label, line in _labels(files[packs.RULES]):
        rules.setdefault(label.partition("/")[0], []).append((label, line))
    found = []
    for number, line in enumerate(files[packs.TEXT].splitlines(), start=1):
        if line.startswith("##"):
            label, _space, heading = line.lstrip("#").strip().partition(" ")
            english, _bar, spanish = heading.partition("[")[0].partition("|")
            shown = (language == "es" and spanish.strip()) or english.strip()
            found.append(SectionLink(label, shown, number, tuple(rules.pop(label, ()))))
    found += [SectionLink(label, _("not in the text"), 0, tuple(some)) for label, some in rules.items()]
    return tuple(found)


_HEADS = (
    "law",
    "version",
    "level",
    "cited",
    "covers",
    "when",
    "names",
    "word",
    "acts",
    "without",
    "in",
    "draft",
)


def _labels(rules: str) -> Iterator[tuple[str, int]]:
    for number, line in enumerate(rules.splitlines(), start=1):
        first, _space, rest = line.partition(" ")
        if not first or first.startswith("#") or first in (*_HEADS, "example"):
            continue
        if first == "duty":
            yield rest.partition(" ")[0], number
        else:
            yield first, number


def at_a_glance(before: Mapping[str, str], after: Mapping[str, str], language: str) -> dict[str, Any]:
    """Return faults and what changes against ``before``, for the editor while somebody types."""
    found = faults(after)
    told: dict[str, Any] = {
        "faults": [
            {"side": one.side, "line": one.line, "message": one.message, "hint": one.hint} for one in found
        ],
        "situations": [],
        "grave": 0,
    }
    if not found:
        change = changes.change_page(before, after)
        told["situations"] = list(_situations(change, language))
        told["grave"] = len(change.findings.grave)
    return told


def _situations(change: Change, language: str) -> Iterator[dict[str, Any]]:
    for each in change.situations:
        group = each.group
        yield {
            "before": group.before_words.in_language(language),
            "after": group.after_words.in_language(language),
            "acts": [name.in_language(language) for name in group.act_names],
            "when": telling.when(group).in_language(language),
            "direction": group.direction,
            "sections": list(dict.fromkeys(cause.section for cause in each.causes)),
        }
