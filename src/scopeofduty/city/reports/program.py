"""The programs that seal and open reports in a browser: their digests stand in the public register.

Whoever can change what the server gives out can read what is typed from then on. The digests don't hinder
that; they let anyone who saves a file find out that it isn't the one that the city told of.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from scopeofduty.city.ledger.models import Fact
from scopeofduty.city.ledger.register import enter

if TYPE_CHECKING:
    from datetime import datetime

NAMES = (
    "report.js",
    "report_follow.js",
    "report_leave.js",
    "handling.js",
    "handling_keys.js",
    "handling_proof.js",
)


KIND = "bundle"


@dataclass(frozen=True)
class Program:
    """One file as a browser loads it."""

    name: str
    path: str
    """Among the pages' own files."""
    digest: str
    """SHA-256 of its bytes, in hexadecimal."""


@cache
def programs() -> tuple[Program, ...]:
    """Return the programs of the pages on which reports are sealed or opened."""
    paths = [f"duty/{name}" for name in NAMES]
    return tuple(
        Program(name, path, sha256(_served(path)).hexdigest())
        for name, path in zip(NAMES, paths, strict=True)
    )


def _served(path: str) -> bytes:
    """Return a file as it is given out: the collected one, or where nothing is collected, the built one."""
    try:
        stored = getattr(staticfiles_storage, "stored_name", str)(path)
    except ValueError:
        stored = path
    if staticfiles_storage.exists(stored):
        return Path(staticfiles_storage.path(stored)).read_bytes()
    return Path(str(finders.find(path))).read_bytes()


def tell(at: datetime) -> None:
    """Enter the digests into the public register, if they aren't the ones that it was told last."""
    told = {"files": [{"name": each.name, "sha256": each.digest} for each in programs()]}
    last = Fact.objects.filter(kind=KIND, key__startswith=f"{KIND}/").order_by("-at").first()
    if last is None or last.facts != told:
        enter(KIND, told, at=at, key=f"{KIND}/{at.isoformat()}")
