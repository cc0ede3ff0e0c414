"""Write the reference of the rules, ``docs/reference/sweep-rules.md``, from the rules themselves."""

from __future__ import annotations

import sys
from collections import defaultdict

from scopeofduty.sweep.category import Category
from scopeofduty.sweep.legal_bases import legal_bases
from scopeofduty.sweep.points.decide import point_rules
from scopeofduty.sweep.prose.judge import SWEEP_RULES
from scopeofduty.sweep.prose.rule import Bears

_BEARS = {
    Bears.VALUE: "a hit even when denied or quoted",
    Bears.GENERAL: "a hit outside policy, training and news",
    Bears.TOPIC: "a hit unless denied, or what the requester asked for",
    Bears.TOGETHER: "a hit of a sweep where the sentence names one person; the contact log may record it",
    Bears.INSTRUMENT: "a hit of a sweep; the contact log may record it",
}
_HEAD = """# Rules of the sweep

This page is written by `python -m scopeofduty.sweep.rulebook` and checked by the tests.

A sweep finds **collection points** (fields, columns, options, code) by names, labels and answers.
It finds **records** of persons in running text.
Each hit has one of three verbs: *asks*, *stores*, *mentions*.
Each hit has one of the categories below and a tier: *direct*, or *proxy* for what only lets a reader guess.

## How free text is judged

What a **requester asked for** and which **paper** they brought are facts of a contact: no hit.
What anybody says **a person is** is a hit, even when it is denied, doubted or quoted from an agency.
A question that staff put to a person is a hit; "we did not ask" is none.
Words that mean something else (a Visa card, the I-94 highway, a senior citizen) are blanked out first.
They are listed in `prose/masks.toml`.

## What is missed

A text in a language other than English and Spanish.
Spaced or disguised letters in files; the guard of the contact log does read them.
Pages drawn as pictures or outlines: they are reported as not read.
An answer without its question ("Honduras." alone), and a status told by hints only.
Names of columns abbreviated beyond recognition, unless their values or notes give them away.
"""


def page() -> str:
    """Return the whole page."""
    return "\n".join((_HEAD, *_points(), *_prose(), *_bases())) + "\n"


def _points() -> list[str]:
    lines = ["## Collection points", ""]
    by_category = defaultdict(list)
    for rule in point_rules():
        by_category[rule.category].append(rule)
    for category in Category:
        if rules := by_category[category]:
            lines += [f"### {category}", ""]
            lines += [f"- `{rule.name}` ({rule.tier}): {rule.says}." for rule in rules]
            lines.append("")
    lines += [
        "### By answers and values",
        "",
        (
            "- `options-status`: two or more of citizen, naturalized, permanent resident, visa, refugee, "
            "undocumented, DACA, TPS in one list of answers mean immigration status, whatever its name."
        ),
        "- `values-status`: a column holds statuses.",
        "- `values-visa`: a column whose name speaks of a visa or a status holds classes of visa.",
        "- `values-a_number`, `values-itin`, `values-ssn`: a column with a fitting name holds such numbers.",
        "- `cell-value`: a cell of free text that is nothing but a status.",
        "",
    ]
    return lines


def _prose() -> list[str]:
    rules = (f"- `{r.name}` ({r.category}, {r.tier}): {r.says}; {_BEARS[r.bears]}." for r in SWEEP_RULES)
    return ["## Running text", "", *rules, ""]


def _bases() -> list[str]:
    lines = ["## Legal bases that a hit may name", "", "A hint for counsel, never a finding.", ""]
    return lines + [f"- `{basis.id}`: {basis.cite} ({basis.kind})." for basis in legal_bases()]


if __name__ == "__main__":
    sys.stdout.write(page())
