from __future__ import annotations

from scopeofduty.city.clock.due import all_jobs

PAGE = "docs/reference/jobs.md"


def line(job):
    return f"| `{job.name}` | {job.about} |"


def test_every_job_is_documented(lacks):
    assert lacks(PAGE, [line(job) for job in all_jobs()]) == ""


def test_no_job_is_documented_that_is_not_there(table_of):
    assert table_of(PAGE, "The jobs") == [job.name for job in all_jobs()]
