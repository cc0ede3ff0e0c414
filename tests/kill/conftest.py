"""A fresh, migrated database for each test: SQLite in a file, and PostgreSQL where a server answers."""

import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

SERVER = os.environ.get("DUTY_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    """Let one worker run them: the migrated databases that they copy are made once."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("kill"))


@dataclass(frozen=True)
class Database:
    """Where a test's city lies, and a way to ask it without Django."""

    url: str
    folder: Path

    @property
    def env(self):
        here = {"DATABASE_URL": self.url, "DUTY_DATA": str(self.folder), "DUTY_HOSTS": "127.0.0.1"}
        return os.environ | here | {"DJANGO_SETTINGS_MODULE": "scopeofduty.city.settings.demo"}

    def rows(self, sql):
        if self.url.startswith("sqlite"):
            connection = sqlite3.connect(self.url.removeprefix("sqlite:///"))
        else:
            connection = psycopg.connect(self.url)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def run(self, script, *arguments):
        return self.run_and_log(script, *arguments)[0]

    def run_and_log(self, script, *arguments):
        command = [sys.executable, str(HERE / script), *map(str, arguments)]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=900, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout, done.stderr

    def count_whole(self):
        """Numbers run from 1 without a gap, the counter says the last, each contact is whole and once."""
        numbers = [number for (number,) in self.rows("SELECT number FROM contacts_contact ORDER BY number")]
        assert numbers == list(range(1, len(numbers) + 1))
        assert self.rows("SELECT value FROM contacts_counter WHERE name = 'contact'") == [(len(numbers),)]
        revisions = self.rows("SELECT contact_id, seq FROM contacts_revision ORDER BY contact_id")
        assert revisions == [(number, 1) for number in numbers]
        reviews = self.rows("SELECT contact_id FROM contacts_review ORDER BY contact_id")
        assert reviews == [(number,) for number in numbers]
        return len(numbers)


def migrate(database):
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    for which in ([], ["public", "--database", "public"]):
        subprocess.run([*command, *which], env=database.env, check=True, timeout=120)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kill-sqlite")
    database = Database(f"sqlite:///{folder / 'city.sqlite3'}", folder)
    migrate(database)
    return folder


def server_or_skip():
    try:
        return psycopg.connect(SERVER, autocommit=True, connect_timeout=2)
    except psycopg.OperationalError:
        pytest.skip("no PostgreSQL server answers; name one in DUTY_TEST_POSTGRES to run this lane")


def at_server(name):
    return SERVER.rsplit("/", 1)[0] + f"/{name}"


@pytest.fixture(scope="session")
def postgres_template(tmp_path_factory):
    name = f"duty_kill_{uuid4().hex[:12]}"
    with server_or_skip() as server:
        server.execute(f"CREATE DATABASE {name}")
        folder = tmp_path_factory.mktemp("kill-postgres")
        migrate(Database(at_server(name), folder))
        yield name, folder
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request, tmp_path):
    folder = tmp_path / "data"
    if request.param == "sqlite":
        shutil.copytree(request.getfixturevalue("sqlite_template"), folder)
        yield Database(f"sqlite:///{folder / 'city.sqlite3'}", folder)
        return
    template, files = request.getfixturevalue("postgres_template")
    shutil.copytree(files, folder)
    name = f"duty_kill_{uuid4().hex[:12]}"
    with server_or_skip() as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield Database(at_server(name), folder)
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
