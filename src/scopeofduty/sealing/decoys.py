"""Decoy cases: so that neither routing nor counts tell that a case is about someone, or that there is one."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from scopeofduty.sealing.epoch import decoy, wrap_count, wrap_size
from scopeofduty.sealing.padding import STEP
from scopeofduty.sealing.shuffle import filled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scopeofduty.sealing.roster import Roster

HEAD = b"age-encryption.org/v1\n"
CHUNK, TAG = 65_536, 16


@dataclass(frozen=True)
class SealedCase:
    """A case as every recipient fetches it: an id, wraps, messages; real and decoy look alike."""

    case: str
    wraps: tuple[bytes, ...]
    messages: tuple[bytes, ...]


def browser_file(size: int, random: Callable[[int], bytes]) -> bytes:
    """An age file for nobody, as a browser writes one with `size` bytes of plaintext.

    Its share is a point of the curve, as in a real one; all else is random, as ciphertext looks.
    """

    def text(data: bytes) -> bytes:
        return b64encode(data).rstrip(b"=")

    share = X25519PrivateKey.from_private_bytes(random(32)).public_key().public_bytes_raw()
    stanza = b"-> X25519 " + text(share) + b"\n" + text(random(32)) + b"\n"
    chunks = max(1, -(-size // CHUNK))
    return HEAD + stanza + b"--- " + text(random(32)) + b"\n" + random(16 + size + TAG * chunks)


def decoy_case(roster: Roster, random: Callable[[int], bytes], steps: Sequence[int] = (1,)) -> SealedCase:
    """A case nobody can open, whose messages take these numbers of 4 KiB steps.

    The age library of a server adds a stanza of random length to each header, that of a browser doesn't.
    So a coin decides whose hand a decoy shows; within one case it is one hand, as in a real case.
    """
    by_browser = random(1)[0] < 128
    make = (lambda size: browser_file(size, random)) if by_browser else decoy
    return SealedCase(
        random(16).hex(),
        tuple(make(wrap_size(roster)) for _ in range(wrap_count(roster))),
        tuple(make(step * STEP) for step in steps),
    )


def day_inbox(
    cases: Sequence[SealedCase], size: int, roster: Roster, random: Callable[[int], bytes]
) -> tuple[SealedCase, ...]:
    """The day's batch that every recipient fetches whole: exactly `size` cases, shuffled."""
    return filled(cases, size, lambda: decoy_case(roster, random), random)
