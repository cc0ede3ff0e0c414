"""Who may be in the roster, who signs it, and the drills: somebody leaves, somebody lost their key."""

from __future__ import annotations

import json

import pytest

from scopeofduty.city.handling.tests.conftest import AT
from scopeofduty.city.ledger.models import Fact
from scopeofduty.city.roster import editions, keys
from scopeofduty.city.roster.current import current_roster, edition_in_force
from scopeofduty.city.roster.keys import RefusedError
from scopeofduty.city.roster.models import Edition, Key, Seat
from scopeofduty.sealing.envelope import new_key_pair, recipient_of
from scopeofduty.sealing.errors import RosterError
from scopeofduty.sealing.recipient_key import signer_of

WHY = "Somebody's duty changed"


def signature(riverbend, who, edition):
    return riverbend.signer(who).sign("roster", edition.text.encode()).hex()


def put_in_force(riverbend, reason=WHY):
    edition = editions.propose(reason=reason, by=riverbend.people["clerk"], at=AT)
    for who in ("clerk", "monitor"):
        editions.sign(edition, signature(riverbend, who, edition), by=riverbend.people[who], at=AT)
    return edition


def register(user, identity):
    signer, recipient = signer_of(identity), recipient_of(identity)
    proof = signer.sign("recipient-key", keys.claim(user.username, recipient))
    return keys.register(user, recipient, signer.public.hex(), proof.hex(), at=AT)


def test_an_edition_in_force_is_pinned_in_the_register_once(riverbend):
    edition = put_in_force(riverbend)
    facts = Fact.objects.filter(kind="roster", key=f"roster/{edition.number}")
    assert [fact.facts["digest"] for fact in facts] == [edition.digest]
    assert edition_in_force() == edition
    assert current_roster().digest.hex() == edition.digest


def test_one_keeper_alone_puts_nothing_in_force(riverbend):
    before = edition_in_force()
    edition = editions.propose(reason=WHY, by=riverbend.people["clerk"], at=AT)
    clerk = riverbend.people["clerk"]
    editions.sign(edition, signature(riverbend, "clerk", edition), by=clerk, at=AT)
    with pytest.raises(RefusedError, match="another keeper"):
        editions.sign(edition, signature(riverbend, "clerk", edition), by=clerk, at=AT)
    assert edition_in_force() == before


@pytest.mark.parametrize("who", ["it", "chief", "inspector", "custodian"])
def test_nobody_but_a_keeper_signs(riverbend, who):
    edition = editions.propose(reason=WHY, by=riverbend.people["clerk"], at=AT)
    with pytest.raises(RefusedError, match="keeper"):
        editions.sign(edition, signature(riverbend, who, edition), by=riverbend.people[who], at=AT)


def test_a_signature_of_another_edition_or_key_is_refused(riverbend):
    old = edition_in_force()
    edition = editions.propose(reason=WHY, by=riverbend.people["clerk"], at=AT)
    for wrong in (signature(riverbend, "clerk", old), signature(riverbend, "monitor", edition), "ff", ""):
        with pytest.raises(RefusedError, match="isn't by your key"):
            editions.sign(edition, wrong, by=riverbend.people["clerk"], at=AT)


def test_a_roster_changed_in_the_database_is_not_used(riverbend):
    edition = edition_in_force()
    theirs = new_key_pair().recipient
    told = json.loads(edition.text)
    next(one for one in told["members"] if one["id"] == "inspector")["recipient"] = theirs
    Edition.objects.filter(pk=edition.pk).update(text=json.dumps(told, separators=(",", ":"), sort_keys=True))
    with pytest.raises(RosterError, match="pinned"):
        current_roster()


def test_seats_that_could_leave_a_report_without_a_reader_are_not_proposed(riverbend):
    clerk = riverbend.people["clerk"]
    for slug, said in (("ombuds", "outside"), ("custodian2", "two custodians")):
        Seat.objects.filter(slug=slug).update(duty=Seat.Duty.NONE)
        with pytest.raises(RefusedError, match=said):
            editions.propose(reason=WHY, by=clerk, at=AT)
        Seat.objects.filter(slug=slug).update(
            duty=Seat.Duty.OUTSIDE if slug == "ombuds" else Seat.Duty.CUSTODIAN
        )
    Seat.objects.filter(slug="manager").update(reports_to=Seat.objects.get(slug="officer"))
    with pytest.raises(RefusedError, match="comes back"):
        editions.propose(reason=WHY, by=clerk, at=AT)
    with pytest.raises(RefusedError, match="8 to 300"):
        editions.propose(reason="short", by=clerk, at=AT)


def test_a_key_that_is_somebody_elses_is_not_registered(riverbend):
    identity, user = new_key_pair().identity, riverbend.people["inspector"]
    signer, recipient = signer_of(identity), recipient_of(identity)
    claim = keys.claim("hr", recipient)
    for key, proof in (
        (recipient, signer.sign("recipient-key", claim).hex()),
        ("age1x", "ff"),
        (recipient, ""),
    ):
        with pytest.raises(RefusedError, match="isn't a key of yours"):
            keys.register(user, key, signer.public.hex(), proof, at=AT)
    taken = signer_of(riverbend.identity("hr"))
    theirs = recipient_of(riverbend.identity("hr"))
    proof = taken.sign("recipient-key", keys.claim("inspector", theirs)).hex()
    with pytest.raises(RefusedError, match="registered already"):
        keys.register(user, theirs, taken.public.hex(), proof, at=AT)
    assert Key.objects.filter(user=user, ended_at=None).count() == 1


def test_drill_a_recipient_who_leaves_is_in_no_later_edition(riverbend):
    Seat.objects.get(slug="inspector").delete()
    keys.end_key(riverbend.people["inspector"], reason="left", by=riverbend.people["clerk"], at=AT)
    edition = put_in_force(riverbend, "The inspector left")
    assert "inspector" not in {member.id for member in current_roster().members}
    assert [change[0] for change in editions.changes(Edition.objects.get(number=1), edition)] == ["inspector"]
    with pytest.raises(RefusedError, match="has no key"):
        keys.end_key(riverbend.people["inspector"], reason="left", by=riverbend.people["clerk"], at=AT)


def test_drill_a_lost_key_is_replaced_and_the_next_report_is_for_the_new_one(riverbend):
    fresh = new_key_pair().identity
    old = current_roster().member("inspector").recipient
    register(riverbend.people["inspector"], fresh)
    assert current_roster().member("inspector").recipient == old, "not before the next edition"
    put_in_force(riverbend, "The inspector lost a key")
    assert current_roster().member("inspector").recipient == recipient_of(fresh) != old
