"""The pages as people use them: take a sweep in, settle, confirm, check a form, read the public list."""

from __future__ import annotations

import csv
import io
import json
import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.clock.due import run_due
from scopeofduty.city.points import checking
from scopeofduty.city.points.jobs import JOBS
from scopeofduty.city.points.models import PathRule, Point
from scopeofduty.city.points.room import cards
from scopeofduty.city.points.tests.conftest import AT, CARD, I9, NOTE, swept
from scopeofduty.city.profile.models import Department, Service

FILES = {"library/library-card.html": CARD, "hr/hiring-i9.html": I9, "misc/note.txt": NOTE}


@pytest.fixture
def taken(signed, duty, ira, logged_in):
    client = logged_in(ira)
    sent = {"file": SimpleUploadedFile("sweep.json", swept(FILES))}
    page = client.post("/points/sweeps/", sent, follow=True).content.decode()
    assert "3 new points to settle" in page
    return client


def point(slug):
    return Point.objects.get(department__slug=slug)


def test_it_walks_the_path(taken, corey, logged_in, django_capture_on_commit_callbacks):
    assert "Library card" in taken.get("/points/").content.decode()
    card, form = point("library"), point("hr")
    ticked = {"point": [f"{card.pk}-{card.seq}"]}
    page = taken.get("/points/settle/", ticked).content.decode()
    assert "Take it out. To tell two people apart" in page
    given = {"decision": "remove", "expires_on": "2027-01-31", "reason": "Nobody needs it."}
    page = taken.post("/points/settle/", ticked | given, follow=True).content.decode()
    assert "1 point is settled." in page
    asked = {"point": [f"{form.pk}-{form.seq}"], "obligation": form.law["answers"][0]["obligations"][0]["id"]}
    given |= {"decision": "required", "reason": "It is a federal form."}
    assert "Counsel has it" in taken.post("/points/settle/", asked | given, follow=True).content.decode()
    counsel = logged_in(corey)
    assert [c.waiting for c in cards(corey, AT) if "Confirm" in c.title] == [1]
    page = counsel.post(f"/points/{form.pk}/answer/", {"do": "confirm", "seen": form.seq + 1}, follow=True)
    assert "Confirmed." in page.content.decode()
    page = counsel.get(f"/points/{form.pk}/").content.decode()
    assert "8 USC 1324a(b)" in page
    assert "confirmed by Corey" in page


def test_several_at_once(taken):
    note = Point.objects.get(department=None)
    library = Department.objects.get(slug="library")
    taken.post(f"/points/{note.pk}/assign/", {"department": library.pk, "seen": note.seq})
    points = Point.objects.filter(department__slug="library")
    sent = {
        "point": [f"{each.pk}-{each.seq}" for each in points],
        "decision": "review",
        "expires_on": "2027-01-31",
        "reason": "We look at both.",
    }
    assert "2 points are settled." in taken.post("/points/settle/", sent, follow=True).content.decode()
    stale = taken.post("/points/settle/", sent, follow=True).content.decode()
    assert "was changed meanwhile" in stale
    assert points.filter(decision="review").count() == 2


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"decision": ""}, "Choose what becomes of it."),
        ({"decision": "burn"}, "burn is not one of the available choices"),
        ({"expires_on": ""}, "This decision ends: write the day"),
        ({"expires_on": "soon"}, "“soon” is not a date"),
        ({"expires_on": "2020-01-01"}, "is not after today"),
        ({"decision": "required"}, "Choose the duty it rests on"),
        ({"reason": ""}, "Write why."),
        ({"reason": "Maria is undocumented."}, "records"),
        ({"reason": "x" * 1501}, "at most 1500 characters"),
        ({"system": "Maria is undocumented"}, "nothing about a person"),
        ({"owner": "999999"}, "not one of the available choices"),
        ({"obligation": "\x00"}, "Null characters are not allowed"),
    ],
)
def test_what_settles_nothing(taken, changed, message):
    card = point("library")
    given = {"decision": "remove", "expires_on": "2027-01-31", "reason": "Goes.", "point": f"{card.pk}-1"}
    response = taken.post("/points/settle/", given | changed)
    assert response.status_code == 400
    assert message in response.content.decode(), response.context["form"].errors
    card.refresh_from_db()
    assert card.decision == "open"


@pytest.mark.parametrize("ticked", [[], ["x"], ["999999-1"], ["9" * 30], ["1-1; DROP TABLE"], ["\u0661"]])
def test_nothing_ticked(taken, ticked):
    page = taken.get("/points/settle/", {"point": ticked}, follow=True).content.decode()
    assert "Tick at least one point first." in page


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (None, "Choose the file."),
        (SimpleUploadedFile("s.json", b""), "The file is empty."),
        (SimpleUploadedFile("s.json", b"\xff\xff"), "not UTF-8"),
        (SimpleUploadedFile("s.json", b"{}"), "without a list"),
        (SimpleUploadedFile("s.pdf", b"%PDF-1.7"), "not JSON"),
    ],
)
def test_what_is_no_sweep(ira, logged_in, file, message):
    response = logged_in(ira).post("/points/sweeps/", {"file": file} if file else {})
    assert response.status_code == 400
    assert message in response.content.decode()
    assert not Point.objects.exists()


def test_a_rule_for_a_folder(taken, ira):
    library = Department.objects.get(slug="library")
    for _ in range(2):
        taken.post("/points/sweeps/paths/", {"pattern": "drive/misc/*", "department": library.pk})
    assert PathRule.objects.count() == 1
    rule = PathRule.objects.get()
    assert "drive/misc/*" in taken.get("/points/sweeps/paths/").content.decode()
    taken.post("/points/sweeps/paths/", {"drop": rule.pk})
    assert not PathRule.objects.exists()
    assert taken.post("/points/sweeps/paths/", {"drop": "x"}).status_code == 404


def test_a_paper_form_is_entered_and_thrown_away(ira, logged_in):
    client = logged_in(ira)
    given = {
        "department": Department.objects.get(slug="library").pk,
        "system": "Paper card",
        "information": ["nationality"],
        "verb": "asks",
        "text": "Nationality?",
    }
    page = client.post("/points/new/", given, follow=True).content.decode()
    assert "Entered. Decide now" in page
    paper = Point.objects.get()
    client.post(f"/points/{paper.pk}/gone/", {"reason": "Thrown away.", "seen": paper.seq})
    paper.refresh_from_db()
    assert paper.gone_on
    assert (
        client.post("/points/new/", given | {"service": Service.objects.get(slug="hiring-i9").pk}).status_code
        == 400
    )


def test_filters_take_anything(taken):
    for query in (
        "show=all",
        "show=x",
        "department=none",
        "department=library",
        "words=card",
        "page=999",
        "page=x",
    ):
        assert taken.get(f"/points/?{query}").status_code == 200
    assert "Library card" not in taken.get("/points/?words=nothing+like+it").content.decode()


def check(client, data, name="form.html", department="library", service=""):
    sent = {
        "department": Department.objects.get(slug=department).pk,
        "service": service,
        "file": SimpleUploadedFile(name, data),
    }
    return client.post("/points/check/", sent)


class TestCheckBeforeYouPublish:
    @pytest.fixture
    def client(self, signed, duty, person, logged_in):
        return logged_in(person("lee", Role.EMPLOYEE))

    def test_a_form_that_asks_is_answered_by_the_law(self, client):
        page = check(client, CARD).content.decode()
        assert "Country of birth" in page
        assert "Take it out. To tell two people apart" in page
        assert ">No<" in page

    def test_a_duty_of_the_form_is_named(self, client):
        service = Service.objects.get(slug="hiring-i9").pk
        page = check(client, I9, department="hr", service=service).content.decode()
        assert "You must" in page
        assert "Section 1 of the form." in page

    def test_a_clean_form(self, client):
        page = check(client, b"<form><label>Name <input name='name'></label></form>").content.decode()
        assert "Nothing in it asks where somebody comes from." in page

    def test_a_notice_is_praised(self, client):
        page = check(client, b"<p>We do not ask about immigration status.</p><form><input name=n></form>")
        assert "Good: keep that." in page.content.decode()

    def test_what_was_not_read_is_no_clean_answer(self, client):
        page = check(client, b"\xd0\xcf\x11\xe0" + b"0" * 99, name="old.doc").content.decode()
        assert "so this is no clean answer" in page
        assert "Nothing in it asks" not in page

    def test_a_records_own_words_are_not_shown(self, client):
        assert "undocumented" not in check(client, NOTE, name="note.txt").content.decode()

    def test_nothing_is_left_of_it(self, client, tmp_path, monkeypatch):
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        mark = b"<!-- a-mark-nobody-else-writes -->" + b" " * 3_000_000
        assert check(client, CARD + mark).status_code == 200
        assert not list(tmp_path.iterdir())
        assert not Point.objects.exists()

    def test_a_file_that_is_too_large_is_let_go(self, client, monkeypatch):
        monkeypatch.setattr(checking, "LARGEST", 1000)
        response = check(client, b"x" * 5000)
        assert response.status_code == 400
        assert "larger than 10 MB" in response.content.decode()

    def test_a_reader_that_does_not_come_back(self, client, monkeypatch):
        def late(*_args, **_kwargs):
            raise checking.subprocess.TimeoutExpired("x", 1)

        monkeypatch.setattr(checking.subprocess, "run", late)
        assert "kept its reader busy" in check(client, CARD).content.decode()

    def test_a_reader_that_breaks(self, client, monkeypatch):
        def broken(*_args, **_kwargs):
            raise checking.subprocess.CalledProcessError(-9, "x")

        monkeypatch.setattr(checking.subprocess, "run", broken)
        assert "too much time or memory" in check(client, CARD).content.decode()

    def test_a_forged_post_is_refused(self, client):
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = client.cookies
        assert check(strict, CARD).status_code == 403

    def test_the_page_is_not_kept(self, client):
        assert check(client, CARD)["Cache-Control"] == "no-store"

    @pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nbroken", b"PK\x03\x04nonsense", b"\x00" * 200])
    def test_rubbish(self, client, data):
        assert check(client, data, name="x.pdf").status_code in {200, 400}


@pytest.mark.django_db(databases=["default", "public"])
class TestPublicList:
    @pytest.fixture
    def listed(self, taken, corey, casey, logged_in, clock):
        form, card = point("hr"), point("library")
        given = {"expires_on": "2027-01-31", "reason": "So it is."}
        duty = form.law["answers"][0]["obligations"][0]["id"]
        taken.post(
            "/points/settle/", given | {"decision": "required", "obligation": duty, "point": f"{form.pk}-1"}
        )
        logged_in(corey).post(f"/points/{form.pk}/answer/", {"do": "confirm", "seen": 2})
        taken.post("/points/settle/", given | {"decision": "remove", "point": f"{card.pk}-1"})
        return self.next_window(clock)

    @staticmethod
    def next_window(clock):
        from datetime import timedelta

        clock.move_to(clock.now() + timedelta(hours=24))
        list(run_due(clock.now(), JOBS))
        return clock

    def test_it_tells_what_and_why(self, listed, client):
        page = client.get("/collection/").content.decode()
        for shown in (
            "Human resources",
            "Hiring (Form I-9)",
            "8 USC 1324a(b)",
            "Required by law",
            "To be removed",
        ):
            assert shown in page
        assert "1 place that a sweep found is not settled yet" in page
        spanish = client.get("/es/collection/").content.decode()
        assert "Tarjeta" in spanish
        assert "La Sección 1." in spanish
        assert not client.cookies

    def test_it_is_a_file_too(self, listed, client):
        told = client.get("/collection.json").json()
        assert {row["decision"] for row in told["collects"]} == {"required", "remove"}
        assert told["waiting"] == 1
        rows = list(csv.DictReader(io.StringIO(client.get("/collection.csv").content.decode())))
        assert {row["department"] for row in rows} == {"Human resources", "Library"}

    def test_no_path_and_no_name_of_staff_is_in_it(self, listed, client):
        told = json.dumps(client.get("/collection.json").json())
        for never in ("drive/", ".html", "Ira", "Corey"):
            assert never not in told

    def test_what_was_removed_says_so(self, listed, client, taken):
        later = swept({"hr/hiring-i9.html": I9, "misc/note.txt": NOTE}, at=listed.now())
        taken.post("/points/sweeps/", {"file": SimpleUploadedFile("s.json", later)})
        assert "Removed</h2>" not in client.get("/collection/").content.decode()
        self.next_window(listed)
        page = client.get("/collection/").content.decode()
        assert "Removed</h2>" in page

    def test_an_empty_list(self, city, client):
        assert "Nothing has been settled yet." in client.get("/collection/").content.decode()
        assert client.get("/collection.json").json()["collects"] == []
