"""The draft's text between its two forms: the `.md` of a law pack, and a tree of provisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scopeofduty.documents import DocumentError, from_sections
from scopeofduty.documents.provision import normal
from scopeofduty.law.texts import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scopeofduty.documents import Ordinance, Provision
    from scopeofduty.law import Section


@dataclass(frozen=True, slots=True)
class Import:
    """A text taken from a file, as a pack's `.md`, and what could not be taken along."""

    text: str
    left: tuple[str, ...] = ()


def title_of(text: str) -> str:
    """Return the text's title: its line `# …`, or nothing."""
    return next((line[2:].strip() for line in text.splitlines() if line.startswith("# ")), "")


def sections_of(text: str) -> dict[str, Section]:
    """Return the sections by label. Raises `DocumentError` with the first fault."""
    sections, problems = read_text("text", text)
    if problems:
        place = problems[0].place
        line = f"line {place.line}: " if place else ""
        raise DocumentError(f"{line}{problems[0].message} {problems[0].hint}".strip())
    return sections


def ordinance_of(text: str, language: str = "en") -> Ordinance:
    """Return the text as a tree of provisions. Raises `DocumentError`."""
    return from_sections(
        title_of(text),
        (
            (label, one.heading.in_language(language), one.text.in_language(language))
            for label, one in sections_of(text).items()
        ),
    )


def taken(ordinance: Ordinance, before: str = "") -> Import:
    """Return a tree of provisions as a pack's `.md`.

    ``before`` is the text that it replaces: what a file can't hold (Spanish words, how well a section is
    founded, its source) is kept for sections of the same label. Spanish words stay as they were even where
    the English changed; `left` names those sections.
    """
    old = sections_of(before) if before else {}
    title = ordinance.title or title_of(before)
    parts = [*([f"# {title}"] if title else []), *_introduced(before)]
    left = [*ordinance.preamble, *ordinance.conclusion]
    stale = []
    for provision in ordinance.walk():
        if provision.kind.groups_sections:
            left += [f"{provision.number} {provision.heading}".strip(), *provision.text]
            continue
        was = old.get(provision.label)
        if was and was.text.es and normal(was.text.en.replace("\n", " ")) != _flat(provision):
            stale.append(provision.label)
        # A number that only groups others has no words of its own. Where it had some, the file struck them.
        groups = provision.children and not (provision.heading or provision.text or provision.closing)
        if not groups or (was and not was.text.en):
            parts.append(_section(provision, was))
    if stale:
        left.append("Spanish: " + ", ".join(stale))
    return Import("\n\n".join(parts) + "\n", tuple(line for line in left if line))


def _introduced(before: str) -> list[str]:
    """Return what stands between the title and the first section: no file holds it, so it stays."""
    head = before.partition("\n## ")[0].splitlines() if not before.startswith("##") else []
    kept = "\n".join(line for line in head if not line.startswith("# ")).strip()
    return [kept] if kept else []


def _flat(provision: Provision) -> str:
    return normal(" ".join([*provision.text, *provision.closing]))


def _section(provision: Provision, was: Section | None) -> str:
    heading = provision.heading or (was.heading.en if was and not provision.text else "")
    if was and was.heading.es:
        heading = f"{heading} | {was.heading.es}"
    mark = f" [{was.mark}]" if was and was.mark else ""
    return "\n\n".join(
        [f"## {provision.label} {heading}".rstrip() + mark, *_paragraphs(provision), *_kept(was)]
    )


def _paragraphs(provision: Provision) -> Iterator[str]:
    for paragraph in (*provision.text, *provision.closing):
        # A paragraph that looks like one of the file's own signs is moved off the line's start.
        yield f"\u200a{paragraph}" if paragraph.startswith(("#", "ES:", "Source:")) else paragraph


def _kept(was: Section | None) -> Iterator[str]:
    if was is None:
        return
    if was.text.es:
        for paragraph in was.text.es.split("\n\n"):
            yield f"ES: {paragraph}"
    if was.source:
        yield f"Source: {was.source}"
