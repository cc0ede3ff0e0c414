from __future__ import annotations

import os
import time
from collections import Counter
from pathlib import Path

import pytest

from scopeofduty import cli
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
def test_the_command_sweeps_on_a_cluster(local, tmp_path, capsys):
    for n in range(6):
        (tmp_path / f"f{n}.csv").write_text(f"id,citizenship\n{n},US\n")
    assert cli.main(["sweep", str(tmp_path), "--cluster", local.scheduler_address, "--quiet"]) == 1
    assert "6 to settle" in capsys.readouterr().out


@pytest.mark.filterwarnings("ignore")
def test_no_scheduler_is_told_in_words(monkeypatch):
    monkeypatch.setattr("scopeofduty.sweep.cluster._PATIENCE", 1)
    with pytest.raises(ClusterError, match="no Dask scheduler answers"):
        cluster("tcp://127.0.0.1:9")
