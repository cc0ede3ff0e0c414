"""A collection point as a reader hands it over, before anything is decided."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """A field, column or option list with everything said about it.

    ``names`` are identifiers, ``labels`` what people read (question, tooltip, title, description),
    ``options`` the answers offered, ``values`` samples of what is stored,
    ``context`` what stands around it (table, form title, comment).
    """

    names: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    context: str = ""
