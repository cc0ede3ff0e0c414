"""The front page: doors, today's answers, the way to the register; and what a room shows."""

from __future__ import annotations

import pytest

from scopeofduty.city.desk.at_a_glance import QUESTIONS, glances

# The front page shows the newest notices, which lie in the projection's own database.
pytestmark = pytest.mark.django_db(databases=["default", "public"])


@pytest.mark.usefixtures("signed")
def test_it_opens_on_the_doors_and_todays_answers(phone):
    phone.open("/")
    said = [str(found.phrase.value) for _, found in glances()]
    assert said == ["no", "no", "no", "may", "may", "commission"]
    assert "Federal officers contacted us" in phone.text
    assert "Riverbend ordinance section 5(e)" in phone.text
    assert phone.page.xpath("//main//a[@href='/obligations/']")


@pytest.mark.usefixtures("city")
def test_unsigned_it_promises_nothing(phone):
    phone.open("/")
    assert [found.phrase.value for _, found in glances()].count("counsel") == len(QUESTIONS) - 1


def test_an_empty_city_has_a_front_page_too(client, db):
    page = client.get("/")
    assert page.status_code == 200
    assert "May city staff" not in page.content.decode()


@pytest.mark.usefixtures("signed")
def test_the_front_page_speaks_spanish(phone):
    phone.open("/es/")
    assert phone.heading == "Pregunte antes de actuar"
    assert "Ordenanza de Riverbend, artículo 5(e)" in phone.text


def test_counsels_room_says_what_waits(logged_in, counsel, librarian):
    room = logged_in(counsel).get("/staff/").content.decode()
    assert "Rules to sign" in room
    assert "What staff ask counsel to list" in room
    room = logged_in(librarian).get("/staff/").content.decode()
    assert "Rules to sign" not in room
    assert "Does a law oblige us to ask?" in room
