"""What comes out of a sweep: totals, JSON, CSV and SARIF 2.1.0."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scopeofduty.sweep.points.decide import point_rules
from scopeofduty.sweep.prose.judge import SWEEP_RULES

if TYPE_CHECKING:
    from scopeofduty.sweep.hit import Hit, NotRead

_LEVELS = {"direct": "warning", "proxy": "note"}
_COLUMNS = (
    "file", "locator", "page", "line", "verb", "category", "tier", "rule",
    "text", "complies", "settled", "bases", "fingerprint",
)  # fmt: skip
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


@dataclass(frozen=True, slots=True)
class Sweep:
    """A finished sweep; ``settled`` fingerprints stand in the baseline or carry a suppression."""

    hits: tuple[Hit, ...]
    not_read: tuple[NotRead, ...]
    settled: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()

    @property
    def open(self) -> tuple[Hit, ...]:
        """The hits that somebody has to settle: no compliance, not in the baseline, not suppressed."""
        return tuple(h for h in self.hits if not h.complies and h.fingerprint not in self.settled)

    @property
    def totals(self) -> dict[str, Any]:
        """Counts: hits, open ones, compliance, not read, and hits by category and by verb."""
        collecting = [h for h in self.hits if not h.complies]
        return {
            "hits": len(collecting),
            "open": len(self.open),
            "complies": len(self.hits) - len(collecting),
            "not_read": len(self.not_read),
            "categories": dict(sorted(Counter(str(h.category) for h in collecting).items())),
            "verbs": dict(sorted(Counter(str(h.verb) for h in collecting).items())),
        }


def as_json(sweep: Sweep) -> dict[str, Any]:
    """Return the sweep as plain values: ``totals``, ``hits``, ``not_read``, ``notes``."""
    return {
        "version": 1,
        "totals": sweep.totals,
        "hits": [hit.as_json() | {"settled": hit.fingerprint in sweep.settled} for hit in sweep.hits],
        "not_read": [item.as_json() for item in sweep.not_read],
        "notes": list(sweep.notes),
    }


def as_csv(sweep: Sweep) -> str:
    """Return one line a hit, with a header; cells that a spreadsheet would run as formulas are quoted."""
    out = io.StringIO()
    rows = as_json(sweep)["hits"]
    names = [
        "file",
        "locator",
        "page",
        "line",
        "verb",
        "category",
        "tier",
        "rule",
        "text",
        "complies",
        "settled",
        "bases",
        "fingerprint",
    ]
    writer = csv.DictWriter(out, names, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: _cell(row[key]) for key in _COLUMNS})
    return out.getvalue()


def _cell(value: Any) -> str:
    text = " ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return "'" + text if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def as_sarif(sweep: Sweep) -> dict[str, Any]:
    """Return the sweep in SARIF 2.1.0 (OASIS), one result a hit, what was not read as notifications."""
    used = {hit.rule for hit in sweep.hits}
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "duty sweep",
                        "rules": [_rule(n, says) for n, says in rule_texts() if n in used],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(sweep, hit) for hit in sweep.hits],
                "invocations": [
                    {
                        "executionSuccessful": True,
                        "toolExecutionNotifications": [_unread(u) for u in sweep.not_read],
                    }
                ],
            }
        ],
    }


def rule_texts() -> list[tuple[str, str]]:
    """Return every rule's name and what it says, the ones that have no file of their own included."""
    return [
        *((rule.name, rule.says) for rule in point_rules()),
        *((rule.name, rule.says) for rule in SWEEP_RULES),
        ("options-status", "two or more kinds of status in one list of answers"),
        ("values-status", "a column holds statuses"),
        ("values-visa", "a column holds classes of visa"),
        ("values-a_number", "a column holds A-numbers"),
        ("values-itin", "a column holds ITINs"),
        ("values-ssn", "a column holds Social Security numbers"),
        ("cell-value", "a cell that is nothing but a status"),
    ]


def _rule(name: str, says: str) -> dict[str, Any]:
    return {"id": name, "shortDescription": {"text": says}}


def _result(sweep: Sweep, hit: Hit) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": _uri(hit.file)}}
    if hit.line:
        location["region"] = {"startLine": hit.line}
    told = f"{hit.locator or hit.file} {hit.verb} {hit.category}: {hit.text}"
    result: dict[str, Any] = {
        "ruleId": hit.rule,
        "kind": "informational" if hit.complies else "fail",
        "level": "none" if hit.complies else _LEVELS[hit.tier],
        "message": {"text": told[:400]},
        "locations": [
            {
                "physicalLocation": location,
                "logicalLocations": [{"fullyQualifiedName": hit.locator or hit.file}],
            }
        ],
        "partialFingerprints": {"scopeofduty/v1": hit.fingerprint},
        "properties": {
            "category": hit.category,
            "verb": hit.verb,
            "tier": hit.tier,
            "bases": list(hit.bases),
        },
    }
    if hit.fingerprint in sweep.settled:
        result["suppressions"] = [{"kind": "external"}]
    return result


def _uri(file: str) -> str:
    from urllib.parse import quote

    return quote(file.replace("\\", "/"), safe="/!")


def _unread(item: NotRead) -> dict[str, Any]:
    where = f"{item.file} {item.locator}".strip()
    return {"level": "warning", "message": {"text": f"{where}: not read, because {item.reason}"}}


def dumps(value: dict[str, Any]) -> str:
    """Return indented JSON with a line break at its end."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
