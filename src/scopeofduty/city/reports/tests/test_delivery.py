"""The daily batch: the same for everybody, of a fixed size, telling nothing of which case is real."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import connection
from django.db.models.expressions import RawSQL

from scopeofduty.city.reports import delivery, files, mailbox
from scopeofduty.city.reports.models import Case, IdentityBox, SealedFile, SealedMessage
from scopeofduty.city.reports.tests.conftest import DAY, ROSTER, Sealed
from scopeofduty.sealing.epoch import open_wraps
from scopeofduty.sealing.errors import EnvelopeError
from scopeofduty.sealing.message import open_message
from scopeofduty.sealing.tests.vectors import keys_of

pytestmark = pytest.mark.django_db


def put_in(sealed, day=DAY):
    stored = sealed.receipt.stored
    return mailbox.insert_case(
        mailbox.NewCase(
            sealed.receipt.case,
            stored.lookup_hash,
            stored.auth_hash,
            day,
            sealed.wraps,
            sealed.message,
            sealed.box,
        )
    )


def opened_by(name, batch):
    found = []
    for case in batch:
        try:
            epoch = open_wraps(
                case.epochs[0].wraps, keys_of(name).identity, case=case.id, number=0, roster=ROSTER
            )
        except EnvelopeError:
            continue
        found += [open_message(case.messages[0].data, epoch.identity).message.body["text"]]
    return found


def test_readers_find_the_report_in_the_batch_and_the_excluded_find_nothing():
    put_in(Sealed("about the sergeant"))
    assert delivery.close(DAY, ROSTER) == delivery.SIZE
    batch = mailbox.batch(DAY)
    assert len(batch) == delivery.SIZE
    assert opened_by("auditor", batch) == ["about the sergeant"]
    assert opened_by("chief", batch) == []


def test_a_day_without_a_report_looks_like_a_day_with_one():
    put_in(Sealed())
    delivery.close(DAY, ROSTER)
    delivery.close(DAY + timedelta(days=1), ROSTER)
    quiet = mailbox.batch(DAY + timedelta(days=1))
    assert len(quiet) == delivery.SIZE
    for case in Case.objects.all():
        assert len(case.id) == 32
        assert len(case.lookup_hash) == len(case.auth_hash) == 32
        assert IdentityBox.objects.filter(case=case).exists()
        assert {len(wraps.wraps) // 4096 for wraps in case.epochs.all()}


def test_the_same_window_twice_adds_nothing():
    delivery.close(DAY, ROSTER)
    before = sorted(SealedMessage.objects.values_list("pk", flat=True))
    assert delivery.close(DAY, ROSTER) == 0
    assert sorted(SealedMessage.objects.values_list("pk", flat=True)) == before


def test_more_reports_than_a_batch_wait_for_nothing():
    for _each in range(delivery.SIZE + 1):
        put_in(Sealed())
    assert delivery.close(DAY, ROSTER) == 2 * delivery.SIZE


PLACE = {"sqlite": "reports_case.rowid", "postgresql": "reports_case.ctid"}


def test_the_order_of_arrival_is_nowhere_in_the_tables():
    # By chance the report comes first on all eight days once in sixteen million runs.
    orders = set()
    for each in range(8):
        day = DAY + timedelta(days=each)
        sealed = Sealed()
        put_in(sealed, day)
        delivery.close(day, ROSTER)
        rows = Case.objects.filter(day=day).order_by(RawSQL(PLACE[connection.vendor], ()))  # noqa: S611 — a constant
        orders.add([case.pk for case in rows].index(sealed.receipt.case))
    assert orders != {0}


def test_a_later_message_comes_with_the_next_batch():
    sealed = Sealed()
    put_in(sealed)
    delivery.close(DAY, ROSTER)
    place = len(mailbox.case(sealed.receipt.case).messages)
    mailbox.append(sealed.receipt.case, place, 0, b"ciphertext", DAY)
    following = DAY + timedelta(days=1)
    delivery.close(following, ROSTER)
    mine = [case for case in mailbox.batch(following) if case.id == sealed.receipt.case]
    assert [message.data for message in mine[0].messages] == [b"ciphertext"]
    assert mine[0].epochs == ()


def test_decoys_have_files_and_old_cases_get_decoy_messages():
    for each in range(8):
        delivery.close(DAY + timedelta(days=each), ROSTER)
    assert SealedFile.objects.exists()
    for file in SealedFile.objects.all():
        path = files.path_of(file.pk)
        assert path.stat().st_size == file.size
        assert path.stat().st_mtime % 86400 == 0
    assert max(SealedMessage.objects.values_list("place", flat=True)) > 0


def test_two_who_write_at_the_same_place_the_second_is_told_what_it_missed():
    sealed = Sealed()
    put_in(sealed)
    case = sealed.receipt.case
    mailbox.append(case, 1, 0, b"one", DAY)
    mailbox.append(case, 1, 0, b"one", DAY)
    with pytest.raises(mailbox.BehindError) as caught:
        mailbox.append(case, 1, 0, b"other", DAY)
    assert [message.data for message in caught.value.missing] == [b"one"]
    with pytest.raises(mailbox.BehindError):
        mailbox.append(case, 5, 0, b"far", DAY)


def test_a_receipt_finds_its_case_and_another_finds_nothing():
    sealed = Sealed()
    put_in(sealed)
    receipt = sealed.receipt
    assert mailbox.find(receipt.lookup, receipt.auth) == receipt.case
    for lookup, auth in (
        (receipt.lookup, bytes(32)),
        (bytes(32), receipt.auth),
        (receipt.auth, receipt.lookup),
    ):
        with pytest.raises(mailbox.NoCaseError):
            mailbox.find(lookup, auth)
    assert bytes(Case.objects.get(pk=receipt.case).lookup_hash) == sha256(receipt.lookup).digest()


def test_a_purged_case_leaves_a_stub():
    sealed = Sealed()
    put_in(sealed)
    mailbox.destroy(sealed.receipt.case, DAY)
    with pytest.raises(mailbox.NoCaseError):
        mailbox.case(sealed.receipt.case)
    assert not SealedMessage.objects.exists()
    assert not IdentityBox.objects.exists()
    assert Case.objects.get().purged_on == DAY


def test_the_sweep_removes_what_no_case_names_and_leaves_the_rest():
    with files.written_aside() as (path, file):
        file.write(b"x")
    files.put_in_place(path, "ab" * 16, delivery.midnight(DAY))
    with files.written_aside() as (path, file):
        file.write(b"y")
    files.put_in_place(path, "cd" * 16, delivery.midnight(DAY))
    assert files.sweep({"ab" * 16}, before=0) == 0
    assert files.sweep({"ab" * 16}, before=2**40) == 1
    assert files.path_of("ab" * 16).exists()
