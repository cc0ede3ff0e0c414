"""Changes in one line each: for a list, an agenda, a notice to staff, the subject of a comment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scopeofduty.city.drafts.duties import parameter
from scopeofduty.law.vocabulary import Text

if TYPE_CHECKING:
    from scopeofduty.city.drafts.duties import DutyTold
    from scopeofduty.law.grouping import Group, Told

ONE_OF = Text("one of these: ", "una de estas: ")
EXCEPT = Text("except: ", "excepto: ")
ALWAYS = Text("in every situation", "en toda situación")


def when(group: Group) -> Text:
    """Return for whom and in which situations a group of changes holds."""
    return Text(*(_when(group, language) for language in ("en", "es")))


def _when(group: Group, language: str) -> str:
    parts = [group.who.in_language(language)] if group.who.en else []
    parts += [_asked(each, language) for each in group.shared]
    ways = [", ".join(_asked(each, language) for each in way) for way in group.ways or group.unless]
    if ways:
        before = (EXCEPT if group.unless else ONE_OF).in_language(language)
        numbered = [f"({number}) {way}" for number, way in enumerate(ways, start=1)]
        parts.append(before + "; ".join(numbered if len(ways) > 1 else ways))
    return "; ".join(parts) or ALWAYS.in_language(language)


def _asked(told: Told, language: str) -> str:
    return f"{told.question.in_language(language)} {told.answer.in_language(language)}".strip()


def situation(group: Group) -> Text:
    """Return a kind of situation in a line that tells it from the others: what changes, for whom, when."""
    return Text(*(_situation(group, language) for language in ("en", "es")))


def _situation(group: Group, language: str) -> str:
    acts = "; ".join(name.in_language(language) for name in group.act_names)
    before, after = group.before_words.in_language(language), group.after_words.in_language(language)
    return f"{acts}: {before} → {after} ({_when(group, language)})"


def duty(told: DutyTold, language: str) -> str:
    """Return what changes about a duty, in the language that is switched on: ``language`` names the law's."""
    lines = "; ".join(_parts(told, *line) for line in told.lines)
    name = told.name if isinstance(told.name, str) else told.name.in_language(language)
    return f"§ {told.section}, {name}: {lines}"


def _parts(told: DutyTold, label: str, before: tuple[object, ...], after: tuple[object, ...]) -> str:
    """A duty that is new or struck has one side; the other would be a dash."""
    shown = (parameter(before), parameter(after))
    sides = {"added": shown[1], "struck": shown[0]}
    return f"{label}: " + sides.get(told.done, " → ".join(shown))
