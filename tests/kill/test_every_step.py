import json


def test_a_kill_at_any_step_loses_nothing_acknowledged_and_leaves_no_half_record(database):
    lines = [json.loads(line) for line in database.run("steps.py").splitlines()]
    killed = [line for line in lines if line["killed"]]
    assert len(killed) > 20
    assert not lines[-1]["killed"]
    for line in killed:
        kept = line["held"]
        whole, nothing = (kept["number"], 1, 0), (None, 0, 1)
        assert (kept["number"], kept["revisions"], kept["drafts"]) in {whole, nothing}, line
        if line["said"]:
            assert int(line["said"]) == kept["number"], line
        # The retry gives the number that was taken before the kill, or the next one: never a second record.
        assert (line["again"], int(line["retried"])) == (0, kept["number"] or kept["contacts"] + 1), line
    assert any(line["held"]["number"] and not line["said"] for line in killed), (
        "no kill fell after the commit"
    )
    assert database.count_whole() == len(lines)


def test_eight_writers_at_once_leave_no_gap(database):
    database.run("writers.py", 8, 5)
    assert database.count_whole() == 40
