"""Counsel signs rules and takes signatures away; nobody else sees the page."""

from __future__ import annotations

import pytest

from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.desk.models import RuleSignature


@pytest.fixture
def hash_(city):
    from datetime import date

    from scopeofduty.city.desk import signing

    return signing.rule_rows(date(2026, 11, 23))[0].foundation.citation.hash


def test_counsel_signs_and_withdraws(logged_in, counsel, hash_):
    client = logged_in(counsel)
    page = client.get("/desk/rules/")
    assert "not signed" in page.content.decode()
    done = client.post(f"/desk/rules/{hash_}/sign/", {"name": "Corey Counsel", "review_on": "2027-06-01"})
    assert done.status_code == 302
    signature = RuleSignature.objects.get()
    assert (signature.name, str(signature.signed_on), signature.text_hash) == (
        "Corey Counsel",
        "2026-11-23",
        hash_,
    )
    again = client.post(
        f"/desk/rules/{hash_}/sign/", {"name": "Corey", "review_on": "2027-06-01"}, follow=True
    )
    assert "carries a signature already" in again.content.decode()
    client.post(f"/desk/rules/{hash_}/withdraw/", {"reason": "to be read again"})
    signature.refresh_from_db()
    assert signature.withdrawn_reason == "to be read again"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"name": "", "review_on": "2027-06-01"}, "Write your name"),
        ({"name": "C", "review_on": ""}, "Say by when the rule is to be read again"),
        ({"name": "C", "review_on": "32.13.27"}, "“32.13.27” is not a date"),
        (
            {"name": "C", "review_on": "2020-01-01"},
            "The review date 2020-01-01 is not after today (2026-11-23)",
        ),
        ({"name": "x" * 121, "review_on": "2027-06-01"}, "at most 120 characters (it has 121)"),
        ({"name": "C\x00", "review_on": "2027-06-01"}, "Null characters are not allowed"),
    ],
)
def test_what_cannot_be_signed(logged_in, counsel, hash_, values, message):
    response = logged_in(counsel).post(f"/desk/rules/{hash_}/sign/", values)
    assert response.status_code == 200
    assert message in response.content.decode()
    assert not RuleSignature.objects.exists()


def test_a_withdrawal_needs_a_reason(logged_in, counsel, hash_):
    response = logged_in(counsel).post(f"/desk/rules/{hash_}/withdraw/", {"reason": " "})
    assert response.status_code == 200
    assert "Write why" in response.content.decode()


def test_a_text_that_changed_meanwhile(logged_in, counsel, city):
    response = logged_in(counsel).get("/desk/rules/" + "0" * 64 + "/sign/", follow=True)
    assert "It was changed since you opened the page" in response.content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COUNSEL])
def test_the_wrong_role_sees_nothing(logged_in, person, role, hash_):
    client = logged_in(person("casey", role))
    for address in ("/desk/rules/", f"/desk/rules/{hash_}/sign/", f"/desk/rules/{hash_}/withdraw/"):
        response = client.get(address)
        assert response.status_code == 403
        assert "Riverbend immigrant protection ordinance" not in response.content.decode()
        assert client.post(address, {"name": "Casey", "review_on": "2027-06-01"}).status_code == 403
    assert not RuleSignature.objects.exists()


def test_nobody_is_sent_to_log_in(client, hash_):
    assert client.get("/desk/rules/").status_code == 302
    assert client.post(f"/desk/rules/{hash_}/sign/", {"name": "N"}).status_code == 302
