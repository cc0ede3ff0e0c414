"""A city's own policy file: its log keys, the independent keepers it asks to cosign, their quorum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scopeofduty.ledger.errors import MalformedError
from scopeofduty.ledger.policy import NO_QUORUM, Policy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from scopeofduty.ledger.note import VerifierKey

POLICY_FILE = "city.policy"
"""Where the policy lies, below the ledger's prefix."""
WITHOUT_KEEPERS = f"quorum {NO_QUORUM}\n"


def city_policy(logs: Iterable[VerifierKey], keepers: Path) -> bytes:
    """The policy file that a city publishes and asks its keepers by (C2SP tlog-policy).

    Args:
        logs: the public keys of the city's own logs.
        keepers: a file with the lines ``witness``, ``group`` and ``quorum``; while there is none, the
            city has no keeper, and its checkpoints are published as unwitnessed.

    Raises:
        MalformedError: the file can't be read as a policy, or names logs of its own.
    """
    try:
        asked = keepers.read_text(encoding="utf-8")
    except FileNotFoundError:
        asked = WITHOUT_KEEPERS
    except (OSError, UnicodeDecodeError) as error:
        raise MalformedError(f"the keepers' file {keepers} can't be read: {error}") from error
    own = "".join(f"log {key}\n" for key in logs).encode()
    policy = own + asked.encode().rstrip(b"\n") + b"\n"
    try:
        listed = Policy.parse(asked.encode()).logs
        Policy.parse(policy)
    except MalformedError as error:
        raise MalformedError(f"the keepers' file {keepers}: {error}") from error
    if listed:
        raise MalformedError(
            f"the keepers' file {keepers} lists a log; only the lines witness, group and quorum belong there"
        )
    return policy
