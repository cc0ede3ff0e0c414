"""`duty compare`: what a redraft changes, in concrete situations.

Exit codes: 0 nothing that --fail-on names · 1 a change that --fail-on names · 2 bad input.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

    from scopeofduty.law import InForce
    from scopeofduty.law.comparing import Change, Comparison, Edit

KINDS = ("loosened", "tightened", "turned", "silenced", "any")


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `compare` to the command line."""
    parser = subparsers.add_parser(
        "compare",
        help="show what a redraft changes, in concrete situations",
        description="Compare two packs, or one pack on two days.",
        epilog="Exit codes: 0 no change named by --fail-on, 1 such a change, 2 bad input.",
    )
    parser.add_argument("old", help="a shipped pack or a folder, or PACK@DATE")
    parser.add_argument("new", help="the same for the redraft")
    parser.add_argument("--fail-on", choices=KINDS, help="fail when a change of this kind is found")
    parser.add_argument("--cap", type=int, default=30, help="how many patterns to tell")
    parser.add_argument("--lang", choices=["en", "es"], default="en")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compare two drafts. Returns an exit code of the table above."""
    from scopeofduty import law

    try:
        old, new = open_law(args.old), open_law(args.new)
        comparison = old.compare(new, cap=args.cap)
    except law.LawError as refused:
        print(refused, file=sys.stderr)
        return 2
    if args.json:
        print(json.dumps(_plain(comparison), ensure_ascii=False, indent=2))
    else:
        _print(comparison, args.lang)
    kinds = {change.direction for change in comparison.changes}
    kinds |= {"silenced" for change in comparison.changes if change.silenced}
    kinds |= {"any"} if comparison.changes else set()
    return 1 if args.fail_on in kinds else 0


def open_law(name: str) -> InForce:
    """Open PACK or PACK@DATE, alone; without a date, on the day its last version begins."""
    from scopeofduty import law

    pack, _, day = name.partition("@")
    book = law.read(pack, above=False)
    return book.on(day or max(version.start for version in book.packs[0].versions))


def _print(comparison: Comparison, language: str) -> None:
    spanish = language == "es"
    for number, change in enumerate(comparison.changes, start=1):
        acts = "; ".join(name.in_language(language) for name in change.act_names)
        flag = (" (queda sin norma)" if spanish else " (left unspoken)") if change.silenced else ""
        print(f"{number}. {change.before} → {change.after}{flag}: {acts}")
        print(f"   {'Cuando' if spanish else 'When'}: {change.words.in_language(language)}")
        print(f"   {'Por' if spanish else 'Because of'}: {_causes(change, spanish=spanish)}")
    for duty in comparison.duties:
        told = ", ".join(
            f"{name}: {_shown(before)} → {_shown(after)}"
            for name, (before, after) in duty.parameters.items()
            if before or after
        )
        print(f"{'Deber' if spanish else 'Duty'} {duty.section} {duty.duty}: {told}")
    if comparison.reworded:
        lead = "Cambian las palabras y no los efectos" if spanish else "Words changed, effects did not"
        print(f"{lead}: {', '.join(comparison.reworded)}")
    if comparison.more:
        print(f"{comparison.more} {'más' if spanish else 'more patterns'}.")
    if not (comparison.changes or comparison.duties or comparison.reworded):
        print("Nada cambia." if spanish else "Nothing changes.")


def _shown(parameter: object) -> str:
    listed = parameter if isinstance(parameter, tuple) else (parameter,)
    return " or ".join(str(each).replace("_", " ") for each in listed if each) or "—"


def _causes(change: Change, *, spanish: bool) -> str:
    return ", ".join(_edit(edit, spanish=spanish) for edit in change.causes)


def _edit(edit: Edit, *, spanish: bool) -> str:
    if not edit.after:
        return f"{edit.rule} {'suprimida' if spanish else 'struck'}"
    if not edit.before:
        return f"{edit.rule} {'añadida' if spanish else 'added'}"
    removed, added = edit.words
    words = " → ".join(f"“{some}”" if some else "—" for some in (removed, added))
    return f"{edit.rule} {'modificada' if spanish else 'reworded'} ({words})"


def _plain(comparison: Comparison) -> dict[str, Any]:
    return {
        "changes": [
            {
                "acts": change.acts,
                "before": change.before,
                "after": change.after,
                "direction": change.direction,
                "silenced": change.silenced,
                "situation": {fact: list(values) for fact, values in change.pattern.facts.items()},
                "share": change.pattern.share,
                "words": {"en": change.words.en, "es": change.words.es},
                "causes": [
                    {
                        "rule": edit.rule,
                        "before": edit.before,
                        "after": edit.after,
                        "words": edit.words,
                    }
                    for edit in change.causes
                ],
            }
            for change in comparison.changes
        ],
        "more": comparison.more,
        "share": dict(comparison.share),
        "duties": [
            {"section": d.section, "duty": d.duty, "parameters": dict(d.parameters)}
            for d in comparison.duties
        ],
        "reworded": comparison.reworded,
    }
