"""Puts labelled cases to the packs that answer them, and counts how they fare.

A case names a law, a day, an act, an actor, facts, and the outcome its source states. The open
reading leaves what is not stated unknown; the closed reading first fills in what the vocabulary
presumes. The desk never reads closed: this serves scoring alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from scopeofduty.law.book import Book, read
from scopeofduty.law.errors import LawError
from scopeofduty.law.packs import packs
from scopeofduty.law.situations import settled, stated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scopeofduty.law.vocabulary import Value, Vocabulary

RIGHT: Final = "right"
UNDETERMINED: Final = "undetermined"
WRONG: Final = "wrong"
NO_PACK: Final = "no_pack"
VERDICTS: Final = (RIGHT, UNDETERMINED, WRONG, NO_PACK)


@dataclass(frozen=True, slots=True)
class Scored:
    """How one case fared. `got` holds every outcome left."""

    id: str
    law: str
    verdict: str
    got: tuple[str, ...]
    expected: str
    citations: tuple[str, ...]
    duties_expected: frozenset[str] = frozenset()
    duties_found: frozenset[str] = frozenset()
    note: str = ""


@dataclass(frozen=True)
class Score:
    """All cases under both readings; the closed one is the total."""

    closed: tuple[Scored, ...]
    open: tuple[Scored, ...]

    @staticmethod
    def counts(cases: Iterable[Scored]) -> dict[str, int]:
        """Count the verdicts."""
        counted = dict.fromkeys(VERDICTS, 0)
        for case in cases:
            counted[case.verdict] += 1
        return counted

    def by_law(self) -> dict[str, dict[str, int]]:
        """Count the verdicts of the closed reading, law by law."""
        laws = sorted({case.law for case in self.closed})
        return {law: self.counts(c for c in self.closed if c.law == law) for law in laws}

    def as_json(self) -> dict[str, Any]:
        """Return the score as plain data."""
        wanted = [case for case in self.closed if case.duties_expected]
        return {
            "total": self.counts(self.closed),
            "open": self.counts(self.open),
            "laws": self.by_law(),
            "duties": {
                "expected": sum(len(case.duties_expected) for case in wanted),
                "found": sum(len(case.duties_expected & case.duties_found) for case in wanted),
            },
            "cases": [_row(case) for case in self.closed],
        }


def _row(case: Scored) -> dict[str, Any]:
    return {
        "id": case.id,
        "verdict": case.verdict,
        "got": case.got[0] if len(case.got) == 1 else list(case.got),
        "expected": case.expected,
        "citations": list(case.citations),
        "note": case.note,
    }


@dataclass
class Shelf:
    """The books that answer cases, read once, by the name a case gives its law."""

    folders: Sequence[str] = field(default_factory=packs)
    _books: dict[str, Book] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for folder in self.folders:
            book = _alone(read(folder, examples=False))
            for case_law, titles in book.packs[0].cases.items():
                first = book.packs[0]
                kept = [v.law for pack in book.packs[1:] for v in pack.versions]
                titled = [*(titles or [v.law for v in first.versions]), *kept]
                self._books[case_law] = book.only(titled)

    def book(self, law: str) -> Book | None:
        """Return the book that answers cases of this law, or None."""
        return self._books.get(law)


def _alone(book: Book) -> Book:
    """Keep of the law above only what displaces: a case is about its own law."""
    above = tuple(
        replace(
            pack,
            versions=tuple(
                replace(
                    version,
                    duties=(),
                    rules=tuple(replace(r, outcome=None) for r in version.rules if r.displaces),
                )
                for version in pack.versions
            ),
        )
        for pack in book.packs[1:]
    )
    return replace(book, packs=(book.packs[0], *above))


def score(cases: Iterable[Mapping[str, Any]], shelf: Shelf) -> Score:
    """Put every case to its pack under both readings."""
    rows = list(cases)
    return Score(
        closed=tuple(put(case, shelf, closed=True) for case in rows),
        open=tuple(put(case, shelf, closed=False) for case in rows),
    )


def put(case: Mapping[str, Any], shelf: Shelf, *, closed: bool) -> Scored:
    """Put one case to its pack. A case the pack cannot read counts as wrong, with the reason."""
    book = shelf.book(case["law"])
    wanted = frozenset(case.get("duties", ()))
    scored = Scored(case["id"], case["law"], NO_PACK, (), case["expected"], (), wanted)
    if book is None:
        return scored
    try:
        facts: Mapping[str, object] = case.get("facts", {})
        if closed:
            facts = presume(stated(facts, book.vocabulary), book.vocabulary)
        answer = book.on(case["as_of"]).ask(case["act"], case.get("actor"), facts)
    except LawError as refused:
        return replace(scored, verdict=WRONG, note=str(refused))
    accepted = {case["expected"], *(case.get("also_accept") or ())}
    decided = answer.outcome in accepted
    open_ = answer.outcome is None and bool(accepted & set(answer.possible))
    return replace(
        scored,
        verdict=RIGHT if decided else UNDETERMINED if open_ else WRONG,
        got=answer.possible,
        citations=tuple(f"{c.law} {c.rule}" for c in answer.citations or answer.possibly),
        duties_found=frozenset(answer.duties),
        note="" if answer.outcome else "open: " + ", ".join(answer.missing),
    )


def presume(facts: Mapping[str, Value], vocabulary: Vocabulary) -> dict[str, Value]:
    """Fill in what the vocabulary presumes, wherever that contradicts nothing stated."""
    filled = dict(facts)
    for fact in vocabulary.facts.values():
        if fact.presumed is None or fact.id in filled:
            continue
        possible = settled(filled, vocabulary).get(fact.id)
        if possible is None or fact.presumed in possible:
            filled[fact.id] = fact.presumed
    return filled
