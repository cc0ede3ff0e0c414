"""Laws against retaliation, as data: which actions, how many days, counted from what."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("retaliation.json")


@lru_cache(maxsize=1)
def _read() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(FILE.read_text(encoding="utf-8"))["regimes"])


def regimes() -> list[dict[str, Any]]:
    """Return every regime, in the file's order."""
    return [dict(regime) for regime in _read()]
