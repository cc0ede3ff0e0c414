"""An employee asks counsel to list a law; counsel answers; the asker reads why."""

from __future__ import annotations

import pytest

from scopeofduty.city.accounts.models import AuditEvent
from scopeofduty.city.accounts.roles import GRANTS, Permission, Role
from scopeofduty.city.collection.models import LegalObligation, ObligationPetition
from scopeofduty.city.profile.models import Department, Service


@pytest.fixture
def asked(city):
    return {
        "department": Department.objects.get(slug="library").pk,
        "service": Service.objects.get(slug="library-card").pk,
        "information": "place_of_birth",
        "what": "The card form has a line for place of birth.",
        "why": "A colleague says it tells two people of one name apart.",
    }


@pytest.fixture
def petition(logged_in, librarian, asked):
    logged_in(librarian).post("/obligations/petitions/new/", asked)
    return ObligationPetition.objects.get()


def test_the_desks_link_fills_in_the_form(logged_in, librarian):
    page = logged_in(librarian).get(
        "/obligations/petitions/new/?service=library-card&information=place_of_birth"
    )
    initial = page.context["form"].initial
    assert initial["service"] == Service.objects.get(slug="library-card").pk
    assert initial["information"] == "place_of_birth"


@pytest.mark.parametrize("query", ["?service=none&information=none", "?" + "x" * 3000])
def test_a_tampered_link_opens_an_empty_form(logged_in, librarian, query):
    assert logged_in(librarian).get("/obligations/petitions/new/" + query).status_code == 200


def test_counsel_lists_what_was_asked(logged_in, counsel, petition, values):
    client = logged_in(counsel)
    page = client.get(f"/obligations/new/?petition={petition.pk}")
    assert page.context["form"].initial["information"] == ["place_of_birth"]
    client.post("/obligations/new/", {**values, "petition": petition.pk})
    petition.refresh_from_db()
    assert petition.settlement == "listed"
    assert petition.obligation == LegalObligation.objects.get()
    assert client.get(f"/obligations/new/?petition={petition.pk}").status_code == 404


def test_counsel_says_it_is_no_obligation_and_the_asker_reads_why(logged_in, counsel, librarian, petition):
    logged_in(counsel).post(
        f"/obligations/petitions/{petition.pk}/answer/", {"reason": "No law asks a library."}
    )
    petition.refresh_from_db()
    assert (petition.settlement, petition.settled_by) == ("not_obliged", counsel)
    page = logged_in(librarian).get(f"/obligations/petitions/{petition.pk}/").content.decode()
    assert "No law asks a library." in page
    assert "Not a legal obligation" in page
    assert AuditEvent.objects.filter(event="register:petition:refused").count() == 1


def test_a_petition_is_settled_once(logged_in, counsel, petition):
    client = logged_in(counsel)
    address = f"/obligations/petitions/{petition.pk}/answer/"
    client.post(address, {"reason": "first"})
    again = client.post(address, {"reason": "second"}, follow=True)
    petition.refresh_from_db()
    assert petition.reason == "first"
    assert "settled before" in again.content.decode()


def test_the_asker_sees_only_their_own(logged_in, person, petition):
    other = logged_in(person("olive", Role.EMPLOYEE))
    assert other.get(f"/obligations/petitions/{petition.pk}/").status_code == 403
    assert "card form" not in other.get("/obligations/petitions/").content.decode()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"what": ""}, "Copy what the form asks"),
        ({"why": ""}, "Write why you think a law requires it"),
        ({"what": "x" * 601}, "at most 600 characters (it has 601)"),
        ({"department": ""}, "Choose your department"),
        ({"information": "shoe_size"}, "shoe_size is not one of the available choices"),
        ({"why": "The patron is undocumented."}, "records"),
        ({"what": "a\x00b"}, "Null characters are not allowed"),
    ],
)
def test_what_cannot_be_asked(logged_in, librarian, asked, changed, message):
    response = logged_in(librarian).post("/obligations/petitions/new/", {**asked, **changed})
    assert response.status_code == 200
    assert message in response.content.decode()
    assert not ObligationPetition.objects.exists()


def test_an_answer_needs_its_reason(logged_in, counsel, petition):
    response = logged_in(counsel).post(f"/obligations/petitions/{petition.pk}/answer/", {"reason": ""})
    assert response.status_code == 200
    assert "the person who asked reads it" in response.content.decode()


@pytest.mark.parametrize("number", ["", "0", "x", "999999999999999999999", "-1"])
def test_a_petition_that_is_not_there(logged_in, counsel, city, number):
    response = logged_in(counsel).get(f"/obligations/new/?petition={number}")
    assert response.status_code == (404 if number else 200)


@pytest.mark.parametrize("role", [role for role in Role if role not in GRANTS[Permission.OBLIGATION_PROPOSE]])
def test_the_wrong_role_asks_nothing(logged_in, person, petition, role):
    client = logged_in(person("casey", role))
    for address in (
        "petitions/",
        "petitions/new/",
        f"petitions/{petition.pk}/",
        f"petitions/{petition.pk}/answer/",
    ):
        response = client.get(f"/obligations/{address}")
        assert response.status_code == 403
        assert "card form" not in response.content.decode()


def test_nobody_is_sent_to_log_in(client, petition):
    for address in ("petitions/", "petitions/new/", f"petitions/{petition.pk}/"):
        assert client.get(f"/obligations/{address}").status_code == 302
