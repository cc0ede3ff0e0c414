"""Names a set of values as a person would: by a group, by what is left out, or one by one."""

from __future__ import annotations

from scopeofduty.law.vocabulary import ACTOR, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scopeofduty.law.vocabulary import Fact, Value


def named(fact: Fact, values: Sequence[Value], *, quoted: bool = False, listed: int = 2) -> Text:
    """Return the shortest true name of a set of values, in both languages.

    With `quoted`, answers that are listed or left out stand in quotation marks, because many hold an "and"
    or an "or" of their own. Up to `listed` names are listed whatever could be left out instead.
    """
    if fact.kind == "number":
        shown = [f"{value:g}" for value in values]
        return Text(f"{' or '.join(shown)} {fact.unit}", f"{' o '.join(shown)} {fact.unit}")
    wanted = frozenset(values)
    inside = _cover(fact, wanted)
    outside = _cover(fact, frozenset(fact.values) - wanted)
    within = _group_less(fact, wanted)
    if len(inside) <= listed or (within is None and len(inside) <= len(outside) + 1):
        return _either(fact, inside, quoted=quoted and len(inside) > 1)
    if within is not None and len(within[1]) < len(outside):
        whole, less = within
        name, but = fact.meaning(whole), _either(fact, less, quoted=quoted)
        return Text(f"{name.en}, except {but.en}", f"{name.in_language('es')}, excepto {but.es}")
    but = _either(fact, outside, quoted=quoted)
    if fact.id == ACTOR:
        return Text(f"anyone but {but.en}", f"cualquiera menos {but.es}")
    return Text(f"anything but {but.en}", f"todo menos {but.es}")


def _either(fact: Fact, values: Iterable[Value], *, quoted: bool = False) -> Text:
    meanings = [fact.meaning(value) for value in values]
    marks = ("“{}”", "«{}»") if quoted and fact.id != ACTOR and fact.kind == "one-of" else ("{}", "{}")
    return Text(
        " or ".join(marks[0].format(meaning.en) for meaning in meanings),
        " o ".join(marks[1].format(meaning.in_language("es")) for meaning in meanings),
    )


def _cover(fact: Fact, wanted: frozenset[Value]) -> list[Value]:
    """Return groups and values that together make up the set, largest groups first."""
    chosen: list[Value] = []
    left = set(wanted)
    for name, members in sorted(fact.groups.items(), key=lambda group: -len(group[1])):
        if len(members) > 1 and members <= wanted and len(members & left) > 1:
            chosen.append(name)
            left -= members
    return chosen + [value for value in fact.values if value in left]


def _group_less(fact: Fact, wanted: frozenset[Value]) -> tuple[Value, list[Value]] | None:
    """Return the smallest group around the set, and what must be taken out of it."""
    around = [(name, members) for name, members in fact.groups.items() if members >= wanted]
    if not around:
        return None
    name, members = min(around, key=lambda group: len(group[1]))
    return name, _cover(fact, members - wanted)
