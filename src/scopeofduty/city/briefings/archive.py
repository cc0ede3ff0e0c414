"""Keep the law in force whole, and open it again when the files it came from are long gone."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from scopeofduty import law
from scopeofduty.city.desk import law_in_force
from scopeofduty.city.notices.projecting import digest_of, key_of
from scopeofduty.city.profile.models import City
from scopeofduty.law.comparing import DUTY_PARAMETERS
from scopeofduty.law.packs import folder

if TYPE_CHECKING:
    from datetime import date

    from scopeofduty.city.briefings.models import LawSeen

READ = {".duty", ".md", ".json"}


def identity(in_force: law.InForce) -> str:
    """Return the SHA-256 (hex) of the texts, rules and duties of every version in force."""
    named = sorted(f"{key_of(version)} {digest_of(version)}" for version in in_force.versions)
    named += sorted(
        json.dumps(
            [duty.pack, duty.law, duty.section, duty.id, *(getattr(duty, name) for name in DUTY_PARAMETERS)]
        )
        for duty in in_force.duty_rules
    )
    return hashlib.sha256("\n".join(named).encode()).hexdigest()


def pack_files() -> tuple[list[str], dict[str, dict[str, str]]]:
    """Return the city's packs by name, and every file of theirs and of the packs above them.

    Raises:
        NoLawError: the city has no law that can be read.
    """
    law_in_force.book()
    city = City.objects.get()
    names, pending = [], [folder(name) for name in city.packs]
    names = [path.name for path in pending]
    files: dict[str, dict[str, str]] = {}
    while pending:
        path = pending.pop(0)
        if path.name in files:
            continue
        files[path.name] = {
            each.name: each.read_text(encoding="utf-8")
            for each in sorted(path.iterdir())
            if each.suffix in READ and each.is_file()
        }
        above = json.loads(files[path.name]["pack.json"]).get("above", [])
        pending += [folder(upper, beside=path) for upper in above]
    return names, files


def reopened(seen: LawSeen, day: date) -> law.InForce:
    """Return the law that was kept, on a day.

    Raises:
        law.LawError: what was kept can't be read by this version of the software.
    """
    with tempfile.TemporaryDirectory() as root:
        for pack, files in seen.files.items():
            (Path(root) / pack).mkdir()
            for name, text in files.items():
                (Path(root) / pack / name).write_text(text, encoding="utf-8")
        return law.read([Path(root) / name for name in seen.packs]).on(day)
