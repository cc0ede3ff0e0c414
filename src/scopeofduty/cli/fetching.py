"""How far a copy has come, on a terminal: one bar for each kind of file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scopeofduty.ledger.mirror import Progress


def progress() -> Progress:
    """Return what a mirror tells of its work: bars on standard error, nothing where no person looks."""
    from scopeofduty.ledger.mirror import silent

    if not sys.stderr.isatty():
        return silent
    from tqdm import tqdm

    bar: list[Any] = []

    def tell(what: str | None, count: int) -> None:
        if what is None:
            bar[0].update(count)
            return
        if bar:
            bar.pop().close()
        bar.append(tqdm(total=count, desc=what, unit=" files", leave=False))

    return tell
