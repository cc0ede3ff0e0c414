"""Match an agency's name in a log with the user's list of agencies that have 287(g) agreements.

``Franklin Co SO``, ``FRANKLIN COUNTY SHERIFF'S OFFICE`` and ``Franklin County Sheriff (KS)`` are one agency.
Where the list and the log both name a state, the states must agree.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from scopeofduty.sweep.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORDS = re.compile(r"[a-z0-9]+")
_NAME_COLUMNS = (
    "law enforcement agency",
    "agency name",
    "agency",
    "name",
    "lea",
    "department",
    "organization",
)
_TYPE_COLUMNS = ("support type", "type", "agreement type", "model", "agreement")


@dataclass(frozen=True, slots=True)
class Partner:
    """An agency of the user's list: its name as written there, its state's two letters, its agreement."""

    name: str
    state: str = ""
    agreement: str = ""


@cache
def _book() -> dict[str, Any]:
    text = files("scopeofduty.sweep.lookups").joinpath("agencies.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def key_of(name: str) -> tuple[str, str]:
    """Return an agency's name in one spelling, and its state's two letters or '' where it names none.

    ``"Franklin Co SO, KS"`` gives ``("franklin county sheriff", "KS")``.
    """
    book = _book()
    written = re.sub(r"['\u2019]", "", name).replace("&", " and ")
    state, raw = _state_of(fold(written).text, written)
    for written, short in book["phrases"].items():
        raw = re.sub(rf"\b{written}(?![a-z])", short, raw)
    words = [word for w in _WORDS.findall(raw) for word in book["words"].get(w, w).split()]
    plain = dict.fromkeys(word for word in words if word not in book["noise"])
    return " ".join(plain), state


_OFFICE = frozenset(
    ("so", "pd", "sheriff", "sheriffs", "police", "office", "department", "dept", "co", "county")
)


def _state_of(folded: str, written: str) -> tuple[str, str]:
    """Take the state out of a name: spelled out at its end, or its letters at either end or before "SO"."""
    states = _book()["states"]
    for spelled in sorted(states, key=len, reverse=True):
        at_end = re.search(rf"[ ,(-]+{spelled}\)?$", folded)
        if at_end and len(_WORDS.findall(folded[: at_end.start()])) > 1:
            return states[spelled].upper(), folded[: at_end.start()]
    for match in re.finditer(rf"(?<![a-z0-9])({'|'.join(states.values())})(?![a-z0-9])", folded):
        before, after = _WORDS.findall(folded[: match.start()]), _WORDS.findall(folded[match.end() :])
        capital = written[match.start() : match.end()].isupper() or written.islower()
        if capital and _is_state(match.group(1), before, after):
            return match.group(1).upper(), folded[: match.start()] + " " + folded[match.end() :]
    return "", folded


def _is_state(letters: str, before: list[str], after: list[str]) -> bool:
    """Two letters mean a state here, and not a county (CO) or Los Angeles (LA)."""
    if letters == "co" and ("county" not in before if after else not _OFFICE & set(before)):
        return False
    if letters == "la" and not before:
        return False
    at_end = bool(before) and _OFFICE.issuperset(after)
    return at_end or (not before and len(after) > 1)


class Agencies:
    """A list of agencies, asked by the names that logs use."""

    def __init__(self, partners: Iterable[Partner]) -> None:
        """Take the list; an agency without a usable name is left out."""
        self._by_name: dict[str, list[Partner]] = {}
        for partner in partners:
            key, state = key_of(partner.name)
            if key:
                short = partner.state or state
                self._by_name.setdefault(key, []).append(Partner(partner.name, short, partner.agreement))

    def __len__(self) -> int:
        """Return how many agencies are listed."""
        return sum(map(len, self._by_name.values()))

    def match(self, name: str, home_state: str = "") -> Partner | None:
        """Return the listed agency that a log's name means, or None.

        A name without a state is one of ``home_state``; without that, it must be the only one of its name.
        """
        key, state = key_of(name)
        state = state or home_state.upper()
        found = [p for p in self._by_name.get(key, ()) if not state or not p.state or p.state == state]
        return found[0] if found and (state or len({p.state for p in found}) == 1) else None

    @classmethod
    def read(cls, text: str) -> Agencies:
        """Read a list: a CSV with a header (state, agency, type), or one name a line.

        Raises:
            ValueError: Nothing in it can be read as an agency's name.
        """
        rows = [row for row in csv.reader(io.StringIO(text.lstrip("\ufeff"))) if any(c.strip() for c in row)]
        header = [fold(cell).text.strip() for cell in rows[0]] if rows else []
        at = _column(header, _NAME_COLUMNS)
        if at is None:
            partners = [Partner(", ".join(c.strip() for c in row if c.strip())) for row in rows]
        else:
            partners = [_partner(row, header, at) for row in rows[1:] if len(row) > at]
        listed = cls(p for p in partners if p.name.strip())
        if not len(listed):
            raise ValueError(
                "no agency in it: expected a name a line, or a CSV with the columns state and agency"
            )
        return listed


def _column(header: list[str], names: tuple[str, ...]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def _partner(row: list[str], header: list[str], at: int) -> Partner:
    def cell(index: int | None) -> str:
        return row[index].strip() if index is not None and index < len(row) else ""

    states = _book()["states"]
    state = fold(cell(_column(header, ("state", "st")))).text
    return Partner(
        row[at].strip(), states.get(state, state).upper()[:2], cell(_column(header, _TYPE_COLUMNS))
    )
