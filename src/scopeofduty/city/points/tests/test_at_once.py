"""Two people, or two imports, at the same moment: nothing is lost and nothing doubled."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connections

from scopeofduty.city.accounts.models import User
from scopeofduty.city.points import deciding, importing, sweep_file
from scopeofduty.city.points.deciding import RefusedError, Settling
from scopeofduty.city.points.models import Decision, Point, PointEvent
from scopeofduty.city.points.tests.conftest import AT, CARD, I9, swept

FILES = {"library/library-card.html": CARD, "hr/hiring-i9.html": I9}


def at_once(*acts):
    """Run the acts in threads of their own that begin together; return what each gave or raised."""
    begin, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        begin.wait()
        try:
            results[number] = act()
        except Exception as error:  # noqa: BLE001 — the test looks at it
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def shared(transactional_db):
    """A database that threads share: PostgreSQL; SQLite in memory is one connection's own."""
    if connections["default"].vendor != "postgresql":
        pytest.skip("threads share no SQLite in memory")


def test_two_imports_of_two_sweeps_make_each_point_once(shared, city):
    one, other = sweep_file.read(swept(FILES)), sweep_file.read(swept({**FILES, "hr/x.html": b"<p>x</p>"}))
    results = at_once(*(lambda each=each: importing.take(each, by=None, at=AT) for each in (one, other)))
    assert sorted(result.found for result in results) == [0, 2]
    assert Point.objects.count() == 2


def test_the_same_sweep_twice_at_once_is_one(shared, city):
    data = swept(FILES)
    results = at_once(*(lambda: importing.take(sweep_file.read(data), by=None, at=AT) for _ in range(3)))
    assert sorted(result.known for result in results) == [False, True, True]


def test_two_decisions_at_once_are_one_and_a_refusal(shared, city):
    importing.take(sweep_file.read(swept(FILES)), by=None, at=AT)
    by = User.objects.create_user("ira")
    point = Point.objects.get(department__slug="library")
    given = Settling(decision=Decision.REMOVE, reason="Goes.", expires_on=date(2027, 1, 1))
    results = at_once(*(lambda: deciding.settle(point.pk, point.seq, given, by=by, at=AT) for _ in range(4)))
    assert sum(isinstance(result, RefusedError) for result in results) == 3
    assert PointEvent.objects.filter(point=point, kind="decided").count() == 1
