"""Lawrence's three texts, one after another, as a city would have adopted them here.

The pack marks every rule as known from the press, so the desk says "ask counsel" whoever signs; what the
rules alone would say (`said`) shows which text is in force.
"""

from datetime import UTC, date, datetime, timedelta

import pytest

from scopeofduty import law
from scopeofduty.city.clock.due import zone
from scopeofduty.city.commission import jobs
from scopeofduty.city.commission.tests.conftest import Town
from scopeofduty.city.drafts import packs
from scopeofduty.city.drafts.versions import write
from scopeofduty.city.notices.projecting import project_laws
from scopeofduty.city.profile.models import City
from scopeofduty.city.public.models import PublicLaw
from scopeofduty.law.packs import contents, folder

pytestmark = pytest.mark.django_db(databases=["default", "public"])
DRAFT, ADOPTED, REVISED = date(2020, 2, 11), date(2020, 9, 15), date(2022, 6, 28)
EVENINGS = (datetime(2020, 9, 1, 0, 0, tzinfo=UTC), datetime(2022, 6, 15, 0, 0, tzinfo=UTC))


@pytest.fixture
def lawrence(db, tmp_path):
    """A city in which the draft of February 2020 stands, alone."""
    files = dict(contents(folder("lawrence")))
    kept = {name: data for name, data in files.items() if name.startswith("2020-02") or name == "pack.json"}
    rules = kept["2020-02-draft.duty"].decode()
    kept["2020-02-draft.duty"] = packs.standing(rules, first=DRAFT).encode()
    town = Town()
    City.objects.update(packs=[str(write(kept, tmp_path / "lawrence"))])
    return town


def adopt(town, stem, evening, day):
    version = town.version(pack="lawrence", stem=stem)
    first = town.session(evening - timedelta(days=14))
    study = town.session(evening - timedelta(days=21), kind="work")
    town.item(study, part="study", version=version)
    town.vote(town.item(first, step="first_reading", version=version))
    return town.vote(town.item(town.session(evening), step="adoption", version=version, first_day=day))


def test_the_public_reads_a_text_from_midnight_of_its_day(lawrence):
    """The publication windows are at nine and at four; a law begins at midnight."""
    adopt(lawrence, "2020-09-adopted", EVENINGS[0], ADOPTED)
    shown = []
    for hour in (datetime(2020, 9, 15, 4, tzinfo=UTC), datetime(2020, 9, 15, 5, tzinfo=UTC)):
        project_laws(hour - timedelta(days=1), zone())
        jobs.show(hour)
        shown.append([law.first_day for law in PublicLaw.objects.filter(last_day=None)])
    assert shown == [[DRAFT], [ADOPTED]]


def test_each_text_stands_from_its_day_until_the_next(lawrence):
    from scopeofduty.city.desk import law_in_force

    adopt(lawrence, "2020-09-adopted", EVENINGS[0], ADOPTED)
    adopt(lawrence, "2022-06-revised", EVENINGS[1], REVISED)
    days = (ADOPTED - timedelta(days=1), ADOPTED, REVISED - timedelta(days=1), REVISED)
    starts = [
        next(each.start for each in law_in_force.on(day).versions if each.pack == "lawrence") for day in days
    ]
    assert starts == [DRAFT, ADOPTED, ADOPTED, REVISED]
    shipped = law.read("lawrence").on(REVISED)
    here = law_in_force.on(REVISED)
    mine = {rule.id: rule.written for rule in here.rules if rule.pack == "lawrence"}
    theirs = {rule.id: rule.written for rule in shipped.rules if rule.pack == "lawrence"}
    assert mine == theirs
