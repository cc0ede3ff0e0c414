"""Names of study sets."""

from __future__ import annotations

import re


class UnusableNameError(ValueError):
    """The name can't be a study set's."""


def set_name(text: str) -> str:
    """Return ``text`` as the name of a study set: lower case, words joined by hyphens, at most 60 characters.

    Raises:
        UnusableNameError: nothing is left of it.
    """
    name = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60]
    if not name:
        raise UnusableNameError(f"{text!r} can't name a study set: it has no letter or digit. Use --name.")
    return name
