"""Write the tables of the reference pages anew from the code; what stands around them is left alone.

Run it as ``.venv/bin/python tests/docs/write_reference.py`` after a command, a field, a role, a word of the
vocabulary, an address or a job was added. The tests beside it say when that is needed.
"""

from __future__ import annotations

import importlib.util
import os
import re
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PAGES = HERE.parents[1] / "docs" / "reference"


def tested(name: str) -> Any:
    """Return the test module whose lines a page must have."""
    spec = importlib.util.spec_from_file_location(name, HERE / f"test_{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def table(head: str, lines: list[str]) -> str:
    rule = "|" + "---|" * head.count(" | ") + "---|"
    return "\n".join([f"| {head} |", rule, *lines])


def commands() -> dict[str, str]:
    told = tested("commands")
    parts = []
    for name in told.PARSERS:
        lines = [told.line(name, action) for action in told.actions(name)]
        parts += [f"## {name}", told.summary(name), table("option | what it says", lines) if lines else ""]
        parts += [told.exit_codes(name)]
    return {"commands": "\n\n".join(part for part in parts if part)}


def contact_fields() -> dict[str, str]:
    told = tested("contact_fields")
    return {
        "fields": table("id | label | kind | marks", [told.line(field) for field in told.FIELDS]),
        "choices": "\n".join(told.choices_line(field) for field in told.FIELDS if field.choices),
    }


def roles() -> dict[str, str]:
    told = tested("roles")
    return {
        "roles": table("id | role | permissions", [told.role_line(role) for role in told.Role]),
        "permissions": table(
            "id | it lets a person | held by", [told.permission_line(p) for p in told.Permission]
        ),
    }


def vocabulary() -> dict[str, str]:
    told = tested("vocabulary")
    words = told.WORDS
    return {
        "outcomes": "\n".join(f"- `{name}`: {meaning}" for name, meaning in words.outcomes.items()),
        "acts": table("id | what it means", [told.act_line(act) for act in words.acts.values()]),
        "facts": table(
            "id | kind | question | who can know it", [told.fact_line(f) for f in words.facts.values()]
        ),
        "values": "\n".join(told.values_line(fact) for fact in told.with_values()),
    }


def addresses() -> dict[str, str]:
    told = tested("addresses")
    lines = sorted(told.line(*each) for each in told.ours())
    return {"addresses": table("address | name in the code | who", lines)}


def jobs() -> dict[str, str]:
    told = tested("jobs")
    lines = [told.line(job) for job in told.all_jobs()]
    return {"jobs": table("job | what it does", lines) if lines else "No part has a job yet."}


def rewritten(text: str, tables: dict[str, str]) -> str:
    """Return ``text`` with what stands between its ``<!-- name -->`` and ``<!-- end -->`` written anew."""
    for name, lines in tables.items():
        between = re.compile(rf"(<!-- {name} -->\n).*?(\n<!-- end -->)", re.DOTALL)
        text, found = between.subn(lambda match, lines=lines: f"{match[1]}\n{lines}\n{match[2]}", text)
        if found != 1:
            raise LookupError(f"a reference page has {found} places for the table {name!r}, and needs one")
    return text


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scopeofduty.city.settings.test")
    import django

    django.setup()
    for write in (commands, contact_fields, roles, vocabulary, addresses, jobs):
        path = PAGES / f"{write.__name__.replace('_', '-')}.md"
        path.write_text(rewritten(path.read_text(encoding="utf-8"), write()), encoding="utf-8")
    shown = tested("printed")
    for path in shown.PAGES:
        path.write_text(shown.rewritten(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
