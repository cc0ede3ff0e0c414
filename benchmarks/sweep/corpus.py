"""The texts that the sweep's benchmarks read, made anew each time and the same each time."""

from __future__ import annotations

import random
import sysconfig
from pathlib import Path

CASES = Path(__file__).parents[2] / "src/scopeofduty/sweep/tests/batch_cases.txt"
STREETS = ("Tennessee", "Kentucky", "Ohio", "Vermont", "Illinois", "Maine", "Iowa", "Haskell", "Clinton")
DONE = (
    "contacted the reporting party by phone", "cleared the call without a report",
    "photographed the damage",
    "photographed the fence and left a card", "took a statement and left the area", "requested a tow",
    "advised both of the noise ordinance", "collected the bicycle as found property", "found the door secure",
    "checked the lot on foot", "spoke with the store manager about the video", "issued a warning for speed",
)  # fmt: skip
THING = (
    "a loud party", "a blocked driveway", "a barking dog", "a broken water main", "a lost wallet",
    "a two-vehicle crash", "a smell of gas", "a street light out", "a fallen limb", "an alarm at the school",
    "trash left at the curb", "graffiti under the bridge", "a leaking hydrant", "a permit for a deck",
)  # fmt: skip


def cases(mark: str) -> list[str]:
    """Return our own labelled narratives: ``N+`` records, ``N-`` hard negatives."""
    return [line[3:] for line in CASES.read_text("utf-8").splitlines() if line.startswith(f"{mark} ")]


def records(size: int, *, seed: int = 9712, hit_every: int = 10_000) -> bytes:
    """Return daily narratives: one line in ``hit_every`` records a status, ten times as many look so."""
    chance = random.Random(seed)
    yes, look = cases("N+"), cases("N-")
    lines: list[str] = []
    length = 0
    while length < min(size, 16_000_000):
        number = len(lines)
        if number % hit_every == hit_every // 2:
            line = chance.choice(yes)
        elif number % (hit_every // 10) == hit_every // 20:
            line = chance.choice(look)
        else:
            hour, street = chance.randrange(2400), chance.choice(STREETS)
            line = (
                f"{hour:04} hrs, {chance.randrange(3000)} block of {street}: {chance.choice(THING)}. "
                f"Officer {chance.randrange(400)} {chance.choice(DONE)} and {chance.choice(DONE)}."
            )
        lines.append(line)
        length += len(line) + 1
    block = ("\n".join(lines) + "\n").encode()
    return (block * (size // len(block) + 1))[:size]


def found_text(size: int) -> bytes:
    """Return text nobody here wrote: the documentation and the code of the installed packages."""
    place = Path(sysconfig.get_paths()["purelib"])
    parts, length = [], 0
    for path in sorted(p for p in place.rglob("*") if p.suffix in {".md", ".rst", ".txt", ".py"}):
        data = path.read_bytes()
        if 2_000 < len(data) < 400_000:
            parts.append(data)
            length += len(data)
        if length > 64_000_000:
            break
    block = b"\n".join(parts) + b"\n"
    return (block * (size // len(block) + 1))[:size]
