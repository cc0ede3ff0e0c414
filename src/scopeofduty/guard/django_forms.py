"""A Django form that refuses to be made with a field that it has not declared.

::

    class Hiring(NoUndeclaredCollection, forms.Form):
        collects = {"citizenship": Declared("8 USC 1324a(b)", until=date(2027, 6, 30))}
        citizenship = forms.BooleanField(label="I am a citizen of the United States")
"""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar

from django.forms import ChoiceField, Field, ModelChoiceField

from scopeofduty.guard.declared import (
    MOST_OPTIONS,
    Asked,
    UndeclaredCollectionError,
    UnknownDeclarationError,
    undeclared,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scopeofduty.guard.declared import Declared


class NoUndeclaredCollection:
    """A mixin that stands before ``forms.Form`` or ``forms.ModelForm``.

    Attributes:
        collects: the legal basis of each field that asks where somebody comes from, by its name.
        refuses_proxies: whether fields that only let a reader guess must be declared too.
    """

    collects: ClassVar[Mapping[str, Declared]] = {}
    refuses_proxies: ClassVar[bool] = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make the form.

        Raises:
            UndeclaredCollectionError: a field asks for what isn't declared, or its declaration has ended.
            UnknownDeclarationError: a declaration names a field that the form doesn't have.
        """
        super().__init__(*args, **kwargs)
        fields: Mapping[str, Field] = self.fields  # type: ignore[attr-defined]
        where = f"{type(self).__module__}.{type(self).__qualname__}"
        unknown = set(self.collects) - set(fields)
        if unknown:
            raise UnknownDeclarationError(where, unknown)
        found = undeclared(asked(fields), self.collects, today=self.today(), proxies=self.refuses_proxies)
        if found:
            raise UndeclaredCollectionError(where, found)

    def today(self) -> date:
        """Return the day that declarations are held against; a city with a clock of its own overrides it."""
        return date.today()  # noqa: DTZ011 — the day of the machine, for a date without a time


def asked(fields: Mapping[str, Field]) -> Iterator[Asked]:
    """Yield each field as the rules read it: its name, label, help, placeholder and the answers offered."""
    for name, field in fields.items():
        placeholder = field.widget.attrs.get("placeholder", "")
        labels = tuple(str(text) for text in (field.label, field.help_text, placeholder) if text)
        yield Asked(name, labels, tuple(islice(_offered(field), MOST_OPTIONS)))


def _offered(field: Field) -> Iterator[str]:
    """Yield the answers offered; rows of a table are data, not answers, and are not fetched."""
    if isinstance(field, ChoiceField) and not isinstance(field, ModelChoiceField):
        yield from _labels(field.choices)


def _labels(choices: Iterable[Any]) -> Iterator[str]:
    for _value, label in choices:
        if isinstance(label, list | tuple):
            yield from _labels(label)
        else:
            yield str(label)
