"""Riverbend's commission: sessions with agendas and votes, and agreements in every part of their life.

All of it is invented. Everything goes through the services that the pages use, so nothing here is approved
that the cast didn't vote for.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from scopeofduty.city.agreements import neighbours, recording
from scopeofduty.city.agreements.asking import ordinance_says
from scopeofduty.city.agreements.projecting import project as show_agreements
from scopeofduty.city.agreements.recording import Document
from scopeofduty.city.clock.due import zone
from scopeofduty.city.collection.register import today
from scopeofduty.city.commission import deciding, sitting
from scopeofduty.city.commission.models import Item, Session
from scopeofduty.city.commission.projecting import project as show_sessions
from scopeofduty.city.demo.corpus import load
from scopeofduty.city.demo.drafting import SLUG
from scopeofduty.city.drafts.models import Version

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from scopeofduty.city.accounts.models import User
    from scopeofduty.city.agreements.models import Agreement, Text

FILE = "chamber.yaml"
BEGUN = timedelta(minutes=40)  # tonight's session began a little before the demo did


class Chamber:
    """One seeding: who is there, and what day it is."""

    def __init__(self, people: Mapping[str, User], at: datetime) -> None:
        self.people, self.at = people, at
        self.clerk, self.counsel = people["clerk"], people["counsel"]
        self.sessions: dict[str, Session] = {}

    def after(self, days: int) -> datetime:
        """Return the moment so many days from the demo's."""
        return self.at + timedelta(days=days)

    def day(self, days: int) -> date:
        """Return the city's day so many days from the demo's."""
        return today(self.after(days))

    def evening(self, days: int) -> datetime:
        """Return six in the evening of a day, on the city's clock."""
        return datetime.combine(self.day(days), time(18), zone())

    def call(self, told: Mapping[str, Any]) -> None:
        """Set a session on the calendar."""
        starts = self.at - BEGUN if told["days"] == 0 else self.evening(told["days"])
        values = {name: told.get(name, "") for name in ("kind", "place", "topic", "topic_es")}
        made = sitting.call_session(
            values | {"starts_at": starts}, by=self.clerk, at=min(self.at, starts) - timedelta(days=12)
        )
        self.sessions[told["id"]] = made

    def put(self, told: Mapping[str, Any]) -> None:
        """Put a matter on an agenda."""
        session = self.sessions[told["session"]]
        values = {name: told.get(name, "") for name in ("title", "title_es", "about", "about_es", "part")}
        values["step"] = told.get("step", "none")
        if told.get("version"):
            values["version"] = Version.objects.filter(draft__slug=SLUG).order_by("number").first()
        if "first_day" in told:
            values["first_day"] = self.day(told["first_day"])
        sitting.add_item(session, values, by=self.clerk, at=session.starts_at - timedelta(days=7))

    def publish(self, told: Mapping[str, Any]) -> None:
        """Make an agenda public, and write the minutes where there are some."""
        session = self.sessions[told["id"]]
        if "agenda" in told:
            at = session.starts_at - timedelta(days=told["agenda"])
            sitting.publish_agenda(session, by=self.clerk, at=at)
        if "minutes" in told:
            sitting.write_minutes(
                session, told["minutes"], by=self.clerk, at=session.starts_at + timedelta(days=1), after=0
            )

    def vote(self, item: Item, told: Mapping[str, Any], minutes: int) -> None:
        """Open a vote, let members cast theirs, and close it unless it is left open."""
        at = item.session.starts_at + timedelta(minutes=minutes)
        vote = deciding.open_vote([item], f"To approve: {item.title}", by=self.clerk, at=at)
        for option, side in (("yes", "for"), ("no", "against")):
            for name in told.get(side, "").split():
                deciding.cast(vote, option, by=self.people[name], at=at + timedelta(minutes=1))
        if not told.get("open"):
            deciding.close(vote, by=self.clerk, at=at + timedelta(minutes=3))

    def propose(self, told: Mapping[str, Any]) -> tuple[Agreement, Text]:
        """Enter an agreement with its text, counsel's analysis and its notice."""
        steps = told["steps"]
        names = ("kind", "title", "title_es", "partner", "department", "summary", "summary_es")
        terms = {
            name: self.day(told[key]) if key in told else None
            for name, key in (("expires_on", "expires"), ("review_on", "review"))
        }
        values: dict[str, Any] = {name: told[name] for name in names}
        made = recording.propose(
            values | terms, _paper(told, "proposed"), by=self.clerk, at=self.after(steps["entered"])
        )
        text = made.texts.get()
        recording.analyse(
            text,
            steps["finding"],
            steps["reasons"],
            says=ordinance_says(made, self.day(steps["analysed"])),
            by=self.counsel,
            at=self.after(steps["analysed"]),
        )
        recording.give_notice(text, self.day(steps["until"]), by=self.clerk, at=self.after(steps["noticed"]))
        return made, text

    def decide(self, told: Mapping[str, Any], made: Agreement, text: Text) -> None:
        """Vote on an agreement, sign it or take it back, as far as its story goes."""
        steps = told["steps"]
        if "session" in steps:
            session = self.sessions[steps["session"]]
            at = session.starts_at - timedelta(days=1)
            item = recording.put_to_vote(text, session, by=self.clerk, at=at)
            self.vote(item, steps, 5 * item.number)
        if "signed" in steps:
            at = self.after(steps["signed"])
            signed = {"signed_at": at, "signer": "The mayor"}
            recording.sign(made, signed, _paper(told, "signed"), by=self.clerk, at=at + timedelta(hours=2))
        if "ended" in steps:
            recording.end(
                made,
                steps["end_how"],
                self.day(steps["ended"]),
                steps["end_reason"],
                by=self.clerk,
                at=self.after(steps["ended"]),
            )

    def find(self, told: Mapping[str, Any]) -> None:
        """Record an agreement that was found signed without a vote."""
        found = told["found"]
        names = ("kind", "title", "title_es", "partner", "department", "summary", "summary_es")
        values: dict[str, Any] = {name: told[name] for name in names}
        values |= {"signed_at": self.after(found["signed"]), "signer": found["signer"], "expires_on": None}
        recording.report_found(
            values, _paper(told, "found"), by=self.people["records"], at=self.after(found["recorded"])
        )

    def look_around(self, told: Mapping[str, Any]) -> None:
        """Bring in the list of what neighbours signed."""
        neighbours.bring_in(
            told["name"],
            told["list"].encode(),
            states=told["states"],
            as_of=self.day(told["as_of"]),
            source=told["source"],
            by=self.clerk,
            at=self.after(told["as_of"] + 1),
        )


def convene(people: Mapping[str, User], at: datetime) -> None:
    """Fill the commission's calendar and the register of agreements; again, it changes nothing."""
    if Session.objects.exists():
        return
    told, chamber = load(FILE), Chamber(people, at)
    for session in told["sessions"]:
        chamber.call(session)
    for item in told["items"]:
        chamber.put(item)
    proposed = []
    for agreement in told["agreements"]:
        if "found" in agreement:
            chamber.find(agreement)
        else:
            proposed.append((agreement, *chamber.propose(agreement)))
    for number, session in enumerate(("spring", "autumn")):
        title = {"title": "Report of the city manager", "title_es": "Informe de la gerencia municipal"}
        sitting.add_item(
            chamber.sessions[session],
            {"part": "regular", **title},
            by=chamber.clerk,
            at=chamber.sessions[session].starts_at - timedelta(days=11 + number),
        )
    for session in told["sessions"]:
        chamber.publish(session)
    for story in proposed:
        chamber.decide(*story)
    _vote_on(chamber, told["items"])
    chamber.look_around(told["neighbours"])
    show_sessions()
    show_agreements(at)


def _vote_on(chamber: Chamber, items: list[dict[str, Any]]) -> None:
    for told in items:
        if "vote" in told:
            item = Item.objects.get(session=chamber.sessions[told["session"]], title=told["title"])
            chamber.vote(item, told["vote"], 10 * item.number)


def _paper(told: Mapping[str, Any], state: str) -> Document:
    text = f"{told['title']}\n\nBetween the City of Riverbend and: {told['partner']}\n\n{told['summary']}\n"
    return Document(f"{state}.txt", f"{text}\n({state}; invented for the demo)\n".encode())
