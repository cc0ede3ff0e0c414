"""What was struck, and what was refused, is in no file and no row."""
# ruff: noqa: S608 — table names of our own

import pytest


def found(database, word):
    """Return where ``word`` still is: the files of the data folder, and every row of a server's tables."""
    places = [
        path.name
        for path in database.folder.rglob("*")
        if path.is_file() and word.encode() in path.read_bytes()
    ]
    if not database.url.startswith("sqlite"):
        tables = database.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in tables:
            places += [table for (row,) in database.rows(f'SELECT t::text FROM "{table}" t') if word in row]
    return places


def test_the_search_finds_what_is_kept(database):
    database.run("one_contact.py", "record")
    assert found(database, "ZEBRAWORD")


@pytest.mark.parametrize("act", ["strike", "purge"])
def test_an_erased_value_is_nowhere(database, act):
    said = database.run("one_contact.py", act)
    assert "ZEBRAWORD" not in said
    assert found(database, "ZEBRAWORD") == []


def test_a_text_that_the_guard_refused_is_nowhere(database):
    said, logged = database.run_and_log("one_contact.py", "refuse")
    assert said.strip() == "[422, 200, 422, 422, 422]"
    assert "QUAGGAWORD" not in logged
    assert found(database, "QUAGGAWORD") == []
