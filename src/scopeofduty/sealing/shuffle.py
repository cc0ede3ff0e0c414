"""An unbiased order (Fisher-Yates), and a fixed number of things in which real and decoy look alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from scopeofduty.sealing.errors import MalformedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Thing = TypeVar("Thing")


def below(limit: int, random: Callable[[int], bytes]) -> int:
    """A number from 0 up to, not including, `limit`, each as likely."""
    ceiling = 2**32 - 2**32 % limit
    while (drawn := int.from_bytes(random(4), "big")) >= ceiling:
        pass
    return drawn % limit


def shuffled(things: Sequence[Thing], random: Callable[[int], bytes]) -> tuple[Thing, ...]:
    """The same things in an order of which nothing can be told."""
    result = list(things)
    for last in range(len(result) - 1, 0, -1):
        other = below(last + 1, random)
        result[last], result[other] = result[other], result[last]
    return tuple(result)


def filled(
    real: Sequence[Thing], size: int, decoy: Callable[[], Thing], random: Callable[[int], bytes]
) -> tuple[Thing, ...]:
    """Exactly `size` things, shuffled: the real ones, and decoys for the rest."""
    if len(real) > size:
        raise MalformedError(f"{len(real)} don't fit into {size}; the rest waits for the next one")
    return shuffled([*real, *(decoy() for _ in range(size - len(real)))], random)
