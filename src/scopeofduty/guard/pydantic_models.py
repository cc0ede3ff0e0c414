"""A Pydantic model that can't be defined with a field that it has not declared.

::

    class Hiring(DeclaredModel):
        collects: ClassVar = {"citizenship": Declared("8 USC 1324a(b)", until=date(2027, 6, 30))}
        citizenship: bool

A model that can't inherit is checked by ``check(Model, collects)``. Pydantic is the extra ``guards``.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar, Literal, get_args, get_origin

from pydantic import BaseModel

from scopeofduty.guard.declared import (
    Asked,
    UndeclaredCollectionError,
    UnknownDeclarationError,
    undeclared,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scopeofduty.guard.declared import Declared


class DeclaredModel(BaseModel):
    """A model whose fields are held against its declarations when the class is made."""

    collects: ClassVar[Mapping[str, Declared]] = {}
    refuses_proxies: ClassVar[bool] = False

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Check the class.

        Raises:
            UndeclaredCollectionError: a field asks for what isn't declared, or its declaration has ended.
            UnknownDeclarationError: a declaration names a field that the model doesn't have.
        """
        super().__pydantic_init_subclass__(**kwargs)
        check(cls, cls.collects, proxies=cls.refuses_proxies)


def check(
    model: type[BaseModel],
    collects: Mapping[str, Declared],
    *,
    today: date | None = None,
    proxies: bool = False,
) -> None:
    """Check a model's own fields; a model inside it is checked where it is made.

    Raises:
        UndeclaredCollectionError: a field asks for what isn't declared, or its declaration has ended.
        UnknownDeclarationError: a declaration names a field that the model doesn't have.
    """
    where = f"{model.__module__}.{model.__qualname__}"
    unknown = set(collects) - set(model.model_fields)
    if unknown:
        raise UnknownDeclarationError(where, unknown)
    day = today or date.today()  # noqa: DTZ011 — the day of the machine, for a date without a time
    found = undeclared(asked(model), collects, today=day, proxies=proxies)
    if found:
        raise UndeclaredCollectionError(where, found)


def asked(model: type[BaseModel]) -> Iterator[Asked]:
    """Yield each field as the rules read it: its name, alias, title, description and the answers allowed."""
    for name, field in model.model_fields.items():
        labels = tuple(text for text in (field.title, field.description) if text)
        aliases = (field.alias,) if field.alias else ()
        yield Asked(name, labels, tuple(_allowed(field.annotation)), aliases)


def _allowed(annotation: Any) -> Iterator[str]:
    if get_origin(annotation) is Literal:
        yield from (str(value) for value in get_args(annotation))
    elif isinstance(annotation, type) and issubclass(annotation, Enum):
        yield from (str(member.value) for member in annotation)
    else:
        for part in get_args(annotation):
            yield from _allowed(part)
