"""The state of a sweep on disk: what is done is not done again, after an interruption or the next night.

One JSON line a unit, written as its result is taken.
A unit whose file changed has another id and is read anew.
The first line names the rules and the readers; when they have changed, everything is read anew.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from scopeofduty.sweep.hit import Hit, NotRead
from scopeofduty.sweep.unit import UnitResult

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.abc import Traversable
    from pathlib import Path
    from typing import TextIO

    from scopeofduty.sweep.unit import Unit


@cache
def rules_version() -> str:
    """Return a digest of the rules and of the code that reads and judges; it changes when either does."""
    digest = hashlib.blake2b(digest_size=10)
    for data in _parts(files("scopeofduty.sweep")):
        digest.update(data)
    return digest.hexdigest()


def _parts(place: Traversable) -> Iterator[bytes]:
    for item in sorted(place.iterdir(), key=lambda each: each.name):
        if item.is_dir() and item.name not in {"tests", "__pycache__"}:
            yield from _parts(item)
        elif item.name.endswith((".toml", ".txt", ".py")):
            yield item.read_bytes()


def load(path: Path) -> dict[str, UnitResult]:
    """Return the results in a state file; none where it is missing, or was written under other rules.

    A last line cut short by an interruption is left out, and its unit is done again.
    """
    if not path.exists():
        return {}
    results: dict[str, UnitResult] = {}
    with path.open(encoding="utf-8") as lines:
        if _row(lines.readline()).get("rules") != rules_version():
            return {}
        for line in lines:
            row = _row(line)
            if "id" in row:
                found = tuple(NotRead(**i) if "reason" in i else Hit.from_json(i) for i in row["found"])
                results[row["id"]] = UnitResult(found, row["lines"], row["size"])
    return results


def _row(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError:
        return {}
    return row if isinstance(row, dict) else {}


def begin(path: Path, results: dict[str, UnitResult]) -> TextIO:
    """Write a state file anew with the results kept, and return it open for more."""
    stream = path.open("w", encoding="utf-8")
    stream.write(json.dumps({"rules": rules_version()}) + "\n")
    for unit_id, result in results.items():
        stream.write(_line(unit_id, result))
    stream.flush()
    return stream


def add(stream: TextIO, unit: Unit, result: UnitResult) -> None:
    """Write down one unit's result at once."""
    stream.write(_line(unit.id, result))
    stream.flush()


def _line(unit_id: str, result: UnitResult) -> str:
    found = [item.as_json() for item in result.found]
    row = {"id": unit_id, "found": found, "lines": result.lines, "size": result.size}
    return json.dumps(row, ensure_ascii=False) + "\n"
