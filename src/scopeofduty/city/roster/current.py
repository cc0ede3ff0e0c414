"""The roster in force, and earlier editions, for whoever seals or opens a report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from scopeofduty.city.roster.models import Edition
from scopeofduty.sealing.canonical import canonical
from scopeofduty.sealing.roster import read_roster

if TYPE_CHECKING:
    from scopeofduty.sealing.roster import Roster


class NoRosterError(LookupError):
    """No edition of the roster is in force, so no report can be sealed yet."""


def edition_in_force() -> Edition:
    """Return the edition in force.

    Raises:
        NoRosterError: two keepers have never signed one.
    """
    edition = Edition.objects.exclude(in_force_at=None).prefetch_related("signatures").first()
    if edition is None:
        raise NoRosterError(
            _("No roster of recipients is in force: two keepers must sign one before reports can be sealed.")
        )
    return edition


def current_roster() -> Roster:
    """Return the roster in force, with its signatures checked.

    Raises:
        NoRosterError: there is none.
        RosterError: what the database holds isn't what two keepers signed.
    """
    return roster_of(edition_in_force())


def roster_of(edition: Edition) -> Roster:
    """Return an edition as a roster, its signatures checked against the keepers it was signed by."""
    return read_roster(
        signed_file(edition), keepers=keepers_of(edition), pinned=bytes.fromhex(edition.digest)
    )


def signed_file(edition: Edition) -> bytes:
    """Return the file that clients read: the roster and its signatures, as canonical JSON."""
    signed = [{"key": each.key, "signature": each.signature} for each in edition.signatures.all()]
    return canonical({"roster": edition.text, "signatures": signed})


def keepers_of(edition: Edition) -> list[bytes]:
    """Return the keepers' public keys that the register pins with the edition."""
    return [bytes.fromhex(each.key) for each in edition.signatures.all()]


def for_browser(edition: Edition) -> dict[str, Any]:
    """Return what ``readRoster`` of ``js/sealing`` takes: file, keepers, pinned digest."""
    return {
        "file": signed_file(edition).decode(),
        "keepers": [each.key for each in edition.signatures.all()],
        "pinned": edition.digest,
    }


def editions_for_browser() -> list[dict[str, Any]]:
    """Return every edition that was ever in force: an old case is read with the edition it was made with."""
    editions = Edition.objects.exclude(in_force_at=None).prefetch_related("signatures")
    return [for_browser(edition) for edition in editions]


def ids_and_titles(edition: Edition) -> dict[str, str]:
    """Return the words for each member, by id."""
    return {one["id"]: f"{one['person']}, {one['role']}" for one in json.loads(edition.text)["members"]}
