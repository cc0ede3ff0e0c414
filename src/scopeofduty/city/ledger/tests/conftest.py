"""A town that keeps a sealed log, on files of its own, with a clock that is moved by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from scopeofduty.city.clock import port
from scopeofduty.city.clock.due import run_due
from scopeofduty.city.demo.sealed_log import QuickDisk
from scopeofduty.city.ledger import ports
from scopeofduty.city.ledger.beginning import begin
from scopeofduty.city.ledger.book import the_book
from scopeofduty.city.ledger.jobs import JOBS, PUBLISH, SEAL, SIGN
from scopeofduty.city.ledger.models import Entry
from scopeofduty.city.notices.jobs import JOBS as NOTICES
from scopeofduty.city.notices.models import Notice
from scopeofduty.city.notices.tests.conftest import MONDAY, Town
from scopeofduty.ledger.audit import audit
from scopeofduty.ledger.receipt import Receipt

NAME = "log.riverbend.example/notices"
BEGAN = MONDAY - timedelta(days=2)
DAY = timedelta(days=1)


class LogTown(Town):
    """A town with a log, and the days that pass in it."""

    def __init__(self, clock, slots=8, open_after=5, period=86_400, holders=()):
        super().__init__()
        self.clock = clock
        begin(NAME, at=BEGAN, slots=slots, period=period, open_after=open_after * 86_400, holders=holders)

    @property
    def book(self):
        return the_book()

    def sealed(self, at=MONDAY, **values):
        """A contact with a duty of notice: its notice."""
        return Notice.objects.get(contact=self.contact(at=at, **values))

    def until(self, at):
        """Let time pass until a moment: midnights seal and sign, windows publish."""
        moment = self.clock.now().replace(minute=0)
        while (moment := moment + timedelta(hours=1)) <= at:
            for job in {0: (SEAL, SIGN), 15: (NOTICES[0], PUBLISH), 22: (NOTICES[0], PUBLISH)}.get(
                moment.hour, ()
            ):
                self.clock.move_to(moment)
                job.run(moment)
        self.clock.move_to(at)

    def catch_up(self, at):
        """Let the clock be down until a moment, and then run all that is due."""
        self.clock.move_to(at)
        return list(run_due(at, (*JOBS, NOTICES[0])))

    def pass_days(self, days):
        self.until(self.clock.now() + days * DAY)

    def audit(self, receipts=()):
        book = self.book
        return audit(
            book.publisher.public.read, book.policy, int(self.clock.now().timestamp()), receipts=receipts
        )

    def states(self):
        """State → how many, without those there are none of."""
        return {name: count for name, count in self.audit().counts().items() if count}

    def receipt(self, notice):
        entry = Entry.objects.get(notice=notice, about=None)
        return Receipt.open(entry.receipt.encode(), self.book.receipt_key.verifier)


@pytest.fixture
def folders(settings, tmp_path):
    """Folders of a log's own."""
    settings.LOG_FOLDER = tmp_path / "log"
    settings.LEDGER_FOLDER = tmp_path / "ledger"
    settings.LEDGER_KEYS = tmp_path / "keys"
    settings.LOG_KEEPERS = tmp_path / "keepers.policy"
    return tmp_path


@pytest.fixture
def clock():
    with port.use(port.FrozenClock(BEGAN)) as frozen:
        yield frozen


@pytest.fixture
def made(folders, clock, db):
    """A function that makes a town with a log."""
    with ports.use(ports.Ports(disk=QuickDisk())):
        yield lambda **options: LogTown(clock, **options)


@pytest.fixture
def kept(made):
    return made()
