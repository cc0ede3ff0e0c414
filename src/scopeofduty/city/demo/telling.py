"""The notices of the demo: somebody says an operation is over, somebody reads, some wait, windows publish."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from scopeofduty.city.clock import port
from scopeofduty.city.clock.due import Due, all_jobs, run_once
from scopeofduty.city.demo.corpus import load, span
from scopeofduty.city.demo.log import CORPUS
from scopeofduty.city.notices.deciding import ask_delay, attest, confirm_delay, lift_delay, read
from scopeofduty.city.notices.models import Attestation, Notice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from zoneinfo import ZoneInfo

    from scopeofduty.city.accounts.models import User
    from scopeofduty.city.clock.due import DueJob

FILE = "notices.yaml"
PUBLISH = "notices.publish"


def tell(people: Mapping[str, User], at: datetime, zone: ZoneInfo) -> None:
    """Let the cast do its part for each notice, then run the publication windows that came after; once."""
    if Attestation.objects.exists():
        return
    for told in load(FILE):
        notice = Notice.objects.filter(contact__key=uuid5(CORPUS, told["contact"])).first()
        if notice:
            _decide(notice, told, people)
    job = next((job for job in all_jobs() if job.name == PUBLISH), None)
    if job:
        for window in sorted(set(_windows(job, at, zone))):
            with port.use(port.FrozenClock(window)):
                run_once(Due(window, job), window)


def _decide(notice: Notice, told: Mapping[str, Any], people: Mapping[str, User]) -> None:
    says = Attestation.Says

    def after(text: str) -> datetime:
        return notice.sealed_at + span(text)

    if "goes_on" in told:
        attest(notice, says.GOES_ON, by=people["supervisor"], at=after(told["goes_on"]))
    if "delay" in told:
        _delay(notice, told["delay"], people)
    if "complete" in told:
        attest(notice, says.COMPLETE, by=people["supervisor"], at=after(told["complete"]))
    if "read" in told:
        read(notice, told.get("withheld", ()), by=people["records"], at=after(told["read"]))


def _delay(notice: Notice, told: Mapping[str, Any], people: Mapping[str, User]) -> None:
    begun = notice.sealed_at + span(told["asked"])
    length = timedelta(days=told["days"])
    delay = ask_delay(notice, told["reason"], length, by=people["supervisor2"], at=begun)
    confirm_delay(delay, by=people["counsel"], at=notice.sealed_at + span(told["confirmed"]))
    if "lifted" in told:
        lift_delay(delay, by=people["counsel"], at=notice.sealed_at + span(told["lifted"]))


def _windows(job: DueJob, at: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Yield the windows in which something changes, and the last one before ``at``."""
    moments = [at - timedelta(days=1)]
    for notice in Notice.objects.prefetch_related("attestations", "delays"):
        moments += [said.at for said in notice.attestations.all()]
        moments += [delay.confirmed_at for delay in notice.delays.all()]
        moments += [delay.lifted_at for delay in notice.delays.all()]
        if notice.presumed_days:
            moments.append(notice.sealed_at + timedelta(days=notice.presumed_days))
    for moment in moments:
        window = job.rhythm.next_after(moment, zone) if moment else at
        if window < at:
            yield window
