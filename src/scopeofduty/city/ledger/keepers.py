"""Independent keepers: whom the log asks to cosign, and how they are reached.

In the demo two of them run inside the city, under labelled keys, so that the picture is whole. In a real
city nobody inside may keep a keeper's key.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from scopeofduty.city.clock import port
from scopeofduty.city.ledger import ports
from scopeofduty.ledger.keepers import POLICY_FILE, city_policy
from scopeofduty.ledger.note import SigningKey
from scopeofduty.ledger.policy import Policy
from scopeofduty.ledger.storage import Folder
from scopeofduty.ledger.witness import Witness

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scopeofduty.ledger.note import VerifierKey

INSIDE = ".demo.invalid/"
"""How the address of a keeper ends that runs inside the demo."""


def policy_text(logs: Iterable[VerifierKey]) -> bytes:
    """Return the policy that the city publishes: its log keys, its keepers, their quorum."""
    return city_policy(logs, settings.LOG_KEEPERS)


def policy_of(logs: Iterable[VerifierKey]) -> Policy:
    """Return the same, read."""
    return _parsed(policy_text(logs))


@lru_cache(maxsize=4)
def _parsed(text: bytes) -> Policy:
    return Policy.parse(text)


def exchange(url: str, body: bytes | None) -> tuple[int, bytes]:
    """Reach a keeper: POST ``body``, or GET without one; status and answer. Raises OSError."""
    if INSIDE in url:  # no such place can be on the network (RFC 2606), and only a demo has keys for it
        return _inside(url, body)
    return ports.current().exchange(url, body)


def _inside(url: str, body: bytes | None) -> tuple[int, bytes]:
    place, _, asked = url.partition(INSIDE)
    home = settings.LEDGER_FOLDER / "demo-keepers" / place.rpartition("/")[2]
    try:
        key = SigningKey.parse((home / "key").read_text(encoding="ascii"))
    except FileNotFoundError as error:
        raise OSError(f"no keeper of the demo has its key in {home}") from error
    policy = _parsed((settings.LOG_FOLDER / POLICY_FILE).read_bytes())
    logs = {origin: [party.key for party in parties] for origin, parties in policy.logs.items()}
    store = Folder(home, ports.current().disk)
    witness = Witness(key, logs, store, lambda: int(port.now().timestamp()))
    folder = asked.partition("/")[0]
    reply = witness.monitored(folder) if body is None else witness.add_checkpoint(body)
    return int(reply.status), reply.body
