"""What is already settled: a baseline file, and suppressions written beside the thing itself.

A suppression names a legal basis and a day it expires, in a comment on the hit's line or the one above:
``sweep: settled basis=I-9 until=2027-06-30``. Without either it settles nothing and is reported.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scopeofduty.sweep.legal_bases import legal_bases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scopeofduty.sweep.hit import Hit

_MARK = re.compile(r"sweep:\s*settled\b(?P<rest>[^\n*>]*)")
_BASIS = re.compile(r"\bbasis=(?P<basis>[^\s,;]+)")
_UNTIL = re.compile(r"\buntil=(?P<until>\d{4}-\d{2}-\d{2})")


class BaselineError(Exception):
    """A baseline that can't be read; the text says what came and what was expected."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """A settled mark at a line: its basis and last day, or what is wrong with it."""

    line: int
    basis: str = ""
    until: dt.date | None = None
    fault: str = ""


def suppressions(text: str) -> tuple[Suppression, ...]:
    """Return every settled mark in a file's text."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if match := _MARK.search(line):
            found.append(_read(match.group("rest"), number))
    return tuple(found)


def _read(rest: str, line: int) -> Suppression:
    basis, until = _BASIS.search(rest), _UNTIL.search(rest)
    if basis is None or until is None:
        missing = "basis=… (a legal basis)" if basis is None else "until=YYYY-MM-DD (the day it expires)"
        return Suppression(line, fault=f"a settled mark without {missing}")
    known = {b.id for b in legal_bases()}
    name = basis.group("basis")
    if name not in known:
        return Suppression(line, fault=f"basis={name} is not known; known are {', '.join(sorted(known))}")
    try:
        day = dt.date.fromisoformat(until.group("until"))
    except ValueError:
        return Suppression(line, fault=f"until={until.group('until')} is no day of the calendar")
    return Suppression(line, name, day)


def suppressed(
    hits: Iterable[Hit], marks: dict[str, tuple[Suppression, ...]], today: dt.date
) -> tuple[set[str], list[str]]:
    """Return the fingerprints that valid marks settle ``today``, and a note for each that settles nothing."""
    settled: set[str] = set()
    by_file: dict[str, list[Hit]] = {}
    for hit in hits:
        by_file.setdefault(hit.file, []).append(hit)
    notes = []
    for file, found in marks.items():
        for mark in found:
            if mark.fault:
                notes.append(f"{file}:{mark.line}: {mark.fault}")
            elif mark.until is not None and mark.until < today:
                notes.append(f"{file}:{mark.line}: settled until {mark.until}, which has passed")
            else:
                near = (h for h in by_file.get(file, []) if h.line in {mark.line, mark.line + 1})
                settled.update(h.fingerprint for h in near)
    return settled, notes


def read_baseline(text: str) -> frozenset[str]:
    """Return the fingerprints of a baseline.

    Raises:
        BaselineError: The text is no baseline written by ``duty sweep --write-baseline``.
    """
    try:
        data = json.loads(text)
        return frozenset(str(mark) for mark in data["fingerprints"])
    except (ValueError, KeyError, TypeError) as error:
        expected = "expected JSON with a list `fingerprints`, as `duty sweep --write-baseline` writes it"
        raise BaselineError(f"it is no baseline; {expected}") from error


def baseline(hits: Iterable[Hit]) -> dict[str, Any]:
    """Return a baseline that holds the fingerprints of some hits."""
    return {"version": 1, "fingerprints": sorted({h.fingerprint for h in hits if not h.complies})}
