"""Each person of the first issue reaches their answer in at most three taps from the desk."""

from __future__ import annotations

import pytest

from scopeofduty.city.collection.models import Force
from scopeofduty.city.desk.kinds import KINDS
from scopeofduty.city.desk.kinds import kind as kind_of

ASKED = "I need to ask or write down something"
CONTACTED = "Federal officers contacted us"
pytestmark = pytest.mark.usefixtures("signed")


def test_a_dispatcher_is_asked_for_backup(phone):
    phone.open("/desk/").tap(CONTACTED).tap("Backup or help at the scene").tap(
        "Civil immigration enforcement"
    )
    assert (phone.taps, phone.heading) == (3, "No")
    assert "Do not send units to help or stand by" in phone.text
    assert "section 5(b)" in phone.text
    assert "I can't help with that under our city's law" in phone.text


def test_an_officer_is_shown_a_criminal_warrant(phone):
    phone.open("/desk/").tap(CONTACTED).tap("They showed a paper").tap("Judge-signed warrant for a crime")
    assert (phone.taps, phone.heading) == (3, "You may, you need not")
    assert "section 5(c)(2)" in phone.text


def test_an_officer_finds_a_detainer_on_the_fax(phone):
    phone.open("/desk/").tap(CONTACTED).tap("They ask us to hold somebody")
    assert (phone.taps, phone.heading) == (2, "No")
    assert "section 5(e)" in phone.text


def test_a_library_clerk_reads_birthplace_on_a_card_form(phone):
    phone.open("/desk/").tap(ASKED).tap("Library card").tap("Place or country of birth")
    assert (phone.taps, phone.heading) == (3, "No")
    assert "Ask counsel to list it" in phone.text


def test_human_resources_fills_in_an_i9(phone, listed):
    listed("hiring-i9", "immigration_document")
    phone.open("/desk/").tap(ASKED).tap("Hiring (Form I-9)").tap("Immigration papers")
    assert (phone.taps, phone.heading) == (3, "You must")
    for shown in ("8 USC 1324a(b)", "Form I-9", "After hiring, Section 1", "Corey Counsel, Nov. 23, 2026"):
        assert shown in phone.text


def test_housing_takes_a_voucher_application(phone, listed):
    listed("housing-voucher", "citizenship", law="42 USC 1436a", form="Section 214 declaration")
    phone.open("/desk/").tap(ASKED).tap("Housing voucher").tap("Citizenship")
    assert (phone.taps, phone.heading) == (3, "You must")
    assert "42 USC 1436a" in phone.text


def test_a_permission_is_not_an_obligation(phone, listed):
    listed("housing-voucher", "citizenship", Force.PERMISSION, law="8 USC 1625")
    phone.open("/desk/").tap(ASKED).tap("Housing voucher").tap("Citizenship")
    assert phone.heading == "No"
    assert "8 USC 1625: The law only allows us to ask" in phone.text
    assert "not a legal obligation" in phone.text


def test_a_towing_contractor_is_bound_too(phone):
    phone.open("/desk/").tap(ASKED).tap("Release of a towed car").tap("Social Security number")
    assert (phone.taps, phone.heading) == (3, "No")


def test_a_towing_contractor_is_asked_for_a_look_at_a_car(phone):
    phone.open("/desk/at/towing/").tap(CONTACTED).tap("Something else")
    assert phone.taps == 2
    assert phone.heading == "No"


def test_a_seasonal_worker_sells_a_pool_pass(phone):
    phone.open("/desk/at/parks/").tap(ASKED).tap("Pool pass").tap("Passport or consular card")
    assert (phone.taps, phone.heading) == (3, "No")


@pytest.mark.parametrize("kind", [each.id for each in KINDS])
def test_every_kind_answers_a_civil_operation_in_three_taps(phone, kind):
    phone.open("/desk/").tap(CONTACTED).tap(str(kind_of(kind).label))
    civil = "Civil immigration enforcement"
    first = {
        "officer_down": "Yes",
        "agreement": "General",
        "access_with_paper": "Immigration warrant",
        "paper": "Immigration warrant",
    }
    if phone.response.context["asked"]:
        phone.tap(first.get(kind, civil))
    assert phone.response.context["asked"] is None
    assert phone.taps <= 3


def test_in_spanish_the_way_is_as_short(phone):
    phone.open("/es/desk/").tap("Nos contactaron agentes federales")
    phone.tap("Piden que retengamos a alguien")
    assert (phone.taps, phone.heading) == (2, "No")


def test_a_life_is_answered_in_one_tap(phone):
    phone.open("/desk/").tap("Someone's life is in danger now")
    assert (phone.taps, phone.heading) == (1, "Help first")
    assert "You may" in phone.text
    assert "section 5(c)(1)" in phone.text


def test_what_was_told_can_be_changed(phone):
    phone.open("/desk/").tap(CONTACTED).tap("Backup or help at the scene").tap(
        "Civil immigration enforcement"
    )
    assert "Is someone's life in direct danger right now? No" in phone.text
    told = phone.page.xpath("//li[contains(., 'direct danger')]//button[normalize-space()='Yes']")
    assert told
    values = [field.get("value") for field in next(told[0].iterancestors("form")).iter("input")]
    answer = phone.client.post(phone.address, {"f": [*values, told[0].get("value")]}).content.decode()
    assert "You may, you need not" in answer
    assert "5(c)(1)" in answer


def test_i_do_not_know_takes_a_fact_back(phone):
    phone.open("/desk/").tap(CONTACTED).tap("They ask us to hold somebody")
    values = [token for token in phone.response.context["tokens"] if not token.startswith("paper:")]
    again = phone.client.post(phone.address, {"f": [*values, ""]})
    assert "What is the strongest paper they showed you?" in again.content.decode()


def test_the_record_link_carries_ids_and_no_words(phone):
    phone.open("/desk/").tap(CONTACTED).tap("They ask us to hold somebody")
    link = phone.response.context["record"]
    if link:
        assert link.startswith(
            ("/contacts/new?kind=detainer&f=actor%3Apolice", "/contacts/new/?kind=detainer&f=actor%3Apolice")
        )
