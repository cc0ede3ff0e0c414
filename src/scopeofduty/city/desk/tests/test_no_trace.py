"""Asking leaves no trace: no cookie, no row, no log line, nothing for a browser to keep."""

from __future__ import annotations

import io
import logging

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from scopeofduty.city.logs import WithoutRequestLine

CANARY = "canary-7f3a"
PAGES = (
    "/desk/",
    "/desk/life/",
    "/desk/contacted/",
    "/desk/contacted/backup/",
    "/desk/collect/",
    "/desk/collect/library/library-card/",
    "/desk/collect/library/library-card/place_of_birth/",
    "/desk/at/police/",
    "/desk/card/police/",
)


@pytest.fixture
def log():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(WithoutRequestLine())
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def rows():
    return {
        model._meta.label: model.objects.count()
        for model in apps.get_models()
        if model._meta.app_label != "public"
    }


@pytest.mark.usefixtures("signed")
@pytest.mark.parametrize("address", PAGES)
def test_no_cookie_and_no_store(phone, address):
    response = phone.client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"


@pytest.mark.usefixtures("signed")
def test_a_question_changes_no_row_and_writes_nothing(phone, log, django_assert_num_queries):
    before = rows()
    facts = ["purpose:civil_immigration", "threat_to_life:no"]
    with connection.execute_wrapper(_only_reads):
        answer = phone.client.post("/desk/contacted/backup/", {"f": facts})
        wrong = phone.client.post("/desk/contacted/backup/", {"f": [f"purpose:{CANARY}"]})
        phone.client.get(f"/desk/contacted/{CANARY}/")
    assert rows() == before
    assert (answer.status_code, wrong.status_code) == (200, 400)
    for response in (answer, wrong):
        assert not response.cookies
        assert "civil_immigration" not in str(response.headers)
        assert CANARY not in str(response.headers)
    assert CANARY not in log.getvalue()
    assert "civil_immigration" not in log.getvalue()


def _only_reads(execute, sql, params, many, context):
    assert sql.lstrip().upper().startswith("SELECT"), sql
    return execute(sql, params, many, context)


@pytest.mark.usefixtures("signed")
def test_facts_are_in_no_address(phone):
    phone.open("/desk/").tap("Federal officers contacted us").tap("Backup").tap("Civil immigration")
    links = phone.page.xpath("//a/@href | //form/@action")
    assert not [link for link in links if "civil_immigration" in link and "/contacts/new" not in link]


@pytest.mark.usefixtures("signed")
def test_no_form_of_the_desk_carries_a_token(phone):
    phone.open("/desk/contacted/backup/")
    assert "csrfmiddlewaretoken" not in phone.response.content.decode()


@pytest.mark.usefixtures("signed")
def test_somebody_logged_in_keeps_their_session_as_it_was(logged_in, librarian):
    client = logged_in(librarian)
    response = client.post("/desk/contacted/backup/", {"f": ["purpose:civil_immigration"]})
    assert not response.cookies
    assert "civil_immigration" not in str(dict(client.session))


def test_request_lines_are_kept_out_of_logs():
    handler = settings.LOGGING["handlers"]["stderr"]
    assert "no_request_line" in handler["filters"]
