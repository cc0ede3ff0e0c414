"""A city with a clerk, counsel and five commissioners, and a law in three versions to vote on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from scopeofduty.city.accounts.models import Appointment, User
from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.commission import deciding, sitting
from scopeofduty.city.drafts import packs, versions
from scopeofduty.city.drafts.models import Draft, Revision
from scopeofduty.city.profile.models import City, Department

EVENING = datetime(2026, 3, 3, 0, 0, tzinfo=UTC)  # six in the evening of 2 March in Chicago
CAST = {
    "cleo": ("Cleo Clerk", Role.CLERK),
    "corey": ("Corey Counsel", Role.COUNSEL),
    "ada": ("Ada Member", Role.COMMISSIONER),
    "ben": ("Ben Member", Role.COMMISSIONER),
    "cyn": ("Cyn Member", Role.COMMISSIONER),
    "dov": ("Dov Member", Role.COMMISSIONER),
    "eve": ("Eve Member", Role.COMMISSIONER),
    "ofi": ("Ofi Officer", Role.OFFICER),
    "ira": ("Ira Itdesk", Role.ADMINISTRATOR),
}


class Town:
    """What happens in a city's chamber, in the words of the tests."""

    def __init__(self, packs=("riverbend",)):
        City.objects.update_or_create(
            pk=1, defaults={"name": "Riverbend", "zone": "America/Chicago", "packs": list(packs)}
        )
        department, _ = Department.objects.get_or_create(slug="police", name="Police", actor="police")
        self.people = {}
        for username, (name, role) in CAST.items():
            first, last = name.split()
            user, _ = User.objects.get_or_create(
                username=username,
                defaults={"department": department, "first_name": first, "last_name": last},
            )
            Appointment.objects.get_or_create(user=user, role=role, ended_at=None, given_at=EVENING)
            self.people[username] = user

    def __getattr__(self, name):
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    def session(self, at=EVENING, kind="regular"):
        return sitting.call_session(
            {"kind": kind, "starts_at": at, "place": "City Hall"}, by=self.cleo, at=at - timedelta(days=9)
        )

    def item(self, session, *, published=True, **values):
        before = session.starts_at - timedelta(days=8)
        given = {"part": "regular", "title": "A matter", **values}
        item = sitting.add_item(session, given, by=self.cleo, at=before)
        if published:
            sitting.publish_agenda(session, by=self.cleo, at=before)
        return item

    def vote(self, *items, yes="ada ben cyn", no="dov", at=None, closed=True):
        at = at or items[0].session.starts_at + timedelta(minutes=30)
        vote = deciding.open_vote(items, "to approve it", by=self.cleo, at=at)
        for option, names in (("yes", yes), ("no", no)):
            for name in names.split():
                deciding.cast(vote, option, by=self.people[name], at=at)
        if closed:
            vote = deciding.close(vote, by=self.cleo, at=at + timedelta(minutes=5))
        return vote

    def version(self, change=lambda rules: rules, *, pack="riverbend", stem="ordinance"):
        """A version of the pack's law with its rules changed, frozen to be voted on."""
        start = next(each for each in packs.starts((pack,)) if each.file == stem)
        base, text, rules = packs.begun(start)
        draft = Draft.objects.create(
            slug=f"draft-{Draft.objects.count()}",
            title="The ordinance, amended",
            pack=pack,
            law=start.law,
            base=base,
            newest=1,
            by=self.corey,
            at=EVENING,
        )
        revision = Revision.objects.create(
            draft=draft, number=1, text=text, rules=change(rules), source="begun", by=self.corey, at=EVENING
        )
        return versions.freeze(draft, revision, name="as amended", by=self.corey, at=EVENING)


@pytest.fixture(autouse=True)
def laws(settings, tmp_path):
    settings.LAW_FOLDER = tmp_path / "law"


@pytest.fixture
def town(db):
    return Town()


@pytest.fixture
def third_of_march():
    return date(2026, 3, 10)
