import json

import pytest


@pytest.mark.long
def test_a_clock_killed_at_any_step_leaves_a_log_that_audits_clean(database):
    lines = [json.loads(line) for line in database.run("log.py").splitlines()]
    assert len([line for line in lines if line["killed"]]) > 8
    assert not lines[-1]["killed"]
    for number, line in enumerate(lines, start=1):
        assert line["codes"] == [], line
        # A contact and its completion are opened each day; the first tick begins a day later.
        assert line["counts"].get("NOTICE", 0) == (2 * number if number > 1 else 0), line
        assert set(line["counts"]) <= {"NOTICE", "EMPTY", "SEALED"}, line
