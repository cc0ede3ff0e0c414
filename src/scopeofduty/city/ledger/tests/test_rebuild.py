"""The database is gone; keys, the public files and the escrow are there."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings
from django.db import transaction

from scopeofduty.city.contacts.models import Contact
from scopeofduty.city.contacts.record import correct_contact, read_values
from scopeofduty.city.ledger.book import the_book
from scopeofduty.city.ledger.models import Entry, Log, Slot
from scopeofduty.city.ledger.rebuilding import rebuild
from scopeofduty.city.ledger.tests.conftest import Town
from scopeofduty.city.notices.models import Notice
from scopeofduty.city.notices.tests.conftest import MONDAY
from scopeofduty.ledger.audit import Code
from scopeofduty.ledger.errors import LedgerError
from scopeofduty.ledger.keepers import POLICY_FILE

pytestmark = pytest.mark.django_db(databases=["default", "public"])
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def holder():
    return X25519PrivateKey.generate()


@pytest.fixture
def lost(made, holder):
    """A town whose database was deleted after some days; what it held is remembered."""
    public = holder.public_key().public_bytes_raw().hex()
    with transaction.atomic(), transaction.atomic(using="public"):
        town = made(holders=[{"name": "the clerk", "key": public}])
        told = town.sealed(agency="cbp", targeted_count=9)
        town.complete(told, MONDAY + 2 * HOUR)
        town.delayed = town.sealed(agency="fbi", narrative="They asked twice.").contact.key
        held = Notice.objects.get(contact__key=town.delayed)
        changes = {"minutes_on_scene": "25", "reason": "Looked up since."}
        correct_contact(held.contact, changes, after=1, by=town.people["dana"], at=MONDAY + 3 * HOUR)
        town.until(MONDAY + 3 * DAY)
        town.delay(held, town.clock.now(), days=9, reason="court_order")
        town.pass_days(2)
        town.receipts = [town.receipt(each) for each in (told, held)]
        town.before = {
            each.key: [read_values(revision) for revision in each.revisions.order_by("seq")]
            for each in Contact.objects.all()
        }
        town.sealed_before = list(Slot.objects.values_list("tick", "number", "entry__uid"))
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="public")
    assert not Contact.objects.exists()
    assert the_book() is None
    town.people = Town().people
    return town


def faults(town, *receipts):
    return {finding.code for finding in town.audit(receipts).findings} - {Code.UNWITNESSED, Code.DELAYED}


def test_contacts_notices_and_envelopes_are_there_again_and_the_log_goes_on(lost, holder):
    outcome = rebuild(at=lost.clock.now(), holders=[holder])
    assert (outcome.lost, outcome.contacts, outcome.recovered) == (0, 2, 5)
    now = {
        each.key: [read_values(revision) for revision in each.revisions.order_by("seq")]
        for each in Contact.objects.all()
    }
    assert now == lost.before
    assert list(Slot.objects.values_list("tick", "number", "entry__uid")) == lost.sealed_before
    lost.pass_days(4)
    assert lost.states()["DELAYED"] == 1
    assert faults(lost, *lost.receipts) == set()
    lost.complete(Notice.objects.get(contact__key=lost.delayed), lost.clock.now())
    lost.pass_days(12)
    assert "DELAYED" not in lost.states()
    assert faults(lost, *lost.receipts) == set()


def test_what_nobody_can_give_back_is_publicly_overdue_with_an_incident(lost):
    outcome = rebuild(at=lost.clock.now(), holders=[])
    assert (outcome.recovered, outcome.contacts) == (0, 0)
    assert outcome.lost == 5
    lost.pass_days(9)
    states = lost.states()
    # What was opened before the loss stays a notice; the rest is overdue, and nothing was called empty.
    assert states["OVERDUE"] == 3
    assert "INVALID" not in states
    from scopeofduty.city.ledger.tests.test_life import told

    incidents = [each["what"] for each in told(lost, "incident")]
    assert incidents.count("record lost") >= 3
    assert "database rebuilt" in incidents


def test_a_record_that_was_altered_counts_as_lost(lost, holder):
    for file in (settings.LEDGER_FOLDER / "escrow").iterdir():
        data = bytearray(file.read_bytes())
        data[300] ^= 1
        file.write_bytes(data)
    outcome = rebuild(at=lost.clock.now(), holders=[holder])
    assert outcome.lost + outcome.recovered == 5


def test_the_public_files_come_from_a_mirror(lost, holder, tmp_path):
    mirror = tmp_path / "mirror"
    shutil.move(settings.LOG_FOLDER, mirror)
    shutil.rmtree(settings.LEDGER_FOLDER / "state")
    with pytest.raises(LedgerError, match="--mirror"):
        rebuild(at=lost.clock.now(), holders=[holder])
    outcome = rebuild(at=lost.clock.now(), mirror=mirror, holders=[holder])
    assert outcome.lost == 0
    policy = (settings.LOG_FOLDER / POLICY_FILE).read_bytes()
    assert policy == (mirror / POLICY_FILE).read_bytes(), "the drill audits by the policy of the copy"
    lost.pass_days(4)
    assert faults(lost) == set()


def test_a_database_with_a_log_is_not_written_over(lost, holder):
    rebuild(at=lost.clock.now(), holders=[holder])
    entries = Entry.objects.count()
    with pytest.raises(LedgerError, match="new one"):
        rebuild(at=lost.clock.now(), holders=[holder])
    assert Entry.objects.count() == entries


def test_a_forged_checkpoint_is_not_taken_over(lost, holder):
    checkpoint = settings.LOG_FOLDER / "slots" / "checkpoint"
    lines = checkpoint.read_text().splitlines(keepends=True)
    checkpoint.write_text("".join([lines[0], "8\n", *lines[2:]]))
    with pytest.raises(LedgerError):
        rebuild(at=lost.clock.now(), holders=[holder])
    assert not Log.objects.exists()
