"""What the log takes from outside: order, commitment, escrow, the way to its keepers, the disk, randomness.

Tests put ideal ones in place of the real ones, so that two histories can be compared byte for byte.
"""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scopeofduty.ledger import sources
from scopeofduty.ledger.slot import commitment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scopeofduty.ledger.seal import SealEscrow
    from scopeofduty.ledger.seeds import Order
    from scopeofduty.ledger.slot import Commit
    from scopeofduty.ledger.storage import Disk
    from scopeofduty.ledger.witness import Exchange


@dataclass(frozen=True)
class Ports:
    """The real ones, unless something else is given."""

    order: Order | None = None
    commit: Commit = commitment
    escrow: SealEscrow | None = None
    exchange: Exchange = sources.exchange
    disk: Disk | None = None
    random: Callable[[int], bytes] = secrets.token_bytes


_ports = Ports()


def current() -> Ports:
    """Return what is in use."""
    return _ports


@contextmanager
def use(ports: Ports) -> Iterator[Ports]:
    """Use ``ports`` inside the block, in every thread of this process."""
    global _ports  # noqa: PLW0603 — one set for the process is the point of a port
    before, _ports = _ports, ports
    try:
        yield ports
    finally:
        _ports = before
