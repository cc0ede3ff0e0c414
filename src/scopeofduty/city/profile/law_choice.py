"""The law packs that a city can choose to have in force."""

from __future__ import annotations

import json

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from scopeofduty.law.packs import folder, packs

# The demo's own city: an invented ordinance is no start for a real one.
FICTIONAL = "riverbend"


def choices() -> list[tuple[str, str]]:
    """Return (name, title in the reader's language) of every shipped pack that stands for real law."""
    return [(name, _title(name)) for name in packs() if name != FICTIONAL]


def _title(name: str) -> str:
    header = json.loads((folder(name) / "pack.json").read_text(encoding="utf-8"))
    spanish = (get_language() or "").startswith("es")
    title: str = (header.get("title_es") if spanish else None) or header.get("title") or name
    if header.get("standing") == "study":
        return _("%(title)s (a draft, for study)") % {"title": title}
    return title
