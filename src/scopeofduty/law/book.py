"""A book of law: packs read once, opened on a day, and asked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from scopeofduty.law.asking import answered, citation
from scopeofduty.law.compiled import CompiledAct, compiled
from scopeofduty.law.errors import DigestMismatchError, LawError
from scopeofduty.law.packs import folder, pack_of, packs, read_pack
from scopeofduty.law.rulings import Rulings
from scopeofduty.law.vocabulary import STAFF_KNOW, Vocabulary, shared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from scopeofduty.law.answer import Answer, Citation
    from scopeofduty.law.calendars import Calendar
    from scopeofduty.law.checking import Finding
    from scopeofduty.law.comparing import Comparison
    from scopeofduty.law.reaching import Reach
    from scopeofduty.law.replaying import PackedLog, Replay
    from scopeofduty.law.rules import Duty, Pack, Rule, Version
    from scopeofduty.law.timers import Event, Timer


def read(name: str | Path | Iterable[str | Path], *, above: bool = True, examples: bool = True) -> Book:
    """Read one pack or several, by shipped name or path, into a book.

    With `above`, the packs that a pack names as the law above it are read too. Without
    `examples` these are passed over, which is quicker; answers and digest stay the same. Raises
    `ReadError` with every fault of a pack, `LawError` when there is no such pack.
    """
    names = [name] if isinstance(name, str | Path) else list(name)
    if not names:
        raise LawError("No pack was named. Shipped packs: " + ", ".join(packs()) + ".")
    vocabulary = shared()
    found: dict[str, Pack] = {}
    pending = [folder(each) for each in names]
    done: set[Path] = set()
    while pending:
        path = pending.pop(0)
        if path.resolve() in done:
            continue
        done.add(path.resolve())
        pack, vocabulary = read_pack(path, vocabulary, with_examples=examples)
        if pack.id in found:
            raise LawError(f"Two packs are called “{pack.id}”; the second is {path}.")
        found[pack.id] = pack
        if above:
            pending += _packs_above(pack, path)
    return Book(tuple(found.values()), vocabulary)


def read_files(files: Mapping[str, bytes], *, above: bool = True, examples: bool = True) -> Book:
    """Read a pack that lies in no folder, such as a draft: its files by name.

    Laws above it are looked for among the shipped packs. Raises as `read` does.
    """
    pack, vocabulary = pack_of("draft", files, shared(), with_examples=examples)
    alone = Book((pack,), vocabulary)
    if not above or not pack.above:
        return alone
    return alone.with_(read(pack.above, examples=examples))


def _packs_above(pack: Pack, path: Path) -> list[Path]:
    try:
        return [folder(upper, beside=path) for upper in pack.above]
    except LawError as lacking:
        raise LawError(f"{pack.id}/pack.json: “above” names a pack that isn't there. {lacking}") from None


@dataclass(frozen=True)
class Book:
    """Packs with all their versions. The first pack is the one asked about."""

    packs: tuple[Pack, ...]
    vocabulary: Vocabulary

    @cached_property
    def digest(self) -> str:
        """Return the sha256 (hex) of the packs as read and of the shared vocabulary.

        With a day it is the identity of the law.
        """
        named = sorted(f"{pack.id} {pack.digest}" for pack in self.packs)
        joined = "\n".join([*named, f"vocabulary {self.vocabulary.digest}"])
        return hashlib.sha256(joined.encode()).hexdigest()

    def on(
        self, day: date | str, digest: str | None = None, *, own_as_of: date | str | None = None
    ) -> InForce:
        """Open the book on a day (a date or "YYYY-MM-DD", in the city's zone).

        Given a digest, raises `DigestMismatchError` when this is not the book it was taken from.
        `own_as_of` takes the first pack's text from another day: what would a law in force today
        have done to the text of then?
        """
        if digest is not None and digest != self.digest:
            raise DigestMismatchError(
                f"This book has the digest {self.digest[:12]}…, but {digest[:12]}… was asked for. "
                "Read the copy of the packs kept with that determination."
            )
        return InForce(self, _day(day), None if own_as_of is None else _day(own_as_of))

    def duties(self, events: Iterable[Event], now: datetime, calendar: Calendar) -> tuple[Timer, ...]:
        """Return the timer of every duty about everything that happened up to `now`.

        Each keeps the version in force at its trigger. Raises `LawError` for a time without zone.
        """
        from scopeofduty.law.timers import timers

        return timers([v for pack in self.packs for v in pack.versions], events, now, calendar)

    def only(self, laws: Collection[str]) -> Book:
        """Return this book with the named laws alone, as when one statute is studied."""
        kept = tuple(
            replace(pack, versions=tuple(v for v in pack.versions if v.law in laws)) for pack in self.packs
        )
        return replace(self, packs=kept)

    def with_(self, *others: Book) -> Book:
        """Return this book together with others, as when a state's law stands above a city's."""
        packs_ = {pack.id: pack for book in (self, *others) for pack in book.packs}
        vocabulary = self.vocabulary
        for other in others:
            vocabulary = vocabulary.merged(other.vocabulary)
        return Book(tuple(packs_.values()), vocabulary)


def _day(day: date | str) -> date:
    if isinstance(day, date):
        return day
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise LawError(f"“{day}” is not a date. Write it as 2020-09-15.") from None


@dataclass(frozen=True)
class InForce:
    """The law of a book on one day, every level. Compiles each act when it is first asked."""

    book: Book
    day: date
    own_as_of: date | None = None
    _compiled: dict[str, CompiledAct] = field(default_factory=dict, compare=False, repr=False)
    _rulings: dict[str, Rulings] = field(default_factory=dict, compare=False, repr=False)
    _cited: dict[tuple[str, str, str], Citation] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def versions(self) -> tuple[Version, ...]:
        """Return the version of each law that stands on the day."""
        return tuple(
            version
            for pack in self.book.packs
            for version in pack.versions
            if version.stands(self._day_of(pack.id))
        )

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Return every rule in force on the day."""
        return tuple(
            rule
            for version in self.versions
            for rule in version.rules
            if rule.in_force(self._day_of(version.pack))
        )

    def _day_of(self, pack: str) -> date:
        return self.own_as_of if self.own_as_of and pack == self.book.packs[0].id else self.day

    @cached_property
    def duty_rules(self) -> tuple[Duty, ...]:
        """Return every duty in force on the day."""
        return tuple(duty for version in self.versions for duty in version.duties)

    def compiled(self, act: str) -> CompiledAct:
        """Return the diagram of an act, compiling it on first use."""
        if act not in self._compiled:
            rules = [rule for rule in self.rules if act in rule.acts]
            self._compiled[act] = compiled(rules, self.book.vocabulary)
        return self._compiled[act]

    def check(self) -> tuple[Finding, ...]:
        """Return gaps, clashes and idle rules, each with a situation where one exists."""
        from scopeofduty.law.checking import check

        return check(self)

    def duties(self, events: Iterable[Event], now: datetime, calendar: Calendar) -> tuple[Timer, ...]:
        """Return the timers of the duties of the versions that stand on this day alone."""
        from scopeofduty.law.timers import timers

        return timers(self.versions, events, now, calendar)

    def compare(self, new: InForce, *, cap: int = 100) -> Comparison:
        """Return what a redraft changes: minimal situations, in words, and which edits did it."""
        from scopeofduty.law.comparing import compare

        return compare(self, new, cap=cap)

    def replay(self, log: PackedLog, *, before: InForce | None = None) -> Replay:
        """Replay a packed log under this law, beside the law before (default: the same law)."""
        from scopeofduty.law.replaying import replay

        return replay(before or self, self, log)

    def reach(self, reference: str) -> Reach:
        """Tell what a higher law, such as "K.S.A. 12-16,140", displaces section by section."""
        from scopeofduty.law.reaching import reach

        return reach(self, reference)

    def cite(self, rule: Rule) -> Citation:
        """Return a rule as authority, with its section's text and the hash counsel signs."""
        if rule.key not in self._cited:
            version = next(v for v in self.versions if (v.pack, v.law) == (rule.pack, rule.law))
            self._cited[rule.key] = citation(rule, version)
        return self._cited[rule.key]

    def rulings(self, act: str) -> Rulings:
        """Return the function from facts, as the vocabulary states them, to rulings on an act.

        It is what answers in bulk: `rulings(act)(facts)` checks no words and asks no question.
        """
        if act not in self._rulings:
            self._rulings[act] = Rulings(self, self.compiled(act))
        return self._rulings[act]

    def ask(
        self,
        act: str,
        actor: str | None = None,
        facts: Mapping[str, object] | None = None,
        *,
        knows: AbstractSet[str] = STAFF_KNOW,
        **more: object,
    ) -> Answer:
        """Answer whether `actor` may do `act`, given facts; leave out what is not known.

        `knows` names who is asked, so that the next question is one they can answer (any of
        officer, caller, record, counsel). Raises `QuestionError` for a word the book does not
        know, or facts that contradict each other.
        """
        return answered(self, act, actor, {**(facts or {}), **more}, knows)
