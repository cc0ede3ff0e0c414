"""The register: listed, changed, withdrawn, never rewritten; read by everybody."""

from __future__ import annotations

import csv
import io

import pytest

from scopeofduty.city.accounts.append_only import AppendOnlyError
from scopeofduty.city.accounts.models import AuditEvent
from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.collection import register
from scopeofduty.city.collection.models import LegalObligation, LegalObligationChange
from scopeofduty.city.profile.models import Department, Service


def test_counsel_lists_an_obligation(logged_in, counsel, values):
    response = logged_in(counsel).post("/obligations/new/", values, follow=True)
    entry = LegalObligation.objects.get()
    assert response.redirect_chain == [(f"/obligations/{entry.pk}/", 302)]
    assert str(entry.listed_on) == "2026-11-23"
    change = entry.changes.get()
    assert (change.event, change.by, change.reason) == ("listed", counsel, "Every employer has to.")
    assert change.values["department"] == "hr"
    assert AuditEvent.objects.get().event == "register:obligation:listed"


def test_a_change_keeps_what_was_said_before(logged_in, counsel, values, listed):
    entry = listed()
    client = logged_in(counsel)
    client.post(f"/obligations/{entry.pk}/change/", {**values, "asks": "Less than before."})
    entry.refresh_from_db()
    assert entry.asks == "Less than before."
    assert [change.values["asks"] for change in entry.changes.all()] == [
        "Section 1 of the form.",
        "Less than before.",
    ]
    page = client.get(f"/obligations/{entry.pk}/").content.decode()
    assert "Section 1 of the form." in page


def test_a_withdrawn_entry_no_longer_counts(logged_in, counsel, listed):
    entry = listed()
    logged_in(counsel).post(f"/obligations/{entry.pk}/withdraw/", {"reason": "The law was repealed."})
    entry.refresh_from_db()
    assert str(entry.withdrawn_on) == "2026-11-23"
    assert not register.found(entry.department, entry.service, "citizenship")
    assert logged_in(counsel).get(f"/obligations/{entry.pk}/change/").status_code == 404


def test_an_entry_for_the_form_goes_before_one_for_the_department(listed):
    wide = listed(service=None, kind="duty")
    narrow = listed(kind="permission", law="8 USC 1625")
    people, hiring = Department.objects.get(slug="hr"), Service.objects.get(slug="hiring-i9")
    assert register.found(people, hiring, "citizenship") == [narrow]
    assert register.found(people, None, "citizenship") == [wide]
    assert register.found(people, hiring, "place_of_birth") == []


def test_the_history_is_written_once(listed):
    change = listed().changes.get()
    change.reason = "other"
    with pytest.raises(AppendOnlyError):
        change.save()
    with pytest.raises(AppendOnlyError):
        change.delete()
    with pytest.raises(AppendOnlyError):
        LegalObligationChange.objects.all().delete()


def test_everybody_reads_the_register(client, listed):
    listed()
    listed(kind="permission", law="8 USC 1625")
    page = client.get("/obligations/").content.decode()
    for shown in (
        "8 USC 1324a(b)",
        "The law obliges us to ask",
        "8 USC 1625",
        "The law only allows us to ask",
    ):
        assert shown in page
    assert not client.get("/obligations/").cookies


def test_the_register_is_a_file_too(client, listed):
    listed(law="=HYPERLINK(1)", asks_es="«Sección 1»")
    listed()
    rows = client.get("/obligations.json").json()["obligations"]
    assert {row["law"] for row in rows} == {"8 USC 1324a(b)", "=HYPERLINK(1)"}
    assert rows[0]["department"] == "hr"
    read = list(csv.DictReader(io.StringIO(client.get("/obligations.csv").content.decode())))
    assert {row["law"] for row in read} == {"8 USC 1324a(b)", "'=HYPERLINK(1)"}
    assert "«Sección 1»" in {row["asks_es"] for row in read}
    assert read[0]["information"] == "citizenship"


def test_an_empty_register_says_what_that_means(client, city):
    assert "staff do not ask" in client.get("/obligations/").content.decode()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"law": ""}, "Name the law by its citation"),
        ({"law": "x" * 201}, "at most 200 characters (it has 201)"),
        ({"law": "8 USC\x00"}, "Null characters are not allowed"),
        ({"kind": ""}, "Say whether the law obliges"),
        ({"kind": "wish"}, "wish is not one of the available choices"),
        ({"department": ""}, "Choose the department that asks"),
        ({"department": "99999"}, "not one of the available choices"),
        ({"department": "\x00"}, "Null characters are not allowed"),
        ({"service": "moon"}, "not one of the available choices"),
        ({"service": "99999999999999999999999"}, "not one of the available choices"),
        ({"information": []}, "Tick at least one kind of information"),
        ({"information": ["shoe_size"]}, "shoe_size is not one of the available choices"),
        ({"asks": " "}, "Write exactly what must or may be asked"),
        ({"counsel": ""}, "Write the name of the attorney"),
        ({"source": "javascript:alert(1)"}, "That is not a web address"),
        ({"review_on": "31/12/2027"}, "“31/12/2027” is not a date. Write it as 2026-11-23"),
        ({"review_on": "2020-01-01"}, "The review date 2020-01-01 is not after today (2026-11-23)"),
        ({"reason": ""}, "Write why; the public reads it"),
        ({"reason": "Maria is undocumented, so we need it."}, "records"),
    ],
)
def test_what_cannot_be_listed(logged_in, counsel, values, changed, message):
    response = logged_in(counsel).post("/obligations/new/", {**values, **changed})
    assert response.status_code == 200
    assert message in response.content.decode(), response.context["form"].errors
    assert 'role="alert"' in response.content.decode()
    assert not LegalObligation.objects.exists()


def test_a_service_of_another_department(logged_in, counsel, values):
    card = Service.objects.get(slug="library-card")
    response = logged_in(counsel).post("/obligations/new/", {**values, "service": card.pk})
    assert "“Library card” belongs to Library, not to Human resources" in response.content.decode()


def test_a_withdrawal_needs_its_reason(logged_in, counsel, listed):
    entry = listed()
    response = logged_in(counsel).post(f"/obligations/{entry.pk}/withdraw/", {"reason": ""})
    assert response.status_code == 200
    assert "Write why the entry no longer holds" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    ["/obligations/99/", "/obligations/99999999999999999999999/", "/obligations/x/", "/obligations.xml"],
)
def test_addresses_that_lead_nowhere(client, city, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COUNSEL])
def test_the_wrong_role_changes_nothing(logged_in, person, listed, values, role):
    entry = listed()
    client = logged_in(person("casey", role))
    for address in (
        "/obligations/new/",
        f"/obligations/{entry.pk}/change/",
        f"/obligations/{entry.pk}/withdraw/",
    ):
        assert client.get(address).status_code == 403
        assert client.post(address, {**values, "reason": "none"}).status_code == 403
    entry.refresh_from_db()
    assert (LegalObligation.objects.count(), entry.withdrawn_on, entry.changes.count()) == (1, None, 1)


def test_nobody_is_sent_to_log_in(client, listed):
    assert client.get("/obligations/new/").status_code == 302
    assert client.post(f"/obligations/{listed().pk}/withdraw/", {"reason": "x"}).status_code == 302
