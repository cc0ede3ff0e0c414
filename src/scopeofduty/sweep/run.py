"""Run a sweep: the run owns the units, whichever executor does them.

A worker that dies takes its pool with it; the pool is built again and its units go on, suspects one by one.
A cluster outlives its workers and blames every unit that a dead one had waiting, so there too the blamed
ones are done again one by one.
A unit that kills its worker twice is reported as not read. Nothing is lost and nothing counted twice:
a result is taken once, under its unit's id.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scopeofduty.sweep.bulk import renumber
from scopeofduty.sweep.hit import Hit, NotRead
from scopeofduty.sweep.unit import Unit, UnitResult, do

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_AHEAD = 4
_PATIENCE = 5
"""Seconds without a result after which an executor that can tell is asked whether it still stands."""
_DEATHS = 2


@dataclass
class Run:
    """The state of one sweep. ``on_done`` hears of each unit when its result is taken."""

    make_executor: Callable[[int], Executor]
    workers: int = 1
    work: Callable[[Unit], UnitResult] = do
    on_done: Callable[[Unit, UnitResult], None] = lambda _unit, _result: None
    results: dict[str, UnitResult] = field(default_factory=dict)
    deaths: Counter[str] = field(default_factory=Counter)

    def do_all(self, units: Iterable[Unit]) -> tuple[Hit | NotRead, ...]:
        """Do every unit that has no result yet and return everything found, in the units' order."""
        ordered = list(units)
        waiting = [unit for unit in ordered if unit.id not in self.results]
        suspects: list[Unit] = []
        while waiting or suspects:
            batch, alone = ([suspects.pop()], True) if suspects else (waiting, False)
            lost = self._until_broken(batch, 1 if alone else self.workers)
            waiting = [u for u in waiting if u.id not in self.results and u not in lost]
            for unit in lost:
                self.deaths[unit.id] += alone or len(lost) == 1
                if self.deaths[unit.id] >= _DEATHS:
                    self._take(unit, _not_read(unit, "reading it killed the worker twice"))
                else:
                    suspects.append(unit)
        return self._together(ordered)

    def _until_broken(self, batch: list[Unit], workers: int) -> list[Unit]:
        """Do units until all are done or the pool breaks; return those suspected of it."""
        todo = [unit for unit in batch if unit.id not in self.results]
        todo.reverse()
        running: dict[Future[UnitResult], Unit] = {}
        blamed: list[Unit] = []
        executor = self.make_executor(workers)
        try:
            while todo or running:
                while todo and len(running) < workers * _AHEAD:
                    unit = todo.pop()
                    running[executor.submit(self.work, unit)] = unit
                done, _ = wait(running, timeout=_PATIENCE, return_when=FIRST_COMPLETED)
                if not done and hasattr(executor, "check"):
                    executor.check()
                for future in done:
                    unit = running[future]
                    result = _result(unit, future)
                    if result is None:
                        blamed.append(unit)
                    else:
                        self._take(unit, result)
                    del running[future]
        except BrokenProcessPool:
            self._take_finished(running)
            return [*blamed, *running.values()]
        finally:
            executor.shutdown(wait=True, cancel_futures=True)
        return blamed

    def _take_finished(self, running: dict[Future[UnitResult], Unit]) -> None:
        for future in list(running):
            if future.done() and not future.cancelled() and future.exception() is None:
                self._take(running.pop(future), future.result())

    def _take(self, unit: Unit, result: UnitResult) -> None:
        if unit.id not in self.results:
            self.results[unit.id] = result
            self.on_done(unit, result)

    def _together(self, ordered: list[Unit]) -> tuple[Hit | NotRead, ...]:
        found: list[Hit | NotRead] = []
        offset, path = 0, ""
        for unit in ordered:
            offset = offset if unit.path == path and unit.start else 0
            path = unit.path
            result = self.results[unit.id]
            found.extend(renumber(result.found, offset))
            offset += result.lines
        return tuple(found)


def _result(unit: Unit, future: Future[UnitResult]) -> UnitResult | None:
    """Return a unit's result, or None when a cluster blames it for the death of workers.

    Work that raised is reported as not read; only a broken pool is passed on.
    """
    try:
        return future.result()
    except BrokenProcessPool:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a unit raises must not stop the others
        # By name, because Dask is an extra and need not be there.
        if type(error).__name__ == "KilledWorker":
            return None
        return _not_read(unit, f"its reader failed ({type(error).__name__})")


def _not_read(unit: Unit, reason: str) -> UnitResult:
    return UnitResult((NotRead(unit.name, reason),), 0, 0)


def process_pool(workers: int) -> Executor:
    """Make the default executor: one process a core."""
    import multiprocessing

    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


class InProcess(Executor):
    """Do each unit at once in this process: for one file, for tests, and where no process may be started."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run ``fn`` now and return its finished future."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - a future carries whatever its work raised
            future.set_exception(error)
        return future
