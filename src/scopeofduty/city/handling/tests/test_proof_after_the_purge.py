"""The whole life of a proof: report, day batch, keepers, purge; then a fresh machine with a copy of the log.

It has no database, no setting and no network: the twelve words and the public files are all there is.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import timedelta

import pytest

from scopeofduty.city.clock import port
from scopeofduty.city.demo import sealed_log
from scopeofduty.city.handling import keeping, protected
from scopeofduty.city.handling.models import DayOfCommitments
from scopeofduty.city.handling.tests.conftest import AT, CANARY, DAY
from scopeofduty.city.ledger import ports
from scopeofduty.city.ledger.jobs import PUBLISH, SEAL, SIGN
from scopeofduty.city.reports import mailbox
from scopeofduty.city.reports.models import WaitingCommitment
from scopeofduty.sealing.identity_box import Identity

pytestmark = pytest.mark.django_db(databases=["default", "public"])
TO = "Ana Example, attorney"
DANA = Identity("Dana Dispatch", "dispatcher", "a telephone number")
ACTION = (DAY + timedelta(days=12)).isoformat()


class Machine:
    """A folder with a copy of the public log, and the command."""

    def __init__(self, folder, log):
        self.folder = folder
        folder.mkdir()
        shutil.copytree(log, folder / "log")
        # Whom one trusts comes from the keepers and not with the log.
        (folder / "log/city.policy").rename(folder / "trusted.policy")

    def duty(self, *arguments, words=""):
        command = [sys.executable, "-m", "scopeofduty.cli", "protected", *arguments]
        alone = {"PATH": os.defpath, "HOME": str(self.folder), "LANG": "C.UTF-8"}
        return subprocess.run(
            command, cwd=self.folder, env=alone, input=words, capture_output=True, text=True, check=False
        )

    def open(self, words):
        return self.duty("open", "--log", "log", "--to", TO, words=words)

    def verify(self, to=TO):
        given = [f"opening-{DAY}-0.json", "--log", "log", "--policy", "trusted.policy", "--to", to]
        return self.duty("verify", *given, "--action", ACTION)

    @property
    def opening(self):
        return self.folder / f"opening-{DAY}-0.json"


@pytest.fixture
def logged(riverbend, settings, tmp_path, monkeypatch):
    """Riverbend with a log of its own and two keepers."""
    for name in ("LOG_FOLDER", "LEDGER_FOLDER", "LEDGER_KEYS", "LOG_KEEPERS"):
        setattr(settings, name, tmp_path / name.lower())
    monkeypatch.setattr(sealed_log, "KEPT", timedelta(days=1))
    with ports.use(ports.Ports(disk=sealed_log.QuickDisk())):
        sealed_log.begin_log(AT)
        yield riverbend


def publish(at):
    """The day's batch goes into the register, the keepers sign, all at the city's own windows."""
    with port.use(port.FrozenClock(at)) as clock:
        protected.publish(at)
        for job in (SEAL, SIGN, PUBLISH):
            clock.move_to(at + timedelta(minutes=30))
            job.run(at + timedelta(minutes=30))


def purge(receipt):
    keeping.keep(receipt.case, "not_investigated", DAY)
    late = DAY + timedelta(days=keeping.DEFAULT_DAYS["not_investigated"] + 1)
    assert keeping.purge_due(AT, late) == [receipt.case]
    with pytest.raises(mailbox.NoCaseError):
        mailbox.case(receipt.case)


def changed(path, data):
    """What a forger leaves at a place."""
    path.chmod(0o600)
    path.write_bytes(data)


def test_a_fresh_machine_proves_the_report_after_the_purge_and_refuses_each_forgery(logged, tmp_path):
    receipt = logged.report("supervisor", identity=DANA)
    publish(AT.replace(hour=21, minute=30))
    purge(receipt)
    assert not WaitingCommitment.objects.exists()
    machine = Machine(tmp_path / "machine", tmp_path / "log_folder")
    DayOfCommitments.objects.all().delete()

    words = " ".join(receipt.spell("en"))
    opened = machine.open(words)
    assert opened.returncode == 0, opened.stderr
    assert f"Reported on {DAY}" in opened.stdout
    assert words not in machine.opening.read_text()
    held = machine.verify()
    assert held.returncode == 0, held.stderr
    assert f"It holds: Dana Dispatch, dispatcher, a telephone number reported on {DAY}." in held.stdout
    assert f"That is 12 days before {ACTION}." in held.stdout
    assert CANARY not in machine.opening.read_text(), "what was reported isn't told"

    refuse_each_forgery(machine)
    refuse_a_log_that_was_changed(machine)


def refuse_each_forgery(machine):
    """The holder of an opening changes one thing in it, or shows it to somebody else."""
    good = machine.opening.read_bytes()
    told = json.loads(good)
    flipped = {"randomiser", "content", "public_key"}
    forgeries = dict.fromkeys(flipped, "ff" * 32) | {
        "identity": {"name": "Mallory", "position": "", "contact": ""},
        "day": (DAY - timedelta(days=30)).isoformat(),
        "index": (told["opening"]["index"] + 1) % 64,
        "path": told["opening"]["path"][::-1],
        "to": "Somebody Else",
    }
    assert forgeries.keys() | {"v"} == told["opening"].keys(), "each member is tried"
    for name, value in forgeries.items():
        forged = told | {"opening": told["opening"] | {name: value}}
        machine.opening.write_text(json.dumps(forged, separators=(",", ":"), sort_keys=True))
        refused = machine.verify("Somebody Else" if name == "to" else TO)
        assert (refused.returncode, "does NOT hold" in refused.stderr) == (1, True), (name, refused.stderr)
    machine.opening.write_bytes(good)
    refused = machine.verify("Mallory, attorney")
    assert "made for 'Ana Example, attorney'" in refused.stderr
    assert machine.verify().returncode == 0


def refuse_a_log_that_was_changed(machine):
    """The city, later: a register that no keeper signed, entries that tell another day."""
    register = machine.folder / "log/register"
    signed = [register / "checkpoint", *(register / "checkpoints").glob("[0-9]*")]
    entries = [path for path in (register / "tile/entries").rglob("*") if path.is_file()]
    assert signed
    assert entries

    def without_keepers(data):
        lines = [line for line in data.decode().splitlines() if "demo-" not in line]
        return "\n".join([*lines, ""]).encode()

    def of_another_day(data):
        return data.replace(DAY.isoformat().encode(), b"2026-10-23")

    for paths, forge in ((signed, without_keepers), (entries, of_another_day)):
        were = {path: path.read_bytes() for path in paths}
        for path, data in were.items():
            changed(path, forge(data))
        assert machine.verify().returncode == 1, forge
        for path, data in were.items():
            changed(path, data)
        assert machine.verify().returncode == 0


def test_a_batch_that_the_city_makes_for_a_day_that_is_over_is_refused(logged, tmp_path):
    """Backdating: the report is taken in a week later, under the day on which it would have mattered."""
    receipt = logged.report("supervisor", identity=DANA)
    with port.use(port.FrozenClock(AT)):
        protected.publish(AT)
    late = AT + timedelta(days=7)
    with port.use(port.FrozenClock(late)):
        for job in (SEAL, SIGN, PUBLISH):
            job.run(late.replace(hour=22))
    machine = Machine(tmp_path / "machine", tmp_path / "log_folder")
    assert machine.open(" ".join(receipt.spell("en"))).returncode == 0
    refused = machine.verify()
    assert refused.returncode == 1
    assert "first seen by an independent keeper on 2026-11-30" in refused.stderr
