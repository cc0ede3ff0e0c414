"""The surface of a `.duty` file: indented lines, words with places, and faults pointed at."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scopeofduty.law.errors import Place, Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Final

_WORD: Final = re.compile(r"[,:](?=\s|$)|(?:(?![,:](?:\s|$))\S)+")
_COMMENT: Final = re.compile(r"(^|\s)#.*$")
TAB_HINT: Final = "Indent with spaces."


@dataclass(slots=True, eq=False, repr=False)
class Word:
    """One word or mark as written, with the line it stands on; not frozen, as a pack holds thousands."""

    text: str
    line: Line
    column: int

    @property
    def place(self) -> Place:
        """Where the word stands."""
        line = self.line
        return Place(line.file, line.number, self.column, line.raw, len(self.text))


@dataclass(eq=False, slots=True)
class Line:
    """One written line and the deeper lines under it."""

    file: str
    number: int
    indent: int
    raw: str
    body: str
    under: list[Line] = field(default_factory=list)

    @property
    def words(self) -> list[Word]:
        """The words of the line; a comma or colon before a space is a word of its own."""
        return [
            Word(found.group(), self, self.indent + found.start() + 1) for found in _WORD.finditer(self.body)
        ]

    def starts(self, *keywords: str) -> str | None:
        """Return the longest keyword the line opens with, or None."""
        if not self.body.startswith(keywords):
            return None
        for keyword in sorted(keywords, key=len, reverse=True):
            if self.body == keyword or self.body.startswith((keyword + " ", keyword + ":")):
                return keyword
        return None

    def after(self, keyword: str) -> list[Word]:
        """Return the words that follow a keyword the line opens with."""
        return self.words[len(keyword.split()) :]

    def flowing(self, keyword: str) -> list[Word]:
        """Return the words that follow a keyword, and those of the lines wrapped under it."""
        return self.after(keyword) + [word for line in self.under for word in line.flow]

    @property
    def flow(self) -> list[Word]:
        """The words of the line and of every line wrapped under it."""
        return self.words + [word for line in self.under for word in line.flow]

    def problem(self, message: str, hint: str = "") -> Problem:
        """Return a fault of the whole line."""
        place = Place(self.file, self.number, self.indent + 1, self.raw, max(1, len(self.body)))
        return Problem(message, hint, place)


class BlockError(Exception):
    """Raised inside a reader to leave the block; collected, never shown as a traceback."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


def fault(words: Sequence[Word], message: str, hint: str = "") -> BlockError:
    """Build the fault that points at these words (at least one, all on their own lines)."""
    first, last = words[0], words[-1]
    width = len(first.text)
    if last.line is first.line:
        width = last.column + len(last.text) - first.column
    place = Place(first.line.file, first.line.number, first.column, first.line.raw, width)
    return BlockError(Problem(message, hint, place))


def alone(line: Line, what: str) -> None:
    """Raise when lines stand under one that takes none: they would not be read."""
    if line.under:
        raise fault(
            line.under[0].words,
            f"This line is indented under {what}, so it would not be read.",
            "Indent it less, as far as the line it belongs beside.",
        )


def joined(words: Iterable[Word]) -> str:
    """Return the words as running text."""
    return re.sub(r" ([,:])", r"\1", " ".join(word.text for word in words))


def split_at(words: Sequence[Word], mark: str) -> list[list[Word]]:
    """Split words at each mark (a comma, "and", "or"); empty parts stay, to be complained of."""
    parts: list[list[Word]] = [[]]
    for word in words:
        if word.text == mark:
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def outline(file: str, text: str) -> tuple[list[Line], list[Problem]]:
    """Nest the lines of a file by indentation; comments and empty lines fall away."""
    top: list[Line] = []
    problems: list[Problem] = []
    open_lines: list[Line] = []
    for number, raw in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        body = (_COMMENT.sub("", raw) if "#" in raw else raw).rstrip()
        if not body.strip():
            continue
        indent = len(body) - len(body.lstrip(" "))
        line = Line(file, number, indent, raw.rstrip(), body.strip())
        if body[indent] == "\t":
            problems.append(line.problem("This line is indented with a tab.", TAB_HINT))
            continue
        while open_lines and open_lines[-1].indent >= indent:
            open_lines.pop()
        (open_lines[-1].under if open_lines else top).append(line)
        open_lines.append(line)
    return top, problems
