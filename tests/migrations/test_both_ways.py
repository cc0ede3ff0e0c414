"""Each part can be migrated away and back, on SQLite and on PostgreSQL, and comes back as it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

SERVER = os.environ.get("DUTY_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
CITY = Path(__file__).parents[2] / "src" / "scopeofduty" / "city"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def addresses(request, tmp_path):
    if request.param == "sqlite":
        yield {}
        return
    sys.modules["pytest_socket"].enable_socket()
    try:
        server = psycopg.connect(SERVER, autocommit=True, connect_timeout=2)
    except psycopg.OperationalError:
        pytest.skip("no PostgreSQL server answers; name one in DUTY_TEST_POSTGRES to run this lane")
    name = f"duty_ways_{uuid4().hex[:12]}"
    with server:
        for each in (name, f"{name}_public"):
            server.execute(f"CREATE DATABASE {each}")
        at = f"{SERVER.rsplit('/', 1)[0]}/{name}"
        try:
            yield {"DATABASE_URL": at, "PUBLIC_DATABASE_URL": f"{at}_public"}
        finally:
            for each in (name, f"{name}_public"):
                server.execute(f"DROP DATABASE {each} WITH (FORCE)")


@pytest.mark.long
def test_every_part_goes_and_comes_back_as_it_was(addresses, tmp_path):
    kept = {key: value for key, value in os.environ.items() if not key.endswith("DATABASE_URL")}
    here = {"DUTY_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "scopeofduty.city.settings.city"}
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("both_ways.py"))],
        env=kept | here | addresses,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    *parts, back, models = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(parts) >= len(list(CITY.glob("*/migrations/0001_*.py"))) > 0
    assert [each for each in parts if each["left"]] == []
    assert back == {"back": True}
    assert models == {"differ": []}
