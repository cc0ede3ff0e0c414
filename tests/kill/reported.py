"""Reporting in a process of its own: a roster whose keys tests can make, and reports sealed as pages do."""

import os

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402 — after set-up

from scopeofduty.city.clock import port  # noqa: E402
from scopeofduty.city.demo import place, sealed  # noqa: E402
from scopeofduty.city.reports import bodies  # noqa: E402
from scopeofduty.city.reports.files import HEAD  # noqa: E402
from scopeofduty.city.reports.framing import framed  # noqa: E402
from scopeofduty.city.roster.current import current_roster  # noqa: E402
from scopeofduty.sealing.envelope import new_key_pair  # noqa: E402
from scopeofduty.sealing.epoch import Epoch, wrap_epoch  # noqa: E402
from scopeofduty.sealing.exclusion import panel  # noqa: E402
from scopeofduty.sealing.identity_box import seal_identity_box  # noqa: E402
from scopeofduty.sealing.message import Chain, seal_message, sign  # noqa: E402
from scopeofduty.sealing.protected_activity import commit  # noqa: E402
from scopeofduty.sealing.receipt import Receipt  # noqa: E402


def seat_roster():
    """Put the demo's roster in force: its people, keys and signatures are the cast's."""
    place.found_city()
    sealed.seat_roster(place.seat_cast(port.now()), port.now())


def sealed_report(text="he asked my brother", named=("officer",)):
    """Return a receipt and the parts that a browser would post."""
    receipt, roster = Receipt.make(os.urandom), current_roster()
    epoch = Epoch(
        receipt.case, 0, new_key_pair().identity, receipt.recipient, receipt.signer.public, named,
        panel(roster, named).ids, roster.digest,
    )  # fmt: skip
    body = {"kind": bodies.REPORT, "text": text}
    first = sign(Chain(receipt.case).next_message(receipt.signer.public, 0, body), receipt.signer)
    commitment = commit(receipt, 0, first.to_bytes(), None, os.urandom)
    box = seal_identity_box(b"", new_key_pair().recipient, new_key_pair().recipient)
    parts = {
        "wraps": framed(wrap_epoch(epoch, roster, receipt.signer, os.urandom)),
        "message": seal_message(first, epoch.recipient),
        "identity_box": box,
        "commitment": commitment.leaf + commitment.box,
        **{f"file-{os.urandom(16).hex()}": HEAD + os.urandom(5000) for _each in range(2)},
    }
    told = {
        "case": receipt.case,
        "lookup_hash": receipt.stored.lookup_hash.hex(),
        "auth_hash": receipt.stored.auth_hash.hex(),
    }
    return receipt, epoch, told, parts


def as_post(told, parts):
    return told | {name: SimpleUploadedFile("blob", data) for name, data in parts.items()}


if __name__ == "__main__":
    seat_roster()
