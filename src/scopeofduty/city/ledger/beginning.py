"""Beginning the log: its keys, its name and cadence, its first promises, the first seeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from scopeofduty.city.ledger import intake, keepers, keys
from scopeofduty.city.ledger.book import Book, folder
from scopeofduty.city.ledger.models import Log
from scopeofduty.ledger.clockwork import announce_seeds
from scopeofduty.ledger.errors import MalformedError
from scopeofduty.ledger.keepers import POLICY_FILE
from scopeofduty.ledger.register import encode_entry
from scopeofduty.ledger.slot import Cadence
from scopeofduty.ledger.terms import DAY, Terms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

HOUR = 3600
SLOTS = 8
RECEIPTS, HOLDER = "receipts", "key-holder"
"""What the keys are for that the register tells."""
SEEDS_AHEAD = 90
"""For how many ticks the seeds are announced beforehand."""


def begin(
    name: str,
    *,
    at: datetime,
    slots: int = SLOTS,
    period: int = DAY,
    holders: Sequence[dict[str, str]] = (),
    open_after: int = Terms.open_after,
) -> Book:
    """Begin the city's one log; a log that began stays as it is.

    The first tick is the next one. Notices that are sealed already and not public go into it late.

    Args:
        name: the log's name, such as ``log.city.example/notices``; it can't be changed later.
        at: the moment.
        slots: envelopes a tick.
        period: seconds a tick; a whole number of hours.
        holders: who holds the escrow: a name and an X25519 public key in hexadecimal each.
        open_after: seconds from a tick's end until its envelopes are opened.

    Raises:
        MalformedError: the name or the cadence can't be, or the files of another log are in the way.
    """
    if period % HOUR:
        raise MalformedError(f"a tick of {period} seconds can't be; the city's clock needs whole hours")
    known = Log.objects.first()
    if known:
        return Book(known)
    now = int(at.timestamp())
    cadence = Cadence(name, period, slots, now // period + 1)
    terms = Terms(open_after=open_after, window=HOUR, key_holders=tuple(each["name"] for each in holders))
    keys.make_keys(settings.LEDGER_KEYS, cadence)
    with transaction.atomic():
        log = Log.objects.create(
            name=name,
            period=period,
            slots=slots,
            first=cadence.first,
            began_at=at,
            terms=terms.facts(),
            holders=list(holders),
            closed_through=cadence.first - 1,
            seeds_through=cadence.first - 1 + SEEDS_AHEAD,
        )
        book = Book(log)
        publish_policy(book)
        book.publisher.publish(now - now % HOUR, facts=_first_facts(book, now - now % HOUR))
        intake.queue_sealed(book)
    book.cosign()
    return book


def _first_facts(book: Book, at: int) -> list[bytes]:
    key_facts: list[dict[str, Any]] = [
        {"what": RECEIPTS, "key": str(book.receipt_key.verifier)},
        *({"what": HOLDER, "name": each["name"], "key": each["key"]} for each in book.log.holders),
    ]
    return [
        encode_entry("policy", at, **book.log.terms),
        *announce_seeds(at, book.keys, book.cadence.first, SEEDS_AHEAD),
        *(encode_entry("key", at, **facts) for facts in key_facts),
    ]


def publish_policy(book: Book) -> bytes:
    """Write the policy, by which anyone checks the log, beside it; a changed list of keepers changes it.

    Returns:
        the policy.
    """
    text = keepers.policy_text(book.signers[name].verifier for name in book.origins)
    public = folder("public")
    if public.read(POLICY_FILE) != text:
        public.put(POLICY_FILE, text)
    return text


def turn_keys(book: Book) -> int:
    """Make new secrets from the first tick on whose seed isn't announced yet, and return that tick.

    The old ones stay: what they sealed is opened with them.
    """
    first = book.log.seeds_through + 1
    keys.make_turn(settings.LEDGER_KEYS, first)
    return first
