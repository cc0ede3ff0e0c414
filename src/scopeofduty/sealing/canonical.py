"""One spelling for each value: canonical JSON (RFC 8785), and hashes over parts that can't run together."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import rfc8785

from scopeofduty.sealing.errors import MalformedError

if TYPE_CHECKING:
    from collections.abc import Mapping

HASH_SIZE = 32


def canonical(value: Mapping[str, Any]) -> bytes:
    """Write an object as RFC 8785 JSON. Raises `MalformedError` for what JSON can't hold."""
    try:
        return rfc8785.dumps(dict(value))
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise MalformedError(f"this can't be written as canonical JSON ({type(error).__name__})") from error


def read_object(data: bytes, what: str) -> dict[str, Any]:
    """Read a JSON object that may end in padding spaces.

    It must be canonical apart from them, so that one value has one spelling. `what` names it in the error.
    """
    text = data.rstrip(b" ")
    try:
        value = json.loads(text)
        fits = isinstance(value, dict) and rfc8785.dumps(value) == text
    except (ValueError, RecursionError, rfc8785.CanonicalizationError):
        fits = False
    if not fits:
        raise MalformedError(f"{what} isn't one object of canonical JSON (RFC 8785)")
    return dict(value)


def take(value: Mapping[str, Any], name: str, kind: type, what: str) -> Any:
    """The member `name` of an object; it must be exactly of this type (a boolean is no number)."""
    found = value.get(name)
    if type(found) is not kind:
        raise MalformedError(f"{what}: {name} must be {kind.__name__}, not {type(found).__name__}")
    return found


def exactly(value: Mapping[str, Any], names: frozenset[str], what: str) -> None:
    """Refuse an object that has other members than these."""
    if set(value) != names:
        odd = ", ".join(sorted(set(value) ^ names))
        raise MalformedError(f"{what}: these members are missing or too many: {odd}")


def parse_hex(text: object, size: int, what: str) -> bytes:
    """Lower-case hexadecimal of exactly `size` bytes."""
    if isinstance(text, str) and len(text) == 2 * size and set(text) <= set("0123456789abcdef"):
        return bytes.fromhex(text)
    raise MalformedError(f"{what} must be {2 * size} lower-case hexadecimal digits")


def combine(label: str, *parts: bytes) -> bytes:
    """SHA-256 over a label and parts, each after its length (u32be), so that parts can't run together."""
    digest = hashlib.sha256()
    for part in (label.encode("ascii"), *parts):
        digest.update(len(part).to_bytes(4, "big") + part)
    return digest.digest()
