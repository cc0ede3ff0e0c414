"""Riverbend's law: counsel's names under its rules, the register of obligations, petitions to counsel."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from scopeofduty.city.briefings.briefing import brief
from scopeofduty.city.collection import register
from scopeofduty.city.collection.models import LegalObligation, ObligationPetition
from scopeofduty.city.demo.corpus import load, span
from scopeofduty.city.desk import law_in_force, signatures
from scopeofduty.city.profile.models import Department, Service

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from scopeofduty.city.accounts.models import User

OBLIGATIONS = "obligations.yaml"
PETITIONS = "petitions.yaml"
REVIEWED_AFTER = timedelta(days=365)


def sign_rules(by: User, at: datetime) -> int:
    """Put counsel's name under every rule in force; return how many were signed now."""
    today = register.today(at)
    in_force = law_in_force.on(today)
    brief(at)  # the law staff start with: what later changes is told to them
    return sum(
        signatures.sign(
            in_force.cite(rule), name=by.name, on=today, review_on=today + REVIEWED_AFTER, by=by, at=at
        )
        for rule in in_force.rules
    )


def list_obligations(by: User, at: datetime) -> None:
    """List the federal obligations; a law that stands at the same form already is left as it is."""
    for told in load(OBLIGATIONS):
        department = Department.objects.get(slug=told["department"])
        service = Service.objects.get(slug=told["service"]) if told["service"] else None
        if LegalObligation.objects.filter(law=told["law"], department=department, service=service).exists():
            continue
        entry = LegalObligation(
            **told | {"department": department, "service": service},
            counsel=by.name,
            review_on=register.today(at) + REVIEWED_AFTER,
        )
        register.write(entry, by=by, at=at, reason="Riverbend's register as it began")


def file_petitions(people: Mapping[str, User], at: datetime) -> None:
    """File the employees' questions to counsel, and answer those that have an answer."""
    for told in load(PETITIONS):
        service = Service.objects.get(slug=told["service"])
        by = people[told["by"]]
        if not ObligationPetition.objects.filter(asked_by=by, service=service).exists():
            _file(told, service, people, at - timedelta(days=told["days_before"]))


@transaction.atomic
def _file(told: Mapping[str, Any], service: Service, people: Mapping[str, User], asked_at: datetime) -> None:
    petition = ObligationPetition.objects.create(
        department=service.department,
        service=service,
        information=told["information"],
        what=told["what"],
        why=told["why"],
        asked_by=people[told["by"]],
        asked_at=asked_at,
    )
    answer = told.get("answer")
    if answer:
        register.settle(
            petition,
            by=people[answer["by"]],
            at=asked_at + span(f"+{answer['after']}"),
            reason=answer["reason"],
        )
