"""By phone or on paper: an intake officer enters it, it is labelled, and nothing says who entered it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from scopeofduty.city.accounts.models import Appointment, User
from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.reports import files, mailbox
from scopeofduty.city.reports.models import Case, IdentityBox, SealedFile, SealedMessage
from scopeofduty.city.reports.reading import open_case
from scopeofduty.city.reports.tests.conftest import ROSTER
from scopeofduty.city.reports.tests.test_plain_form import TOLD, words_on
from scopeofduty.sealing.receipt import Receipt

pytestmark = pytest.mark.django_db(databases=["default", "public"])
AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.fixture
def officer(client):
    person = User.objects.create(username="intake-of-the-day")
    Appointment.objects.create(user=person, role=Role.CLERK, given_at=AT)
    client.force_login(person)
    return client


@pytest.mark.parametrize("way", ["phone", "paper"])
def test_it_is_sealed_labelled_and_says_nothing_of_who_entered_it(officer, way):
    attached = SimpleUploadedFile("letter.txt", b"a letter")
    page = officer.post("/report/enter/", TOLD | {"way": way, "files": [attached]})
    assert page.status_code == 200, page.content.decode()
    assert page["Cache-Control"] == "no-store"
    receipt = Receipt.read(words_on(page))
    opened = open_case(mailbox.case(receipt.case), receipt, [ROSTER])
    assert opened.entries[0].body["way"] == way
    assert opened.entries[0].body["attachments"][0]["name"] == "letter.txt"
    for model in (Case, SealedMessage, SealedFile, IdentityBox):
        assert "intake-of-the-day" not in str(list(model.objects.values()))


def test_how_it_came_must_be_said_and_nothing_is_kept_before(officer):
    page = officer.post("/report/enter/", TOLD | {"files": [SimpleUploadedFile("a.txt", b"a")]})
    assert page.status_code == 422
    assert "Choose your files once more: a.txt" in page.content.decode()
    assert not Case.objects.exists()
    assert not [path for path in files.folder().rglob("*") if path.is_file()]


def test_nobody_else_enters_and_no_other_site_does(client):
    assert client.post("/report/enter/", TOLD | {"way": "phone"}).status_code == 302
    person = User.objects.create(username="somebody")
    client.force_login(person)
    assert client.post("/report/enter/", TOLD | {"way": "phone"}).status_code == 403
    Appointment.objects.create(user=person, role=Role.CLERK, given_at=AT)
    elsewhere = {"Origin": "https://elsewhere.example"}
    assert client.post("/report/enter/", TOLD | {"way": "phone"}, headers=elsewhere).status_code == 403
    assert not Case.objects.exists()


def test_the_page_tells_what_to_say_to_the_caller(officer):
    page = officer.get("/report/enter/").content.decode()
    assert "You will get twelve words" in page
    assert 'value="phone"' in page
