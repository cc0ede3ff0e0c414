"""The pages: who writes, who signs, and what a bad line is answered with."""

from __future__ import annotations

import pytest
from django.test import Client

from scopeofduty.city.explainers.models import Explainer, ExplainerReview
from scopeofduty.city.explainers.projecting import publish
from scopeofduty.city.explainers.situations import SituationError, read
from scopeofduty.city.explainers.tests.conftest import AT, LAW, SAYS, SITUATION

pytestmark = pytest.mark.django_db(databases=["default", "public"])
TEXTS = {name: value for name, value in SAYS.items() if isinstance(value, str)}
FORM = {
    **TEXTS,
    "slug": "detainers",
    "rests_on": [f"riverbend\x1f{LAW}\x1f5(e)"],
    "situations": f"Keep somebody | Retener a alguien | {SITUATION}",
}


@pytest.fixture
def browser(people):
    def as_(name):
        client = Client()
        client.force_login(people[name])
        return client

    return as_


def test_a_clerk_writes_and_counsel_signs(browser):
    answer = browser("cleo").post("/explaining/new/", FORM)
    assert answer.status_code == 302, answer.context["form"].errors
    page = browser("corey").get("/explaining/detainers/sign/").content.decode()
    assert "Nobody stays for it." in page
    done = browser("corey").post(
        "/explaining/detainers/sign/", {"base": "1", "name": "Corey", "review_on": "2027-11-23"}
    )
    assert done.status_code == 302
    publish(AT)
    public = Client().get("/explainers/detainers")
    assert "Nobody stays for it." in public.content.decode()
    assert not public.cookies
    assert "Nadie se queda por ella." in Client().get("/es/explainers/detainers").content.decode()
    assert Client().get("/explainers.json").json()["explainers"][0]["id"] == "detainers"


def test_a_clerk_does_not_sign_and_an_officer_sees_nothing(browser, written):
    assert browser("cleo").get("/explaining/detainers/sign/").status_code == 403
    assert browser("otis").get("/explaining/").status_code == 403


def test_counsel_signs_only_the_text_they_read(browser, written):
    done = browser("corey").post(
        "/explaining/detainers/sign/", {"base": "0", "name": "Corey", "review_on": "2027-11-23"}
    )
    assert "Read it again" in done.content.decode()
    assert not ExplainerReview.objects.exists()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("only words", "three parts"),
        ("a | b | jail hold on a detainer", "is not a situation"),
        ("a | b | jail: hold on a balloon", "balloon"),
        ("a | b | jail: hold on a detainer, paper is napkin", "napkin"),
        ("a | b | jail: hold on a detainer, paper is ", "states nothing"),
        ("a | b | martian: hold on a detainer", "martian"),
    ],
)
def test_a_line_that_is_no_situation_is_told_what_was_expected(browser, line, says):
    answer = browser("cleo").post("/explaining/new/", FORM | {"situations": line})
    assert says in str(answer.context["form"].errors["situations"])
    assert not Explainer.objects.exists()


def test_a_text_about_a_persons_status_is_stopped(browser):
    answer = browser("cleo").post("/explaining/new/", FORM | {"body": "The caller is undocumented."})
    assert "body" in answer.context["form"].errors


def test_an_address_in_use_is_refused_and_nothing_is_lost(browser, written):
    answer = browser("cleo").post("/explaining/new/", FORM)
    assert "another page" in str(answer.context["form"].errors["slug"])
    assert "Nobody stays for it." in answer.content.decode()


def test_a_situation_is_read_as_written():
    assert read(SITUATION).facts == {"paper": "detainer", "threat_to_life": False}
    with pytest.raises(SituationError):
        read("")
