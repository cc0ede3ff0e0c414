"""What an answer page must carry."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scopeofduty.city.clock import port
from scopeofduty.city.desk.models import RuleSignature
from scopeofduty.city.profile.models import Department

DETAINER = "/desk/contacted/detainer/"


@pytest.mark.usefixtures("signed")
def test_it_cites_says_and_signs(phone):
    phone.open(DETAINER)
    for shown in (
        "section 5(e)",
        "Nobody is kept past the time of release",
        "Signed for the desk by Corey Counsel on Nov. 23, 2026",
        "I can't help with that under our city's law",
        "Which law answered",
        "official text read",
    ):
        assert shown in phone.text


@pytest.mark.usefixtures("signed")
def test_in_spanish_the_law_speaks_spanish(phone):
    phone.open("/es" + DETAINER)
    assert "La orden firmada por un juez se obedece" in phone.text
    assert phone.page.get("lang") == "es"


def test_unsigned_it_gives_counsels_number(phone):
    phone.open(DETAINER)
    assert phone.heading == "Ask counsel; until then do not"
    assert "Call Corey Counsel: 555-0142" in phone.text
    assert "Counsel has not signed" in phone.text


@pytest.mark.usefixtures("city")
def test_life_is_answered_unsigned(phone):
    phone.open("/desk/life/")
    assert "You may, you need not" in phone.text


@pytest.mark.usefixtures("signed")
def test_an_old_signature_warns_and_does_not_block(phone):
    with port.use(port.FrozenClock(datetime(2028, 1, 1, 12, tzinfo=UTC))):
        phone.open(DETAINER)
    assert phone.heading == "No"
    assert "was to be reviewed by 2027-06-01. The answer stands" in phone.text


@pytest.mark.usefixtures("signed")
def test_an_old_entry_of_the_register_warns(phone, listed):
    listed("hiring-i9", "citizenship")
    with port.use(port.FrozenClock(datetime(2028, 1, 1, 12, tzinfo=UTC))):
        phone.open("/desk/collect/hr/hiring-i9/citizenship/")
    assert phone.heading == "You must"
    assert "The entry for 8 USC 1324a(b) was to be reviewed by 2027-06-01" in phone.text


def test_a_listed_duty_stands_on_counsels_listing(phone, listed):
    listed("hiring-i9", "citizenship")
    phone.open("/desk/collect/hr/hiring-i9/citizenship/")
    assert phone.heading == "You must"
    assert not RuleSignature.objects.exists()


@pytest.mark.usefixtures("signed")
def test_a_listed_duty_needs_no_further_question(phone, listed):
    address = "/desk/collect/police/police-report/nationality/"
    phone.open(address)
    assert phone.heading == "What is this for?"
    phone.tap("Telling a consulate")
    assert phone.heading == "You must"
    listed("police-report", "nationality", law="Vienna Convention, article 36")
    phone.open(address)
    assert phone.heading == "You must"
    assert "Vienna Convention, article 36" in phone.text


@pytest.mark.usefixtures("signed")
def test_writing_down_is_asked_apart(phone):
    phone.open("/desk/collect/library/library-card/nationality/")
    phone.tap("I would only write it down")
    assert phone.heading == "No"
    assert "write down a person's nationality" in phone.text


@pytest.mark.usefixtures("signed")
def test_an_open_question_says_what_to_do_meanwhile(phone):
    phone.open("/desk/contacted/backup/")
    assert phone.heading == "What is this for?"
    assert "Until you know: don't do it" in phone.text


@pytest.mark.usefixtures("signed")
def test_who_are_you_is_asked_only_when_it_changes_the_answer(phone):
    phone.open("/desk/contacted/information/").tap("A crime that is not about immigration")
    assert phone.heading == "Who would do it?"
    names = {str(office) for office in Department.objects.all()}
    buttons = phone.page.xpath("//ul[@class='choices']//button")
    assert names == {button.text_content().strip() for button in buttons}
    phone.tap("Library")
    assert phone.heading == "Ask counsel; until then do not"
    for kind in ("agreement", "access", "other"):
        phone.open(f"/desk/contacted/{kind}/")
        assert phone.heading != "Who would do it?"
    phone.open("/desk/at/library/contacted/information/").tap("A crime that is not about immigration")
    assert phone.heading == "Ask counsel; until then do not"


@pytest.mark.usefixtures("signed")
def test_a_department_the_law_does_not_know_counts_as_any_employee(phone):
    Department.objects.filter(slug="library").update(actor="wizards")
    phone.open("/desk/collect/library/library-card/citizenship/")
    assert phone.heading == "No"
    phone.open("/desk/at/library/contacted/other/")
    assert phone.heading == "No"


@pytest.mark.usefixtures("signed")
def test_the_other_language_keeps_what_was_told(phone):
    phone.open("/desk/contacted/backup/").tap("Civil immigration enforcement").tap(
        "Esta respuesta en español"
    )
    assert phone.address == "/es/desk/contacted/backup/"
    assert phone.heading == "No"


@pytest.mark.usefixtures("city")
def test_the_card_holds_both_languages_and_the_six_phrases(phone):
    phone.open("/desk/card/library/")
    assert phone.text.count("555-0142") == 2
    for shown in (
        "You must",
        "Not covered; until told otherwise do not",
        "http://testserver/es/desk/at/library/",
    ):
        assert shown in phone.text
    drawn = phone.page.findall(".//svg")
    assert len(drawn) == 2
    assert "style=" not in phone.response.content.decode()


def test_an_empty_city_says_who_can_mend_it(client, db):
    answer = client.get("/desk/contacted/backup/")
    assert answer.status_code == 503
    assert "has not said which law is in force" in answer.content.decode()
    assert "No departments are set up yet" in client.get("/desk/collect/").content.decode()
    assert client.get("/desk/life/").status_code == 200
