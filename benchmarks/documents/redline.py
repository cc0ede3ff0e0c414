"""Redline of a 400-provision code, beside the PyPI package ``redlines`` and the tree alone.

Run ``python benchmarks/documents/redline.py``. Both redline the same two texts in
the same process, turn about; medians are printed with their ratio. Without ``redlines`` its row is left out.
"""

from __future__ import annotations

import platform
import statistics
import time
from typing import TYPE_CHECKING, Any

from scopeofduty.documents import compare, read_outline, write_outline
from scopeofduty.documents.docx import Revision, lay_out_redline, read_docx, read_layout, write_tracked
from scopeofduty.documents.docx.tracked import Reading
from scopeofduty.documents.redline import to_html

if TYPE_CHECKING:
    from collections.abc import Callable

SECTIONS = 100
ROUNDS = 7
SUBJECTS = ("officer", "clerk", "dispatcher", "contractor", "librarian", "jailer", "inspector")
DEEDS = (
    "ask about status",
    "hold a person",
    "share a record",
    "sign an agreement",
    "open a door",
    "answer a request",
)
LIMITS = (
    "unless a law requires it",
    "without a judge's warrant",
    "before counsel answers",
    "while on city time",
)


def code(*, revised: bool) -> str:
    """A code of 400 provisions; the revision rewords a tenth, adds five sections, drops five, moves one."""
    sections = []
    for at in range(SECTIONS):
        who, what, limit = SUBJECTS[at % 7], DEEDS[at % 6], LIMITS[at % 4]
        parts = [
            f"No {who} of department {at} shall {what} {limit}; matter {at * 7} is kept by desk {at * 13}.",
            f"(a) The {who} writes down the name, the agency and the paper shown in case {at * 31}.",
            f"(b) The supervisor of unit {at * 17} answers within {at % 9 + 1} hours {limit}.",
            f"(c) Record {at * 19} is kept for {at % 5 + 2} years by the clerk of the commission.",
        ]
        if revised and at % 10 == 3:
            parts = [part.replace("department", "office").replace("hours", "working days") for part in parts]
        sections.append(parts)
    if revised:
        sections.insert(20, sections.pop(60))
        del sections[90:95]
        added = [
            [f"Fresh rule {at} binds the whole city.", "(a) At once.", "(b) In writing.", "(c) For good."]
            for at in range(5)
        ]
        sections[40:40] = added
    return "\n\n".join(
        "\n\n".join([f"Section {number}.", *(f"    {part}" for part in parts)])
        for number, parts in enumerate(sections, start=1)
    )


def milliseconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def main() -> None:
    old_text, new_text = code(revised=False), code(revised=True)
    old, new = read_outline(old_text), read_outline(new_text)
    redline = compare(old, new)
    assert redline.apply(old) == new
    revision = Revision("Counsel")
    docx = write_tracked(lay_out_redline(redline, revision))
    rows: dict[str, Callable[[], Any]] = {
        "redline of two trees (values)": lambda: compare(old, new),
        "redline from plain text to HTML": lambda: to_html(
            compare(read_outline(old_text), read_outline(new_text))
        ),
        "DOCX with tracked changes written": lambda: write_tracked(lay_out_redline(redline, revision)),
        "that DOCX read back": lambda: read_layout(read_docx(docx), Reading.ACCEPTED),
        "plain text read": lambda: read_outline(old_text),
        "plain text written": lambda: write_outline(old),
    }
    try:
        from redlines import Redlines
    except ImportError:
        print("redlines is not installed: its row is left out (pip install redlines)")
    else:
        rows["redlines, from plain text to Markdown"] = lambda: Redlines(old_text, new_text).output_markdown
    try:
        import typst  # noqa: F401  says whether PDF can be set
    except ImportError:
        print("typst is not installed: its row is left out")
    else:
        from scopeofduty.documents.pdf import redline_to_pdf

        rows["PDF/UA set"] = lambda: redline_to_pdf(redline, "Redline")
    taken: dict[str, list[float]] = {name: [] for name in rows}
    for _ in range(ROUNDS):
        for name, work in rows.items():
            taken[name].append(milliseconds(work))
    report(taken, provisions=len(list(old.walk())), counts=redline.counts())


def report(taken: dict[str, list[float]], *, provisions: int, counts: dict[str, int]) -> None:
    print(f"{provisions} provisions, {counts}; Python {platform.python_version()}, {ROUNDS} rounds\n")
    base = statistics.median(taken["redline from plain text to HTML"])
    print(f"{'':40} {'median ms':>10} {'min':>9} {'max':>9} {'times ours, text to HTML':>22}")
    for name, times in taken.items():
        middle = statistics.median(times)
        print(f"{name:40} {middle:10.1f} {min(times):9.1f} {max(times):9.1f} {middle / base:22.2f}")


if __name__ == "__main__":
    main()
