"""Markers that number a provision, as American ordinances print them, and what each could mean.

``(i)`` may be the ninth letter or the first Roman numeral: a marker has readings, and the outline decides
among them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from scopeofduty.documents.provision import GROUPS, Kind

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_ROMAN_FORM = re.compile(r"m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})$")
_WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]

_CODE = r"\d{1,6}[A-Za-z]?(?:[-\u2013.:]\d{1,6}[A-Za-z]?){1,8}(?:,\d{1,6}[a-z]?)?"
_PLAIN = r"(?:[IVXLCDM]{1,12}|\d{1,6}(?:[-.]?[A-Za-z])?|[A-Z]\d{0,4}|" + "|".join(_WORDS) + r")"
_END = r"(?P<end>\s*[.:—\u2013]|\s+[-\u2013—](?=\s)|\s*$)"
_GROUP = re.compile(
    rf"(?P<word>{'|'.join(GROUPS)})\s+(?P<number>{_PLAIN}|{_CODE})(?:{_END}|(?=\s+(?-i:[A-Z]{{2}})))",
    re.IGNORECASE,
)
_SECTION = re.compile(
    rf"(?:(?P<word>section|sec\.?)\s+(?P<number>{_CODE}|{_PLAIN}){_END}"
    rf"|(?P<sign>§§?)\s*(?P<signed>{_CODE}|{_PLAIN})(?P<stop>[.:])?(?=\s|$))",
    re.IGNORECASE,
)
_CODED = re.compile(rf"(?!\d{{4}}-\d\d-\d\d\b)(?P<number>{_CODE})\.?(?=\s|$)")
_LISTED = re.compile(
    r"(?:\((?P<inside>[A-Za-z]{1,6}|\d{1,3})(?P<added>[-.]?\d{1,2}|[-.]?[A-Za-z])?\)"
    r"|(?P<bare>[A-Za-z]|[ivxlc]{2,6}|[IVXLC]{2,6}|\d{1,3})(?P<close>[.)]))(?=\s|$|\()"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of a marker: ``style`` is shared by what counts together, ``value`` counts from 1."""

    style: str
    value: int
    inserted: str = ""  # the "1" of "(a-1)": a number put in between two others


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker at the start of a line; ``printed`` is the number as it stands, ``rank`` None in lists."""

    printed: str
    rank: Kind | None
    readings: tuple[Reading, ...]
    rest: str


@lru_cache(maxsize=4096)
def roman(text: str) -> int | None:
    """The value of a Roman numeral in either case, or None."""
    low = text.lower()
    if not low or not _ROMAN_FORM.match(low):
        return None
    values = [_ROMAN[letter] for letter in low]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def read_marker(line: str) -> Marker | None:
    """The marker at the start of ``line`` (no leading spaces), or None when it begins with ordinary words."""
    first = line[:1]
    if first.isalpha() and first.isupper():
        found = _GROUP.match(line)
        if found:
            return _worded(found, line, Kind(found["word"].lower()))
    if first == "§" or first in {"S", "s"}:
        found = _SECTION.match(line)
        if found and not first.islower():
            return _worded(found, line, Kind.SECTION)
    found = _CODED.match(line) if first.isdigit() else None
    if found:
        return Marker(found[0], Kind.SECTION, _code_readings(found["number"]), line[found.end() :].strip())
    found = _LISTED.match(line)
    return _listed(found, line) if found else None


def _worded(found: re.Match[str], line: str, rank: Kind) -> Marker:
    groups = found.groupdict()
    number = groups.get("number") or groups.get("signed") or ""
    tidy = (
        found[0]
        if found[0].rstrip().endswith((".", ":"))
        else found[0][: found.end("number" if groups.get("number") else "signed")]
    )
    return Marker(
        " ".join(tidy.split()),
        rank,
        _count_readings(number, rank),
        line[found.end() :].lstrip(" \t-\u2013—").rstrip(),
    )


def _count_readings(number: str, rank: Kind) -> tuple[Reading, ...]:
    if re.fullmatch(_CODE, number):
        return _code_readings(number)
    if number.lower() in _WORDS:
        return (Reading(rank, _WORDS.index(number.lower()) + 1),)
    split = re.fullmatch(r"(\d+)[-.]?([A-Za-z]?)", number)
    if split:
        return (Reading(rank, int(split[1]), split[2].lower()),)
    lettered = re.fullmatch(r"([A-Za-z])(\d+)", number)
    if lettered:
        return (Reading(f"{rank} {lettered[1].upper()}", int(lettered[2])),)
    value = roman(number)
    letter = (Reading(f"{rank} letter", ord(number.lower()) - 96),) if len(number) == 1 else ()
    return ((Reading(rank, value),) if value else ()) + letter


def _code_readings(number: str) -> tuple[Reading, ...]:
    *before, last = re.split(r"(?<=[-\u2013.:,])", number)
    digits = re.match(r"\d+", last)
    prefix = "".join(before)
    return (
        Reading(f"code {prefix}", int(digits[0]) if digits else 0, last[digits.end() :] if digits else last),
    )


def _listed(found: re.Match[str], line: str) -> Marker | None:
    body = found["inside"] or found["bare"]
    added = (found["added"] or "").strip("-.").lower()
    wrapper = "()" if found["inside"] else found["close"]
    if body.isalpha() and (found["added"] or "").isalpha():
        return None  # a word in brackets
    readings = _letter_readings(body, wrapper, added)
    return Marker(found[0], None, readings, line[found.end() :].strip()) if readings else None


def _letter_readings(body: str, wrapper: str, inserted: str) -> tuple[Reading, ...]:
    if body.isdigit():
        return (Reading(f"1{wrapper}", int(body), inserted),)
    if not (body.islower() or body.isupper()):
        return ()
    case = "a" if body.islower() else "A"
    readings = []
    if len(set(body)) == 1 and len(body) <= 3:
        readings.append(
            Reading(f"{case}{wrapper}", ord(body[0].lower()) - 96 + 26 * (len(body) - 1), inserted)
        )
    value = roman(body)
    if value and value <= 100:
        readings.append(Reading(f"{'i' if case == 'a' else 'I'}{wrapper}", value, inserted))
    return tuple(readings)
