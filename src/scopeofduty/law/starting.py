"""Begins a pack for a city: small files that read at once, to be replaced line by line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from scopeofduty.law.errors import LawError

if TYPE_CHECKING:
    from pathlib import Path

RULES: Final = """\
law          {title}
version      first draft
level        city
draft        from 2026-01-01
covers       any_employee, contractor, volunteer
when silent  ask the city attorney and do nothing until told
  en breve   consulte a la abogacía municipal y no haga nada hasta que le respondan
without rules 1

# One rule for each sentence of the ordinance. The language: docs/reference/law-language.md

2(a)  collect immigration information  is prohibited

2(b)  collect immigration information  is permitted
  when required_by_law
  despite 2(a)

example  A library card form asks for the place of birth
  asks     library: ask about immigration information
  given    info is place_of_birth, not required_by_law
  expect   prohibited by 2(a)

example  A form that a law demands
  asks     city_clerk: ask about immigration information
  given    info is immigration_status, required_by_law
  expect   permitted by 2(b)
"""
TEXT: Final = """\
# {title}

## 1 Purpose | Propósito [K]

Say here why the city adopts this.

ES: Diga aquí por qué la ciudad adopta esto.

## 2(a) No questions about immigration | Sin preguntas sobre migración [K]

Nobody who works for the city asks for immigration information or writes it down.

ES: Nadie que trabaje para la ciudad pide ni anota información migratoria.

## 2(b) Where a law obliges | Cuando una ley obliga [K]

What a law obliges the city to collect may be collected, and no more.

ES: Puede recopilarse lo que una ley obliga a la ciudad a recopilar, y nada más.
"""


def begin(folder: Path, title: str, zone: str) -> None:
    """Write a new pack. Raises `LawError` when the folder holds files already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise LawError(f"{folder} is already in use. Name a folder that is new or empty.")
    about = {
        "id": folder.name,
        "title": title,
        "title_es": title,
        "jurisdiction": title.partition(" immigrant")[0],
        "standing": "own",
        "zone": zone,
        "above": [],
        "note": "",
        "note_es": "",
        "sources": [],
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ordinance.duty").write_text(RULES.format(title=title), encoding="utf-8")
    (folder / "ordinance.md").write_text(TEXT.format(title=title), encoding="utf-8")
    header = json.dumps(about, ensure_ascii=False, indent=2) + "\n"
    (folder / "pack.json").write_text(header, encoding="utf-8")
