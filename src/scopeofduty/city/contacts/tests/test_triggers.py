from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from scopeofduty.city.contacts.append_only import removals, rules, statements
from scopeofduty.city.contacts.apps import put_triggers_back, take_triggers_away
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


class Migration:
    def __init__(self, app_label):
        self.app_label = app_label


def test_every_rule_has_its_trigger(db):
    assert {rule.name for rule in rules("sqlite")} <= in_place()


def test_a_migration_of_ours_takes_them_away_and_puts_them_back(db):
    before = in_place()
    take_triggers_away("default", [(Migration("desk"), False)])
    assert in_place() == before
    take_triggers_away("default", [(Migration("contacts"), False)])
    assert in_place() == set()
    put_triggers_back("default")
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


@pytest.mark.django_db(databases=["default", "public"])
def test_the_migrations_say_what_the_models_say():
    call_command("makemigrations", "contacts", check=True, dry_run=True, verbosity=0)


def test_another_database_is_refused_by_name():
    for made in (statements, removals):
        with pytest.raises(NotImplementedError, match="this database is mysql"):
            made("mysql")
