"""A city with two departments, counsel, and an employee who asks."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.clock import port
from scopeofduty.city.collection import register
from scopeofduty.city.collection.models import Force, LegalObligation
from scopeofduty.city.profile.models import City, Department, Service

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock():
    with port.use(port.FrozenClock(AT)):
        yield


@pytest.fixture
def city(db):
    library = Department.objects.create(slug="library", name="Library", name_es="Biblioteca", actor="library")
    people = Department.objects.create(slug="hr", name="Human resources", actor="any_employee")
    Service.objects.create(department=library, slug="library-card", name="Library card")
    Service.objects.create(department=people, slug="hiring-i9", name="Hiring")
    return City.objects.create(pk=1, name="Riverbend", packs=["riverbend"])


@pytest.fixture
def counsel(person):
    return person("corey", Role.COUNSEL)


@pytest.fixture
def librarian(person):
    return person("lee", Role.EMPLOYEE)


@pytest.fixture
def values(city):
    """What counsel types to list the I-9."""
    return {
        "law": "8 USC 1324a(b)",
        "kind": "duty",
        "department": Department.objects.get(slug="hr").pk,
        "service": Service.objects.get(slug="hiring-i9").pk,
        "form": "Form I-9",
        "information": ["citizenship", "immigration_document"],
        "asks": "After the offer is accepted, Section 1 of the form.",
        "asks_es": "Tras aceptar la oferta, la Sección 1 del formulario.",
        "note": "",
        "note_es": "",
        "source": "https://www.uscis.gov/i-9",
        "counsel": "Corey Counsel",
        "review_on": "2027-06-01",
        "reason": "Every employer has to.",
    }


@pytest.fixture
def listed(counsel):
    def make(**changed):
        service = changed.pop("service", Service.objects.get(slug="hiring-i9"))
        entry = LegalObligation(
            **{
                "law": "8 USC 1324a(b)",
                "kind": Force.DUTY,
                "department": service.department if service else Department.objects.get(slug="hr"),
                "service": service,
                "form": "Form I-9",
                "asks": "Section 1 of the form.",
                "information": ["citizenship"],
                "counsel": "Corey Counsel",
                "review_on": date(2027, 6, 1),
                **changed,
            }
        )
        return register.write(entry, by=counsel, at=AT, reason="listed")

    return make
