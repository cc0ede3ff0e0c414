"""A mapping file: how a source's columns are put into the words of the law.

TOML. ``id``, ``date`` and ``body`` name columns; ``keep`` lists columns to keep; ``[[refuse]]`` names rows
that are not contacts; ``[act]``, ``[actor]``, ``[practice]`` and each ``[facts.ID]`` have ``from`` (a
column, or ``list[].key``) and ``rules``, tried in order: ``{ when = "regular expression", is = value }``.
The first rule that any value meets, decides. A fact without a rule that fits stays unknown; an act
without one refuses the row.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SHIPPED = Path(__file__).parent / "mappings"
Value = str | bool | int


class MappingError(Exception):
    """The mapping file can't be used; the message names the key, what came and what was expected."""


@dataclass(frozen=True)
class Rule:
    """When the expression is found in a value, that is the result."""

    when: re.Pattern[str]
    result: Value


@dataclass(frozen=True)
class Column:
    """One thing read from a row: where from, and by which rules."""

    source: str
    rules: tuple[Rule, ...]

    def read(self, row: Mapping[str, Any]) -> Value | None:
        """Return the result of the first rule that any value of the source meets, or None."""
        values = [str(value) for value in _values(row, self.source)]
        for rule in self.rules:
            if any(rule.when.search(value) for value in values):
                return rule.result
        return None


@dataclass(frozen=True)
class Refusal:
    """Rows that are not contacts, and why."""

    column: str
    when: re.Pattern[str]
    because: str


@dataclass(frozen=True)
class RowMapping:
    """A mapping file, read and checked."""

    name: str
    digest: str
    id_column: str
    date_column: str
    body_column: str
    published_column: str
    keep: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    act: Column
    actor: Column | None
    practice: Column | None
    facts: Mapping[str, Column]


def _values(row: Mapping[str, Any], source: str) -> Iterable[Any]:
    head, listed, key = source.partition("[].")
    value = row.get(head)
    if listed:
        return [item.get(key) for item in value or [] if isinstance(item, dict) and item.get(key) is not None]
    return [] if value is None else [value]


def find(name: str) -> Path:
    """Return the mapping's path: a file, or one of those shipped, by name.

    Raises:
        MappingError: there is neither.
    """
    path = Path(name)
    if path.is_file():
        return path
    shipped = SHIPPED / f"{name}.toml"
    if shipped.is_file():
        return shipped
    known = ", ".join(sorted(file.stem for file in SHIPPED.glob("*.toml")))
    raise MappingError(
        f"{name}: there is no such mapping file. Name a .toml file, or one that is shipped: {known}."
    )


def read(path: Path) -> RowMapping:
    """Read and check a mapping file.

    Raises:
        MappingError: it isn't TOML, or a key is missing, unknown or of the wrong kind.
    """
    data = path.read_bytes()
    try:
        table = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MappingError(f"{path.name}: not TOML: {error}.") from error
    known = {"id", "date", "body", "published", "keep", "refuse", "act", "actor", "practice", "facts"}
    for key in table.keys() - known:
        raise MappingError(f"{path.name}: the key {key!r} is unknown; known are {', '.join(sorted(known))}.")
    return RowMapping(
        name=path.stem,
        digest=hashlib.sha256(data).hexdigest(),
        id_column=_text(path, table, "id"),
        date_column=_text(path, table, "date"),
        body_column=table.get("body", ""),
        published_column=table.get("published", ""),
        keep=tuple(table.get("keep", ())),
        refusals=tuple(_refusal(path, item) for item in table.get("refuse", ())),
        act=_column(path, "act", table.get("act")),
        actor=_column(path, "actor", table["actor"]) if "actor" in table else None,
        practice=_column(path, "practice", table["practice"]) if "practice" in table else None,
        facts={fact: _column(path, f"facts.{fact}", item) for fact, item in table.get("facts", {}).items()},
    )


def _text(path: Path, table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value:
        raise MappingError(f"{path.name}: {key} must name a column, and {value!r} came.")
    return value


def _column(path: Path, key: str, item: Any) -> Column:
    if (
        not isinstance(item, dict)
        or not isinstance(item.get("from"), str)
        or not isinstance(item.get("rules"), list)
    ):
        raise MappingError(
            f'{path.name}: {key} needs from = "column" and rules = [ {{ when = "…", is = "…" }} ].'
        )
    rules = []
    for rule in item["rules"]:
        if not isinstance(rule, dict) or rule.keys() != {"when", "is"}:
            raise MappingError(f"{path.name}: {key}: a rule has `when` and `is`, and {rule!r} came.")
        rules.append(Rule(_pattern(path, key, rule["when"]), rule["is"]))
    return Column(item["from"], tuple(rules))


def _refusal(path: Path, item: Any) -> Refusal:
    if not isinstance(item, dict) or item.keys() != {"column", "when", "because"}:
        raise MappingError(f"{path.name}: refuse has `column`, `when` and `because`, and {item!r} came.")
    return Refusal(item["column"], _pattern(path, "refuse", item["when"]), item["because"])


def _pattern(path: Path, key: str, text: Any) -> re.Pattern[str]:
    try:
        return re.compile(str(text), re.IGNORECASE)
    except re.error as error:
        raise MappingError(f"{path.name}: {key}: {text!r} is not a regular expression: {error}.") from error


@lru_cache
def shipped_names() -> tuple[str, ...]:
    """Return the names of the mappings that come with the city."""
    return tuple(sorted(file.stem for file in SHIPPED.glob("*.toml")))
