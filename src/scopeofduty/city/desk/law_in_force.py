"""The law that the city has in force, read once and kept while its files stay as they are."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from scopeofduty import law
from scopeofduty.city.profile.models import City

if TYPE_CHECKING:
    from datetime import date


class NoLawError(RuntimeError):
    """The desk has no law to answer from. The message says why and who can mend it."""


@lru_cache(maxsize=4)
def _read(packs: tuple[str, ...]) -> law.Book:
    return law.read(packs)


@lru_cache(maxsize=16)
def _on(packs: tuple[str, ...], day: date) -> law.InForce:
    return _read(packs).on(day)


def _packs() -> tuple[str, ...]:
    city = City.objects.first()
    if city is None or not city.packs:
        raise NoLawError(
            _("The city has not said which law is in force here. An administrator sets it under “city”.")
        )
    return tuple(city.packs)


def book() -> law.Book:
    """Return the city's law packs, with the law above them.

    Raises:
        NoLawError: no pack is named, or one can't be read.
    """
    packs = _packs()
    try:
        return _read(packs)
    except (law.LawError, OSError) as error:
        raise NoLawError(_unreadable(packs, error)) from error


def on(day: date) -> law.InForce:
    """Return the law in force on ``day``.

    Raises:
        NoLawError: no pack is named, or one can't be read.
    """
    packs = _packs()
    try:
        return _on(packs, day)
    except (law.LawError, OSError) as error:
        raise NoLawError(_unreadable(packs, error)) from error


def forget() -> None:
    """Read the packs anew at the next question: after a pack was changed on disk."""
    _read.cache_clear()
    _on.cache_clear()


def _unreadable(packs: tuple[str, ...], error: Exception) -> str:
    first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return _("The law in force (%(packs)s) could not be read: %(error)s") % {
        "packs": ", ".join(packs),
        "error": first,
    }
