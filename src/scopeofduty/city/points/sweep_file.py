"""A sweep as a file: what `duty sweep PATH --json` wrote, read with every doubt.

Paths are told from the swept folder on, so that the same drive swept from elsewhere is the same place.
"""

from __future__ import annotations

import fnmatch
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scopeofduty.sweep.hit import Hit, NotRead

LARGEST = 64 * 1024 * 1024  # bytes
MOST_HITS = 200_000
_PATH = 700
_LOCATOR = 300
_EXPECTED = gettext_lazy("Expected is the file that “duty sweep PATH --json > FILE” writes.")


class UnreadableSweepError(Exception):
    """The file is no sweep; the message says what came, what was expected, and what to do."""


@dataclass(frozen=True)
class SweepFile:
    """A sweep: its hits and what it did not read, with what it looked at. Times are in UTC."""

    digest: str
    name: str
    swept_at: datetime | None
    roots: tuple[str, ...]
    excluded: tuple[str, ...]
    files: frozenset[str]
    unlisted: tuple[str, ...]
    hits: tuple[Hit, ...]
    not_read: tuple[NotRead, ...]

    def looked_at(self, file: str) -> bool:
        """Say whether this sweep proves what is in ``file``: it was read whole, or is no longer there."""
        outer = file.partition("!")[0]
        if any(file == part.file or file.startswith(f"{part.file}!") for part in self.not_read):
            return False
        if outer in self.files:
            return True
        inside = [root for root in self.roots if file == root or file.startswith(f"{root}/")]
        return (
            any(self._not_empty(root) for root in inside)
            and not any(outer.startswith(f"{folder}/") for folder in self.unlisted)
            and not self._left_out(outer, inside[0])
        )

    def _not_empty(self, root: str) -> bool:
        """A folder without a file is more likely a drive that wasn't there than a city without forms."""
        return any(file == root or file.startswith(f"{root}/") for file in self.files)

    def _left_out(self, file: str, root: str) -> bool:
        relative, name = file[len(root) + 1 :], file.rpartition("/")[2]
        return any(fnmatch.fnmatch(relative, mark) or fnmatch.fnmatch(name, mark) for mark in self.excluded)


def read(data: bytes) -> SweepFile:
    """Read a sweep.

    Raises:
        UnreadableSweepError: it is too large, no JSON, or not what a sweep writes.
    """
    if len(data) > LARGEST:
        raise UnreadableSweepError(
            _("The file has %(size)s MB, and at most %(most)s are read. Sweep one department at a time.")
            % {"size": len(data) // 2**20, "most": LARGEST // 2**20}
        )
    told = _json(data)
    try:
        swept = told.get("swept") or {}
        given = [(str(root["path"]), str(root["name"])) for root in swept.get("roots", [])]
        names = _Names(_distinct(given))
        hits = [_hit(row, names) for row in told["hits"]]
        return SweepFile(
            digest=hashlib.sha256(data).hexdigest(),
            name=", ".join([*names.roots, *map(str, swept.get("databases", []))])[:200] or "sweep",
            swept_at=_time(swept["at"]) if "at" in swept else None,
            roots=tuple(names.roots),
            excluded=tuple(map(str, swept.get("excluded", []))),
            files=frozenset([*map(names, swept.get("files", [])), *map(str, swept.get("databases", []))]),
            unlisted=tuple(map(names, swept.get("unlisted", []))),
            hits=tuple(hit for hit in hits if not hit.complies),
            not_read=tuple(_not_read(row, names) for row in told["not_read"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        told_why = _("This is JSON, but no sweep (%(why)s).") % {"why": _what(error)}
        raise UnreadableSweepError(f"{told_why} {_EXPECTED}") from error


def _json(data: bytes) -> dict[str, Any]:
    try:
        told = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        what = _("Byte %(place)s is not UTF-8.") % {"place": error.start}
        raise UnreadableSweepError(f"{what} {_EXPECTED}") from error
    except (ValueError, RecursionError) as error:
        what = _("This is not JSON (%(why)s).") % {"why": str(error)[:80]}
        raise UnreadableSweepError(f"{what} {_EXPECTED}") from error
    if not isinstance(told, dict) or not isinstance(told.get("hits"), list):
        what = _("This is JSON without a list “hits”.")
        raise UnreadableSweepError(f"{what} {_EXPECTED}")
    if told.get("version") != 1:
        what = _("Version %(version)s is not known here.") % {"version": str(told.get("version"))[:20]}
        raise UnreadableSweepError(f"{what} {_EXPECTED}")
    if len(told["hits"]) > MOST_HITS:
        raise UnreadableSweepError(
            _("%(hits)s hits, and at most %(most)s are taken at once. Sweep one department at a time.")
            % {"hits": len(told["hits"]), "most": MOST_HITS}
        )
    return told


class _Names:
    """Tells a path from the swept folder's own name on."""

    def __init__(self, given: list[tuple[str, str]]) -> None:
        self._given = sorted(given, key=lambda root: -len(root[0]))
        self.roots = [name for _path, name in given]

    def __call__(self, path: Any) -> str:
        text = _kept(path, _PATH)
        for root, name in self._given:
            if text == root:
                return name
            if text.startswith(f"{root.rstrip('/')}/"):
                return f"{name}/{text[len(root.rstrip('/')) + 1 :]}"
            if root == "." and not text.startswith("/"):
                return f"{name}/{text}"
        return text


def _distinct(given: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Keep the whole path of folders that have the same name."""
    names = [name for _path, name in given]
    return [(path, name if names.count(name) == 1 and name else path) for path, name in given]


def _hit(row: dict[str, Any], names: _Names) -> Hit:
    fields = {key: value for key, value in row.items() if key in Hit.__slots__}
    fields |= {
        "file": names(row["file"]),
        "locator": _kept(row["locator"], _LOCATOR),
        "text": _kept(row["text"], _LOCATOR),
        "rule": _kept(row["rule"], 60),
        "fingerprint": _kept(row["fingerprint"], 40),
        "page": _count(row["page"]),
        "line": _count(row["line"]),
        "bases": [_kept(base, 60) for base in row["bases"]][:20],
    }
    if not fields["fingerprint"]:
        raise ValueError("a hit without a fingerprint")
    return Hit.from_json(fields)


def _not_read(row: dict[str, Any], names: _Names) -> NotRead:
    return NotRead(names(row["file"]), _kept(row["reason"], 300), _kept(row.get("locator", ""), _LOCATOR))


def _kept(value: Any, longest: int) -> str:
    """Return a text that every database can hold."""
    if not isinstance(value, str):
        raise TypeError(f"{str(value)[:40]!r} is no text")
    return "".join("�" if c == "\x00" or "\ud800" <= c <= "\udfff" else c for c in value)[:longest]


def _count(value: Any) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or not 0 <= value < 2**31:
        raise ValueError(f"{str(value)[:40]} is no page or line")
    return value


def _time(text: Any) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{text[:40]} has no zone")
    return at.astimezone(UTC)


def _what(error: Exception) -> str:
    return (
        _("“%(name)s” is missing") % {"name": error.args[0]}
        if isinstance(error, KeyError)
        else str(error)[:120]
    )
