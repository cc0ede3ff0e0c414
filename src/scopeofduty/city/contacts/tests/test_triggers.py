from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from scopeofduty.city.accounts.triggers import Rule, put_back, statements, take_away
from scopeofduty.city.contacts.append_only import rules
from scopeofduty.city.contacts.models import Contact, Counter, Revision
from scopeofduty.city.contacts.record import record_contact

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'contacts_%'"
if connection.vendor == "postgresql":
    TRIGGERS = "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'contacts_%'"


def in_place():
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        return {name for (name,) in cursor.fetchall()}


def test_every_rule_has_its_trigger(db):
    assert {rule.name for rule in rules("sqlite")} <= in_place()


def test_a_migration_takes_them_away_and_puts_them_back(db):
    before = in_place()
    take_away("default", plan=[])
    assert in_place() == before
    take_away("default")
    assert in_place() == set()
    put_back("default")
    assert in_place() == before


@pytest.mark.parametrize("act", ["delete", "update", "bulk"])
def test_no_way_of_the_orm_deletes_or_rewrites(dispatcher, values, key, act):
    record_contact(values, key=key, by=dispatcher, at=AT)
    ways = {
        "delete": lambda: Revision.objects.all().delete(),
        "update": lambda: Revision.objects.update(text="{}"),
        "bulk": lambda: Revision.objects.all()._raw_delete("default"),
    }
    with pytest.raises(DatabaseError, match=r"append-only|never changes"), transaction.atomic():
        ways[act]()
    assert (Contact.objects.count(), Revision.objects.count(), Counter.objects.get().value) == (1, 1, 1)


def test_another_database_is_refused_by_name():
    with pytest.raises(NotImplementedError, match="this database is mysql"):
        statements("mysql", [Rule("contacts_contact", "DELETE", "1 = 1", "no")])
