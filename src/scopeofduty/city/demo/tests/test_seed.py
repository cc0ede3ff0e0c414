"""Seeding the demo: every part has something in it, and doing it twice changes nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from scopeofduty.city.accounts.models import Appointment, User
from scopeofduty.city.collection.models import LegalObligation, ObligationPetition, Settlement
from scopeofduty.city.contacts.models import (
    Contact,
    Draft,
    Erasure,
    LegalHold,
    NilCertificate,
    RetentionRule,
    Review,
    Revision,
)
from scopeofduty.city.demo import corpus
from scopeofduty.city.demo.cast import CAST, PASSWORD
from scopeofduty.city.demo.seed import seed
from scopeofduty.city.desk import law_in_force
from scopeofduty.city.desk.models import RuleSignature
from scopeofduty.city.lookups.models import LookupGroup, LookupLog
from scopeofduty.city.notices.models import Notice
from scopeofduty.city.points.models import Point, PointEvent, Sweep
from scopeofduty.city.profile.models import City, Department, Service
from scopeofduty.city.public.models import PublicDelay, PublicNotice
from scopeofduty.city.reconciliation.models import DispatchCall
from scopeofduty.city.study.models import StudyAnswer, StudyRefusal, StudyRow

AT = datetime(2026, 6, 15, 15, 0, tzinfo=UTC)
EVERYTHING = (
    Appointment, City, Contact, Department, DispatchCall, Draft, Erasure, LegalHold, LegalObligation,
    NilCertificate, Notice, ObligationPetition, RetentionRule, Review, Revision, RuleSignature, Service,
    StudyAnswer, StudyRefusal, StudyRow, User, Point, PointEvent, Sweep, LookupLog, LookupGroup,
)  # fmt: skip


def counts():
    return {model.__name__: model.objects.count() for model in EVERYTHING}


@pytest.mark.django_db
def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="with its zone, and 2026-06-15T15:00:00 has none"):
        seed(datetime(2026, 6, 15, 15, 0))  # noqa: DTZ001 — that is the point
    assert City.objects.count() == 0


@pytest.mark.long
@pytest.mark.django_db(databases=["default", "public"])
@pytest.mark.parametrize(
    "at", ["2026-05-09T15:00Z", "2026-11-01T06:30Z", "2027-01-01T00:05Z", "2028-02-29T23:59Z"]
)
def test_the_demo_can_be_made_on_any_day(at):
    seed(datetime.fromisoformat(at))
    assert Contact.objects.count() == len(corpus.rows())


@pytest.mark.django_db(databases=["default", "public"])
def test_seeding_fills_every_part_and_twice_changes_nothing():
    doing = []
    seed(AT, doing.append)
    assert doing[0] == "Riverbend, its departments and its people"
    assert all(counts().values())
    before = counts()
    seed(AT)
    seed(AT.replace(day=20))
    assert counts() == before
    _the_log_is_as_written()
    _reviews_are_in_every_state()
    _counsel_signed_the_whole_law()
    _everybody_logs_in()
    _the_export_misses_four_calls()
    _notices_are_public_delayed_and_sealed()


def _the_log_is_as_written():
    assert list(Contact.objects.order_by("number").values_list("number", flat=True)) == list(
        range(1, len(corpus.rows()) + 1)
    )
    phrases = {
        json.loads(contact.latest().text)["determination"]["phrase"] for contact in Contact.objects.all()
    }
    assert phrases >= {"must", "may", "no", "commission", "counsel"}
    assert Erasure.objects.get().fields == ["callback"]
    assert LegalHold.objects.exclude(confirmed_by=None).count() == LegalHold.objects.count() == 3


def _reviews_are_in_every_state():
    open_reviews = Review.objects.filter(state=Review.State.OPEN)
    assert {review.state for review in Review.objects.all()} == set(Review.State)
    decided = Review.objects.exclude(state=Review.State.OPEN).count()
    assert decided == sum("review" in row for row in corpus.rows())
    assert {review.due_at < AT for review in open_reviews} == {True, False}
    assert {review.cause for review in open_reviews} == set(Review.Cause)


def _counsel_signed_the_whole_law():
    assert RuleSignature.objects.count() == len(law_in_force.on(AT.date()).rules)
    assert {entry.kind for entry in LegalObligation.objects.all()} == {"duty", "permission", "never"}
    assert ObligationPetition.objects.filter(settlement=Settlement.OPEN).count() == 2


def _everybody_logs_in():
    for member in CAST:
        person = User.objects.get(username=member.username)
        assert person.roles() == frozenset(member.roles)
    assert User.objects.get(username="officer").check_password(PASSWORD)


def _the_export_misses_four_calls():
    assert DispatchCall.objects.filter(state=DispatchCall.State.OPEN).count() == 4
    assert DispatchCall.objects.filter(state=DispatchCall.State.MATCHED).count() >= 6


def _notices_are_public_delayed_and_sealed():
    public = Notice.objects.exclude(window=None)
    assert public.count() == PublicNotice.objects.using("public").count() >= 10
    assert Notice.objects.filter(window=None, withdrawn_at=None).count() >= 3
    assert {delay.ended is None for delay in PublicDelay.objects.using("public").all()} == {True, False}
