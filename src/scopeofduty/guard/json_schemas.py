"""A check of a JSON Schema: which properties ask where somebody comes from without a declared legal basis.

A property is named by its path, as the sweep names it: ``properties.person.properties.citizenship``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scopeofduty.guard.declared import (
    Undeclared,
    UndeclaredCollectionError,
    UnknownDeclarationError,
    fault_of,
)
from scopeofduty.sweep.category import Tier, Verb
from scopeofduty.sweep.examine import examine
from scopeofduty.sweep.hit import Hit
from scopeofduty.sweep.readers.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from scopeofduty.guard.declared import Declared

ROOT = "$."


def check(
    schema: Mapping[str, Any],
    collects: Mapping[str, Declared],
    *,
    today: date,
    where: str = "the schema",
    proxies: bool = False,
) -> None:
    """Refuse a schema that asks for what it hasn't declared.

    Args:
        schema: a JSON Schema, as plain values.
        collects: the legal basis of each property, by its path.
        today: a declaration whose day has passed no longer holds.
        where: what the schema is called in the message.
        proxies: refuse also what only lets a reader guess.

    Raises:
        UndeclaredCollectionError: a property asks for what isn't declared, or its declaration has ended.
        UnknownDeclarationError: a declaration names a property that the schema doesn't have.
        ValueError: the schema isn't JSON, or the sweep can't read it.
    """
    unknown = {path for path in collects if not _there(schema, path.split("."))}
    if unknown:
        raise UnknownDeclarationError(where, unknown)
    found = [
        Undeclared(path, hit.category, hit.rule, fault)
        for path, hit in _asks(schema, where)
        if (proxies or hit.tier is Tier.DIRECT) and (fault := fault_of(collects.get(path), today))
    ]
    if found:
        raise UndeclaredCollectionError(where, found)


def _asks(schema: Mapping[str, Any], where: str) -> Iterator[tuple[str, Hit]]:
    try:
        data = json.dumps(schema).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"{where} is no JSON Schema: {error}") from error
    for found in examine(Source("schema.json", data)):
        if not isinstance(found, Hit):
            raise ValueError(f"{where} could not be read: {found.reason}")  # noqa: TRY004 — a bad schema
        if found.verb is Verb.ASKS and not found.complies:
            yield found.locator.removeprefix(ROOT), found


def _there(schema: Any, path: list[str]) -> bool:
    for part in path:
        if not isinstance(schema, dict) or part not in schema:
            return False
        schema = schema[part]
    return True
