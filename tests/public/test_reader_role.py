"""One PostgreSQL database with a schema and a role for the public pages, set up by `duty projection`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from uuid import uuid4

import psycopg
import pytest

SERVER = os.environ.get("DUTY_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
pytestmark = [pytest.mark.postgres, pytest.mark.enable_socket]


@pytest.fixture
def database(tmp_path):
    """An empty database, its environment, and the name of a role; both are gone afterwards."""
    try:
        server = psycopg.connect(SERVER, autocommit=True, connect_timeout=2)
    except psycopg.OperationalError:
        pytest.skip("no PostgreSQL server answers; name one in DUTY_TEST_POSTGRES to run this lane")
    name = f"duty_role_{uuid4().hex[:12]}"
    kept = {key: value for key, value in os.environ.items() if not key.endswith("DATABASE_URL")}
    here = {
        "DATABASE_URL": f"{SERVER.rsplit('/', 1)[0]}/{name}",
        "DUTY_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "scopeofduty.city.settings.city",
    }
    with server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield kept | here, f"{name}_pages"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
            server.execute(f"DROP ROLE IF EXISTS {name}_pages")


def run(environment, *command):
    return subprocess.run(
        [sys.executable, "-m", *command],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def set_up(environment, role):
    """Make schema and role, and return the environment that the command prints."""
    done = run(environment, "scopeofduty.cli", "projection", "--role", role)
    assert done.returncode == 0, done.stderr
    return environment | dict(re.findall(r"^(\w+_URL)=(\S+)$", done.stdout, re.MULTILINE)), done.stdout


def migrate(environment):
    for alias in ("default", "public"):
        done = run(environment, "django", "migrate", "-v", "0", "--database", alias)
        assert done.returncode == 0, done.stderr


def as_role(environment, statement):
    address, _, query = environment["PUBLIC_PAGES_DATABASE_URL"].partition("?")
    schema = query.removeprefix("currentSchema=")
    with psycopg.connect(address, options=f"-c search_path={schema}") as connection:
        return connection.execute(statement)


@pytest.mark.long
@pytest.mark.parametrize("first", ["role", "tables"])
def test_the_role_reads_the_projection_and_nothing_else(database, first):
    environment, role = database
    if first == "tables":
        prepared = environment | {
            "PUBLIC_DATABASE_URL": environment["DATABASE_URL"] + "?currentSchema=duty_public"
        }
        with psycopg.connect(environment["DATABASE_URL"]) as connection:
            connection.execute("CREATE SCHEMA duty_public")
        migrate(prepared)
    environment, _told = set_up(environment, role)
    migrate(environment)
    as_role(environment, "SELECT * FROM public_publicnotice")
    writes = "SET TRANSACTION READ WRITE; DELETE FROM public_publicnotice"
    for refused in ("DELETE FROM public_publicnotice", writes, "CREATE TABLE mine (a int)"):
        with pytest.raises((psycopg.errors.ReadOnlySqlTransaction, psycopg.errors.InsufficientPrivilege)):
            as_role(environment, refused)
    for table in ("contacts_contact", "contacts_revision", "notices_notice", "accounts_user", "clock_job"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            as_role(environment, f"SELECT 1 FROM public.{table}")  # noqa: S608 — names from here


@pytest.mark.long
def test_the_private_schema_holds_no_public_table_and_the_other_way_round(database):
    environment, role = database
    environment, _told = set_up(environment, role)
    migrate(environment)
    with psycopg.connect(environment["DATABASE_URL"]) as connection:
        rows = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE tablename LIKE 'public\\_%'"
            " OR tablename LIKE 'contacts\\_%'"
        ).fetchall()
    assert {schema for schema, table in rows if table.startswith("public_")} == {"duty_public"}
    assert {schema for schema, table in rows if table.startswith("contacts_")} == {"public"}


@pytest.mark.long
def test_the_doctor_sees_it_and_misses_it(database):
    environment, role = database
    told, _said = set_up(environment, role)
    migrate(told)
    well = run(told, "scopeofduty.cli", "doctor").stdout
    assert "well  public pages" in well
    same = run({**told, "PUBLIC_PAGES_DATABASE_URL": ""}, "scopeofduty.cli", "doctor").stdout
    assert "LOOK  public pages: they read as the role that writes" in same
    with psycopg.connect(environment["DATABASE_URL"]) as connection:
        connection.execute(f"GRANT SELECT ON contacts_contact TO {role}")
    leaky = run(told, "scopeofduty.cli", "doctor").stdout
    assert "LOOK  public pages: their role can read the contact log" in leaky


def test_made_twice_it_keeps_its_password_unless_another_is_asked_for(database):
    environment, role = database
    first = set_up(environment, role)[1]
    assert "The password is shown only now." in first
    assert "…" in set_up(environment, role)[1]
    done = run(environment, "scopeofduty.cli", "projection", "--role", role, "--new-password")
    assert "…" not in done.stdout


@pytest.mark.parametrize(
    ("given", "options", "says"),
    [
        ("", [], "names no PostgreSQL database"),
        ("sqlite:///x", [], "nothing to make"),
        ("postgres://postgres@127.0.0.1:5432/x", ["--schema", "public"], "name another one"),
        ("postgres://nobody@127.0.0.1:1/x", [], "could not be made"),
    ],
)
def test_what_can_not_be_made_says_why(given, options, says):
    done = run(os.environ | {"DATABASE_URL": given}, "scopeofduty.cli", "projection", *options)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
