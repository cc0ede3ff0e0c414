"""A law's text as an immutable tree of provisions.

A *provision* is a numbered part of the text: an article, a section, a subsection and so on down. Its ``id``
follows the element identifiers of the Akoma Ntoso Naming Convention 1.0, section 5 (``sec_3__subsec_b``), and
its ``label`` is what people cite (``3(b)``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from scopeofduty.documents.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Control characters, what XML can't hold, and marks nobody sees: some reorder text on the screen.
_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u202a-\u202e\u2060\u2066-\u2069"
    r"\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_FILLER = "Section|Sec\\.?|§§?|subsection|paragraph|subparagraph|clause"


class Kind(StrEnum):
    """The rank of a provision; values are element names of Akoma Ntoso 3.0, outermost first."""

    TITLE = "title"
    CHAPTER = "chapter"
    SUBCHAPTER = "subchapter"
    PART = "part"
    DIVISION = "division"
    ARTICLE = "article"
    SECTION = "section"
    SUBSECTION = "subsection"
    PARAGRAPH = "paragraph"
    SUBPARAGRAPH = "subparagraph"
    CLAUSE = "clause"
    SUBCLAUSE = "subclause"
    POINT = "point"
    INDENT = "indent"

    @property
    def groups_sections(self) -> bool:
        """True for the ranks above a section: title, chapter, part, division, article."""
        return self in GROUPS


GROUPS = (Kind.TITLE, Kind.CHAPTER, Kind.SUBCHAPTER, Kind.PART, Kind.DIVISION, Kind.ARTICLE)
WITHIN_SECTION = (
    Kind.SUBSECTION,
    Kind.PARAGRAPH,
    Kind.SUBPARAGRAPH,
    Kind.CLAUSE,
    Kind.SUBCLAUSE,
    Kind.POINT,
    Kind.INDENT,
)


def normal(text: str) -> str:
    """One line of text as this package holds it: no control characters, single spaces, none at the ends."""
    return " ".join(_FORBIDDEN.sub("", text).split())


def normal_heading(text: str) -> str:
    """A heading as held here: `normal`, no ``.—`` inside, no full stop, dash or backslash at its ends."""
    *before, last = normal(text).split("—")
    unclosed = [f"{part.rstrip(' .')} " if part.rstrip().endswith(".") else part for part in before]
    return normal("—".join([*unclosed, last])).strip(" .-\u2013—\\")


@dataclass(frozen=True, slots=True)
class Provision:
    """A numbered part of a law.

    ``number`` is as printed (``Section 3.``, ``(a)``). ``text`` holds the paragraphs before the parts inside
    it, ``closing`` those after them. Every string is in the form that `normal` gives; a heading has no full
    stop at its end. Raises `DocumentError` otherwise.
    """

    id: str
    label: str
    kind: Kind
    number: str
    heading: str = ""
    text: tuple[str, ...] = ()
    children: tuple[Provision, ...] = ()
    closing: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_lines(self.id, self.text, self.closing)
        if self.number != normal(self.number):
            raise DocumentError(
                f"{self.id}: number {self.number!r} is not in normal form; pass it through `normal`"
            )
        if self.heading != normal_heading(self.heading):
            raise DocumentError(f"{self.id}: heading {self.heading!r} is not in `normal_heading` form")
        if self.closing and not self.children:
            raise DocumentError(f"{self.id}: closing text needs parts before it; put it in the text")

    @property
    def designation(self) -> str:
        """The number without words and punctuation: ``3`` for ``Section 3.``, ``a`` for ``(a)``."""
        return designation(self.number)

    def walk(self) -> Iterator[Provision]:
        """This provision and everything inside it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Ordinance:
    """A law's text: title, what stands before the provisions, the provisions, what stands after.

    Raises `DocumentError` if a string isn't in normal form, an id stands twice, or there is a preamble
    without title.
    """

    title: str = ""
    preamble: tuple[str, ...] = ()
    provisions: tuple[Provision, ...] = ()
    conclusion: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_lines("the ordinance", (self.title,) if self.title else (), self.preamble, self.conclusion)
        if self.preamble and not self.title:
            raise DocumentError("a text with a preamble needs a title; give the first line as the title")
        if self.conclusion and not self.provisions:
            raise DocumentError(
                "a text with a conclusion needs provisions; without any, put it in the preamble"
            )
        seen: set[str] = set()
        for provision in self.walk():
            if provision.id in seen:
                raise DocumentError(
                    f"two provisions have the id {provision.id}; build the tree with `assemble`"
                )
            seen.add(provision.id)

    def walk(self) -> Iterator[Provision]:
        """Every provision in reading order."""
        for provision in self.provisions:
            yield from provision.walk()

    def find(self, label: str) -> Provision:
        """The provision cited as ``label``: ``3(b)(1)``, ``Section 3(b)(1)``, ``§ 3(b)(1)``, or an id.

        Raises `DocumentError` when no provision, or more than one, is cited so; the message names the
        nearest.
        """
        wanted = cited(label)
        found = [one for one in self.walk() if wanted == cited(one.label) or label == one.id]
        if len(found) == 1:
            return found[0]
        if found:
            places = ", ".join(one.id for one in found)
            raise DocumentError(
                f"{label!r} is cited by more than one provision ({places}); name one by its id"
            )
        raise DocumentError(f"no provision is cited as {label!r}; {_nearest(wanted, self)}")


def designation(number: str) -> str:
    """The number of a provision without words and punctuation: ``12-104`` for ``§ 12-104.``."""
    bare = re.sub(r"^(?:[A-Za-z]+\.?\s+|§§?\s*)(?=\S)", "", number)
    return bare.strip(" ().:—\u2013-")


def cited(label: str) -> str:
    """A citation without spaces and filler words, to compare: ``Section 3 (b)`` gives ``3(b)``."""
    bare = re.sub(r"^\s*(?:[A-Z]\.?){2,}\s+(?=\d)", "", label)  # the book: K.S.A. 12-16,140
    bare = re.sub(rf"(?:{_FILLER})(?=[\s\d(])", "", bare, flags=re.IGNORECASE)
    words = re.sub(
        rf"\b({'|'.join(GROUPS)})\s+", lambda found: found[1].capitalize(), bare, flags=re.IGNORECASE
    )
    return re.sub(r"\s+", "", words).rstrip(".:")


def _check_lines(where: str, *texts: tuple[str, ...]) -> None:
    for text in texts:
        for line in text:
            if not line or line != normal(line):
                raise DocumentError(
                    f"{where}: {line[:60]!r} is not in normal form; pass each paragraph through `normal`"
                )


def _nearest(wanted: str, ordinance: Ordinance) -> str:
    from difflib import get_close_matches

    labels = [one.label for one in ordinance.walk()]
    near = get_close_matches(wanted, labels, n=3, cutoff=0.5)
    if near:
        return f"the nearest are {', '.join(near)}"
    return f"the text has {', '.join(labels[:8]) or 'no provisions'}" + (" …" if len(labels) > 8 else "")
