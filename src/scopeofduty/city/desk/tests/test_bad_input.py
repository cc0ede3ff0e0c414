"""Whatever comes, the desk says what came and how to go on; never a 500."""

from __future__ import annotations

import pytest

ADDRESS = "/desk/contacted/backup/"
pytestmark = pytest.mark.usefixtures("signed")


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        ("moon_phase:full", "does not know the fact “moon_phase”"),
        ("purpose:breakfast", "“breakfast” does not answer “purpose”"),
        ("threat_to_life:maybe", "“maybe” does not answer “threat_to_life”. Expected: yes, no."),
        ("purpose", "is not a fact and its value"),
        ("purpose:" + "x" * 500, "is not a fact and its value"),
        ("immigration_status:undocumented", "does not take a person&#x27;s immigration status"),
        ("citizenship:us", "does not take a person&#x27;s immigration status"),
        ("required_by_law:yes", "looked up by counsel or in a record"),
        ("custody:held", "looked up by counsel or in a record"),
        ("in_gang_database:yes", "looked up by counsel or in a record"),
        ("actor:emperor", "“emperor” does not answer “actor”"),
        ("pur\x00pose:other", "does not know the fact “pur�pose”"),
        ("<script>alert(1)</script>:yes", "does not know the fact “&lt;script&gt;"),
    ],
)
def test_a_tampered_fact_is_named(phone, fact, message):
    response = phone.client.post(ADDRESS, {"f": [fact]})
    assert response.status_code == 400
    assert message in response.content.decode()
    assert "Someone's life is in danger now" in response.content.decode()


def test_a_fact_told_twice(phone):
    response = phone.client.post(ADDRESS, {"f": ["purpose:other", "purpose:mixed"]})
    assert response.status_code == 400
    assert "answered twice" in response.content.decode()


def test_facts_that_contradict_each_other(phone):
    facts = ["paper:criminal_warrant", "paper_signed_by:immigration_officer"]
    response = phone.client.post(ADDRESS, {"f": facts})
    assert response.status_code == 400
    assert "cannot all be true together" in response.content.decode()


def test_too_many_facts(phone):
    response = phone.client.post(ADDRESS, {"f": ["purpose:other"] * 41})
    assert response.status_code == 400
    assert "41 facts came" in response.content.decode()


def test_ten_megabytes(phone):
    response = phone.client.post(ADDRESS, {"f": "x" * 10_000_000})
    assert response.status_code == 413
    assert "More was sent than a question can hold" in response.content.decode()


@pytest.mark.parametrize("length", ["-1", "many", "99999999999999999999"])
def test_a_false_length(phone, length):
    response = phone.client.post(ADDRESS, {"f": "purpose:other"}, CONTENT_LENGTH=length)
    assert response.status_code == 413


def test_a_broken_multipart_body(phone):
    response = phone.client.generic(
        "POST", ADDRESS, b"--nonsense", content_type="multipart/form-data; boundary="
    )
    assert response.status_code == 400
    assert "garbled" in response.content.decode()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/desk/contacted/breakfast/", 404),
        ("/desk/contacted/%00/", 400),
        ("/desk/at/atlantis/", 404),
        ("/desk/at/atlantis/contacted/backup/", 404),
        ("/desk/card/atlantis/", 404),
        ("/desk/collect/atlantis/library-card/", 404),
        ("/desk/collect/hr/library-card/", 404),
        ("/desk/collect/library/no-such-form/citizenship/", 404),
        ("/desk/collect/library/library-card/shoe_size/", 404),
        ("/desk/collect/library/another/citizenship/", 200),
    ],
)
def test_addresses_that_lead_nowhere(phone, address, status):
    assert phone.client.get(address).status_code == status


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods(phone, method):
    response = phone.client.generic(method, ADDRESS)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST")
    assert method in response.content.decode()


def test_an_act_the_door_does_not_answer(phone):
    response = phone.client.post("/desk/collect/library/library-card/citizenship/", {"act": "burn"})
    assert response.status_code == 400
    assert "“burn” is not what this door answers" in response.content.decode()


def test_an_empty_post_is_an_open_question(phone):
    response = phone.client.post(ADDRESS, {})
    assert response.status_code == 200


def test_no_law_at_all(phone, city):
    city.packs = ["no-such-pack"]
    city.save()
    response = phone.client.get(ADDRESS)
    assert response.status_code == 503
    assert "Ask counsel; until then do not" in response.content.decode()
    assert "555-0142" in response.content.decode()
    assert phone.client.get("/desk/life/").status_code == 200
