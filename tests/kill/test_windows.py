import json

import pytest


@pytest.mark.long
def test_a_clock_killed_at_any_step_publishes_nothing_early_nothing_twice_and_loses_nothing(database):
    lines = [json.loads(line) for line in database.run("windows.py").splitlines()]
    assert len([line for line in lines if line["killed"]]) > 30
    assert not lines[-1]["killed"]
    for number, line in enumerate(lines, start=1):
        wanted = {f"2026/{each:03d}": 1 for each in range(1, number + 1)}
        gone = {key: 1 for key in wanted if key != f"2026/{number:03d}"}
        assert line["before"] == gone, line
        # After the kill the public has the window whole, or not at all.
        assert line["between"] in (gone, wanted), line
        assert line["after"] == wanted, line
        assert line["is"] == f"2026/{number:03d}"
        assert line["running"] == "", "an operation that goes on came out"
