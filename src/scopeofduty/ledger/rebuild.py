"""Rebuilding after a loss: the seeds tell which slots were real, the escrow gives back what they held."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from scopeofduty.ledger.errors import LedgerError
from scopeofduty.ledger.seeds import slot_nonce
from scopeofduty.ledger.slot import NO_PAYLOAD, Cadence, Place, SlotType, commitment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Found(Enum):
    """What can be said of a slot after the loss of the database."""

    EMPTY = "empty"
    RECOVERED = "recovered"
    LOST = "lost"


@dataclass(frozen=True)
class Recovered:
    """One slot, and its record if the escrow gave it back."""

    place: Place
    found: Found
    record: bytes = b""


def survey(
    cadence: Cadence,
    entries: Iterable[bytes],
    seed: Callable[[int], bytes],
    escrowed: Callable[[Place], bytes | None],
) -> list[Recovered]:
    """Go through the log's entries. A LOST slot was real: report it as an incident, it will be overdue.

    Args:
        cadence: of the log.
        entries: all of the log's, from the first.
        seed: the seed of a tick, as `KeyRing.seed` gives it.
        escrowed: the opened escrow record of a slot; None, or a `LedgerError`, where it can't be had.
    """
    result = []
    for index, entry in enumerate(entries):
        place = cadence.place(index)
        nonce = slot_nonce(seed(place[0]), place[1])
        if entry[:32] == commitment(cadence, place, nonce, SlotType.DUMMY, NO_PAYLOAD):
            result.append(Recovered(place, Found.EMPTY))
            continue
        try:
            record = escrowed(place)
        except LedgerError:
            record = None
        found = Found.RECOVERED if record else Found.LOST
        result.append(Recovered(place, found, record or b""))
    return result
