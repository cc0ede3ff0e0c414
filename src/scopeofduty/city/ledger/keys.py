"""The log's keys, each in a file of its own that only its owner reads (mode 0600).

::

    slots-key, register-key     sign the two logs
    receipt-key                 signs receipts
    TICK/seed-key, order-key, salt-key
                                the secrets of the envelopes from that tick on
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from scopeofduty.city.ledger import ports
from scopeofduty.ledger.errors import MalformedError
from scopeofduty.ledger.note import SignatureType, SigningKey
from scopeofduty.ledger.seeds import KeyRing, LedgerKeys
from scopeofduty.ledger.slot import KEY_SIZE

if TYPE_CHECKING:
    from pathlib import Path

    from scopeofduty.ledger.slot import Cadence

SECRETS = ("seed-key", "order-key", "salt-key")
RECEIPT = "receipt-key"


def signing_names(cadence: Cadence) -> dict[str, str]:
    """Return the file of each signing key, with the name that the key bears."""
    return {
        "slots-key": cadence.origin,
        "register-key": cadence.register_origin,
        RECEIPT: f"{cadence.name}/receipts",
    }


def make_keys(folder: Path, cadence: Cadence) -> None:
    """Make every key that isn't there; what is there stays."""
    for file, name in signing_names(cadence).items():
        key = SigningKey(name, SignatureType.ED25519, ports.current().random(KEY_SIZE))
        _write(folder / file, key.secret())
    make_turn(folder, cadence.first)


def make_turn(folder: Path, first: int) -> None:
    """Make the envelopes' secrets that hold from the tick ``first`` on."""
    for name in SECRETS:
        _write(folder / str(first) / name, ports.current().random(KEY_SIZE).hex())


def signers(folder: Path, cadence: Cadence) -> dict[str, SigningKey]:
    """Return the signing key of each name: both logs' origins, and the receipts'.

    Raises:
        MalformedError: a key is missing, or isn't the one of this log.
    """
    found = {}
    for file, name in signing_names(cadence).items():
        key = SigningKey.parse(_read(folder / file))
        if key.name != name:
            raise MalformedError(f"the key in {folder / file} is that of {key.name}, and this log is {name}")
        found[name] = key
    return found


def ring(folder: Path, cadence: Cadence) -> KeyRing:
    """Return the envelopes' secrets in turn.

    Raises:
        MalformedError: one is missing or isn't 32 bytes in hexadecimal.
    """
    turns = sorted(int(each.name) for each in folder.glob("[0-9]*") if each.name.isdecimal())
    if not turns:
        raise MalformedError(f"there are no keys in {folder}; put back the folder that holds {SECRETS[0]}")
    return KeyRing(tuple((first, _secrets(folder / str(first), cadence)) for first in turns))


def _secrets(folder: Path, cadence: Cadence) -> LedgerKeys:
    values = []
    for name in SECRETS:
        try:
            values.append(bytes.fromhex(_read(folder / name)))
        except ValueError as error:
            raise MalformedError(
                f"the key in {folder / name} isn't {2 * KEY_SIZE} hexadecimal digits"
            ) from error
    return LedgerKeys(cadence, *values)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError as error:
        raise MalformedError(f"the key {path} isn't there; put it back from whoever keeps it") from error


def _write(path: Path, text: str) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
