"""Reads the text of a law: a Markdown file with one heading for each section.

`## 3(a) Questions about status | Preguntas sobre la situación migratoria [N]` opens a section.
Under it stand English paragraphs, paragraphs that begin `ES:` in Spanish, and a line
`Source: https://…`. `[V]`, `[N]` or `[K]` mark how well the section is founded.
"""

from __future__ import annotations

import re

from scopeofduty.law.errors import Place, Problem
from scopeofduty.law.rules import MARKS, Section
from scopeofduty.law.vocabulary import Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_HEADING: Final = re.compile(r"^##+\s+(?P<label>\S+)\s*(?P<title>.*?)\s*(\[(?P<mark>[A-Z])\])?\s*$")


def read_text(file: str, text: str) -> tuple[dict[str, Section], list[Problem]]:
    """Return the sections by label, and what is wrong with the file."""
    sections: dict[str, Section] = {}
    problems: list[Problem] = []
    label = ""
    paragraphs: list[str] = [""]
    heading: tuple[str, str] = ("", "")
    lines = [*text.removeprefix("\ufeff").splitlines(), "## end-of-file"]
    for number, line in enumerate(lines, start=1):
        found = _HEADING.match(line) if line.startswith("##") else None
        if not found:
            paragraphs = _gather(paragraphs, line)
            continue
        if label:
            sections[label] = _section(label, heading, paragraphs)
        label, heading = found["label"], (found["title"], found["mark"] or "")
        paragraphs = [""]
        place = Place(file, number, 1, line, len(line))
        if label in sections:
            problems.append(Problem(f"Section {label} stands twice in this text.", "", place))
        if heading[1] and heading[1] not in MARKS:
            hint = "Use [V] official text, [N] news or secondary, [K] background knowledge."
            problems.append(Problem(f"[{heading[1]}] is not a known mark.", hint, place))
    return sections, problems


def _gather(paragraphs: list[str], line: str) -> list[str]:
    if not line.strip() or line.startswith(("ES:", "Source:")):
        paragraphs.append("")
    if line.strip():
        paragraphs[-1] = f"{paragraphs[-1]} {line.strip()}".strip()
    return paragraphs


def _section(label: str, heading: tuple[str, str], paragraphs: list[str]) -> Section:
    title, _, titulo = heading[0].partition("|")
    english = [p for p in paragraphs if p and not p.startswith(("ES:", "Source:"))]
    spanish = [p.removeprefix("ES:").strip() for p in paragraphs if p.startswith("ES:")]
    sources = [p.removeprefix("Source:").strip() for p in paragraphs if p.startswith("Source:")]
    return Section(
        label,
        Text(title.strip(), titulo.strip()),
        Text("\n\n".join(english), "\n\n".join(spanish)),
        heading[1],
        sources[0] if sources else "",
    )
