"""Run what is due: each job once a window, oldest window first, however late the clock is.

A part that has jobs puts a module ``jobs.py`` into its folder with ``JOBS``, a tuple of ``DueJob``. A job and
the mark that it is done are one transaction: a clock killed half-way leaves neither, and runs it again.
What a job writes outside that transaction (the public database, mail) must come to the same when it is
written twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from importlib import import_module
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import module_has_submodule

from scopeofduty.city.clock.models import Job
from scopeofduty.city.profile.models import City

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from scopeofduty.city.clock.windows import Rhythm

FIRST_LOOK_BACK = timedelta(days=1)


@dataclass(frozen=True)
class DueJob:
    """A job: its name, its rhythm, and what it does for one window.

    Attributes:
        name: ``part.verb``, as the jobs table and its page show it.
        about: one sentence for the page.
        rhythm: when it is due.
        run: takes the window (UTC). It reads no clock: what it does depends on the window alone.
        order: of two jobs with one window, the lower comes first; by name where they are equal.
    """

    name: str
    about: str
    rhythm: Rhythm
    run: Callable[[datetime], object]
    order: int = 0


@dataclass(frozen=True)
class Due:
    """One job in one window."""

    window: datetime
    job: DueJob


def all_jobs() -> list[DueJob]:
    """Return the jobs of every installed part, by name."""
    found: list[DueJob] = []
    for part in apps.get_app_configs():
        if module_has_submodule(part.module, "jobs"):
            found += import_module(f"{part.name}.jobs").JOBS
    return sorted(found, key=lambda job: job.name)


def zone() -> ZoneInfo:
    """Return the city's time zone."""
    city = City.objects.first()
    return ZoneInfo(city.zone if city else settings.TIME_ZONE)


def due(at: datetime, jobs: Iterable[DueJob] | None = None) -> list[Due]:
    """Return what is due at ``at`` and not done, oldest window first, then by order and name.

    A job that never ran looks one day back, so that a city's first start owes no history.
    """
    local = zone()
    found = []
    for job in all_jobs() if jobs is None else jobs:
        done = Job.objects.filter(name=job.name).exclude(done_at=None).order_by("-window").first()
        since = done.window if done else at - FIRST_LOOK_BACK
        found += [Due(window, job) for window in job.rhythm.between(since, at, local)]
    return sorted(found, key=lambda each: (each.window, each.job.order, each.job.name))


def run_due(at: datetime, jobs: Iterable[DueJob] | None = None) -> Iterator[Due]:
    """Run everything that is due at ``at``, and yield each window's job once it is done.

    A job that fails stops its own later windows, keeps its error for the page, and lets other jobs run.
    """
    failed: set[str] = set()
    for each in due(at, jobs):
        if each.job.name in failed:
            continue
        try:
            ran = run_once(each, at)
        except Exception as error:  # noqa: BLE001 — whatever a job raises, the others run and the page says it
            failed.add(each.job.name)
            _keep_error(each, at, error)
            continue
        if ran:
            yield each


def run_once(each: Due, at: datetime) -> bool:
    """Run one job for one window unless that is done; return whether it ran now.

    Two clocks at once: the row is taken under a lock, so the second waits and then finds it done.
    """
    with transaction.atomic():
        Job.objects.get_or_create(name=each.job.name, window=each.window, defaults={"claimed_at": at})
        row = Job.objects.select_for_update().get(name=each.job.name, window=each.window)
        if row.done_at:
            return False
        each.job.run(each.window)
        row.done_at, row.error = at, ""
        row.save(update_fields=["done_at", "error"])
    return True


def _keep_error(each: Due, at: datetime, error: Exception) -> None:
    """Keep what kind of error stopped a job: its type alone, because a message may quote a record."""
    Job.objects.update_or_create(
        name=each.job.name,
        window=each.window,
        defaults={"error": type(error).__name__},
        create_defaults={"error": type(error).__name__, "claimed_at": at},
    )


def next_window(job: DueJob, at: datetime) -> datetime:
    """Return when ``job`` is due next after ``at``, in UTC."""
    return job.rhythm.next_after(at, zone()).astimezone(UTC)
