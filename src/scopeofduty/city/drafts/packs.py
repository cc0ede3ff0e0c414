"""A draft as a law pack: the files that `law` reads, and what is in them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from scopeofduty import law
from scopeofduty.law.packs import contents, digest, folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from scopeofduty.law import Book, InForce
    from scopeofduty.law import Version as LawVersion

Files = dict[str, str]
TEXT, RULES = "ordinance.md", "ordinance.duty"
_STANDS = re.compile(r"^(?P<word>in force|draft)[ \t]+from[ \t]+(?P<days>.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Start:
    """A law version that a draft can begin from."""

    pack: str
    law: str
    name: str
    level: str
    day: date
    file: str
    """The stem of its two files."""

    @property
    def key(self) -> str:
        """What a form sends."""
        return f"{self.pack}/{self.file}"


def starts(packs: tuple[str, ...]) -> Iterator[Start]:
    """Yield the versions of the packs (shipped names or folders) that a draft can begin from."""
    for name in packs:
        try:
            book = law.read(name, above=False, examples=False)
        except (law.LawError, OSError):
            continue  # a pack that can't be read is the desk's trouble, and said there
        for version in book.packs[0].versions:
            stem = version.file.removeprefix(f"{version.pack}/").removesuffix(".duty")
            yield Start(name, version.law, version.name, version.level, version.start, stem)


def begun(start: Start) -> tuple[Files, str, str]:
    """Return the base files, the text and the rules of a version to begin from. Raises `LawError`."""
    files = {name: data.decode() for name, data in contents(folder(start.pack))}
    base: Files = {name: files[name] for name in ("pack.json", "vocabulary.json") if name in files}
    return base, files.get(f"{start.file}.md", ""), files[f"{start.file}.duty"]


def files_of(base: Mapping[str, str], text: str, rules: str) -> Files:
    """Return the pack of a draft, alone: its law and nothing of the city's other laws."""
    return {**base, TEXT: text, RULES: rules}


def encoded(files: Mapping[str, str]) -> dict[str, bytes]:
    """Return files as the bytes that `law` reads."""
    return {name: text.encode() for name, text in files.items()}


def digest_of(files: Mapping[str, str]) -> str:
    """Return the pack's digest, as `law` reckons it."""
    return digest(encoded(files))


@lru_cache(maxsize=64)
def _book(packed: tuple[tuple[str, str], ...], above: bool) -> Book:  # noqa: FBT001 — a key of the cache
    return law.read_files(encoded(dict(packed)), above=above, examples=False)


def book(files: Mapping[str, str], *, above: bool = False) -> Book:
    """Read a draft's pack, kept while it stays the same. Raises `LawError` with every fault."""
    return _book(tuple(sorted(files.items())), above)


def opened(files: Mapping[str, str], *, above: bool = False, day: date | None = None) -> InForce:
    """Open a draft's pack on a day: its first, when none is given. Raises `LawError`."""
    read = book(files, above=above)
    return read.on(day or max(version.start for version in read.packs[0].versions))


def law_version(files: Mapping[str, str]) -> LawVersion:
    """Return the one version that a draft's rules hold. Raises `LawError`."""
    return book(files).packs[0].versions[-1]


def standing(rules: str, *, first: date, last: date | None = None, draft: bool = False) -> str:
    """Return rules whose head says from which day (and until which) they stand.

    Raises `LawError` when they say nothing of it.
    """
    days = f"from {first.isoformat()}" + (f" until {last.isoformat()}" if last else "")
    word = "draft" if draft else "in force"
    put, times = _STANDS.subn(lambda _found: f"{word:<12} {days}", rules, count=1)
    if not times:
        raise law.LawError(
            "The rules have no line “in force from …” or “draft from …”. Add it at their head."
        )
    return put


def ended(rules: str, last: date) -> str:
    """Return rules that no longer stand from ``last`` on; they keep the day they began."""

    def until(found: re.Match[str]) -> str:
        began = found["days"].split(" until ")[0].strip()
        return f"{found['word']:<12} from {began} until {last.isoformat()}"

    return _STANDS.sub(until, rules, count=1)


def header(files: Mapping[str, str]) -> dict[str, object]:
    """Return what `pack.json` says."""
    loaded: dict[str, object] = json.loads(files["pack.json"])
    return loaded
