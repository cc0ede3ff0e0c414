from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from scopeofduty import law
from scopeofduty.city.accounts.models import Appointment, User
from scopeofduty.city.accounts.roles import GRANTS, Permission, Role
from scopeofduty.city.rows import rows
from scopeofduty.city.study.mapping import find, read
from scopeofduty.city.study.taking import open_set, take

AT = datetime(2026, 1, 5, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def signed_in(client, role):
    user = User.objects.create_user(username=f"a-{role}")
    Appointment.objects.create(user=user, role=role, given_at=AT)
    client.force_login(user)
    return client


@pytest.fixture
def study(tmp_path):
    path = tmp_path / "jail.jsonl"
    kinds = ["detainer", "detainer", "transfer", "various"]
    path.write_text(
        "".join(
            json.dumps(
                {
                    "id": f"jail-{number}",
                    "date": "2017-05-02",
                    "jurisdiction": "A County Jail",
                    "requester": "ICE",
                    "request_type": kind,
                    "published_classification": "RELEASED TO ICE" if number % 2 else "open",
                }
            )
            + "\n"
            for number, kind in enumerate(kinds)
        ),
        encoding="utf-8",
    )
    mapping = read(find("incidents"))
    into = open_set("jail", file_name=path.name, mapping=mapping, at=AT)
    take(rows(path, "id"), mapping, law.shared(), into=into)
    return into


ADDRESSES = ["/study/", "/study/jail/", "/study/jail.json", "/study/jail/refused/", "/study/jail/jail-1/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_reader_sees_the_page_in_both_languages(client, study, address):
    signed_in(client, Role.MONITOR)
    assert client.get(address).status_code == 200
    assert client.get("/es" + address).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("role", sorted(set(Role) - GRANTS[Permission.STUDY_READ]))
def test_the_wrong_role_sees_nothing(client, study, address, role):
    answer = signed_in(client, role).get(address)
    assert answer.status_code == 403
    # The link to the other language repeats the address that was asked for, and nothing else does.
    assert "jail-" not in answer.content.decode().replace(address, "")


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_sees_nothing(client, study, address):
    answer = client.get(address)
    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_rows_are_held_beside_a_law_and_counted(client, study):
    signed_in(client, Role.COUNSEL)
    answer = client.post(
        "/study/jail/", {"pack": "lawrence", "on": "2020-02-12", "closed": "on"}, follow=True
    )
    page = answer.content.decode()
    assert "lawrence" in page
    assert "complied" in page
    counts = client.get("/study/jail.json").json()["against"][0]["counts"]
    assert sum(each["rows"] for each in counts) == 3
    verdict = counts[0]["law"]
    only = client.get("/study/jail/", {"says": verdict, "done": counts[0]["practice"]}).content.decode()
    assert only.count('scope="row"><a href="/study/jail/jail-') == sum(
        each["rows"] for each in counts if (each["law"], each["practice"]) == (verdict, counts[0]["practice"])
    )


@pytest.mark.parametrize(
    ("posted", "says"),
    [
        ({"pack": "atlantis"}, "Select a valid choice. atlantis is not one of the available choices."),
        ({"pack": "lawrence", "on": "soon"}, "This is not a date. Write it as 2020-09-15."),
        ({}, "This field is required."),
    ],
)
def test_a_bad_choice_is_named_beside_its_field(client, study, posted, says):
    signed_in(client, Role.COUNSEL)
    answer = client.post("/study/jail/", posted)
    assert answer.status_code == 400
    assert says in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["/study/none/", "/study/none.json", "/study/jail/none/", "/study/jail/?page=zzz"]
)
def test_an_address_with_nothing_there_is_no_fault(client, study, address):
    assert signed_in(client, Role.MONITOR).get(address).status_code in {200, 404}


def test_refused_rows_are_listed_with_their_reason(client, study):
    page = signed_in(client, Role.MONITOR).get("/study/jail/refused/").content.decode()
    assert "jail-3" in page
    assert "no act of the vocabulary fits" in page


def test_a_spanish_page_says_the_laws_words_in_spanish(client, study):
    signed_in(client, Role.COUNSEL)
    client.post("/study/jail/", {"pack": "lawrence", "on": "2020-02-12"})
    page = client.get("/es/study/jail/").content.decode()
    assert "se cumplió" in page
    assert "2 de mayo de 2017" not in page
    assert "02/05/2017" in page
    for english in ("complied", "prohibited", "undetermined", "hold on a detainer", "threat_to_life"):
        assert f">{english}<" not in page, english
    row = client.get("/es/study/jail/jail-1/").content.decode()
    assert "¿Quién lo pide?" in row or "¿Quién" in row
