"""Receipts, the log's staff page, statistics, and the cards."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.test import Client

from scopeofduty.city.accounts.models import User
from scopeofduty.city.clock.due import zone
from scopeofduty.city.contacts.nil import certify
from scopeofduty.city.ledger.jobs import CHECK
from scopeofduty.city.ledger.periods import closed_until
from scopeofduty.city.ledger.room import cards
from scopeofduty.city.ledger.tests.test_life import told
from scopeofduty.city.notices.tests.conftest import MONDAY, Town
from scopeofduty.city.public.models import PublicPeriod
from scopeofduty.ledger.audit import AUDIT_FILE
from scopeofduty.ledger.receipt import Receipt

pytestmark = pytest.mark.django_db(databases=["default", "public"])
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def page(person, address):
    client = Client()
    client.force_login(person)
    return client.get(address)


def test_an_officer_gets_the_receipt_of_their_contact_and_no_other(kept):
    number = kept.sealed().contact_id
    answer = page(kept.people["dana"], f"/ledger/receipts/{number}")
    assert answer.status_code == 200
    file = page(kept.people["dana"], f"/ledger/receipts/{number}.txt")
    receipt = Receipt.open(file.content, kept.book.receipt_key.verifier)
    assert receipt.origin == kept.book.cadence.origin
    assert f"/ledger/receipts/{number}" in page(kept.people["dana"], f"/contacts/{number}").content.decode()
    other = User.objects.create(username="other", department=kept.people["dana"].department)
    from scopeofduty.city.accounts.models import Appointment

    Appointment.objects.create(user=other, role="dispatcher", given_at=MONDAY)
    assert page(other, f"/ledger/receipts/{number}").status_code == 404
    assert page(other, "/ledger/").status_code == 403


def test_the_overseer_sees_every_receipt_and_staff_what_to_decide(kept):
    number = kept.sealed().contact_id
    kept.until(MONDAY + 3 * DAY)
    text = page(kept.people["sam"], "/ledger/").content.decode()
    assert f"/ledger/receipts/{number}" in text
    assert text.count(f"#{number}") >= 2
    [card] = cards(kept.people["sam"], kept.clock.now())
    assert card.waiting == 1
    assert list(cards(kept.people["dana"], kept.clock.now())) == []


def test_pages_of_a_city_without_a_log_say_so(db):
    town = Town()
    number = town.contact().number
    assert "duty log begin" in page(town.people["sam"], "/ledger/").content.decode()
    assert page(town.people["dana"], f"/ledger/receipts/{number}").status_code == 404
    assert page(town.people["dana"], f"/contacts/{number}").status_code == 200


def test_a_month_is_told_once_its_envelopes_are_open_and_not_before(kept):
    notice = kept.sealed()
    kept.contact(
        at=MONDAY + HOUR,
        request_types=["information_only"],
        facts={"federal_contact": "contact_without_request"},
    )
    kept.complete(notice, MONDAY + 2 * HOUR)
    kept.pass_days(27)  # January 30
    assert closed_until(kept.clock.now()) is None
    assert "No month is closed" in Client().get("/statistics/").content.decode()
    ria = kept.people["ria"]
    kept.until(MONDAY + 28 * DAY)
    certify("fax", date(2026, 1, 1), date(2026, 1, 31), zone=zone(), by=ria, at=kept.clock.now())
    kept.until(MONDAY + 34 * DAY)
    assert closed_until(kept.clock.now()) == date(2026, 1, 31)
    counts = PublicPeriod.objects.get().counts
    assert counts["contacts"] == 2
    assert {row["value"]: row["count"] for row in counts["channels"]}["phone"] == 2
    assert [row["value"] for row in counts["channels"] if row["certified"]] == ["fax"]
    page = Client().get("/statistics/").content.decode()
    assert "January 2026" in page
    assert "enero" in Client().get("/es/statistics/").content.decode().lower()
    assert Client().get("/statistics.json").json()["periods"][0]["contacts"] == 2
    assert b"channel,phone,2" in Client().get("/statistics.csv").content
    assert [each["channel"] for each in told(kept, "attest")] == ["fax"]


def test_a_month_with_an_overdue_envelope_is_not_told_until_its_notice_has_come(kept):
    notice = kept.sealed()
    kept.says(notice, "goes_on", MONDAY + 20 * DAY)
    kept.until(MONDAY + 40 * DAY)
    assert kept.states()["OVERDUE"] == 1
    assert closed_until(kept.clock.now()) is None
    kept.complete(notice, kept.clock.now())
    kept.pass_days(3)
    assert closed_until(kept.clock.now()) == date(2026, 1, 31)


def test_a_late_contact_moves_no_count_before_its_own_month_is_closed(kept):
    kept.complete(kept.sealed(), MONDAY + 2 * HOUR)
    kept.until(MONDAY + 34 * DAY)
    before = PublicPeriod.objects.get().counts
    late = kept.sealed(at=MONDAY + 34 * DAY, received_at=(MONDAY + DAY).isoformat())
    kept.until(MONDAY + 36 * DAY)
    assert PublicPeriod.objects.get().counts == before
    kept.complete(late, kept.clock.now())
    kept.until(MONDAY + 65 * DAY)
    assert PublicPeriod.objects.get(start=date(2026, 1, 1)).counts["contacts"] == before["contacts"] + 1


def test_the_city_audits_itself_and_tells_everybody_and_its_staff(kept):
    notice = kept.sealed()
    kept.complete(notice, MONDAY + HOUR)
    kept.until(MONDAY + 3 * DAY)
    public = kept.book.publisher.public
    CHECK.run(kept.clock.now())
    told_first = json.loads(public.read(AUDIT_FILE))
    assert told_first["slots"] == kept.audit().counts()
    assert {each["code"] for each in told_first["findings"]} == {"UNWITNESSED"}
    assert "nobody can pass over" not in page(kept.people["sam"], "/ledger/").content.decode()
    [card] = cards(kept.people["sam"], kept.clock.now())
    [path] = [each for each in public.root.glob("notice/*/*.json") if b'"contact"' in each.read_bytes()]
    path.write_bytes(path.read_bytes().replace(b'"decline"', b'"grant"'))
    CHECK.run(kept.clock.now())
    assert "INVALID" in str(json.loads(public.read(AUDIT_FILE))["findings"])
    staff = page(kept.people["sam"], "/ledger/").content.decode()
    assert "nobody can pass over" in staff
    [after] = cards(kept.people["sam"], kept.clock.now())
    assert after.waiting == card.waiting + 1
