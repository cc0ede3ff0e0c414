from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import time
import uuid

import pytest
import sqlalchemy as sa

from scopeofduty.sweep.hit import Hit, NotRead
from scopeofduty.sweep.readers import database

POSTGRES = os.environ.get("DUTY_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres").replace(
    "postgres://", "postgresql+psycopg://", 1
)
TABLE = "CREATE TABLE {name} (id int, ctznshp_cd varchar(3), note varchar(200))"
ROW = "INSERT INTO {name} VALUES (1, 'USA', 'driver is undocumented')"
DELETE = "DELETE FROM {name}"


def found(url, **options):
    items = list(database.sweep_url(url, **options))
    return {i.locator: i for i in items if isinstance(i, Hit)}, [i for i in items if isinstance(i, NotRead)]


@pytest.fixture
def postgres():
    engine = sa.create_engine(POSTGRES, connect_args={"connect_timeout": 2})
    schema = f"sweep_{uuid.uuid4().hex[:8]}"
    try:
        connection = engine.connect()
    except sa.exc.OperationalError:
        pytest.skip("no PostgreSQL answers at DUTY_TEST_POSTGRES")
    with connection:
        connection.execute(sa.text(f"CREATE SCHEMA {schema}"))
        connection.execute(sa.text(TABLE.format(name=f"{schema}.intake")))
        connection.execute(sa.text(f"COMMENT ON COLUMN {schema}.intake.id IS 'A-number of the applicant'"))
        connection.execute(sa.text(ROW.format(name=f"{schema}.intake")))
        connection.commit()
        yield schema
        connection.execute(sa.text(f"DROP SCHEMA {schema} CASCADE"))
        connection.commit()
    engine.dispose()


@pytest.mark.postgres
@pytest.mark.enable_socket
def test_postgresql_schemas_comments_and_samples_read_only(postgres):
    hits, unread = found(POSTGRES)
    # Tests beside this one come and go with schemas of their own.
    assert not [each for each in unread if postgres in each.locator]
    assert hits[f"{postgres}.intake.ctznshp_cd"].category == "citizenship"
    assert hits[f"{postgres}.intake.id"].category == "a_number"
    assert f"{postgres}.intake.note" not in hits
    sampled, _ = found(POSTGRES, sample=True)
    assert sampled[f"{postgres}.intake.note"].category == "immigration_status"


@pytest.mark.postgres
@pytest.mark.enable_socket
def test_a_connection_cannot_write(postgres):
    engine = sa.create_engine(POSTGRES)
    sa.event.listen(engine, "connect", database._only_read("postgresql"))
    with engine.connect() as connection, pytest.raises(sa.exc.InternalError, match="read-only"):
        connection.execute(sa.text(DELETE.format(name=f"{postgres}.intake")))
    engine.dispose()


@pytest.fixture
def mariadb(tmp_path):
    pytest.importorskip("pymysql", reason="the extra `mysql` is not installed")
    server, install = shutil.which("mariadbd"), shutil.which("mariadb-install-db")
    if not server or not install:
        pytest.skip("no MariaDB server is installed here")
    data, socket = tmp_path / "data", tmp_path / "s"
    options = ["--no-defaults", f"--datadir={data}", "--user=root"]
    subprocess.run(
        [install, *options, "--auth-root-authentication-method=normal"], check=True, capture_output=True
    )
    running = subprocess.Popen(
        [server, *options, f"--socket={socket}", "--skip-networking"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(200):
        if socket.exists():
            break
        time.sleep(0.1)
    yield f"mysql+pymysql://root@localhost/city?unix_socket={socket}"
    running.terminate()
    running.wait(20)


@pytest.mark.long
@pytest.mark.enable_socket
def test_mysql_names_comments_and_samples(mariadb):
    engine = sa.create_engine(mariadb.replace("/city?", "/?"))
    with engine.connect() as connection:
        connection.execute(sa.text("CREATE DATABASE city"))
        connection.execute(sa.text(TABLE.format(name="city.intake")))
        connection.execute(sa.text(ROW.format(name="city.intake")))
        connection.execute(
            sa.text("CREATE TABLE city.t (q7 int COMMENT 'country of birth', s ENUM('citizen','lpr'))")
        )
        connection.commit()
    engine.dispose()
    hits, unread = found(mariadb, sample=True)
    assert not unread
    assert hits["intake.ctznshp_cd"].category == "citizenship"
    assert hits["intake.note"].category == "immigration_status"
    assert hits["t.q7"].category == "country_of_birth"
    assert hits["t.s"].rule == "options-status"


def test_a_locked_database_is_reported_and_the_run_goes_on(tmp_path, monkeypatch):
    path = tmp_path / "clients.db"
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute(TABLE.format(name="clients"))
    holder.execute("BEGIN EXCLUSIVE")
    try:
        items = list(
            database.sweep_url(f"sqlite:///file:{path}?mode=ro&uri=true&timeout=0.1", name="clients.db")
        )
    finally:
        holder.close()
    assert [type(i) for i in items] == [NotRead]
    assert "locked" in items[0].reason


def test_a_missing_driver_is_named():
    (only,) = database.sweep_url("mssql+nothing://u:secret@h/d")
    assert "does not open" in only.reason
    assert "secret" not in only.file + only.reason


def test_sql_server_is_read_by_its_dialect():
    """No server here: the names come from the dialect's own inspector, with its answers played."""
    inspector = Played()
    assert database._schemas(inspector) == [None, "jail"]
    assert database._tables(inspector, "jail") == ["booking", "v_booking"]


class Played:
    default_schema_name = "dbo"

    def get_schema_names(self):
        return ["dbo", "db_owner", "guest", "INFORMATION_SCHEMA", "sys", "jail"]

    def get_table_names(self, schema):
        return ["booking"] if schema == "jail" else []

    def get_view_names(self, schema):
        return ["v_booking"] if schema == "jail" else []
