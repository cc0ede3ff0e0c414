"""Two cities, one of which got a report: the accused and everybody else see the same, byte by byte.

What may differ is what the readers' own keys open, and the row that the clocks of a report are.
"""

from __future__ import annotations

import re
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from tests.house.test_access import VISITS, address, may_open

from scopeofduty.city.accounts.access import PUBLIC
from scopeofduty.city.accounts.audit import Event, record
from scopeofduty.city.accounts.models import User
from scopeofduty.city.accounts.roles import GRANTS, Permission, Role
from scopeofduty.city.clock import port
from scopeofduty.city.demo.cast import CAST
from scopeofduty.city.handling import clocks, digest, inbox, jobs, keeping, projecting, protected, room
from scopeofduty.city.handling.models import CaseClock
from scopeofduty.city.handling.tests.conftest import AT, DAY
from scopeofduty.city.public.models import PublicCommitments
from scopeofduty.city.reports import delivery, mailbox
from scopeofduty.city.reports.models import Case
from scopeofduty.sealing.epoch import decoy

pytestmark = pytest.mark.django_db(databases=["default", "public"])

# What is drawn anew for every page: tokens against forgery, and marks that tell a form that was sent twice.
DRAWN = re.compile(rb'csrfmiddlewaretoken" value="[^"]+"|value="[0-9a-f-]{32,36}"')
READER = "inspector"
ROLES = {member.username: member.roles for member in CAST}
QUICK = ("chief", "hr")
WATCHERS = [
    pytest.param(who, id=who, marks=() if who in QUICK else pytest.mark.long)
    for who in ROLES
    if who != READER
]


def act(riverbend, case):
    """What a reader's browser posts about a case in the days after it came: clocks, a message, a hearing."""
    for stage, more in (("received", {}), ("acknowledged", {}), ("investigating", {"due": DAY + days(40)})):
        clocks.step("c" * 32, arrived=DAY, stage=stage, on=DAY + days(1), **more)
    mailbox.append(case, 1, 0, decoy(4096), DAY + days(1))
    wraps = tuple(decoy(4096) for _each in riverbend.roster.members)
    hearing = mailbox.NewCase("d" * 32, b"d" * 32, b"d" * 32, DAY + days(1), wraps, decoy(4096), decoy(4096))
    mailbox.insert_case(hearing)
    clocks.step("c" * 32, arrived=DAY, stage="closed", on=DAY + days(2), closes=("held", "sustained"))
    keeping.keep(case, "sustained", DAY + days(2))


def days(number):
    return timedelta(days=number)


def live(riverbend, named, passing):
    """Let a city live some days, with a report that names these people or without one."""
    with port.use(port.FrozenClock(AT)) as clock:
        if named:
            receipt = riverbend.report(*named)
        else:
            delivery.close(DAY, riverbend.roster)
        for number in range(passing + 1):
            at = AT + days(number)
            clock.move_to(at)
            protected.publish(at)
            jobs.run_clocks(at)
            projecting.project(at)
            digest.send(at)
            if number == 1:
                inbox.mark_read(riverbend.people[READER], DAY, DAY + days(1))
                if named:
                    act(riverbend, receipt.case)
            if number:
                delivery.close(DAY + days(number), riverbend.roster)


def pages(who, at, only):
    """Everything that somebody can open (or only some addresses), and how long each day's batch is."""
    client, user = Client(), User.objects.get(username=who)
    client.force_login(user)
    # What everybody may open is the same for all: one of them looks at it.
    visits = [
        one for one in VISITS if (who == "chief" if one.access == PUBLIC else may_open(one, ROLES[who]))
    ]
    found = {}
    with port.use(port.FrozenClock(at)):
        for at_address in only or map(address, visits):
            answer = client.get(at_address)
            body = b"" if answer.streaming else DRAWN.sub(b"", answer.content)
            found[at_address] = (answer.status_code, body)
        if user.may(Permission.REPORT_RECEIVE):
            batches = [client.get(f"/handling/batches/{day}.json").json() for day in mailbox.batch_days()]
            found["batches"] = [len(batch["cases"]) for batch in batches]
            ids = {case["id"] for batch in batches for case in batch["cases"]}
            found["polled"] = {client.get(f"/handling/cases/{id_}.json").status_code for id_ in ids}
        if user.may(Permission.IDENTITY_BOX):
            boxes = client.get("/handling/identity-boxes.json").json()["boxes"]
            found["/handling/identity-boxes.json"] = "its bytes are random; one for each case"
            assert len(boxes) == Case.objects.count()
    return found


def rows():
    """How many rows a stolen database shows in each table, without those that hold decoys as well."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith("reports_") and table != CaseClock._meta.db_table:
                cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608 — names out of the catalogue
                [found[table]] = cursor.fetchone()
    return found


def seen(riverbend, who, named, passing=3, only=()):
    """Return what somebody sees of one of the two cities, which is forgotten again."""
    mail.outbox.clear()
    with ExitStack() as worlds:
        for alias in ("default", "public"):
            worlds.enter_context(transaction.atomic(using=alias))
        live(riverbend, named, passing)
        found = pages(who, AT + days(passing), only)
        found["mail"] = [(sent.to, sent.subject, sent.body) for sent in mail.outbox]
        found["commitments"] = [len(row.data) for row in PublicCommitments.objects.all()]
        for alias in ("default", "public"):
            transaction.set_rollback(True, using=alias)
    return found


def differences(riverbend, who, named, passing=3, only=()):
    one, other = (seen(riverbend, who, each, passing, only) for each in ((), named))
    return sorted(at for at in one.keys() | other.keys() if one.get(at) != other.get(at))


def names_them(who):
    """A report about this person; about the chief where somebody stands in no chain of command."""
    return (who,) if who in {"chief", "hr", "officer", "counsel", "it"} else ("chief",)


@pytest.mark.parametrize("who", WATCHERS)
def test_whether_there_is_a_report_changes_nothing_that_they_see(riverbend, who):
    User.objects.filter(username__in=ROLES).update(email="somebody@riverbend.example")
    assert differences(riverbend, who, names_them(who)) == []


@pytest.mark.parametrize("who", ["hr", "chief"])
def test_that_a_clock_ran_out_shows_to_nobody_whom_the_report_leaves_out(riverbend, monkeypatch, who):
    """A recipient could hold what is overdue against the cases that open for them."""
    monkeypatch.setitem(globals(), "act", overlook)
    only = ["/staff/", "/handling/", "/handling/clocks/", "/handling/departures/", "/report-figures/"]
    assert differences(riverbend, who, (who,), 10, only) == []


def test_a_stolen_database_counts_alike_save_for_the_clocks_and_what_was_closed(riverbend, monkeypatch):
    monkeypatch.setitem(globals(), "pages", lambda *_each: rows())
    one, other = (seen(riverbend, "it", named) for named in ((), ("chief",)))
    more = {table: other[table] - one[table] for table in rows() if other[table] != one[table]}
    assert more == {"handling_tally": 1, "handling_keeping": 1}


class TestPlantedLeaks:
    """Each puts one leak in, or takes one protection out, and must see it caught."""

    def test_a_recipient_who_may_look_at_what_is_overdue(self, riverbend, monkeypatch):
        monkeypatch.setitem(GRANTS, Permission.REPORT_CLOCKS, frozenset({Role.RECIPIENT}))
        monkeypatch.setitem(globals(), "act", overlook)
        assert "/handling/clocks/" in differences(riverbend, "hr", ("hr",), 10, ["/handling/clocks/"])

    def test_a_count_of_what_is_kept(self, riverbend, monkeypatch):
        plain = keeping.schedule

        def leaky():
            found = plain()
            found[0].days += keeping.Keeping.objects.count()
            return found

        monkeypatch.setattr(keeping, "schedule", leaky)
        assert differences(riverbend, "records", ("chief",), only=["/handling/keeping/"])

    def test_an_event_in_the_trail_that_names_the_case(self, riverbend, monkeypatch):
        plain = mailbox.append

        def leaky(case, *rest, **more):
            if case not in {"", None} and rest[0] == 1 and CaseClock.objects.exists():
                record(Event.REPORT_HELD, actor=None, subject=case, reason="x", at=AT)
            plain(case, *rest, **more)

        monkeypatch.setattr(mailbox, "append", leaky)
        assert differences(riverbend, "counsel", ("chief",), only=["/staff/audit/"])

    def test_a_mail_when_something_came(self, riverbend, monkeypatch):
        plain = clocks.step

        def leaky(*given, **more):
            mail.send_mail("A report", "came", None, ["chief@riverbend.example"])
            return plain(*given, **more)

        monkeypatch.setattr(clocks, "step", leaky)
        assert differences(riverbend, "chief", ("chief",), only=["/staff/"]) == ["mail"]

    def test_a_card_with_a_number(self, riverbend, monkeypatch):
        plain = room.cards

        def leaky(person, at):
            for card in plain(person, at):
                object.__setattr__(card, "waiting", CaseClock.objects.count())
                yield card

        monkeypatch.setattr(room, "cards", leaky)
        assert differences(riverbend, "hr", ("hr",), only=["/staff/"]) == ["/staff/"]


def overlook(_riverbend, _case):
    """A report that was opened and that nobody answers."""
    clocks.step("c" * 32, arrived=DAY, stage="received", on=DAY + days(1))
