from __future__ import annotations

import os
import sqlite3
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from scopeofduty.sweep import state
from scopeofduty.sweep.hit import Hit, NotRead
from scopeofduty.sweep.run import InProcess, Run, process_pool
from scopeofduty.sweep.unit import LARGE, Unit, UnitResult, do, units


def in_process(_workers):
    return InProcess()


class Deadly(Executor):
    """Breaks as a process pool does when the unit named `bomb` is done."""

    def __init__(self):
        self.broken = False

    def submit(self, fn, /, unit):
        future = Future()
        if self.broken or unit.name == "bomb":
            self.broken = True
            future.set_exception(BrokenProcessPool("a worker died"))
        else:
            future.set_result(fn(unit))
        return future


def test_a_unit_that_kills_its_worker_twice_is_not_read_and_no_other_is_lost_or_doubled():
    done = []
    work = [Unit(str(n), "bomb" if n == 3 else f"u{n}") for n in range(20)]
    run = Run(
        lambda _n: Deadly(),
        4,
        work=lambda unit: UnitResult((NotRead(unit.name, "x"),), 0, 0),
        on_done=lambda unit, _r: done.append(unit.name),
    )
    found = run.do_all(work)
    assert [f.file for f in found] == [u.name for u in work]
    assert [f.reason for f in found if f.file == "bomb"] == ["reading it killed the worker twice"]
    assert sorted(done) == sorted(u.name for u in work)


class KilledWorker(Exception):  # noqa: N818 - named as Dask names it
    """What a cluster raises for each unit that a dead worker had waiting."""


class Blaming(Executor):
    """Goes on when the unit named `bomb` kills a worker, and blames a neighbour too."""

    def __init__(self, workers):
        self.blamed = {"bomb"} | ({"u4", "u5"} if workers > 1 else set())

    def submit(self, fn, /, unit):
        future = Future()
        if unit.name in self.blamed:
            future.set_exception(KilledWorker(unit.name))
        else:
            future.set_result(fn(unit))
        return future


def test_units_that_a_cluster_blames_are_done_alone_before_they_are_given_up():
    done = []
    work = [Unit(str(n), "bomb" if n == 3 else f"u{n}") for n in range(20)]
    run = Run(
        Blaming,
        4,
        work=lambda unit: UnitResult((NotRead(unit.name, "x"),), 0, 0),
        on_done=lambda unit, _r: done.append(unit.name),
    )
    found = run.do_all(work)
    assert [f.file for f in found] == [u.name for u in work]
    assert [f.file for f in found if f.reason != "x"] == ["bomb"]
    assert sorted(done) == sorted(u.name for u in work)


def _die_on_bomb(unit):
    if unit.name == "bomb":
        os._exit(9)
    return UnitResult((NotRead(unit.name, "done"),), 0, 0)


@pytest.mark.long
def test_a_real_pool_survives_a_killed_worker():
    work = [Unit(str(n), "bomb" if n == 5 else f"u{n}") for n in range(12)]
    found = Run(process_pool, 2, work=_die_on_bomb).do_all(work)
    assert [f.file for f in found] == [u.name for u in work]
    assert [f.file for f in found if f.reason != "done"] == ["bomb"]


def test_a_large_text_is_cut_and_line_numbers_run_on(tmp_path, monkeypatch):
    monkeypatch.setattr("scopeofduty.sweep.unit.LARGE", 1000)
    monkeypatch.setattr("scopeofduty.sweep.unit.RANGE", 700)
    lines = [f"line {n}: all quiet here tonight" for n in range(1, 200)]
    for n in (1, 40, 120, 199):
        lines[n - 1] = "The driver is undocumented."
    path = tmp_path / "log.txt"
    path.write_text("\n".join(lines))
    work = list(units([path]))
    assert len(work) > 5
    found = Run(in_process).do_all(work)
    assert [h.line for h in found if isinstance(h, Hit)] == [1, 40, 120, 199]


def test_a_large_table_in_utf_16_is_read_whole_not_cut_at_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr("scopeofduty.sweep.unit.LARGE", 1000)
    path = tmp_path / "export.csv"
    path.write_text("id,citizenship\n" + "1,yes\n" * 900, encoding="utf-16")
    (unit,) = units([path])
    assert [h.locator for h in do(unit).found if isinstance(h, Hit)] == ["export.citizenship"]


def test_a_database_under_another_name_is_read_as_one(tmp_path):
    path = tmp_path / "clinic.dat"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE patient (id int, birth_country text)")
    connection.close()
    (unit,) = units([tmp_path])
    assert [h.locator for h in do(unit).found] == ["patient.birth_country"]


def test_one_very_long_line_is_read_in_windows(tmp_path, monkeypatch):
    monkeypatch.setattr("scopeofduty.sweep.unit.LARGE", 1000)
    path = tmp_path / "one.txt"
    path.write_text("x " * 2_000_000 + "The driver is undocumented. " + "y " * 2_000_000)
    found = Run(in_process).do_all(units([path]))
    assert [h.rule for h in found] == ["person-undocumented"]


def test_a_file_that_goes_away_is_reported(tmp_path):
    result = do(Unit(str(tmp_path / "gone.txt"), "gone.txt"))
    assert result.found == (NotRead("gone.txt", "No such file or directory"),)


def test_a_pipe_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (unit,) = units([tmp_path])
    assert "no regular file" in do(unit).found[0].reason


def test_results_are_kept_and_changed_files_are_read_again(tmp_path):
    kept, stored = tmp_path / "state.jsonl", tmp_path / "city"
    stored.mkdir()
    for name in ("a.txt", "b.txt"):
        (stored / name).write_text("He is undocumented.\n")
    work = list(units([stored]))
    stream = state.begin(kept, {})
    first = Run(in_process, on_done=lambda u, r: state.add(stream, u, r)).do_all(work)
    stream.close()
    (stored / "b.txt").write_text("He is undocumented. She is from Honduras.\n")
    again = []
    run = Run(in_process, on_done=lambda u, _r: again.append(Path(u.path).name), results=state.load(kept))
    second = run.do_all(units([stored]))
    assert again == ["b.txt"]
    assert (len(first), len(second)) == (2, 3)
    assert second[0] == first[0]


def test_a_state_cut_short_keeps_its_whole_lines(tmp_path):
    kept = tmp_path / "state.jsonl"
    stream = state.begin(kept, {})
    state.add(stream, Unit("a", "a"), UnitResult((NotRead("a", "x"),), 0, 0))
    state.add(stream, Unit("b", "b"), UnitResult((), 0, 0))
    stream.close()
    kept.write_text(kept.read_text()[:-10])
    assert [k.split("\x1f")[0] for k in state.load(kept)] == ["a"]


def test_a_state_under_other_rules_is_read_anew(tmp_path):
    kept = tmp_path / "state.jsonl"
    kept.write_text('{"rules": "other"}\n')
    assert state.load(kept) == {}


def test_large_means_what_the_docs_say():
    assert LARGE == 32_000_000
