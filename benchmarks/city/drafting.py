"""The drafts' editor while somebody types, and a redline of a code.

Run ``python benchmarks/city/drafting.py``. Every keystroke changes a rule or a word, so that nothing is
answered from memory. Milliseconds, medians; one process on this machine.
"""

from __future__ import annotations

import os
import re
import statistics
import tempfile
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from scopeofduty.city.drafts.models import Draft

ROUNDS = 15
SECTIONS = 400
SMALL = ("3", "4", "8", "9")
"""Sections of Riverbend's ordinance that together hold thirty rules."""


def milliseconds(work: Callable[[int], object]) -> float:
    """Return the median of several runs, each told its number."""
    times = []
    for turn in range(ROUNDS):
        start = time.perf_counter()
        work(turn)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def thirty_rules(files: dict[str, str]) -> dict[str, str]:
    """Cut Riverbend's ordinance down to its head and thirty rules."""
    kept = [
        block
        for name, block in merging.rule_blocks(files[packs.RULES]).items()
        if not name.startswith(("duty", "names")) and (not name[0].isdigit() or name.startswith(SMALL))
    ]
    told = re.sub(r"(?m)^without rules.*$", "without rules 1", "".join(kept))
    return {**files, packs.RULES: told}


def typed(files: dict[str, str], turn: int) -> dict[str, str]:
    """Return what stands there after another keystroke: one rule holds in more or fewer situations."""
    paper = ("criminal_warrant", "judicial_warrant", "court_order", "detainer", "none")[turn % 5]
    rule = f"\n3(a)/typed{turn}  decline a request  is prohibited\n  when paper is {paper}\n"
    return {**files, packs.RULES: files[packs.RULES] + rule}


def editor(client: Client, draft: Draft, files: dict[str, str]) -> float:
    """Return what a keystroke costs through the whole of Django: routing, session, permission, answer."""
    address = f"/drafts/{draft.slug}/check/"

    def ask(turn: int) -> None:
        after = typed(files, turn)
        given = {"after": str(draft.newest), "text": after[packs.TEXT], "rules": after[packs.RULES]}
        answer = client.post(address, given)
        assert answer.status_code == 200, answer.content
        assert answer.json()["faults"] == [], answer.json()["faults"][:1]
        assert answer.json()["situations"], "a keystroke that changes nothing measures nothing"

    return milliseconds(ask)


def code(turn: int, *, revised: bool) -> str:
    """Return a code of 400 sections; the revision rewords every tenth."""
    parts = ["# A code"]
    for at in range(SECTIONS):
        limit = "two working days" if revised and at % 10 == 3 else "three days"
        parts.append(
            f"## {at + 1} Matter {at}\n\n"
            f"The clerk of desk {at} answers within {limit}, case {turn} kept by {at * 7}."
        )
    return "\n\n".join(parts) + "\n"


def redlined(turn: int) -> None:
    """Redline two codes, as the page does it."""
    texts = (wording.ordinance_of(code(turn, revised=revised)) for revised in (False, True))
    html = to_html(compare(*texts), only_changes=True)
    assert html.count("redline-changed") == SECTIONS // 10


def main() -> None:
    """Measure, and print a table."""
    person = User.objects.create_user("counsel")
    now = port.now()
    Appointment.objects.create(user=person, role=Role.COUNSEL, given_at=now)
    City.objects.create(pk=1, name="Riverbend", packs=["riverbend"])
    start = next(each for each in packs.starts(("riverbend",)) if each.level == "city")
    whole = packs.files_of(*packs.begun(start))
    client = Client(SERVER_NAME="localhost")
    client.force_login(person)
    rows = []
    for name, files in (("30 rules", thirty_rules(whole)), ("Riverbend, 77 rules", whole)):
        draft = writing.begin(name, start, by=person, at=now)
        writing.save(
            draft, 1, files[packs.TEXT], files[packs.RULES], party="counsel", summary=name, by=person, at=now
        )
        draft.refresh_from_db()
        count = len(packs.law_version(files).rules)
        alone = milliseconds(
            lambda turn, files=files: faults.at_a_glance(files, typed(files, turn + 100), "en")
        )
        rows.append((f"{name}: a keystroke checked and compared", alone))
        rows.append(
            (
                f"{name} ({count}): the same over the wire, session and permission too",
                editor(client, draft, files),
            )
        )
    rows.append((f"redline of a code of {SECTIONS} sections, text to HTML", milliseconds(redlined)))
    for name, took in rows:
        print(f"{took:8.1f} ms  {name}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DUTY_DATA"] = folder
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/city.sqlite3"
        os.environ["PUBLIC_DATABASE_URL"] = f"sqlite:///{folder}/public.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "scopeofduty.city.settings.test"
        import django

        django.setup()
        from django.core.management import call_command
        from django.test import Client

        from scopeofduty.city.accounts.models import Appointment, User
        from scopeofduty.city.accounts.roles import Role
        from scopeofduty.city.clock import port
        from scopeofduty.city.drafts import faults, merging, packs, wording, writing
        from scopeofduty.city.profile.models import City
        from scopeofduty.documents import compare
        from scopeofduty.documents.redline import to_html

        for alias in ("default", "public"):
            call_command("migrate", database=alias, verbosity=0)
        main()
