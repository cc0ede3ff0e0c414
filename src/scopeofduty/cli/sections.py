"""`duty law sections`: each section of a pack's text with its rules, and each rule with its sections.

Exit codes: 0 every section has a rule or needs none · 1 some section has none · 2 bad input.
"""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

    from scopeofduty.law.rules import Section, Version


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `sections` to the commands of `duty law`."""
    parser = commands.add_parser(
        "sections",
        help="list each section with its rules, and the sections without one",
        epilog="Exit codes: 0 every section has a rule or needs none, 1 some section has none, 2 bad input.",
    )
    parser.add_argument("pack", help="a shipped pack or a folder")
    parser.add_argument("--on", metavar="DATE", help="the law of this day (default: the last version)")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """List the sections. Returns an exit code of the table above."""
    from scopeofduty import law
    from scopeofduty.documents import DocumentError

    try:
        book = law.read(args.pack, examples=False)
        pack = book.packs[0]
        today = book.on(args.on or max(version.start for version in pack.versions))
        own = [version for version in today.versions if version in pack.versions]
        laws = [_joined(version) for version in own]
    except (law.LawError, DocumentError, OSError) as refused:
        print(refused, file=sys.stderr)
        return 2
    if args.json:
        print(json.dumps(laws, ensure_ascii=False, indent=2))
    else:
        for each in laws:
            _show(each)
    return 1 if any(each["without_rule"] for each in laws) else 0


def _joined(version: Version) -> dict[str, Any]:
    """Return one law's text and rules, each found from the other."""
    from scopeofduty.documents import from_sections, link

    labels = list(version.sections)
    text = from_sections(version.law, [(s.label, s.heading.en, s.text.en) for s in in_trees(version)])
    identity = {label: text.find(label).id for label in labels}
    cited: dict[str, list[str]] = {rule.id: [rule.section] for rule in version.rules}
    for duty in version.duties:
        cited.setdefault(f"{duty.section} duty {duty.id}", []).append(duty.section)
    links = link(text, cited)
    encoded = {label for label in labels if links.rules.get(identity[label])}
    return {
        "law": version.law,
        "version": version.name,
        "text": bool(labels),
        "sections": [
            {
                "label": label,
                "id": identity[label],
                "heading": version.sections[label].heading.en,
                "mark": version.sections[label].mark,
                "rules": list(links.rules.get(identity[label], ())),
            }
            for label in labels
        ],
        "rules": {rule: list(found) for rule, found in links.provisions.items()},
        "without_rule": [one for one in labels if one not in encoded | version.beyond_rules],
    }


def in_trees(version: Version) -> list[Section]:
    """Return the sections with the parts of each together, in the order in which each first comes.

    A pack may return to a section later; a text has every section once.
    """
    first: dict[tuple[str, ...], int] = {}
    keys: dict[str, list[int]] = {}
    for label in version.sections:
        parts = tuple(re.findall(r"[^()]+", label))
        prefixes = [parts[: depth + 1] for depth in range(len(parts))]
        keys[label] = [first.setdefault(prefix, len(first)) for prefix in prefixes]
    return sorted(version.sections.values(), key=lambda section: keys[section.label])


def _show(each: dict[str, Any]) -> None:
    print(f"{each['law']}{': ' + each['version'] if each['version'] else ''}")
    lacking = set(each["without_rule"])
    for section in each["sections"]:
        rules = ", ".join(section["rules"])
        said = rules or ("NO RULE" if section["label"] in lacking else "needs none")
        print(f"  {section['label']:14} {section['heading'][:48]:48}  {said}")
    encoded = len(each["sections"]) - len(lacking)
    if each["text"]:
        print(f"  {encoded} of {len(each['sections'])} sections are encoded or need no rule")
    else:
        print(f"  no text stands beside these {len(each['rules'])} rules")
