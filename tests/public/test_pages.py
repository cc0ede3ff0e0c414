"""What the public pages and files hold, for people and for scripts."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from lxml import html

from scopeofduty.city.clock import port
from scopeofduty.city.notices.models import Notice
from scopeofduty.city.notices.numbers import put
from scopeofduty.city.notices.publishing import publish
from scopeofduty.city.notices.tests.conftest import Town, window
from scopeofduty.city.public.models import PublicLaw, PublicNotice
from scopeofduty.city.public.views import NEWEST
from scopeofduty.city.public.views import _cell as cell

pytestmark = pytest.mark.django_db(databases=["default", "public"])
ATOM = {"a": "http://www.w3.org/2005/Atom"}
BUILT = Path(__file__).parents[2] / "src" / "scopeofduty" / "city" / "assets" / "built" / "duty"
HEAVIEST = 150 * 1024  # bytes of a first load


@pytest.fixture
def town(db):
    return Town()


def told(town, count=1, at=None):
    """Publish ``count`` notices in one window, on time."""
    when = at or window(5)
    for _ in range(count):
        notice = Notice.objects.get(contact=town.contact(at=when - timedelta(hours=8)))
        town.complete(notice, when - timedelta(hours=1))
    with port.use(port.FrozenClock(when)):
        publish(when)


def tree(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return html.fromstring(answer.content)


class TestFeed:
    def test_it_is_atom_with_absolute_links_and_the_windows_as_dates(self, client, town):
        told(town, 2)
        told(town, at=window(6, 9))
        feed = ET.fromstring(client.get("/notices.atom").content)  # noqa: S314 — our own document
        assert feed.find("a:updated", ATOM).text == "2026-01-06T15:00:00+00:00"
        entries = feed.findall("a:entry", ATOM)
        dates = [entry.find("a:published", ATOM).text for entry in entries]
        assert dates == ["2026-01-06T15:00:00+00:00", *["2026-01-05T22:00:00+00:00"] * 2]
        for entry in entries:
            assert re.fullmatch(r"http://testserver/notices/2026/00\d", entry.find("a:id", ATOM).text)
            assert entry.find("a:link", ATOM).get("href") == entry.find("a:id", ATOM).text
        assert all(part.text for name in ("title", "id") for part in feed.findall(f"a:{name}", ATOM))

    def test_ids_stay_and_the_same_question_gets_the_same_bytes(self, client, town):
        told(town)
        first = client.get("/notices.atom").content
        assert client.get("/notices.atom").content == first
        told(town, at=window(6))
        assert b"<id>http://testserver/notices/2026/001</id>" in client.get("/notices.atom").content

    def test_an_empty_feed_has_a_date_that_says_nothing(self, client, town):
        feed = ET.fromstring(client.get("/notices.atom").content)  # noqa: S314 — our own document
        assert feed.find("a:updated", ATOM).text == "1970-01-01T00:00:00+00:00"


class TestFiles:
    def test_json_and_csv_hold_every_notice_the_same_way(self, client, town):
        told(town, NEWEST + 3)
        rows = json.loads(client.get("/notices.json").content)["notices"]
        cells = list(csv.DictReader(io.StringIO(client.get("/notices.csv").content.decode())))
        assert [row["id"] for row in rows] == [each["id"] for each in cells]
        assert len(rows) == NEWEST + 3
        row = rows[0]
        assert {key for key in row if row[key] not in ("", None)} == {
            "id", "kind", "published", "version", "agency", "week", "request", "answer", "section", "presumed"
        }  # fmt: skip
        assert (row["kind"], row["version"], row["week"], row["presumed"]) == (
            "contact",
            1,
            "2026-W02",
            False,
        )
        assert row["published"] == "2026-01-05T22:00:00+00:00"
        assert isinstance(row["request"], list)

    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
    def test_what_a_spreadsheet_takes_for_a_formula_is_quoted(self, text):
        assert cell(text) == f"'{text}"
        assert cell([text]) == f"'{text}"

    def test_numbers_and_plain_words_stay(self):
        assert (cell(3), cell("three"), cell(["a", "b"]), cell(False)) == (3, "three", "a; b", False)


class TestTheList:
    def test_the_newest_twenty_and_a_page_a_year(self, client, town):
        told(town, NEWEST + 2)
        page = tree(client, "/notices/")
        assert len(page.xpath("//article")) == NEWEST
        assert page.xpath("//article//h2/a/@href")[0] == f"/notices/2026/0{NEWEST + 2}"
        assert page.xpath("//main//a[@href='/notices/2026/']")
        year = tree(client, "/notices/2026/")
        assert len(year.xpath("//tbody/tr")) == NEWEST + 2

    def test_a_year_without_a_notice_has_no_page(self, client, town):
        told(town)
        assert client.get("/notices/2031/").status_code == 404

    def test_a_year_shows_a_notice_that_says_little(self, client, town):
        put("contact", 2026, 9, window(5), {"says": {}, "presumed": False})
        assert len(tree(client, "/notices/2026/").xpath("//tbody/tr")) == 1
        assert "2026/009" in tree(client, "/").text_content()

    @pytest.mark.parametrize(("address", "language"), [("/notices/", "en"), ("/es/notices/", "es")])
    def test_every_page_says_where_it_stands_in_the_other_language(self, client, town, address, language):
        page = tree(client, address)
        pairs = dict(
            zip(
                page.xpath("//link[@hreflang]/@hreflang"),
                page.xpath("//link[@hreflang]/@href"),
                strict=True,
            )
        )
        assert pairs == {"en": "http://testserver/notices/", "es": "http://testserver/es/notices/"}
        assert page.get("lang") == language

    @pytest.mark.parametrize("address", ["/", "/notices/", "/desk/", "/obligations/"])
    def test_every_header_leads_to_the_notices_and_the_ordinance(self, client, town, address):
        links = tree(client, address).xpath("//header//nav//a/@href")
        assert {"/notices/", "/ordinance/", "/desk/"} <= set(links)

    def test_the_front_page_shows_the_newest_three(self, client, town):
        told(town, 5)
        found = tree(client, "/").xpath("//section[@aria-labelledby='newest']//li/a/@href")
        assert found == ["/notices/2026/005", "/notices/2026/004", "/notices/2026/003"]


class TestTheOrdinance:
    def test_a_notice_leads_to_the_section_it_cites(self, client, town):
        told(town)
        (link, *_) = tree(client, "/notices/2026/001").xpath("//dl//a/@href")
        address, _, place = link.partition("#")
        assert address == "/ordinance/"
        assert tree(client, address).xpath(f"//h3[@id='{place}']"), place

    def test_no_place_is_there_twice(self, client, town):
        told(town)
        for address in ("/ordinance/", "/es/ordinance/"):
            ids = tree(client, address).xpath("//@id")
            assert len(ids) == len(set(ids))

    def test_the_projection_holds_the_law_in_force_in_both_languages(self, client, town):
        told(town)
        laws = json.loads(client.get("/ordinance.json").content)["laws"]
        assert len(laws) == PublicLaw.objects.count() > 1
        for each in laws:
            assert re.fullmatch(r"[0-9a-f]{64}", each["digest"])
            assert each["last_day"] is None
            for section in each["sections"]:
                assert set(section) == {"label", "heading", "text"}
                assert set(section["text"]) == {"en", "es"}


class TestLateness:
    def test_a_window_that_the_clock_missed_is_told_as_late(self, client, town):
        notice = Notice.objects.get(contact=town.contact())
        town.complete(notice, window(5, 10))
        with port.use(port.FrozenClock(window(6, 10))):
            publish(window(5))
            publish(window(5))
        public = PublicNotice.objects.get()
        assert (public.window, public.late_at) == (window(5), window(6, 10))
        text = tree(client, "/notices/2026/001").text_content()
        assert "Published late, 2026-01-06 10:00: it was due 2026-01-05 16:00" in text
        assert "con retraso" in tree(client, "/es/notices/2026/").text_content()

    def test_run_again_after_a_kill_it_keeps_the_first_time(self, client, town):
        put("contact", 2026, 1, window(5), {"says": {}, "presumed": False})
        first = PublicNotice.objects.get().late_at
        with port.use(port.FrozenClock(window(9))):
            put("contact", 2026, 1, window(5), {"says": {}, "presumed": False})
        assert PublicNotice.objects.get().late_at == first

    def test_on_time_nothing_is_said(self, client, town):
        told(town)
        assert PublicNotice.objects.get().late_at is None
        for address in ("/notices/2026/001", "/notices/2026/"):
            assert "Published late" not in tree(client, address).text_content()


@pytest.mark.skipif(not BUILT.is_dir(), reason="the pages' files are not built: make setup")
@pytest.mark.parametrize(
    "address", ["/notices/", "/notices/2026/", "/notices/2026/001", "/ordinance/", "/notices/delays/"]
)
def test_a_first_load_stays_light(client, town, address):
    """Page, style sheet, font and icon as they travel: compressed, except for the font, which is already."""
    told(town, NEWEST + 5)
    page = tree(client, address)
    asked = [*page.xpath("//link[@rel='stylesheet' or @rel='icon']/@href"), *page.xpath("//script/@src")]
    names = {Path(each).name for each in asked} | set(
        re.findall(r"[\w-]+\.woff2", (BUILT / "duty.css").read_text())
    )
    assert {"duty.css", "icon.svg"} <= names
    total = len(client.get(address).content)
    for name in names:
        held = (BUILT / name).read_bytes()
        total += len(held if name.endswith("woff2") else gzip.compress(held))
    assert total <= HEAVIEST, total
