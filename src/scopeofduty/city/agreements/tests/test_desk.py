"""The desk asks the register whether the commission approved an agreement, and nobody else."""

from datetime import timedelta

import pytest

from scopeofduty.city.agreements.tests.conftest import Register
from scopeofduty.city.clock import port
from scopeofduty.city.commission.tests.conftest import EVENING
from scopeofduty.city.demo.legal import sign_rules

LATER = EVENING + timedelta(days=2)
PAGE = "/desk/contacted/agreement/"
ANYBODY = "actor:any_employee"


@pytest.fixture
def town(db):
    register = Register()
    sign_rules(register.corey, EVENING - timedelta(days=100))
    with port.use(port.FrozenClock(LATER)):
        yield register


def phrase(client, agreement=None, tokens=()):
    address = PAGE + (f"?agreement={agreement.pk}" if agreement else "")
    answer = client.post(address, {"f": [ANYBODY, *tokens]}) if tokens else client.get(address)
    return answer.context["phrase"].value if answer.status_code == 200 else answer.status_code


def test_an_agreement_nobody_named_needs_the_commission(town, client):
    assert phrase(client) in {"commission", "undetermined"}
    assert phrase(client, tokens=["agreement_kind:mou"]) == "commission"


def test_approved_by_a_vote_may_be_signed(town, client):
    agreement, _vote = town.voted()
    assert phrase(client, agreement) == "may"


def test_signed_without_a_vote_is_no_authority(town, client):
    agreement = town.noticed()
    town.signed(agreement, EVENING)
    assert phrase(client, agreement) == "commission"
    assert "This answer is for A00" in client.get(f"{PAGE}?agreement={agreement.pk}").content.decode()


def test_refused_by_the_commission_is_not_approved(town, client):
    agreement, _vote = town.voted(yes="ada", no="ben cyn dov")
    assert phrase(client, agreement) == "commission"


def test_a_287g_is_forbidden_with_or_without_a_vote(town, client):
    agreement, _vote = town.voted(town.noticed(kind="287g_jail"))
    assert phrase(client, agreement) == "no"


def test_staff_can_not_tell_the_desk_that_it_was_approved(town, client):
    agreement = town.noticed()
    answer = client.post(f"{PAGE}?agreement={agreement.pk}", {"f": [ANYBODY, "governing_body_approved:yes"]})
    assert answer.status_code == 400
    assert "looked up by counsel or in a record" in answer.content.decode()


@pytest.mark.parametrize("named", ["999", "x", "1;DROP", "9" * 40, "-1"])
def test_an_agreement_that_is_none_changes_nothing(town, client, named):
    town.voted()
    answer = client.get(f"{PAGE}?agreement={named}")
    assert (answer.status_code, answer.context["agreement"]) == (200, None)


def test_a_draft_that_is_not_public_does_not_show(town, client):
    agreement = town.proposed(title="Not yet public")
    answer = client.get(f"{PAGE}?agreement={agreement.pk}")
    assert "Not yet public" not in answer.content.decode()
