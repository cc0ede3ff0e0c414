"""The commands of the tutorial run, and what it says about the demo is so."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scopeofduty.sweep import guard

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs/tutorial/first-hour.md"
BLOCK = re.compile(r"(?:<!-- run: ([^>]+) -->\n)?```sh\n(.*?)```", re.DOTALL)
BIN = Path(sys.executable).parent


def blocks():
    """Yield each command with the exit code that the tutorial gives it; those run by hand are left out."""
    for how, commands in BLOCK.findall(TUTORIAL.read_text(encoding="utf-8")):
        if how.strip() != "by hand":
            code = int(how.split()[-1]) if how else 0
            yield from ((line, code) for line in commands.splitlines() if line)


@pytest.mark.parametrize(("command", "code"), list(blocks()), ids=lambda value: str(value)[:60])
def test_every_command_ends_as_the_tutorial_says(command, code):
    words = shlex.split(command)
    assert words[0] == ".venv/bin/duty"
    done = subprocess.run([BIN / "duty", *words[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr


def test_the_sentence_that_stops_saving_does():
    sentence = re.search(r"narrative write: `([^`]+)`", TUTORIAL.read_text(encoding="utf-8"))[1]
    assert guard.find(sentence)


@pytest.mark.django_db
def test_the_desk_answers_as_the_tutorial_says(client):
    from scopeofduty.city.demo import legal, place

    at = datetime(2026, 6, 15, 15, 0, tzinfo=UTC)
    place.found_city()
    counsel = place.seat_cast(at)["counsel"]
    legal.sign_rules(counsel, at)
    legal.list_obligations(counsel, at)

    def page(address, *facts):
        answer = client.post(address, {"f": facts}) if facts else client.get(address)
        assert answer.status_code == 200, address
        assert not answer.cookies
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))

    assert "Do not ask where a person was born" in page("/desk/collect/library/library-card/place_of_birth/")
    assert "You must ask whether a person is a citizen" in page("/desk/collect/hr/hiring-i9/citizenship/")
    asked = ("actor:police", "threat_to_life:no", "federal_contact:request_for_support", "paper:none")
    assert "Do not send units" in page("/desk/contacted/backup/", *asked, "purpose:civil_immigration")
