"""Cases out of saved batches, read with one key: the same rules as `js/sealing/case.js`."""

from __future__ import annotations

import json
from base64 import b64decode
from typing import TYPE_CHECKING, Any

from scopeofduty.sealing.epoch import Epoch, open_wraps
from scopeofduty.sealing.errors import (
    EnvelopeError,
    ExcludedReaderError,
    MalformedError,
    RosterError,
    SealingError,
)
from scopeofduty.sealing.message import Chain, open_message
from scopeofduty.sealing.roster import Duty, Roster, read_roster

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


def rosters_in(paths: Iterable[Path], digests: Sequence[str]) -> list[Roster]:
    """Read signed rosters; each must be one of the digests that the public register pins."""
    found = []
    for path in paths:
        data = path.read_bytes()
        try:
            file = json.loads(data)
            keepers = [bytes.fromhex(one["key"]) for one in file["signatures"]]
        except (ValueError, KeyError, TypeError) as error:
            raise MalformedError(f"{path} isn't a signed roster") from error
        roster = _pinned(data, keepers, digests)
        if roster is None:
            raise RosterError(
                f"{path} has no digest that you named: look it up in the public register (--digest)"
            )
        found.append(roster)
    return found


def _pinned(data: bytes, keepers: list[bytes], digests: Sequence[str]) -> Roster | None:
    for digest in digests:
        try:
            return read_roster(data, keepers=keepers, pinned=bytes.fromhex(digest))
        except (RosterError, ValueError):
            continue
    return None


def merged(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Lay the batches' parts of each case together."""
    cases: dict[str, dict[str, Any]] = {}
    for path in paths:
        try:
            parts = json.loads(path.read_bytes())["cases"]
            for part in parts:
                case = cases.setdefault(part["id"], {"id": part["id"], "epochs": {}, "messages": {}})
                case["epochs"] |= {
                    one["number"]: [b64decode(wrap) for wrap in one["wraps"]] for one in part["epochs"]
                }
                case["messages"] |= {
                    one["place"]: (one["epoch"], b64decode(one["data"])) for one in part["messages"]
                }
        except (ValueError, KeyError, TypeError) as error:
            raise MalformedError(f"{path} isn't a batch as the inbox saves it") from error
    return list(cases.values())


def read_case(stored: dict[str, Any], identity: str, rosters: Sequence[Roster]) -> dict[str, Any] | None:
    """Open one case; None if nothing in it is for this key. What was refused is told, and not shown."""
    refused: list[str] = []
    epochs = _epochs(stored, identity, rosters, refused)
    if not epochs:
        return {"case": stored["id"], "messages": [], "refused": refused} if refused else None
    chain, messages = Chain(stored["id"]), []
    for place, (number, data) in sorted(stored["messages"].items()):
        if number not in epochs:
            continue
        epoch, roster = epochs[number]
        try:
            signed = open_message(data, epoch.identity)
            if not messages and 0 not in epochs:
                chain = Chain(chain.case, signed.message.seq, signed.message.previous, number)
            chain = chain.follow(signed, epoch=number, senders=epoch.senders(roster))
        except EnvelopeError:
            continue
        except SealingError as error:
            refused.append(f"message {place}: {error}")
            continue
        messages.append(
            {"from": _name(signed.message.sender, epoch, roster), "body": dict(signed.message.body)}
        )
    last, roster = epochs[max(epochs)]
    return {
        "case": stored["id"],
        "named": list(last.named),
        "readers": list(last.readers),
        "messages": messages,
        "refused": refused,
    }


def _epochs(
    stored: dict[str, Any], identity: str, rosters: Sequence[Roster], refused: list[str]
) -> dict[int, tuple[Epoch, Roster]]:
    opened: dict[int, tuple[Epoch, Roster]] = {}
    for number, wraps in sorted(stored["epochs"].items()):
        for roster in rosters:
            before = opened[max(opened)] if opened else None
            senders = before[0].senders(before[1]) if before else _readers(roster)
            try:
                epoch = open_wraps(
                    wraps, identity, case=stored["id"], number=number, roster=roster, senders=senders
                )
                _check_named(before[0] if before else None, epoch, roster)
            except EnvelopeError:
                break
            except RosterError as error:
                if roster is rosters[-1]:
                    refused.append(f"epoch {number}: {error}")
                continue
            except SealingError as error:
                refused.append(f"epoch {number}: {error}")
                break
            opened[number] = (epoch, roster)
            break
    return opened


def _check_named(before: Epoch | None, epoch: Epoch, roster: Roster) -> None:
    """Whoever the case named stays named: leaving them out would let their chain of command in again."""
    there = {member.id for member in roster.members}
    dropped = sorted(set(before.named if before else ()) & there - set(epoch.named))
    if dropped:
        raise ExcludedReaderError(
            f"epoch {epoch.number} no longer names {dropped[0]}, whom the case names; tell the monitor"
        )


def _readers(roster: Roster) -> set[bytes]:
    found = (*roster.having(Duty.RECIPIENT), *roster.having(Duty.OUTSIDE))
    return {member.signing_key for member in found if member.signing_key}


def _name(sender: bytes, epoch: Epoch, roster: Roster) -> str:
    if sender == epoch.reporter_key:
        return "reporter"
    return next((one.person for one in roster.members if one.signing_key == sender), sender.hex())
