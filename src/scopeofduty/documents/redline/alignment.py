"""Which line of the old text is which of the new: by id first, then by likeness."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from scopeofduty.documents.lines import Line, Role
from scopeofduty.documents.redline.words import likeness, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SAME_ID = 0.5  # likeness from which a provision with the same id is the same
_SAME_NUMBER = 0.3  # ... with the same number inside the same provision
_ELSEWHERE = 0.6  # ... anywhere in the text
_DISTINCT_WORDS = 4  # words from which the same text elsewhere is no coincidence
_CANDIDATES = 5  # provisions compared in full for each that has no partner
_COMMON = 20  # provisions that share a word beyond which the word tells nothing


def align(old: Sequence[Line], new: Sequence[Line]) -> dict[int, int]:
    """Pairs of positions, new to old, each used once."""
    matching = _Matching(old, new)
    matching.by_id_and_text()
    matching.by_text()
    matching.by_id(_SAME_ID)
    matching.by_parent()
    matching.by_likeness()
    matching.by_children()
    matching.by_parent()
    matching.by_id(0.0)
    matching.surroundings()
    return matching.pairs


class _Side:
    """One text with what alignment asks of it."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.texts = ["\n".join((line.heading, *line.paragraphs)).strip() for line in lines]
        self.words = [words_of(text) for text in self.texts]
        self.free = {at for at, line in enumerate(lines) if line.role is Role.PROVISION}
        self.by_id = {line.id: at for at, line in enumerate(lines)}
        self.parents = _parents(lines)

    def children(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for at, parent in enumerate(self.parents):
            if parent is not None and self.lines[at].role is Role.PROVISION:
                found[parent].append(at)
        return found


def _parents(lines: Sequence[Line]) -> list[int | None]:
    path: list[int] = []
    parents: list[int | None] = []
    for at, line in enumerate(lines):
        if line.role is Role.PROVISION:
            del path[line.depth :]
            parents.append(path[-1] if path else None)
            path.append(at)
        else:
            parents.append(None)
    return parents


class _Matching:
    """Pairs found so far; each method adds those that its evidence supports."""

    def __init__(self, old: Sequence[Line], new: Sequence[Line]) -> None:
        self.old, self.new = _Side(old), _Side(new)
        self.pairs: dict[int, int] = {}

    def _pair(self, new: int, old: int) -> None:
        if new in self.new.free and old in self.old.free:
            self.pairs[new] = old
            self.new.free.discard(new)
            self.old.free.discard(old)

    def _alike(self, new: int, old: int) -> float:
        if not self.new.words[new] and not self.old.words[old]:
            return float(self.new.lines[new].number == self.old.lines[old].number)
        return likeness(self.new.words[new], self.old.words[old])

    def by_id_and_text(self) -> None:
        for at in sorted(self.new.free):
            other = self.old.by_id.get(self.new.lines[at].id)
            if other is not None and self.new.texts[at] == self.old.texts[other]:
                self._pair(at, other)

    def by_text(self) -> None:
        old_by_text, new_by_text = (_unique(side) for side in (self.old, self.new))
        for text, at in new_by_text.items():
            if at is not None and (other := old_by_text.get(text)) is not None:
                self._pair(at, other)

    def by_id(self, least: float) -> None:
        for at in sorted(self.new.free):
            other = self.old.by_id.get(self.new.lines[at].id)
            if other is not None and other in self.old.free and self._alike(at, other) >= least:
                self._pair(at, other)

    def by_parent(self) -> None:
        """The same number inside a pair of provisions."""
        children = self.old.children()
        for at in sorted(self.new.free):
            parent = self.new.parents[at]
            around = None if parent is None else self.pairs.get(parent)
            for other in children.get(-1 if around is None else around, ()):
                same = self.new.lines[at].number == self.old.lines[other].number
                if same and other in self.old.free and self._alike(at, other) >= _SAME_NUMBER:
                    self._pair(at, other)

    def by_likeness(self) -> None:
        scored = sorted(
            ((self._alike(at, other), -at, -other) for at, other in self._candidates()),
            reverse=True,
        )
        for score, at, other in scored:
            if score >= _ELSEWHERE:
                self._pair(-at, -other)

    def _candidates(self) -> Iterator[tuple[int, int]]:
        holders: dict[str, list[int]] = defaultdict(list)
        for other in sorted(self.old.free):
            for word in self.old.words[other]:
                holders[word].append(other)
        for at in sorted(self.new.free):
            rare = (holders[word] for word in self.new.words[at] if word in holders)
            shared = Counter(other for group in rare if len(group) <= _COMMON for other in group)
            yield from ((at, other) for other, _ in shared.most_common(_CANDIDATES))

    def by_children(self) -> None:
        """Provisions most of whose parts were paired with each other's."""
        votes: dict[int, Counter[int]] = defaultdict(Counter)
        for at, other in self.pairs.items():
            above, was_above = self.new.parents[at], self.old.parents[other]
            if (
                above in self.new.free
                and was_above in self.old.free
                and above is not None
                and was_above is not None
            ):
                votes[above][was_above] += 1
        for at, counted in votes.items():
            other, _ = counted.most_common(1)[0]
            if self.new.lines[at].kind is self.old.lines[other].kind:
                self._pair(at, other)

    def surroundings(self) -> None:
        """Title, preamble and conclusion by their role; closings with their provisions."""
        belongs = {self.new.lines[at].id: self.old.lines[other].id for at, other in self.pairs.items()}
        for at, line in enumerate(self.new.lines):
            if line.role is Role.PROVISION:
                continue
            wanted = line.id
            if line.role is Role.CLOSING:
                owner = belongs.get(line.id.removesuffix("__closing"))
                wanted = f"{owner}__closing" if owner else ""
            other = self.old.by_id.get(wanted)
            if other is not None and self.old.lines[other].role is line.role:
                self.pairs[at] = other


def _unique(side: _Side) -> dict[tuple[str, str], int | None]:
    """Free provisions by text, short ones by what holds them too; None for what stands more than once."""
    found: dict[tuple[str, str], int | None] = {}
    for at in sorted(side.free):
        length, parent = sum(side.words[at].values()), side.parents[at]
        within = "" if length >= _DISTINCT_WORDS or parent is None else side.lines[parent].id
        if length:
            key = within, side.texts[at]
            found[key] = None if key in found else at
    return found
