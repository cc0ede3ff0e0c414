"""The catalogue of open data: valid in form, complete, and every address in it answers."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import jsonschema
import pytest
from django.conf import settings

from scopeofduty.city.public.everything import GROUPS
from scopeofduty.city.public.models import PublicCity, PublicCollection

pytestmark = pytest.mark.django_db(databases=["default", "public"])
TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "format": "uri", "pattern": "^https?://"}
# What DCAT-US 3.0 requires of a Catalog, a Dataset, a Kind and a Distribution, and the types of what we give.
DCAT_US = {
    "type": "object",
    "required": ["dataset"],
    "properties": {
        "@type": {"const": "Catalog"},
        "conformsTo": {"type": "object", "properties": {"title": TEXT}},
        "language": {"type": "array", "items": {"enum": ["en", "es"]}},
        "dataset": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["title", "description", "publisher", "contactPoint", "identifier"],
                "properties": {
                    "title": TEXT,
                    "description": TEXT,
                    "identifier": ADDRESS,
                    "publisher": {"type": "object", "required": ["name"], "properties": {"name": TEXT}},
                    "contactPoint": {
                        "type": "object",
                        "required": ["fn", "hasEmail"],
                        "properties": {
                            "fn": TEXT,
                            "hasEmail": {"pattern": r"^mailto:[\w_~!$&'()*+,;=:.-]+@[\w.-]+\.[\w.-]+?$"},
                        },
                    },
                    "landingPage": {"type": "object", "properties": {"accessURL": ADDRESS, "title": TEXT}},
                    "distribution": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["downloadURL", "mediaType", "title"],
                            "properties": {
                                "downloadURL": ADDRESS,
                                "mediaType": {"pattern": "^[a-z]+/[a-z+]+$"},
                            },
                        },
                    },
                },
            },
        },
    },
}
# What Data Package 2.0 requires of a package and of a resource.
DATA_PACKAGE = {
    "type": "object",
    "required": ["resources"],
    "properties": {
        "$schema": {"const": "https://datapackage.org/profiles/2.0/datapackage.json"},
        "name": {"pattern": "^[a-z0-9._-]+$"},
        "resources": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name", "path"],
                "properties": {"name": {"pattern": "^[a-z0-9._-]+$"}, "path": ADDRESS},
            },
        },
    },
}


@pytest.fixture
def city():
    return PublicCity.objects.create(pk=1, name="Riverbend", zone="America/Chicago")


@pytest.fixture
def address(monkeypatch):
    monkeypatch.setattr(settings, "DATA_EMAIL", "data@riverbend.example")


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_data_json_has_what_dcat_us_requires(client, city, address, prefix):
    jsonschema.validate(client.get(f"{prefix}/data.json").json(), DCAT_US)


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_datapackage_json_has_what_a_data_package_requires(client, city, prefix):
    package = client.get(f"{prefix}/datapackage.json").json()
    jsonschema.validate(package, DATA_PACKAGE)
    names = [each["name"] for each in package["resources"]]
    assert len(set(names)) == len(names)


def test_every_list_is_in_it_and_every_file_answers_as_the_type_it_says(client, city, address):
    catalogue = client.get("/data.json").json()
    lists = [shown for _title, pages in GROUPS for shown in pages if shown.files]
    assert len(catalogue["dataset"]) == len(lists)
    for dataset in catalogue["dataset"]:
        for file in dataset["distribution"]:
            answer = client.get(file["downloadURL"])
            assert answer.status_code == 200, file
            assert answer["Content-Type"].startswith(file["mediaType"]), file


def test_identifiers_are_the_same_in_both_languages(client, city, address):
    english, spanish = (client.get(f"{prefix}/data.json").json()["dataset"] for prefix in ("", "/es"))
    assert [each["identifier"] for each in english] == [each["identifier"] for each in spanish]
    assert [each["title"] for each in english] != [each["title"] for each in spanish]


@pytest.mark.parametrize(
    ("set_to", "reports", "named"),
    [
        ("data@riverbend.example", "Monroe Monitor, mm@riverbend.example", "data@riverbend.example"),
        ("", "Monroe Monitor, mm@riverbend.example, 555-0144", "mm@riverbend.example"),
        ("", "555-0144", "scope-of-duty@localhost"),
    ],
)
def test_whom_to_write_to(client, city, monkeypatch, set_to, reports, named):
    monkeypatch.setattr(settings, "DATA_EMAIL", set_to)
    PublicCity.objects.update(reporting_contact=reports)
    contact = client.get("/data.json").json()["dataset"][0]["contactPoint"]
    assert contact == {"@type": "Kind", "fn": "Riverbend", "hasEmail": f"mailto:{named}"}


def test_the_feed_of_what_is_collected_names_each_change_anew(client, city):
    def told():
        feed = client.get("/collection.atom").content.decode()
        return re.findall(r"<id>([^<]*)</id>", feed), feed

    assert "<entry>" not in told()[1]
    shown = {"rows": [{"removed_on": ""}, {"removed_on": "2026-11-01"}], "waiting": 3, "swept_on": None}
    for day in (20, 21):
        PublicCollection(pk=1, content=shown, window=datetime(2026, 11, day, 9, tzinfo=UTC)).save()
        ids, feed = told()
        assert ids[-1].endswith(f"/collection/#2026-11-{day}T09")
        assert "Forms or systems that ask: 1; that no longer do: 1; places to settle: 3." in feed
