"""`duty ask`: may I do this? The answer with its section, or what still needs to be known.

Exit codes: 0 decided · 2 the question cannot be read · 3 not decided yet, more must be known ·
4 ask counsel (the law refers it, or its rules conflict).
"""

from __future__ import annotations

import json
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence
    from typing import Any

    from scopeofduty.law import Answer, Citation, Question, Text

DECIDED, BAD_INPUT, UNDECIDED, COUNSEL = 0, 2, 3, 4


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `ask` to the command line."""
    from scopeofduty.cli import Page

    parser = subparsers.add_parser(
        "ask",
        help="ask what the law lets you do",
        description="Ask whether an act is allowed. Leave out what you do not know.",
        epilog="Exit codes: 0 decided, 2 bad input, 3 more must be known, 4 ask counsel.",
        formatter_class=Page,
    )
    parser.add_argument("act", help="what would be done, for example “hold on a detainer”")
    parser.add_argument("facts", nargs="*", metavar="FACT=VALUE", help="what is known so far")
    parser.add_argument("--pack", default="riverbend", help="a shipped pack or a folder")
    parser.add_argument("--on", metavar="DATE", help="the law of this day (default: today)")
    parser.add_argument("--actor", help="who would do it, for example police or city_clerk")
    parser.add_argument("--lang", choices=["en", "es"], default="en")
    parser.add_argument("--json", action="store_true", help="print the whole answer as JSON")
    parser.set_defaults(run=run)
    _intermix(parser)


def _intermix(parser: argparse.ArgumentParser) -> None:
    """Let facts stand before, between and after options: argparse takes only the first run."""
    plain = parser.parse_known_args

    def parse(
        args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        parser.parse_known_args = plain  # type: ignore[method-assign]
        try:
            return parser.parse_known_intermixed_args(args, namespace)
        finally:
            parser.parse_known_args = parse  # type: ignore[method-assign,assignment]

    parser.parse_known_args = parse  # type: ignore[method-assign,assignment]


def run(args: argparse.Namespace) -> int:
    """Answer one question. Returns an exit code of the table above."""
    from datetime import date

    from scopeofduty import law

    try:
        facts = _facts(args.facts)
        book = law.read(args.pack, examples=False)
        answer = book.on(args.on or date.today()).ask(args.act, args.actor, facts)  # noqa: DTZ011 - the day where the clerk sits
    except (law.LawError, ValueError) as refused:
        print(refused, file=sys.stderr)
        return BAD_INPUT
    if args.json:
        print(json.dumps(as_json(answer), ensure_ascii=False, indent=2))
    else:
        print(_page(answer, args.lang, book.vocabulary.duties))
    if answer.outcome is None:
        return UNDECIDED
    return COUNSEL if answer.outcome == "refer" else DECIDED


def _facts(pairs: list[str]) -> dict[str, str]:
    facts = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not (sign and name and value):
            raise ValueError(f"“{pair}” is not a fact. Write FACT=VALUE, for example paper=detainer.")
        facts[name] = value
    return facts


def _page(answer: Answer, language: str, duties: Mapping[str, Text]) -> str:
    spanish = language == "es"
    lines = [answer.explain(language), ""]
    for title, titulo, rules in (
        ("Sections", "Artículos", answer.citations),
        ("Set aside", "Sin aplicar", answer.set_aside),
        ("May come into play", "Podrían aplicarse", answer.possibly if not answer.outcome else ()),
    ):
        if rules:
            shown = dict.fromkeys(_line(rule, language) for rule in rules)
            lines += [f"{titulo if spanish else title}:", *shown]
    if answer.duties:
        lines += [
            ("Deberes: " if spanish else "Duties: ")
            + "; ".join(duties[duty].in_language(language) for duty in answer.duties)
        ]
    if answer.question:
        lines += ["", "Lo que aún falta saber:" if spanish else "What I still need to know:"]
        lines += _choices(answer.question, language)
    lines += [f"{answer.day} · {answer.digest[:12]}"]
    return "\n".join(lines)


def _line(rule: Citation, language: str) -> str:
    from scopeofduty.law.explain import WORD

    word = rule.cited_as.in_language(language) or WORD.in_language(language)
    draft = (" (borrador)" if language == "es" else " (draft)") if rule.draft else ""
    return f"  {word} {rule.section} [{rule.mark}]{draft}: {rule.summary.in_language(language)}"


def _choices(question: Question, language: str) -> list[str]:
    lines = [f"  {question.text.in_language(language)}"]
    for choice in question.choices:
        value = {True: "yes", False: "no"}.get(choice.value, choice.value)  # type: ignore[call-overload]
        lines.append(f"    {question.fact}={value}  {choice.meaning.in_language(language)}")
    if question.kind == "number":
        lines.append(f"    {question.fact}=…  ({question.unit})")
    return lines


def as_json(answer: Answer) -> dict[str, Any]:
    """Return the answer as plain data, both languages in it."""
    from dataclasses import asdict

    plain = asdict(answer)
    plain["day"] = answer.day.isoformat()
    for name in ("citations", "set_aside", "beside", "possibly", "conflict"):
        for rule in plain[name]:
            rule["start"] = rule["start"].isoformat()
    plain["explanation"] = {"en": answer.explain("en"), "es": answer.explain("es")}
    return plain
