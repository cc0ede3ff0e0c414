"""What a field declares, and what is asked without being declared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from scopeofduty.sweep.category import Category, Tier
from scopeofduty.sweep.points.decide import decide
from scopeofduty.sweep.points.point import Point

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

MOST_OPTIONS = 300


@dataclass(frozen=True, slots=True)
class Declared:
    """The legal basis of a field, by its citation, and the last day on which it may be relied on.

    Raises:
        ValueError: the basis is empty.
    """

    basis: str
    until: date

    def __post_init__(self) -> None:
        """Check that there is a basis."""
        if not self.basis.strip():
            raise ValueError(
                "a declaration names the law it rests on, for example Declared('8 USC 1324a(b)', …)"
            )


@dataclass(frozen=True, slots=True)
class Asked:
    """One field as it is about to be shown or stored: its name, what people read, the answers offered."""

    name: str
    labels: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Undeclared:
    """A field that asks where somebody comes from, and rests on nothing: why, and under which rule."""

    field: str
    category: Category
    rule: str
    fault: str

    def __str__(self) -> str:
        what = self.category.replace("_", " ")
        return (
            f"“{self.field}” asks for {what} (rule {self.rule}) and {self.fault}. Take it out, or "
            "declare the law it rests on: "
            f"collects = {{{self.field!r}: Declared('<citation>', until=date(<year>, <month>, <day>))}}"
        )


class UndeclaredCollectionError(Exception):
    """A form, model or schema asks for what it has not declared. ``found`` holds each field."""

    def __init__(self, where: str, found: Iterable[Undeclared]) -> None:
        self.found = tuple(found)
        super().__init__(f"{where}: " + " · ".join(str(each) for each in self.found))


class UnknownDeclarationError(ValueError):
    """A declaration names a field that isn't there: a slip of the pen would go unnoticed for ever."""

    def __init__(self, where: str, names: Iterable[str]) -> None:
        told = ", ".join(sorted(names))
        super().__init__(f"{where} declares {told}, and has no such field: correct the name or take it out")


def undeclared(
    fields: Iterable[Asked], collects: Mapping[str, Declared], *, today: date, proxies: bool = False
) -> tuple[Undeclared, ...]:
    """Return the fields that ask for immigration-related information without a declaration that holds.

    Args:
        fields: what is asked.
        collects: what is declared, by field name.
        today: a declaration whose day has passed no longer holds.
        proxies: refuse also what only lets a reader guess (a Social Security number, the language at home).
    """
    found = []
    for field in fields:
        fault = fault_of(collects.get(field.name), today)
        if fault:
            found += [
                Undeclared(field.name, category, rule, fault)
                for category, tier, rule in _decisions(field)
                if proxies or tier is Tier.DIRECT
            ][:1]
    return tuple(found)


def fault_of(declared: Declared | None, today: date) -> str:
    """Return what is wrong with a declaration on a day; nothing where it holds."""
    if declared is None:
        return "declares no legal basis"
    if declared.until < today:
        return f"declares {declared.basis} until {declared.until.isoformat()}, which has passed"
    return ""


@lru_cache(maxsize=4096)
def _decisions(field: Asked) -> tuple[tuple[Category, Tier, str], ...]:
    """Return what the sweep's rules say of a field: a form made for every request is decided once."""
    point = Point((field.name, *field.aliases), field.labels, field.options[:MOST_OPTIONS])
    return tuple((each.category, each.tier, each.rule) for each in decide(point) if not each.complies)
