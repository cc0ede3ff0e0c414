"""A report comes in once and whole, or not at all: killed between any two steps, and sent again."""

import json

import pytest

# Cases, epochs, messages, identity boxes, rows of files, files on disk, commitments.
NOTHING = [0, 0, 0, 0, 0, 0, 0]
WHOLE = [1, 1, 1, 1, 2, 2, 1]
BEFORE_THE_MESSAGE = [1, 1, 1, 1, 2, 2, 0]
WITH_THE_MESSAGE = [1, 1, 2, 1, 3, 3, 0]


@pytest.mark.parametrize(
    ("way", "before", "after"),
    [
        ("sealed", NOTHING, WHOLE),
        pytest.param("plain", NOTHING, WHOLE, marks=pytest.mark.long),
        pytest.param("message", BEFORE_THE_MESSAGE, WITH_THE_MESSAGE, marks=pytest.mark.long),
    ],
)
def test_a_kill_at_any_step_loses_no_report_and_doubles_none(database, way, before, after):
    *lines, files = [json.loads(line) for line in database.run("report_steps.py", way).splitlines()]
    killed = [line for line in lines if line["killed"]]
    assert len(killed) > 20
    assert not lines[-1]["killed"]
    for line in lines:
        assert line["held"] in (before, after), line
        if line["said"]:
            assert (line["said"], line["held"]) == ("200", after), line
        assert (line["retried"], line["then"]) == (200, after), line
    assert any(line["held"] == after and not line["said"] for line in killed), "no kill fell after the commit"
    assert files["files"] == files["rows"] > 0
