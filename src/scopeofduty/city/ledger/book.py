"""The city's log, opened for work: its cadence, terms, keys and keepers, and the writer of its files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.conf import settings

from scopeofduty.city.ledger import keepers, keys, ports
from scopeofduty.city.ledger.models import Log
from scopeofduty.ledger.escrow import Escrow
from scopeofduty.ledger.publisher import Publisher, seen_by
from scopeofduty.ledger.slot import Cadence
from scopeofduty.ledger.storage import Folder
from scopeofduty.ledger.terms import Terms

if TYPE_CHECKING:
    from datetime import datetime

    from scopeofduty.ledger.note import SigningKey
    from scopeofduty.ledger.policy import Policy
    from scopeofduty.ledger.seal import SealEscrow
    from scopeofduty.ledger.seeds import KeyRing

PUBLIC = "public"


@dataclass(frozen=True)
class Book:
    """Everything that belongs to one log; files are read when they are first asked for."""

    log: Log

    @cached_property
    def cadence(self) -> Cadence:
        """How often it seals, and how many envelopes."""
        return Cadence(self.log.name, self.log.period, self.log.slots, self.log.first)

    @property
    def terms(self) -> Terms:
        """What it promises now."""
        return Terms.from_facts(self.log.terms)

    @cached_property
    def keys(self) -> KeyRing:
        """The envelopes' secrets."""
        return keys.ring(settings.LEDGER_KEYS, self.cadence)

    @cached_property
    def signers(self) -> dict[str, SigningKey]:
        """The signing keys by name."""
        return keys.signers(settings.LEDGER_KEYS, self.cadence)

    @property
    def receipt_key(self) -> SigningKey:
        """The key that signs receipts."""
        return self.signers[keys.signing_names(self.cadence)[keys.RECEIPT]]

    @cached_property
    def escrow(self) -> Escrow | None:
        """The key-holders that the ordinance names, if it does."""
        if not self.log.holders:
            return None
        return Escrow(self.cadence, tuple(bytes.fromhex(holder["key"]) for holder in self.log.holders))

    @cached_property
    def policy(self) -> Policy:
        """The log keys and the keepers whom it asks."""
        return keepers.policy_of(self.signers[name].verifier for name in self.origins)

    @property
    def origins(self) -> tuple[str, str]:
        """The names of both logs."""
        return self.cadence.origin, self.cadence.register_origin

    @cached_property
    def publisher(self) -> Publisher:
        """The writer of the log's files; it compares itself with the keepers before it first signs."""
        used = ports.current()
        return Publisher.open(
            self.cadence,
            self.keys,
            {name: self.signers[name] for name in self.origins},
            folder,
            seen_by(self.policy, keepers.exchange),
            escrow=used.escrow or self._sealing,
            order=used.order,
            commit=used.commit,
        )

    @property
    def _sealing(self) -> SealEscrow | None:
        return self.escrow.seal if self.escrow else None

    def tick_at(self, at: datetime) -> int:
        """Return the tick that a moment falls in."""
        return self.cadence.tick_at(int(at.timestamp()))

    def cosign(self) -> None:
        """Ask the keepers to cosign both logs as they are; one that doesn't answer is asked next time."""
        self.publisher.cosign(self.policy, keepers.exchange)


def folder(path: str) -> Folder:
    """Return one of the log's folders: ``public`` and what lies below it, or the private ``state``."""
    part, _stroke, rest = path.partition("/")
    root = settings.LOG_FOLDER if part == PUBLIC else settings.LEDGER_FOLDER / part
    return Folder(root / rest if rest else root, ports.current().disk)


def the_book() -> Book | None:
    """Return the city's log; None before it was begun."""
    log = Log.objects.first()
    return Book(log) if log else None
