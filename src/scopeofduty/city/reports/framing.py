"""Several byte strings in one: each after its length as an unsigned 32-bit integer, highest byte first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LENGTH = 4


def framed(parts: Iterable[bytes]) -> bytes:
    """Join the parts, each after its length."""
    return b"".join(len(part).to_bytes(LENGTH, "big") + part for part in parts)


def unframed(data: bytes) -> tuple[bytes, ...]:
    """Take the parts apart again.

    Raises:
        ValueError: the lengths don't add up to the data.
    """
    parts, at = [], 0
    while at < len(data):
        end = at + LENGTH + int.from_bytes(data[at : at + LENGTH], "big")
        if at + LENGTH > len(data) or end > len(data):
            message = f"a part that begins at byte {at} of {len(data)} is cut"
            raise ValueError(message)
        parts.append(data[at + LENGTH : end])
        at = end
    return tuple(parts)
