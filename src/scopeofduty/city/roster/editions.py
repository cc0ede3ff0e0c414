"""From the seats to an edition in force: frozen text, two signatures, one entry in the public register."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.audit import Event, record
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.ledger.register import enter
from scopeofduty.city.profile.models import City
from scopeofduty.city.roster.keys import RefusedError, key_of
from scopeofduty.city.roster.models import Edition, KeeperSignature, Seat
from scopeofduty.sealing.canonical import parse_hex
from scopeofduty.sealing.errors import SealingError
from scopeofduty.sealing.roster import SIGNATURES, Duty, Member, Roster
from scopeofduty.sealing.signing import SIGNATURE_SIZE, check_signature

if TYPE_CHECKING:
    from datetime import datetime

    from scopeofduty.city.accounts.models import User


def roster_from_seats(number: int) -> Roster:
    """Return the roster as the seats stand now.

    Raises:
        RosterError: the seats contradict themselves (a chain that comes back, the same key twice).
        RefusedError: somebody with a duty has no key yet.
    """
    city = City.objects.first()
    seats = Seat.objects.select_related("reports_to", "user").prefetch_related("beside")
    return Roster(city.name if city else "", number, tuple(_member(seat) for seat in seats))


def _member(seat: Seat) -> Member:
    key = key_of(seat.user) if seat.duty != Seat.Duty.NONE else None
    if seat.duty != Seat.Duty.NONE and key is None:
        raise RefusedError(
            _("%(person)s has a duty in the roster and no key yet: they make one first, on their key's page.")
            % {"person": seat.person}
        )
    return Member(
        id=seat.slug,
        person=seat.person,
        role=seat.title,
        duty=Duty(seat.duty),
        reports_to=seat.reports_to.slug if seat.reports_to else None,
        beside=tuple(sorted(other.slug for other in seat.beside.all())),
        recipient=key.recipient if key else None,
        signing_key=bytes.fromhex(key.signing_key) if key else None,
    )


def propose(*, reason: str, by: User | None, at: datetime) -> Edition:
    """Freeze the seats as an edition that waits for two signatures; one that waited is withdrawn.

    Raises:
        RefusedError: the seats make no roster that could be used; the message says why.
    """
    if not 8 <= len(reason.strip()) <= 300:
        raise RefusedError(_("Say in 8 to 300 characters why the roster changes."))
    try:
        with transaction.atomic():
            Edition.objects.select_for_update().filter(state=Edition.State.WAITING).update(
                state=Edition.State.WITHDRAWN
            )
            newest = Edition.objects.first()
            roster = roster_from_seats(newest.number + 1 if newest else 1)
            _check_duties(roster)
            edition = Edition.objects.create(
                number=roster.number,
                text=roster.to_bytes().decode(),
                digest=roster.digest.hex(),
                proposed_by=by,
                proposed_at=at,
                reason=reason.strip(),
            )
            record(Event.ROSTER_PROPOSED, actor=by, subject=f"edition {roster.number}", reason=reason, at=at)
    except SealingError as error:
        raise RefusedError(str(error)) from error
    except IntegrityError as error:
        raise RefusedError(_("Somebody proposed an edition at the same moment. Look at it first.")) from error
    return edition


def _check_duties(roster: Roster) -> None:
    """Refuse a roster that could leave a report without a reader, or an identity box without two keys."""
    if not roster.having(Duty.RECIPIENT):
        raise RefusedError(_("Nobody in the roster receives reports. Give somebody that duty."))
    if not roster.having(Duty.OUTSIDE):
        raise RefusedError(
            _("The roster names nobody outside the city, who must read when everybody inside is excluded.")
        )
    if len(roster.having(Duty.CUSTODIAN)) < 2:
        raise RefusedError(_("The identity box needs two custodians."))


def sign(edition: Edition, signature: str, *, by: User, at: datetime) -> Edition:
    """Add one keeper's signature; the second puts the edition in force and pins it in the public register.

    Raises:
        RefusedError: it isn't by this person's key, they signed already, or the edition doesn't wait.
    """
    key = key_of(by)
    if not by.may(Permission.ROSTER_SIGN) or key is None:
        raise RefusedError(_("A keeper with a key signs the roster. Make your key first."))
    with transaction.atomic():
        current = Edition.objects.select_for_update().get(pk=edition.pk)
        if current.state != Edition.State.WAITING:
            raise RefusedError(_("This edition doesn't wait for signatures any more."))
        if current.signatures.filter(signer=by).exists():
            raise RefusedError(_("You have signed this edition; another keeper signs it too."))
        _check(current, key.signing_key, signature)
        KeeperSignature.objects.create(
            edition=current, signer=by, key=key.signing_key, signature=signature, at=at
        )
        record(Event.ROSTER_SIGNED, actor=by, subject=f"edition {current.number}", at=at)
        if current.signatures.count() >= SIGNATURES:
            current.state, current.in_force_at = Edition.State.SIGNED, at
            current.save(update_fields=["state", "in_force_at"])
            _pin(current, at)
    return current


def _check(edition: Edition, key: str, signature: str) -> None:
    try:
        signed = parse_hex(signature, SIGNATURE_SIZE, "the signature")
        check_signature(bytes.fromhex(key), signed, "roster", edition.text.encode())
    except SealingError as error:
        raise RefusedError(_("This signature isn't by your key under this edition.")) from error


def _pin(edition: Edition, at: datetime) -> None:
    keepers = sorted(each.key for each in edition.signatures.all())
    facts = {"number": edition.number, "digest": edition.digest, "keepers": keepers}
    enter("roster", facts, at=at, key=f"roster/{edition.number}")


def changes(before: Edition | None, after: Edition) -> list[tuple[str, str, str]]:
    """Return what an edition changes, for whoever signs it: the member, what stood, what stands (JSON)."""
    old, new = (_members(edition) for edition in (before, after))
    return [
        (id_, old.get(id_, ""), new.get(id_, ""))
        for id_ in sorted(old.keys() | new.keys())
        if old.get(id_) != new.get(id_)
    ]


def _members(edition: Edition | None) -> dict[str, str]:
    if edition is None:
        return {}
    members = json.loads(edition.text)["members"]
    return {one["id"]: ", ".join(_words(one)) for one in members}


def _words(one: dict[str, Any]) -> list[str]:
    key = f"{one['recipient'][:14]}…" if one["recipient"] else ""
    told = [one["person"], one["role"], one["duty"], one["reports_to"] and f"↑ {one['reports_to']}", key]
    return [each for each in [*told, *(f"= {other}" for other in one["beside"])] if each]
