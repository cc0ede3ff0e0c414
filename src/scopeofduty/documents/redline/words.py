"""Word by word: what was kept, added and removed between two stretches of text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from scopeofduty.documents.redline.values import Op, Paragraph, Run, Runs

_TOKEN = re.compile(r"(\s*)(\w+(?:['\u2019-]\w+)*|[^\w\s])")
_QUADRATIC_LIMIT = 1_000_000  # pairs of words beyond which frequent words no longer anchor a match
_LEAST_KEPT = 0.25  # share of words below which a paragraph is shown as replaced whole
_LEAST_ALIKE = 0.3  # share of words below which two paragraphs are not one edited

Token = tuple[str, str]  # white space before, word


def compare_words(old: str, new: str) -> Runs:
    """The runs that turn ``old`` into ``new``; both are single lines in normal form."""
    if old == new:
        return (Run(Op.KEEP, old),) if old else ()
    if not old or not new:
        return (Run(Op.INSERT, new),) if new else (Run(Op.DELETE, old),)
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    steps = list(_steps(before, after))
    kept = sum(len(words) for op, words, _ in steps if op is Op.KEEP)
    if kept < _LEAST_KEPT * max(len(before), len(after)):
        return Run(Op.DELETE, old), Run(Op.INSERT, new)
    return tuple(_merged(run for step in _without_islands(steps) for run in _runs(*step)))


Step = tuple[
    Op, Sequence[Token], Sequence[Token]
]  # KEEP pairs tokens one to one; DELETE stands for any replacement


def _steps(before: Sequence[Token], after: Sequence[Token]) -> Iterator[Step]:
    words, others = [word for _, word in before], [word for _, word in after]
    large = len(words) * len(others) > _QUADRATIC_LIMIT
    for tag, a, b, c, d in SequenceMatcher(None, words, others, autojunk=large).get_opcodes():
        yield Op.KEEP if tag == "equal" else Op.DELETE, before[a:b], after[c:d]


def _without_islands(steps: Sequence[Step]) -> Iterator[Step]:
    """Kept punctuation between two changes joins them: one readable replacement instead of crumbs."""
    changing = [
        op is not Op.KEEP or (0 < at < len(steps) - 1 and not any(word[0].isalnum() for _, word in before))
        for at, (op, before, _) in enumerate(steps)
    ]
    for changes, group in groupby(zip(changing, steps, strict=True), key=lambda pair: pair[0]):
        members = [step for _, step in group]
        before = [token for _, tokens, _ in members for token in tokens]
        after = [token for _, _, tokens in members for token in tokens]
        yield Op.DELETE if changes else Op.KEEP, before, after


def _runs(op: Op, before: Sequence[Token], after: Sequence[Token]) -> Iterator[Run]:
    if op is not Op.KEEP:
        yield Run(Op.DELETE, "".join(space + word for space, word in before))
        yield Run(Op.INSERT, "".join(space + word for space, word in after))
        return
    for (old_space, word), (new_space, _) in zip(before, after, strict=True):
        if old_space == new_space:
            yield Run(Op.KEEP, old_space + word)
        else:
            yield Run(Op.DELETE, old_space)
            yield Run(Op.INSERT, new_space)
            yield Run(Op.KEEP, word)


def _merged(runs: Iterator[Run]) -> Iterator[Run]:
    for op, group in groupby((run for run in runs if run.text), key=lambda run: run.op):
        yield Run(op, "".join(run.text for run in group))


def compare_paragraphs(
    old: Sequence[str], new: Sequence[str], *, first_together: bool
) -> tuple[Paragraph, ...]:
    """The paragraphs of both, merged; ``first_together`` pairs the first of each, which follow a number."""
    if first_together and old and new:
        head = Paragraph(Op.KEEP, compare_words(old[0], new[0]))
        return (head, *compare_paragraphs(old[1:], new[1:], first_together=False))
    return tuple(_paragraphs(old, new))


def _paragraphs(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    large = len(old) * len(new) > _QUADRATIC_LIMIT
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=large).get_opcodes():
        if tag == "equal":
            yield from (Paragraph(Op.KEEP, (Run(Op.KEEP, text),)) for text in old[a:b])
        else:
            yield from _replaced(old[a:b], new[c:d])


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    paired = 0
    for before, after in zip(old, new, strict=False):
        if len(old) != len(new) and likeness(words_of(before), words_of(after)) < _LEAST_ALIKE:
            break
        yield Paragraph(Op.KEEP, compare_words(before, after))
        paired += 1
    yield from (Paragraph(Op.DELETE, (Run(Op.DELETE, text),)) for text in old[paired:])
    yield from (Paragraph(Op.INSERT, (Run(Op.INSERT, text),)) for text in new[paired:])


def words_of(text: str) -> dict[str, int]:
    """How often each word occurs in a text, capitals aside."""
    counted: dict[str, int] = {}
    for word in re.findall(r"\w+", text.lower()):
        counted[word] = counted.get(word, 0) + 1
    return counted


def likeness(one: dict[str, int], other: dict[str, int]) -> float:
    """The share of words that two texts have in common, 0 to 1 (Sørensen-Dice over word counts)."""
    total = sum(one.values()) + sum(other.values())
    if not total:
        return 0.0
    small, large = sorted((one, other), key=len)
    return 2 * sum(min(count, large.get(word, 0)) for word, count in small.items()) / total
