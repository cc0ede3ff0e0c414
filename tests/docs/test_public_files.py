"""The page of public files names every file, and each column of every CSV, in its order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scopeofduty.city.public.everything import GROUPS

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "public-files.md"
pytestmark = pytest.mark.django_db(databases=["default", "public"])


def rows():
    """Every row of the table: its files, and its columns."""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and "`/" in cells[2]:
            yield re.findall(r"`(/[^`]+)`", cells[2]), re.findall(r"`([^`]+)`", cells[3])


def test_every_file_is_named_and_none_beside():
    there = {address for _t, pages in GROUPS for shown in pages for _suffix, address in shown.links()}
    assert {address for files, _columns in rows() for address in files} == there


def test_every_column_is_named(client):
    checked = 0
    for files, columns in rows():
        for address in files:
            if address.endswith(".csv"):
                head = client.get(address).content.decode().splitlines()[0]
                assert head.split(",") == columns, address
                checked += 1
    assert checked > 5
