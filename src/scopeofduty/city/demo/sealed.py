"""Who receives reports in Riverbend: the roster, its keys, two keepers' signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scopeofduty.city.demo.cast import CAST
from scopeofduty.city.demo.keys import demo_identity
from scopeofduty.city.roster import editions, keys
from scopeofduty.city.roster.models import Edition, Seat
from scopeofduty.sealing.envelope import recipient_of
from scopeofduty.sealing.recipient_key import signer_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from scopeofduty.city.accounts.models import User

KEEPERS = ("clerk", "monitor")
# Who is next above whom; what somebody does with reports; who is excluded together with whom.
ABOVE = {
    "chief": "manager",
    "supervisor": "chief",
    "supervisor2": "chief",
    "officer": "supervisor",
    "dispatcher": "supervisor",
    "records": "chief",
    "sergeant": "chief",
    "hr": "manager",
    "library": "manager",
    "housing": "manager",
    "counsel2": "counsel",
    "it": "manager",
}
DUTIES = {
    "inspector": Seat.Duty.RECIPIENT,
    "hr": Seat.Duty.RECIPIENT,
    "counsel2": Seat.Duty.RECIPIENT,
    "ombuds": Seat.Duty.OUTSIDE,
    "custodian": Seat.Duty.CUSTODIAN,
    "custodian2": Seat.Duty.CUSTODIAN,
}
MANAGER = ("manager", "Magnus Manager", "city manager")
REASON = "The first roster of the demo city"


def seat_roster(people: Mapping[str, User], at: datetime) -> None:
    """Fill the seats, register the demo's keys, and let two keepers sign; once."""
    if Edition.objects.exists():
        return
    slug, name, title = MANAGER
    seats = {slug: Seat.objects.create(slug=slug, person=name, title=title, order=0)}
    seated = [member for member in CAST if member.username in {*ABOVE, *ABOVE.values(), *DUTIES}]
    for order, member in enumerate(seated, start=1):
        seats[member.username] = Seat.objects.create(
            slug=member.username,
            person=member.name,
            title=member.title,
            duty=DUTIES.get(member.username, Seat.Duty.NONE),
            user=people[member.username],
            order=order,
        )
    for below, above in ABOVE.items():
        seats[below].reports_to = seats[above]
        seats[below].save(update_fields=["reports_to"])
    # The two supervisors stand in for each other, so they are excluded together.
    seats["supervisor"].beside.add(seats["supervisor2"])
    for username in (*DUTIES, *KEEPERS):
        register(people[username], at)
    edition = editions.propose(reason=REASON, by=people["clerk"], at=at)
    for username in KEEPERS:
        signed = signer_of(demo_identity(username)).sign("roster", edition.text.encode())
        editions.sign(edition, signed.hex(), by=people[username], at=at)


def register(person: User, at: datetime) -> None:
    """Register the demo key of somebody of the cast."""
    identity = demo_identity(person.username)
    recipient, signer = recipient_of(identity), signer_of(identity)
    proof = signer.sign("recipient-key", keys.claim(person.username, recipient))
    keys.register(person, recipient, signer.public.hex(), proof.hex(), at=at)
