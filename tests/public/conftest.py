"""Two histories, lived in one database one after the other, each undone before the next."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from tests.public.view import view

from scopeofduty.city.clock import port
from scopeofduty.city.clock.due import run_due
from scopeofduty.city.notices.models import Attestation, Notice
from scopeofduty.city.notices.tests.conftest import MONDAY, Town

STEP = timedelta(hours=3)


@contextmanager
def undone():
    """Undo on both databases whatever happens inside."""
    with transaction.atomic(), transaction.atomic(using="public"):
        yield
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="public")
    mail.outbox.clear()


def live(events, days=6):
    """Live a history in a fresh town, run every due job on the way, and return what an outsider gets.

    An event is (hours after Monday, kind, key, options); keys name contacts.
    """
    with undone():
        clock = port.FrozenClock(MONDAY - timedelta(days=2))
        with port.use(clock):
            town = Town()
            list(run_due(clock.now()))
            pending = sorted(events, key=lambda event: (event[0], event[1], event[2]))
            known = {}
            while clock.now() < MONDAY + timedelta(days=days):
                clock.move_to(clock.now() + STEP)
                while pending and MONDAY + timedelta(hours=pending[0][0]) <= clock.now():
                    happen(town, known, pending.pop(0))
                list(run_due(clock.now()))
            return view()


def happen(town, known, event):
    hours, kind, key, options = event
    at = MONDAY + timedelta(hours=hours)
    if kind == "1 contact":
        known[key] = Notice.objects.filter(contact=town.contact(at=at, **options)).first()
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

    def same(first, second):
        one, other = live(first), live(second)
        assert one.keys() == other.keys()
        for address in one:
            assert one[address] == other[address], address

    return same
