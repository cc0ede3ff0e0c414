"""The tick: the same steps and queries whatever waits, and no way to sign backwards."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from scopeofduty.city.ledger import ticks
from scopeofduty.city.ledger.models import Entry, Slot
from scopeofduty.city.ledger.ticks import OldDatabaseError
from scopeofduty.city.notices.tests.conftest import MONDAY
from scopeofduty.ledger.errors import BehindWitnessError, LedgerError, TamperedError
from scopeofduty.ledger.note import SignatureType, SigningKey
from scopeofduty.ledger.storage import Folder
from scopeofduty.ledger.witness import Witness

pytestmark = pytest.mark.django_db(databases=["default", "public"])
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MIDNIGHT = MONDAY.replace(hour=0) + DAY


def asked(work):
    """The queries of a piece of work, their values taken out."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        work()
    values = re.compile(r"X?'[^']*'|\b\d+\b|NULL|\bs\d+_x\d+\b")
    return [values.sub("?", each["sql"]) for each in queries.captured_queries]


def of_one_tick(town):
    town.until(MIDNIGHT - HOUR)
    return asked(lambda: (ticks.seal(MIDNIGHT), ticks.sign(MIDNIGHT)))


@pytest.mark.parametrize("number", [1, 4, 6])
def test_a_tick_asks_the_same_of_the_database_whatever_waits(made, number):
    with transaction.atomic():
        empty = of_one_tick(made(slots=4))
        transaction.set_rollback(True)
    for name in ("log", "ledger", "keys"):
        shutil.rmtree(settings.LOG_FOLDER.parent / name)
    town = made(slots=4)
    town.clock.move_to(MONDAY - 2 * DAY)
    for each in range(number):
        town.complete(town.sealed(at=MONDAY + each * HOUR), MONDAY + 23 * HOUR) if each == 2 else town.sealed(
            at=MONDAY + each * HOUR
        )
    full = of_one_tick(town)
    assert len(full) > 4
    assert full == empty


def test_a_write_that_is_lost_after_the_log_was_signed_signs_nothing_more(kept):
    """An old backup of the database: the log is ahead of it."""
    kept.sealed()
    with transaction.atomic():
        kept.until(MONDAY + 2 * DAY)
        transaction.set_rollback(True)
    before = kept.book.publisher.slots.head()
    ticks.seal(MONDAY + DAY)
    with pytest.raises(OldDatabaseError, match="rebuild"):
        ticks.sign(MONDAY + DAY)
    assert kept.book.publisher.slots.head() == before


def test_a_killed_sign_goes_on_with_what_was_sealed(kept, monkeypatch):
    kept.sealed()
    kept.until(MIDNIGHT - HOUR)
    ticks.seal(MIDNIGHT)
    leaves = list(Slot.objects.order_by("tick", "number").values_list("leaf", flat=True))
    with monkeypatch.context() as patched:
        patched.setattr(ticks, "append_tick", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            ticks.sign(MIDNIGHT)
    ticks.seal(MIDNIGHT)
    ticks.sign(MIDNIGHT)
    assert list(Slot.objects.order_by("tick", "number").values_list("leaf", flat=True)) == leaves
    assert kept.book.publisher.slots.head().size == len(leaves)


@pytest.fixture
def watched(made, tmp_path):
    """A town with one keeper, reached without a network."""
    from dataclasses import replace

    from scopeofduty.city.ledger import ports

    key = SigningKey("keeper.example", SignatureType.COSIGNATURE, bytes(range(32)))
    settings.LOG_KEEPERS.write_text(
        f"witness keeper.example {key.verifier} https://keeper.example\nquorum keeper.example\n"
    )
    witness = {}

    def exchange(url, body):
        if body is None:
            reply = witness["is"].monitored(url.split("/")[-2])
        else:
            reply = witness["is"].add_checkpoint(body)
        return int(reply.status), reply.body

    def watch(town):
        book = town.book
        logs = {name: [book.signers[name].verifier] for name in book.origins}
        store = Folder(tmp_path / "keeper", ports.current().disk)
        witness["is"] = Witness(key, logs, store, lambda: int(town.clock.now().timestamp()))
        return town

    class Nobody:
        def monitored(self, _folder):
            raise OSError("nobody answers")

        add_checkpoint = monitored

    witness["is"] = Nobody()
    with ports.use(replace(ports.current(), exchange=exchange)):
        yield watch(made())


def test_keepers_cosign_and_an_old_copy_of_the_files_is_refused(watched, tmp_path):
    watched.until(MIDNIGHT + HOUR)
    assert watched.audit().witnessed
    copies = {name: tmp_path / f"old-{name}" for name in ("log", "ledger")}
    for name, copy in copies.items():
        shutil.copytree(tmp_path / name, copy)
    with transaction.atomic():
        watched.until(MIDNIGHT + DAY + HOUR)
        transaction.set_rollback(True)
    for name, copy in copies.items():
        shutil.rmtree(tmp_path / name)
        shutil.copytree(copy, tmp_path / name)
    watched.sealed(at=MONDAY + DAY)
    ticks.seal(MIDNIGHT + DAY)
    with pytest.raises(BehindWitnessError):
        ticks.sign(MIDNIGHT + DAY)


def test_a_changed_tile_stops_the_signing(kept):
    kept.until(MIDNIGHT + HOUR)
    [tile] = list((settings.LOG_FOLDER / "slots/tile/0").rglob("16"))
    tile.write_bytes(bytes(len(tile.read_bytes())))
    ticks.seal(MIDNIGHT + DAY)
    with pytest.raises((TamperedError, LedgerError)):
        ticks.sign(MIDNIGHT + DAY)


def test_a_record_too_long_for_the_escrow_is_sealed_without_its_rest(made):
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    from scopeofduty.city.ledger.saying import fitted_record, read_record

    key = X25519PrivateKey.generate().public_key().public_bytes_raw().hex()
    town = made(holders=[{"name": "the clerk", "key": key}])
    entry = Entry.objects.get(notice=town.sealed())
    entry.rest = {"narrative": "".join(chr(33 + (n * n * 7919) % 90) for n in range(40_000))} | {
        f"f{n}": str(hash((n, "x"))) for n in range(2000)
    }
    record = fitted_record(town.book, entry)
    town.book.escrow.check_fits(record)
    assert read_record(record)["rest"] == {}
    assert read_record(record)["values"] == entry.values
    assert entry.rest


def test_keys_are_readable_by_their_owner_alone(kept):
    files = [path for path in settings.LEDGER_KEYS.rglob("*") if path.is_file()]
    assert len(files) == 6
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert len({path.read_text() for path in files}) == 6


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("slots-key", None, "isn't there"),
        ("receipt-key", "rubbish", "signing key"),
        ("seed-key", "zz", "hexadecimal"),
        ("seed-key", "00", "32 bytes"),
    ],
)
def test_a_key_that_is_gone_or_broken_is_named(kept, name, content, says):
    [path] = list(settings.LEDGER_KEYS.rglob(name))
    path.unlink() if content is None else path.write_text(content)
    with pytest.raises(LedgerError, match=says):
        kept.book.keys, kept.book.signers  # noqa: B018 — reading them is the test
