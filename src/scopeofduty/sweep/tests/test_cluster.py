from __future__ import annotations

import json
import os
import signal
import time
from collections import Counter
from concurrent.futures import Executor, Future
from pathlib import Path

import pytest

from scopeofduty import cli
from scopeofduty.sweep import state
from scopeofduty.sweep.cluster import ClusterError, cluster
from scopeofduty.sweep.hit import NotRead
from scopeofduty.sweep.run import Run
from scopeofduty.sweep.unit import Unit, UnitResult

distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
pytestmark = [pytest.mark.long, pytest.mark.enable_socket, pytest.mark.xdist_group("cluster")]


@pytest.fixture
def local():
    with distributed.LocalCluster(
        n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None
    ) as running:
        yield running


def dies_once(unit):
    """Kill its worker, the first time only: the flag is a file."""
    flag = Path(unit.path)
    if unit.name == "u5" and not flag.exists():
        flag.touch()
        os._exit(9)
    time.sleep(0.02)
    return UnitResult((NotRead(unit.name, f"{unit.path}-read"),), 0, 0)


def always_dies(unit):
    if unit.name == "bomb":
        os._exit(9)
    return UnitResult((NotRead(unit.name, "read"),), 0, 0)


@pytest.mark.filterwarnings("ignore")
def test_a_killed_worker_loses_and_doubles_nothing(local, tmp_path):
    make, workers = cluster(local.scheduler_address)
    assert workers == 3
    taken = []
    work = [Unit(str(tmp_path / f"flag{n}"), f"u{n}") for n in range(60)]
    found = Run(make, workers, work=dies_once, on_done=lambda unit, _r: taken.append(unit.name)).do_all(work)
    assert (tmp_path / "flag5").exists()
    assert [f.file for f in found] == [f"u{n}" for n in range(60)]
    assert set(Counter(taken).values()) == {1}
    assert all(f.reason.endswith("-read") for f in found)


@pytest.mark.filterwarnings("ignore")
def test_a_unit_that_kills_every_worker_is_not_read_and_the_others_are(local):
    make, workers = cluster(local.scheduler_address)
    work = [Unit(str(n), "bomb" if n == 3 else f"u{n}") for n in range(12)]
    found = Run(make, workers, work=always_dies).do_all(work)
    assert [f.reason for f in found if f.file == "bomb"] == ["reading it killed the worker twice"]
    assert sum(f.reason == "read" for f in found) == 11


@pytest.mark.filterwarnings("ignore")
def test_the_command_finds_the_same_on_a_cluster_that_loses_a_worker(local, tmp_path, capsys, monkeypatch):
    """A worker is killed from outside once the first results are in; the hits are those of one machine."""
    monkeypatch.chdir(tmp_path)
    rows = "".join(f"{n},US,driver is undocumented; seen on the corner\n" for n in range(200))
    Path("drive").mkdir()
    for n in range(40):
        Path(f"drive/f{n:02}.csv").write_text(f"id,citizenship,notes\n{rows}")
    killed = []

    def kills_one(stream, unit, result):
        add(stream, unit, result)
        if len(killed) < 1:
            killed.append(next(iter(local.workers.values())).pid)
            os.kill(killed[0], signal.SIGKILL)

    add = state.add
    cli.main(["sweep", "drive", "--json", "--workers", "1"])
    alone = json.loads(capsys.readouterr().out)
    monkeypatch.setattr(state, "add", kills_one)
    command = ["sweep", "drive", "--json", "--cluster", local.scheduler_address, "--state", "s.state"]
    assert cli.main(command) == 1
    together = json.loads(capsys.readouterr().out)
    assert killed
    assert together["hits"] == alone["hits"]
    assert not together["not_read"]
    assert len(alone["hits"]) > 40 * 200


@pytest.mark.filterwarnings("ignore")
def test_no_scheduler_is_told_in_words(monkeypatch):
    monkeypatch.setattr("scopeofduty.sweep.cluster._PATIENCE", 1)
    with pytest.raises(ClusterError, match="no Dask scheduler answers"):
        cluster("tcp://127.0.0.1:9")


class Gone(Executor):
    """A cluster whose scheduler went away: no result comes, and it says so when asked."""

    def submit(self, fn, /, unit):
        return Future()

    def check(self):
        raise ClusterError("the scheduler went away")


def test_a_scheduler_that_goes_away_ends_the_sweep_in_words(monkeypatch):
    monkeypatch.setattr("scopeofduty.sweep.run._PATIENCE", 0.05)
    with pytest.raises(ClusterError, match="went away"):
        Run(lambda _n: Gone(), 2).do_all([Unit("a", "a")])
