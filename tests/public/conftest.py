"""Two histories, lived in one database one after the other, each undone before the next."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch
from uuid import UUID, uuid5

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.test import override_settings
from tests.public.view import view

from scopeofduty.city.clock import port
from scopeofduty.city.clock.due import run_due
from scopeofduty.city.clock.models import Job
from scopeofduty.city.demo.sealed_log import QuickDisk
from scopeofduty.city.handling import protected
from scopeofduty.city.ledger import ports
from scopeofduty.city.ledger.beginning import begin
from scopeofduty.city.ledger.book import the_book
from scopeofduty.city.ledger.models import Slot
from scopeofduty.city.ledger.ticks import waiting
from scopeofduty.city.notices.models import Attestation, Notice
from scopeofduty.city.notices.tests.conftest import MONDAY, Town
from scopeofduty.ledger import notice, states

STEP = timedelta(hours=3)
LABELS = UUID("0c3bc5f5-6d55-5a52-8a6b-1d9b6a1f7e11")
ENVELOPES = 12  # more than ever arrive in one tick of these histories: the promise holds up to there


@contextmanager
def undone():
    """Undo on both databases whatever happens inside."""
    with transaction.atomic(), transaction.atomic(using="public"):
        yield
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="public")
    mail.outbox.clear()


def live(events, days=6, like=None, *, of_the_log=True):
    """Live a history in a fresh town, run every due job on the way, and return what an outsider gets.

    An event is (hours after Monday, kind, key, options); keys name contacts. ``like`` is a history that was
    lived before: what both hold goes into the same envelopes (coupled permutation).
    """
    return lived(events, days, like, of_the_log=of_the_log).seen


@dataclass
class Lived:
    """What an outsider got, and which envelope each entry went into, by its private id."""

    seen: dict
    placed: dict


def lived(events, days=6, like=None, *, of_the_log=True, log=True):
    with TemporaryDirectory() as folder, own_log(Path(folder)), undone():
        clock = port.FrozenClock(MONDAY - timedelta(days=2))
        with port.use(clock), ideal_log(like.placed if like else {}):
            town = Town()
            if log:
                begin("log.riverbend.example/notices", at=clock.now(), slots=ENVELOPES)
            list(run_due(clock.now()))
            pending = sorted(events, key=lambda event: (event[0], event[1], event[2]))
            known = {}
            while clock.now() < MONDAY + timedelta(days=days):
                clock.move_to(clock.now() + STEP)
                while pending and MONDAY + timedelta(hours=pending[0][0]) <= clock.now():
                    happen(town, known, pending.pop(0))
                list(run_due(clock.now()))
            assert not Job.objects.filter(done_at=None).exists()
            placed = {slot.entry.uid: (slot.tick, slot.number) for slot in Slot.objects.exclude(entry=None)}
            return Lived(view(of_the_log=of_the_log) | log_files(), placed)


def own_log(folder):
    """The log's folders and keys in a place of their own."""
    return override_settings(
        LOG_FOLDER=folder / "log",
        LEDGER_FOLDER=folder / "ledger",
        LEDGER_KEYS=folder / "keys",
        LOG_KEEPERS=folder / "keepers.policy",
    )


@contextmanager
def ideal_log(placed):
    """A log whose commitment and escrow depend on their place alone, and whose keys are always the same.

    The day's batch of sealed commitments is left out: it is drawn afresh each time, and knows no contact.
    """
    draws = count()

    def commit(_cadence, place, _nonce, _kind, _root):
        return sha256(f"commitment {place}".encode()).digest()

    def escrow(tick, slot, _record):
        return sha256(f"escrow {tick} {slot}".encode()).digest() * 4

    def order(tick, slots):
        return coupled(placed, tick, slots)

    def random(size):
        return sha256(f"key {next(draws)}".encode()).digest()[:size]

    port = ports.Ports(order=order, commit=commit, escrow=escrow, disk=QuickDisk(), random=random)
    with (
        ports.use(port),
        patch.object(states, "commitment", commit),
        patch.object(notice, "commitment", commit),
        patch.object(protected, "enter", no_batch),
    ):
        yield


def no_batch(*_facts, **_more):
    """Leave the day's batch out."""


def coupled(placed, tick, slots):
    """The secret order, but for what was placed before in another history: that goes where it was."""
    book = the_book()
    plain, queue = book.keys.order(tick, slots), waiting(book, tick)[:slots]
    there = {each.uid: placed[each.uid][1] for each in queue if placed.get(each.uid, (0,))[0] == tick}
    free = iter([slot for slot in plain if slot not in there.values()])
    return [there[each.uid] if each.uid in there else next(free) for each in queue] + list(free)


def log_files():
    """The log's public bytes, by name."""
    root = Path(settings.LOG_FOLDER)
    return {
        f"file {path.relative_to(root)}": path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def happen(town, known, event):
    hours, kind, key, options = event
    at = MONDAY + timedelta(hours=hours)
    if kind == "1 contact":
        contact = town.contact(at=at, key=uuid5(LABELS, key), **options)
        known[key] = Notice.objects.filter(contact=contact).first()
    elif known.get(key) is None:
        return
    elif kind == "2 read":
        if not hasattr(known[key], "reading"):
            town.read(known[key], at, **options)
    elif kind == "3 goes on":
        town.says(known[key], Attestation.Says.GOES_ON, at)
    elif kind == "4 delay asked":
        town.delay(known[key], at, confirmed=False, **options)
    elif kind == "5 delay":
        town.delay(known[key], at, **options)
    elif kind == "6 complete":
        town.complete(known[key], at)


@pytest.fixture
def both(db):
    """A function that says whether two histories look the same from outside."""

    def same(first, second, days=6, *, of_the_log=False, log=True):
        before = lived(first, days, of_the_log=of_the_log, log=log)
        one, other = before.seen, lived(second, days, before, of_the_log=of_the_log, log=log).seen
        assert one.keys() == other.keys()
        for address in one:
            assert one[address] == other[address], address

    return same
