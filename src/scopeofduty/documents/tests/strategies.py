"""Ordinances of every shape, for properties."""

from __future__ import annotations

from hypothesis import strategies as st

from scopeofduty.documents.lines import Line, Role, assemble
from scopeofduty.documents.provision import WITHIN_SECTION, Kind, normal, normal_heading

WORDS = [
    "officer",
    "shall",
    "may",
    "not",
    "ask",
    "status",
    "the",
    "of",
    "(a)",
    "(1)",
    "Section",
    "3.",
    "§",
    "“quoted”",
    "12-104.",
    "Passed",
    "---",
    "\\",
    "city\u2019s",
    "¶",
    "niño",
    "1.",
    "I.",
    "A.",
    "PASSED",
    ".—",
    "and,",
    "person;",
    "warrant:",
    "agency",
    "<b>",
    "&",
    "\u202e",
    "judge",
    "日本",
    "NOTE",
]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join).map(normal).filter(bool)
wild = st.one_of(texts, st.text(max_size=20).map(normal).filter(bool))
paragraphs = st.lists(wild, max_size=2).map(tuple)
some_paragraphs = st.lists(wild, min_size=1, max_size=2).map(tuple)
headings = st.one_of(st.just(""), wild.map(normal_heading))


def _romans(count: int) -> list[str]:
    return ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"][:count]


def _numbers(depth: int, count: int) -> list[str]:
    styles = (
        [f"({chr(97 + n)})" for n in range(count)],
        [f"({n + 1})" for n in range(count)],
        [f"({one})" for one in _romans(count)],
        [f"({chr(65 + n)})" for n in range(count)],
    )
    return styles[depth % len(styles)]


@st.composite
def _inside(draw, depth, rank, budget):
    lines = []
    count = draw(st.integers(0, budget))
    chosen = draw(st.permutations(range(12)))[:count]
    for at in sorted(chosen):
        number = _numbers(rank, 12)[at]
        lines.append(
            Line(Role.PROVISION, draw(paragraphs), depth, WITHIN_SECTION[rank], number, draw(headings))
        )
        if rank < 3 and draw(st.integers(0, 2)) == 0:
            lines += draw(_inside(depth + 1, rank + 1, 2))
            if lines[-1].depth > depth and draw(st.booleans()):
                lines.append(Line(Role.CLOSING, draw(some_paragraphs), depth))
    return lines


@st.composite
def ordinances(draw):
    """An ordinance in an ordinary numbering, with gaps, headings, closing text and treacherous words."""
    lines = []
    if draw(st.booleans()):
        lines.append(Line(Role.TITLE, (draw(wild),)))
        lines.append(Line(Role.PREAMBLE, draw(paragraphs)))
    articles = draw(st.booleans())
    number = 0
    for article in range(draw(st.integers(1, 2)) if articles else 1):
        if articles:
            roman = _romans(12)[article].upper()
            lines.append(
                Line(Role.PROVISION, draw(paragraphs), 0, Kind.ARTICLE, f"Article {roman}.", draw(headings))
            )
        for _ in range(draw(st.integers(0, 3))):
            number += draw(st.integers(1, 2))
            printed = draw(st.sampled_from((f"Section {number}.", f"Sec. {number}:", f"§ {number}")))
            depth = int(articles)
            lines.append(Line(Role.PROVISION, draw(paragraphs), depth, Kind.SECTION, printed, draw(headings)))
            lines += draw(_inside(depth + 1, 0, 4))
            if lines[-1].depth > depth and draw(st.booleans()):
                lines.append(Line(Role.CLOSING, draw(some_paragraphs), depth))
    lines.append(Line(Role.CONCLUSION, draw(paragraphs)))
    return assemble(lines)
