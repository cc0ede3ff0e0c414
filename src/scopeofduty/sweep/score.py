"""Measure the rules on a labelled set (JSON lines: id, kind, lang, text, label, category)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scopeofduty.sweep.points import compliance, fragment
from scopeofduty.sweep.points.decide import decide
from scopeofduty.sweep.prose.judge import SWEEP_RULES, read

if TYPE_CHECKING:
    from collections.abc import Iterable

KINDS = ("form_field", "column", "schema", "code", "narrative")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a text collects, of which category, by which rule."""

    flagged: bool
    category: str | None
    rule: str | None


_NOTHING = Verdict(flagged=False, category=None, rule=None)


def judge(kind: str, text: str) -> Verdict:
    """Judge one labelled text of a kind: ``form_field``, ``column``, ``schema``, ``code`` or ``narrative``.

    Raises:
        ValueError: The kind is none of these.
    """
    if kind == "narrative":
        found = read(text, SWEEP_RULES)
        return (
            Verdict(flagged=True, category=found[0].category, rule=found[0].rule.name) if found else _NOTHING
        )
    readers = {"form_field": fragment.form_field, "column": fragment.column}
    if kind not in KINDS:
        raise ValueError(f"kind is {kind!r}; expected one of {', '.join(KINDS)}")
    point = readers.get(kind, fragment.code)(text)
    decisions = decide(point)
    if not decisions:
        return _NOTHING
    complies = compliance.is_notice(text) if kind == "form_field" else compliance.is_guarded(text)
    if complies:
        return Verdict(flagged=False, category=decisions[0].category, rule="complies")
    return Verdict(flagged=True, category=decisions[0].category, rule=decisions[0].rule)


def figures(pairs: Iterable[tuple[bool, bool]]) -> dict[str, float]:
    """Return precision, recall and F1 of (label, flagged) pairs; 1 where there is nothing to find or flag."""
    rows = list(pairs)
    hit = sum(1 for label, flagged in rows if label and flagged)
    flagged_count = sum(1 for _, flagged in rows if flagged)
    label_count = sum(1 for label, _ in rows if label)
    precision = hit / flagged_count if flagged_count else 1.0
    recall = hit / label_count if label_count else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def score(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Judge every labelled row and return totals, figures by kind and category, and each case."""
    cases = []
    for row in rows:
        verdict = judge(row["kind"], row["text"])
        cases.append({
            "id": row["id"], "kind": row["kind"], "flagged": verdict.flagged, "label": bool(row["label"]),
            "rule": verdict.rule, "category": verdict.category, "expected": row.get("category"),
        })  # fmt: skip
    pairs = [(case["label"], case["flagged"]) for case in cases]
    kinds = {
        kind: figures((c["label"], c["flagged"]) for c in cases if c["kind"] == kind)
        for kind in KINDS
        if any(c["kind"] == kind for c in cases)
    }
    expected = sorted({c["expected"] for c in cases if c["expected"]})
    categories = {
        name: {
            "cases": len(mine := [c for c in cases if c["expected"] == name]),
            "found": sum(1 for c in mine if c["flagged"]),
            "same_category": sum(1 for c in mine if c["category"] == name),
        }
        for name in expected
    }
    return {"total": figures(pairs), "kinds": kinds, "categories": categories, "cases": cases}
