"""A roster in force whose keys the tests hold, and a folder for the files."""

from __future__ import annotations

import os
from datetime import date

import pytest

from scopeofduty.city.reports import bodies
from scopeofduty.sealing.envelope import new_key_pair
from scopeofduty.sealing.epoch import Epoch, wrap_epoch
from scopeofduty.sealing.exclusion import panel
from scopeofduty.sealing.identity_box import seal_identity_box
from scopeofduty.sealing.message import Chain, seal_message, sign
from scopeofduty.sealing.receipt import Receipt
from scopeofduty.sealing.roster import publish_roster, sign_roster
from scopeofduty.sealing.tests.vectors import cast, signer_of

DAY = date(2026, 11, 23)
ROSTER = cast()
KEEPERS = [signer_of("first keeper"), signer_of("second keeper")]
EDITION = {
    "file": publish_roster(ROSTER, [sign_roster(ROSTER, keeper) for keeper in KEEPERS]).decode(),
    "keepers": [keeper.public.hex() for keeper in KEEPERS],
    "pinned": ROSTER.digest.hex(),
}


class Sealed:
    """A report as a browser seals it, with what is needed to look into it."""

    def __init__(self, text="the text", named=("sergeant",), receipt=None):
        self.receipt = receipt or Receipt.make(os.urandom)
        readers = panel(ROSTER, named).ids
        self.epoch = Epoch(
            self.receipt.case,
            0,
            new_key_pair().identity,
            self.receipt.recipient,
            self.receipt.signer.public,
            tuple(named),
            readers,
            ROSTER.digest,
        )
        self.wraps = wrap_epoch(self.epoch, ROSTER, self.receipt.signer, os.urandom)
        body = {"kind": bodies.REPORT, "text": text}
        first = Chain(self.receipt.case).next_message(self.receipt.signer.public, 0, body)
        self.signed = sign(first, self.receipt.signer)
        self.message = seal_message(self.signed, self.epoch.recipient)
        self.box = seal_identity_box(b"", new_key_pair().recipient, new_key_pair().recipient)


@pytest.fixture(autouse=True)
def _here(settings, tmp_path, monkeypatch):
    settings.REPORTS_FOLDER = tmp_path / "reports"
    monkeypatch.setattr("scopeofduty.city.reports.jobs.current_roster", lambda: ROSTER)
    for part in ("telling", "sealed", "following", "entering"):
        monkeypatch.setattr(f"scopeofduty.city.reports.views.{part}.rosters", lambda: [ROSTER])
    monkeypatch.setattr("scopeofduty.city.reports.views.sealed.editions_for_browser", lambda: [EDITION])
