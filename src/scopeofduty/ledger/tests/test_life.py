import pytest

from scopeofduty.ledger.errors import MalformedError
from scopeofduty.ledger.states import State
from scopeofduty.ledger.tests.cast import DAY, FIRST, City


def states(report):
    return {v.place: v.state for v in report.verdicts if v.state not in (State.EMPTY, State.SEALED)}


def test_a_contact_is_sealed_then_published_after_its_operation(tmp_path):
    city = City(tmp_path).start()
    city.receive("c1", agency="ICE", request="backup", week="2024-W41")
    city.end_day()
    assert states(city.audit()) == {}
    city.end_day()
    city.complete("c1")
    city.end_day(publish=["c1"])
    report = city.audit()
    assert report.findings == []
    assert states(report) == {city.records["c1"].place: State.NOTICE}
    assert city.records["c1"].place[0] == FIRST


def test_after_its_time_every_slot_is_open(tmp_path):
    city = City(tmp_path).start()
    city.receive("c1", agency="ICE")
    for _ in range(10):
        city.end_day()
    report = city.audit()
    assert report.findings == []
    assert report.counts() == {
        "SEALED": 20,
        "NOTICE": 1,
        "EMPTY": 19,
        "DELAYED": 0,
        "OVERDUE": 0,
        "INVALID": 0,
    }


def test_a_city_that_has_just_begun(tmp_path):
    city = City(tmp_path).start()
    report = city.audit()
    assert report.findings == []
    assert sum(report.counts().values()) == 0


def test_a_quiet_month_and_a_busy_one_have_the_same_size(tmp_path):
    quiet, busy = City(tmp_path / "quiet").start(), City(tmp_path / "busy").start()
    for day in range(4):
        for number in range(day):
            busy.receive(f"c{day}-{number}", agency="ICE")
        quiet.end_day()
        busy.end_day()
    sizes = [{path: len(data) for path, data in city.view().items()} for city in (quiet, busy)]
    assert sizes[0] == sizes[1]


def test_a_window_that_runs_twice_changes_nothing(tmp_path):
    city = City(tmp_path).start()
    city.receive("c1", agency="ICE")
    city.end_day()
    opening = [city.opening(city.records["c1"])]
    city.publisher.publish(city.clock.now, openings=opening)
    before = city.view()
    city.publisher.publish(city.clock.now, openings=opening)
    assert city.view() == before
    city.cosign()
    assert city.audit().findings == []


def test_a_tick_that_is_appended_twice_changes_nothing(tmp_path):
    city = City(tmp_path).start()
    city.receive("c1", agency="ICE")
    city.clock.now += DAY
    sealed = city.publisher.seal(FIRST, city.queue)
    assert city.publisher.append(sealed)
    before = city.view()
    assert city.publisher.append(sealed) is None
    assert city.view() == before


def test_a_slot_that_is_not_sealed_has_no_proof(tmp_path):
    city = City(tmp_path).start()
    city.receive("c1", agency="ICE")
    record = city.records["c1"]
    with pytest.raises(MalformedError, match="isn't sealed yet"):
        city.publisher.proof((FIRST, 0), record.type, record.payload)
