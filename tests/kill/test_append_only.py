"""The database itself refuses what no page offers, on SQLite and on PostgreSQL, even to its owner."""
# ruff: noqa: S608 — table names of our own

import sqlite3
from contextlib import closing

import psycopg
import pytest

ERASURE = (
    "INSERT INTO contacts_erasure (contact_id, kind, fields, reason, by_id, at)"
    " VALUES (1, 'struck', '[\"post\"]', 'asked for it', 1, '2026-11-23 15:00:00')"
)
HOLD = (
    "INSERT INTO contacts_legalhold (contact_id, matter, placed_by_id, placed_at, lift_reason)"
    " VALUES (1, 'A lawsuit', 1, '2026-11-23 15:00:00', '')"
)
LAST = "(SELECT max(id) FROM contacts_erasure)"
EMPTIED = f"UPDATE contacts_revision SET text = '{{}}', salts = '{{}}', erasure_id = {LAST}"
REFUSED = [
    *[
        (f"DELETE FROM contacts_{table}", "nothing is deleted")
        for table in ("contact", "revision", "review", "counter")
    ],
    ("UPDATE contacts_contact SET number = 7", "add a correction instead"),
    ("UPDATE contacts_contact SET recorded_by_id = 2", "add a correction instead"),
    ("UPDATE contacts_counter SET value = 0", "numbers are given one after another"),
    ("UPDATE contacts_counter SET value = value + 2", "numbers are given one after another"),
    ("UPDATE contacts_revision SET text = '{}'", "a revision never changes"),
    ("UPDATE contacts_revision SET decision = 'decline'", "a revision never changes"),
    ("UPDATE contacts_revision SET decision = NULL", "a revision never changes"),
    ("UPDATE contacts_revision SET departure = ''", "a revision never changes"),
    ("UPDATE contacts_revision SET author_id = 2", "a revision never changes"),
    (EMPTIED, "a revision never changes"),
]
REFUSED_UNDER_AN_ERASURE = [
    (EMPTIED.replace("'{}'", '\'{"post":"East"}\'', 1), "a revision never changes"),
    (EMPTIED.replace("'{}'", '\'{"new":"East"}\'', 1), "a revision never changes"),
    (EMPTIED + ", decision = 'decline'", "a revision never changes"),
    (EMPTIED + ", leaves = '{}'", "a revision never changes"),
    (EMPTIED + ", digest = ''", "a revision never changes"),
    ("UPDATE contacts_erasure SET reason = ''", "add a correction instead"),
    ("DELETE FROM contacts_erasure", "nothing is deleted"),
]
ERRORS = (sqlite3.IntegrityError, psycopg.errors.RestrictViolation)


@pytest.fixture
def connection(database):
    database.run("one_contact.py", "record")
    sqlite = database.url.startswith("sqlite")
    opened = (
        sqlite3.connect(database.url.removeprefix("sqlite:///")) if sqlite else psycopg.connect(database.url)
    )
    with closing(opened):
        yield opened


def everything(connection):
    tables = ("contact", "revision", "review", "counter", "erasure")
    return {
        table: sorted(connection.execute(f"SELECT * FROM contacts_{table}"), key=repr) for table in tables
    }


def assert_refused(connection, sql, message):
    before = everything(connection)
    connection.commit()
    with pytest.raises(ERRORS, match=message):
        connection.execute(sql)
    connection.rollback()
    assert everything(connection) == before


def test_nothing_is_deleted_or_rewritten(connection):
    for sql, message in REFUSED:
        assert_refused(connection, sql, message)
    if isinstance(connection, psycopg.Connection):
        assert_refused(connection, "TRUNCATE contacts_review CASCADE", "nothing is deleted")
        assert_refused(connection, "TRUNCATE contacts_contact CASCADE", "nothing is deleted")


def test_an_erasure_lets_values_go_and_nothing_else_change(connection):
    connection.execute(ERASURE)
    connection.commit()
    for sql, message in REFUSED_UNDER_AN_ERASURE:
        assert_refused(connection, sql, message)
    connection.execute(EMPTIED)
    connection.commit()
    assert connection.execute("SELECT DISTINCT text FROM contacts_revision").fetchall() == [("{}",)]
    # The erasure was used: it does not open the revision a second time.
    assert_refused(connection, EMPTIED, "a revision never changes")


def test_a_legal_hold_blocks_every_erasure(connection):
    connection.execute(HOLD)
    connection.commit()
    assert_refused(connection, ERASURE, "a legal hold stands")


def test_a_decided_review_stays_as_it_was_decided(connection):
    decided = "state = 'justified', reason = 'Somebody was alone', decided_by_id = 1"
    connection.execute(f"UPDATE contacts_review SET {decided}")
    connection.commit()
    for change in ("state = 'open'", "reason = 'Something else'", "reason = ''", "decided_by_id = 2"):
        assert_refused(connection, f"UPDATE contacts_review SET {change}", "stays as it was decided")
