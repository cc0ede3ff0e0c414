"""Two voting, two signing at once: nothing lost, nothing doubled, on SQLite and PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.db import connections

from scopeofduty.city.commission.tests import two_at_once


@pytest.mark.long
def test_on_a_sqlite_file(tmp_path):
    inherited = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    settings = {"DUTY_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "scopeofduty.city.settings.demo"}
    ran = subprocess.run(
        [sys.executable, two_at_once.__file__],
        env=inherited | settings,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert ran.stdout.strip().endswith("nothing lost, nothing doubled"), ran.stderr


@pytest.fixture
def shared(transactional_db):
    """A database that threads share: PostgreSQL; SQLite in memory is one connection's own."""
    if connections["default"].vendor != "postgresql":
        pytest.skip("threads share no SQLite in memory; the file has a test of its own")


@pytest.mark.postgres
@pytest.mark.parametrize("work", [two_at_once.vote_at_once, two_at_once.sign_at_once])
def test_on_postgresql(shared, work):
    work()
