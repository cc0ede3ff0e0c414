"""Hyperscan databases: compiled once on a machine, loaded in a moment by every worker after that.

The compiled form lies in the user's cache folder under a name made of the patterns and Hyperscan's version.
Where it can't be read or written, or was made for another kind of processor, it is compiled anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def scanner(patterns: list[str]) -> Callable[[bytes], list[tuple[int, int]]]:
    """Return a function that lists, in order, where a pattern ends in a block and the pattern's index.

    Capital letters count as small ones, which spares a pass over the block.

    Raises:
        ImportError: The extra ``sweep-fast`` is not installed.
    """
    hyperscan = importlib.import_module("hyperscan")
    database = _load(hyperscan, patterns) or _compile(hyperscan, patterns)

    def scan(block: bytes) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        database.scan(block, match_event_handler=lambda index, _s, end, _f, _c: found.append((end, index)))
        return sorted(found)

    return scan


def _flags(hyperscan: Any) -> int:
    return int(hyperscan.HS_FLAG_MULTILINE) | int(hyperscan.HS_FLAG_CASELESS)


def _place(hyperscan: Any, patterns: list[str]) -> Path:
    told = "\n".join((hyperscan.__version__, str(_flags(hyperscan)), *patterns)).encode()
    root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return root / "scopeofduty" / f"{hashlib.blake2b(told, digest_size=16).hexdigest()}.hs"


def _load(hyperscan: Any, patterns: list[str]) -> Any:
    try:
        data = _place(hyperscan, patterns).read_bytes()
        database = hyperscan.loadb(data, hyperscan.HS_MODE_BLOCK)
        database.scratch = hyperscan.Scratch(database)
    except (OSError, RuntimeError, TypeError, hyperscan.HyperscanError):
        return None
    return database


def _compile(hyperscan: Any, patterns: list[str]) -> Any:
    database = hyperscan.Database()
    database.compile(
        expressions=[pattern.encode() for pattern in patterns],
        ids=list(range(len(patterns))),
        elements=len(patterns),
        flags=[_flags(hyperscan)] * len(patterns),
    )
    with contextlib.suppress(OSError, RuntimeError):
        _keep(_place(hyperscan, patterns), hyperscan.dumpb(database))
    return database


def _keep(place: Path, data: bytes) -> None:
    """Write whole or not at all: another worker may be reading."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
    Path(name).replace(place)
