"""What can be wrong with a law pack or a question, said so that a lawyer can act on it."""

from __future__ import annotations

from dataclasses import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Place:
    """Where in a file: 1-based line and column, and the line as written."""

    file: str
    line: int
    column: int
    text: str
    width: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: what came, what was expected, where, and what to do."""

    message: str
    hint: str = ""
    place: Place | None = None

    def __str__(self) -> str:
        lines = []
        if self.place:
            where = self.place
            lines.append(f"{where.file}:{where.line}:{where.column}: {self.message}")
            lines.append(f"    {where.text}")
            lines.append("    " + " " * (where.column - 1) + "^" * max(1, where.width))
        else:
            lines.append(self.message)
        if self.hint:
            lines.append(f"    {self.hint}")
        return "\n".join(lines)


class LawError(ValueError):
    """Base of everything this package raises on purpose."""


class ReadError(LawError):
    """A pack cannot be read. `problems` holds every fault found, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class QuestionError(LawError):
    """A question names a word that the book does not know, or contradicts itself."""


class DigestMismatchError(LawError):
    """The book at hand is not the one that a determination was made with."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return "Did you mean …?" for the closest known words, or "" when none is close."""
    import difflib  # most runs have nothing to suggest

    close = difflib.get_close_matches(word, list(known), n=3, cutoff=0.6)
    if not close:
        return ""
    return "Did you mean " + " or ".join(f"“{match}”" for match in close) + "?"
