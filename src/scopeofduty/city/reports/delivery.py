"""The daily batch: every recipient gets the same one, of a fixed size, decoys included.

The server could learn whom a case is about from who fetches it, so nobody fetches a case: everybody fetches
the batch and tries each. Decoys are made when the batch is closed, and all rows of the day are written again
in a random order, so that neither ids nor places in the tables tell which are which afterwards.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from scopeofduty.city.reports import files, mailbox
from scopeofduty.city.reports.models import Case, EpochWraps, IdentityBox, SealedFile, SealedMessage
from scopeofduty.sealing.decoys import browser_file
from scopeofduty.sealing.epoch import decoy, wrap_count, wrap_size
from scopeofduty.sealing.padding import STEP
from scopeofduty.sealing.shuffle import below, shuffled

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.db.models import Model

    from scopeofduty.sealing.roster import Roster

SIZE = 8
"""Cases in a batch. A day with more of them makes a batch of 16, 24, and so on: nobody waits another day."""
TALKATIVE = timedelta(days=90)
"""For so long after it came, a case may get a decoy message: that a case is talked about says nothing."""
ONE_IN = 4
"""Of so many decoys, one is a message in an old case, and of so many new ones one has an attachment."""


def close(day: date, roster: Roster, random: Callable[[int], bytes] = os.urandom) -> int:
    """Close the batch of a day, inside a transaction; return how many cases are in it. Again adds nothing.

    It holds whatever was not delivered before, so a day that the clock missed is in the next one.
    """
    if SealedMessage.objects.filter(delivered=day).exists():
        return 0
    waiting = _waiting()
    size = -(-max(len(waiting), 1) // SIZE) * SIZE
    for _each in range(size - len(waiting)):
        _add_decoy(day, roster, random, _waiting())
    found = _waiting()
    _write_again(found, random)
    for rows in (EpochWraps.objects, SealedMessage.objects):
        rows.filter(delivered=None).update(delivered=day)
    attached = SealedFile.objects.filter(case_id__in=found).values_list("pk", flat=True)
    files.blur(list(attached), midnight(day))
    return len(found)


def midnight(day: date) -> datetime:
    """Return the beginning of a day, UTC: the only time that a file here has."""
    return datetime.combine(day, time(), UTC)


def _waiting() -> set[str]:
    found: set[str] = set()
    for rows in (EpochWraps.objects, SealedMessage.objects):
        found.update(rows.filter(delivered=None).values_list("case_id", flat=True))
    return found


def _add_decoy(day: date, roster: Roster, random: Callable[[int], bytes], waiting: set[str]) -> None:
    old = sorted(
        Case.objects.filter(day__gte=day - TALKATIVE, purged_on=None)
        .exclude(pk__in=waiting)
        .values_list("pk", flat=True)
    )
    if old and below(ONE_IN, random) == 0:
        _add_message(old[below(len(old), random)], day, random)
    else:
        _add_case(day, roster, random)


def _hand(random: Callable[[int], bytes]) -> Callable[[int], bytes]:
    """Toss the coin whose hand a decoy shows: a browser's or a server's (see `sealing.decoys`)."""
    return (lambda size: browser_file(size, random)) if random(1)[0] < 128 else decoy


def _add_message(case_id: str, day: date, random: Callable[[int], bytes]) -> None:
    newest = EpochWraps.objects.filter(case_id=case_id).order_by("-number").first()
    place = SealedMessage.objects.filter(case_id=case_id).count()
    sealed = _hand(random)(STEP)
    mailbox.append(case_id, place, newest.number if newest else 0, sealed, day)


def _add_case(day: date, roster: Roster, random: Callable[[int], bytes]) -> None:
    make = _hand(random)
    wraps = tuple(make(wrap_size(roster)) for _each in range(wrap_count(roster)))
    attached = (_add_file(make, day, random),) if below(ONE_IN, random) == 0 else ()
    # The box of a case without a name is age in age as well, for keys that are thrown away.
    box = make(len(make(STEP)))
    id_, lookup, auth = random(16).hex(), random(32), random(32)
    mailbox.insert_case(mailbox.NewCase(id_, lookup, auth, day, wraps, make(STEP), box), attached)


def _add_file(make: Callable[[int], bytes], day: date, random: Callable[[int], bytes]) -> tuple[str, int]:
    id_, data = random(16).hex(), make(STEP << (4 + below(6, random)))
    with files.written_aside() as (path, file):
        file.write(data)
    files.put_in_place(path, id_, midnight(day))
    return id_, len(data)


def _write_again(ids: set[str], random: Callable[[int], bytes]) -> None:
    """Delete the day's rows and insert them shuffled: a table's own order tells who came first otherwise."""
    new = Q(case_id__in=ids)
    undelivered = new & Q(delivered=None)
    fresh = [case.pk for case in Case.objects.filter(pk__in=ids) if not _delivered(case)]
    _shuffle(EpochWraps, undelivered, random)
    _shuffle(SealedMessage, undelivered, random)
    _shuffle(SealedFile, new, random)
    _shuffle(IdentityBox, Q(case_id__in=fresh), random)
    rows = list(Case.objects.filter(pk__in=fresh))
    children = [
        (model, list(model.objects.filter(case_id__in=fresh)))
        for model in (EpochWraps, SealedMessage, SealedFile, IdentityBox)
    ]
    Case.objects.filter(pk__in=fresh).delete()
    Case.objects.bulk_create(shuffled(rows, random))
    for model, held in children:
        model.objects.bulk_create(shuffled(held, random))


def _delivered(case: Case) -> bool:
    return case.messages.exclude(delivered=None).exists()


def _shuffle(model: type[Model], which: Q, random: Callable[[int], bytes]) -> None:
    rows = list(model.objects.filter(which))
    model.objects.filter(which).delete()
    model.objects.bulk_create(shuffled(rows, random))
