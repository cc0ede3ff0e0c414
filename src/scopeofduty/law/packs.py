"""Reads a pack: a folder of `.duty` files, the text beside each, `pack.json`, own vocabulary."""

from __future__ import annotations

import hashlib
import json
from itertools import combinations
from pathlib import Path

from scopeofduty.law.errors import LawError, Problem, ReadError, nearest
from scopeofduty.law.file_reader import FileRead, read_file
from scopeofduty.law.rules import Pack, Rule, Section, Version, covers, stands_despite
from scopeofduty.law.texts import read_text
from scopeofduty.law.vocabulary import Text, Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any, Final

SHIPPED: Final = Path(__file__).parent.parent / "laws"
_SUFFIXES: Final = {".duty", ".md", ".json"}


def packs() -> tuple[str, ...]:
    """Return the names of the packs shipped with the product, sorted."""
    return tuple(sorted(found.parent.name for found in SHIPPED.glob("*/pack.json")))


def folder(name_or_path: str | Path, beside: Path | None = None) -> Path:
    """Return the folder of a shipped pack's name or of a path. Raises `LawError`.

    A bare name is looked for next to `beside` (the pack that names it), then among the shipped
    packs, then as a path.
    """
    path = Path(name_or_path)
    bare = str(name_or_path) == path.name
    candidates = [beside.parent / path] if beside and bare else []
    candidates += [SHIPPED / path, path] if bare else [path]
    for candidate in candidates:
        if (candidate / "pack.json").is_file():
            return candidate
    if path.is_dir():
        raise LawError(f"The folder {path} holds no pack.json, so it is not a pack.")
    known = nearest(str(path), packs()) or "Shipped packs: " + ", ".join(packs()) + "."
    raise LawError(f"There is no pack “{path}”. {known}")


def read_pack(path: Path, base: Vocabulary, *, with_examples: bool = True) -> tuple[Pack, Vocabulary]:
    """Read a pack's folder and the vocabulary it widens. Raises `ReadError` with every fault."""
    return pack_of(path.name, dict(contents(path)), base, with_examples=with_examples)


def pack_of(
    folder_name: str, files: Mapping[str, bytes], base: Vocabulary, *, with_examples: bool = True
) -> tuple[Pack, Vocabulary]:
    """Read a pack from its files by name, as a folder called `folder_name` would hold them."""
    header = _header(folder_name, files)
    pack = str(header["id"])
    vocabulary = base
    if "vocabulary.json" in files:
        vocabulary = base.with_words(_json(folder_name, "vocabulary.json", files), f"{pack}/vocabulary.json")
    texts = {
        name: read_text(f"{pack}/{name}", _decode(pack, name, data))
        for name, data in files.items()
        if name.endswith(".md") and name != "README.md"
    }
    reads = [
        read_file(
            f"{pack}/{name}",
            _decode(pack, name, data),
            pack,
            vocabulary,
            texts.get(name.removesuffix(".duty") + ".md", ({}, []))[0],
            with_examples=with_examples,
        )
        for name, data in files.items()
        if name.endswith(".duty")
    ]
    problems = [problem for _, found in texts.values() for problem in found]
    problems += [problem for read in reads for problem in read.problems]
    versions = tuple(read.version for read in reads if read.version)
    problems += list(_faults_between(versions))
    if not versions:
        problems.append(Problem(f"The pack {pack} holds no law.", "Add a .duty file."))
    if problems:
        raise ReadError(problems)
    return _pack(header, versions, reads, files), vocabulary


def contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a pack's folder that make it up: name and bytes, sorted."""
    for file in sorted(path.rglob("*")):
        if file.is_file() and file.suffix in _SUFFIXES:
            yield file.relative_to(path).as_posix(), file.read_bytes()


def _decode(pack: str, name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as bad:
        line = data[: bad.start].count(b"\n") + 1
        raise ReadError(
            [Problem(f"{pack}/{name}:{line}: this file is not UTF-8 text.", "Save it as UTF-8.")]
        ) from None


def _json(pack: str, name: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    try:
        loaded = json.loads(_decode(pack, name, files[name]))
    except json.JSONDecodeError as bad:
        raise ReadError(
            [Problem(f"{pack}/{name}:{bad.lineno}:{bad.colno}: this is not JSON: {bad.msg}.")]
        ) from None
    if not isinstance(loaded, dict):
        raise ReadError([Problem(f"{pack}/{name}: a JSON object was expected.")])
    return loaded


def _header(pack: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    header = _json(pack, "pack.json", files)
    missing = [key for key in ("id", "title", "jurisdiction", "standing", "zone") if key not in header]
    problems = [Problem(f"{pack}/pack.json lacks “{key}”.") for key in missing]
    problems += [
        Problem(f"{pack}/pack.json: “{key}” is not a list of words.", 'Write ["kansas", "federal"].')
        for key in ("above", "sources")
        if not _words(header.get(key, []))
    ]
    problems += [
        Problem(f"{pack}/pack.json: “{key}” is not a word in quotes.", 'Write "id": "fairview".')
        for key in ("id", "title", "title_es", "jurisdiction", "standing", "zone", "note", "note_es")
        if not isinstance(header.get(key, ""), str)
    ]
    cases = header.get("cases", {})
    if not isinstance(cases, dict) or not all(map(_words, cases.values())):
        problems.append(Problem(f"{pack}/pack.json: “cases” names lists of laws.", 'Write {"or-spa": []}.'))
    if str(header.get("standing", "own")) not in {"own", "study"}:
        problems.append(
            Problem(f"{pack}/pack.json: standing is “{header['standing']}”.", "Use own or study.")
        )
    if problems:
        raise ReadError(problems)
    return header


def _words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


def _pack(
    header: Mapping[str, Any],
    versions: tuple[Version, ...],
    reads: Sequence[FileRead],
    files: Mapping[str, bytes],
) -> Pack:
    note = header.get("note", "")
    return Pack(
        id=header["id"],
        title=Text(header["title"], header.get("title_es", "")),
        jurisdiction=header["jurisdiction"],
        standing=header["standing"],
        zone=header["zone"],
        above=tuple(header.get("above", ())),
        sources=tuple(header.get("sources", ())),
        cases={law: tuple(titles) for law, titles in header.get("cases", {}).items()},
        note=Text(note, header.get("note_es", "")),
        versions=versions,
        examples=tuple(example for read in reads for example in read.examples),
        digest=digest(files),
    )


def digest(files: Mapping[str, bytes]) -> str:
    """Return the sha256 over sorted names and bytes, each preceded by its length."""
    running = hashlib.sha256()
    for name in sorted(files):
        for part in (name.encode(), files[name]):
            running.update(len(part).to_bytes(8, "big") + part)
    return running.hexdigest()


def _faults_between(versions: Sequence[Version]) -> Iterator[Problem]:
    for one, other in combinations(versions, 2):
        if one.law == other.law and _overlap(one, other):
            day = max(one.start, other.start)
            yield Problem(
                f"{one.file} and {other.file} are both versions of “{one.law}” on {day}.",
                "End the earlier one with “until” the day on which the later one begins.",
            )
    for version in versions:
        yield from _faults_of(version)


def _overlap(one: Version, other: Version) -> bool:
    first, second = sorted((one, other), key=lambda version: version.start)
    return first.end is None or second.start < first.end


def _faults_of(version: Version) -> Iterator[Problem]:
    seen: dict[str, Rule] = {}
    for rule in version.rules:
        if rule.id in seen:
            yield Problem(
                f"{rule.place}: two rules are called {rule.id}; the first is at {seen[rule.id].place}.",
                f"Name the second one {rule.section}/something.",
            )
        seen[rule.id] = rule
        if version.sections and not _known_section(rule.section, version.sections):
            yield _missing(rule.place, rule.section, version)
        for reference in rule.despite:
            if not any(covers(reference, other.id) for other in version.rules):
                yield Problem(
                    f"{rule.place}: rule {rule.id} stands despite {reference}, but no rule has that label.",
                    nearest(reference, [other.id for other in version.rules]),
                )
    for duty in version.duties:
        if version.sections and not _known_section(duty.section, version.sections):
            yield _missing(version.file, duty.section, version)
    yield from _cycles(version)


def _known_section(label: str, sections: Mapping[str, Section]) -> bool:
    return label in sections


def _missing(place: str, label: str, version: Version) -> Problem:
    return Problem(
        f"{place}: a rule cites section {label}, which the text beside it lacks.",
        nearest(label, version.sections) or "Add the section to the .md file, or correct the label.",
    )


def _cycles(version: Version) -> Iterator[Problem]:
    """Report each circle of `despite` once: rules that defeat each other decide nothing."""
    defeats = {
        rule.id: [other.id for other in version.rules if rule.despite and stands_despite(rule, other)]
        for rule in version.rules
    }
    done: set[str] = set()
    for start in defeats:
        path = _circle(start, defeats, done, [])
        if path:
            yield Problem(
                f"{version.file}: these rules stand despite each other in a circle: "
                + " → ".join(path) + ".",
                "Take out one “despite”, so that one rule is the last word.",
            )  # fmt: skip
            return


def _circle(node: str, edges: Mapping[str, Sequence[str]], done: set[str], path: list[str]) -> list[str]:
    if node in path:
        return [*path[path.index(node) :], node]
    if node in done:
        return []
    for following in edges[node]:
        found = _circle(following, edges, done, [*path, node])
        if found:
            return found
    done.add(node)
    return []
