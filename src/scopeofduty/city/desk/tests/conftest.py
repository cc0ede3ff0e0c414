"""Riverbend's desk: departments and forms, a register, counsel's signatures, and a phone to tap on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from urllib.parse import urljoin

import pytest
from django.test import Client
from lxml import html

from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.clock import port
from scopeofduty.city.collection import register
from scopeofduty.city.collection.models import Force, LegalObligation
from scopeofduty.city.desk import law_in_force
from scopeofduty.city.desk.models import RuleSignature
from scopeofduty.city.profile.models import City, Department, Service

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
REVIEW = date(2027, 6, 1)
OFFICES = (
    ("police", "Police", "police", ("police-report", "Police report")),
    ("dispatch", "Dispatch", "dispatcher", ("call-intake", "Call intake")),
    ("library", "Library", "library", ("library-card", "Library card")),
    ("hr", "Human resources", "any_employee", ("hiring-i9", "Hiring (Form I-9)")),
    ("housing", "Housing", "benefits", ("housing-voucher", "Housing voucher")),
    ("towing", "Towing contractor", "contractor", ("towing-release", "Release of a towed car")),
    ("parks", "Parks and recreation", "any_employee", ("pool-pass", "Pool pass")),
)


class Phone:
    """Follows the page's own links and buttons, and counts the taps."""

    def __init__(self, client):
        self.client, self.taps, self.page, self.address = client, 0, None, ""

    def open(self, address):
        self.address = address
        return self._read(self.client.get(address))

    def tap(self, words):
        self.taps += 1
        found = [
            each for each in self.page.iter("a", "button") if words in " ".join(each.text_content().split())
        ]
        assert found, f"nothing to tap says “{words}”:\n{self.text}"
        each = found[0]
        if each.tag == "a":
            self.address = urljoin(self.address, each.get("href"))
            return self._read(self.client.get(self.address))
        form = next(each.iterancestors("form"))
        values = [(field.get("name"), field.get("value")) for field in form.iter("input")]
        values.append((each.get("name"), each.get("value")))
        told = {name: [value for key, value in values if key == name] for name, _ in values}
        self.address = urljoin(self.address, form.get("action") or self.address)
        return self._read(self.client.post(self.address, told))

    def _read(self, response):
        assert response.status_code == 200, response.content.decode()
        self.response, self.page = response, html.fromstring(response.content)
        return self

    @property
    def text(self):
        return " ".join(self.page.find(".//main").text_content().split())

    @property
    def heading(self):
        return " ".join(self.page.find(".//h1").text_content().split())


@pytest.fixture(autouse=True)
def _clock():
    with port.use(port.FrozenClock(AT)):
        yield


@pytest.fixture
def city(db):
    for order, (slug, name, actor, service) in enumerate(OFFICES):
        office = Department.objects.create(
            slug=slug, name=name, name_es=f"{name} (es)", actor=actor, order=order
        )
        Service.objects.create(department=office, slug=service[0], name=service[1])
    return City.objects.create(
        pk=1,
        name="Riverbend",
        counsel_name="Corey Counsel",
        counsel_phone="555-0142",
        packs=["riverbend"],
    )


@pytest.fixture
def counsel(person):
    return person("corey", Role.COUNSEL)


@pytest.fixture
def librarian(person):
    return person("lee", Role.EMPLOYEE)


@pytest.fixture
def signed(counsel):
    """Every rule in force carries counsel's name."""
    RuleSignature.objects.bulk_create(
        RuleSignature(
            pack=citation.pack,
            law=citation.law,
            rule=citation.rule,
            section=citation.section,
            text_hash=citation.hash,
            name="Corey Counsel",
            signed_on=TODAY,
            review_on=REVIEW,
            by=counsel,
            at=AT,
        )
        for citation in map(law_in_force.on(TODAY).cite, law_in_force.on(TODAY).rules)
    )


@pytest.fixture
def listed(counsel):
    def make(service, information, kind=Force.DUTY, **values):
        form = Service.objects.get(slug=service)
        entry = LegalObligation(
            **{
                "law": "8 USC 1324a(b)",
                "kind": kind,
                "department": form.department,
                "service": form,
                "form": "Form I-9",
                "asks": "After hiring, Section 1 of the form.",
                "information": [information],
                "counsel": "Corey Counsel",
                "review_on": REVIEW,
                **values,
            }
        )
        return register.write(entry, by=counsel, at=AT, reason="listed")

    return make


@pytest.fixture
def phone(city):
    return Phone(Client())
