"""Small packs written to a folder, for tests."""

from __future__ import annotations

import json
from textwrap import dedent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
law          Fairview ordinance
level        city
in force     from 2020-01-01
"""


def pack(folder: Path, *files: str, name: str = "fairview", head: str = HEAD, **header: object) -> Path:
    """Write a pack of one or several `.duty` files; returns its folder."""
    path = folder / name
    path.mkdir(exist_ok=True)
    about = {"id": name, "title": name, "jurisdiction": name, "standing": "own", "zone": "UTC"}
    (path / "pack.json").write_text(json.dumps(about | header))
    for number, text in enumerate(files):
        body = dedent(text)
        whole = body if body.lstrip().startswith("law ") else head + "\n" + body
        (path / f"law{number}.duty").write_text(whole)
    return path
