"""Writes js/sealing/vectors.json: run once, with `python src/scopeofduty/sealing/tests/vectors.py`."""

import hashlib
import json
from datetime import date
from pathlib import Path

from scopeofduty.sealing.attachment import Attachment, seal_attachment
from scopeofduty.sealing.bech32 import age_identity
from scopeofduty.sealing.canonical import canonical, combine
from scopeofduty.sealing.day_batch import make_batch
from scopeofduty.sealing.envelope import KeyPair, lock_identity, recipient_of, seal
from scopeofduty.sealing.epoch import Epoch, wrap_epoch
from scopeofduty.sealing.exclusion import custodians, panel
from scopeofduty.sealing.identity_box import Identity, seal_identity_box
from scopeofduty.sealing.message import START, Message, seal_message, sign
from scopeofduty.sealing.padding import file_size, text_size
from scopeofduty.sealing.protected_activity import commit, find, open_for
from scopeofduty.sealing.receipt import Receipt
from scopeofduty.sealing.roster import Duty, Member, Roster, publish_roster, sign_roster
from scopeofduty.sealing.signing import Signer

FILE = Path(__file__).parents[4] / "js/sealing/vectors.json"
SIZES = (0, 1, 4095, 4096, 4097, 65_536, 65_537, 33_554_432, 33_554_433, 100_000_000, 104_857_600)
DAY = date(2026, 3, 9)


class Stream:
    """Randomness that repeats: SHA-256 of a counter."""

    def __init__(self, seed):
        self.seed, self.at = seed, 0

    def __call__(self, size):
        out = b""
        while len(out) < size:
            out += hashlib.sha256(f"{self.seed} {self.at}".encode()).digest()
            self.at += 1
        return out[:size]


def secret(name):
    return hashlib.sha256(name.encode()).digest()


def keys_of(name):
    identity = age_identity(secret(f"age {name}"))
    return KeyPair(identity, recipient_of(identity))


def signer_of(name):
    return Signer(secret(f"sign {name}"))


def member(name, duty, **more):
    if duty is Duty.NONE:
        return Member(name, name.title(), "role", duty, **more)
    return Member(
        name,
        name.title(),
        "role",
        duty,
        recipient=keys_of(name).recipient,
        signing_key=signer_of(name).public,
        **more,
    )


def cast():
    """Mayor above manager, above chief and auditor; chief above sergeant; the deputy beside the chief."""
    return Roster(
        "Riverbend",
        3,
        (
            member("mayor", Duty.NONE),
            member("manager", Duty.RECIPIENT, reports_to="mayor"),
            member("chief", Duty.RECIPIENT, reports_to="manager", beside=("deputy",)),
            member("deputy", Duty.RECIPIENT, reports_to="manager"),
            member("auditor", Duty.RECIPIENT, reports_to="manager"),
            member("sergeant", Duty.NONE, reports_to="chief"),
            member("state", Duty.OUTSIDE),
            member("clerk", Duty.CUSTODIAN, reports_to="manager"),
            member("counsel", Duty.CUSTODIAN, reports_to="mayor"),
            member("judge", Duty.CUSTODIAN),
        ),
    )


def receipt_vectors():
    rows = []
    for mk in (bytes(16), bytes([255] * 16), bytes(range(16)), secret("mk")[:16]):
        one = Receipt(mk)
        rows.append(
            {
                "secret": mk.hex(),
                "en": " ".join(one.spell("en")),
                "es": " ".join(one.spell("es")),
                "identity": one.identity,
                "recipient": one.recipient,
                "lookup": one.lookup.hex(),
                "auth": one.auth.hex(),
                "lookup_hash": one.stored.lookup_hash.hex(),
                "auth_hash": one.stored.auth_hash.hex(),
                "signing_key": one.signer.public.hex(),
                "case": one.case,
                "pa_id_7": one.derive_for("pa-id", 7).hex(),
            }
        )
    return rows


def case_vectors(receipt, roster):
    key = keys_of("epoch 0")
    epoch = Epoch(
        receipt.case,
        0,
        key.identity,
        receipt.recipient,
        receipt.signer.public,
        ("chief",),
        ("auditor",),
        roster.digest,
    )
    content = b"a photograph, say" * 300
    described = Attachment.of("street \u00e1.jpg", "image/jpeg", content)
    body = {
        "text": "The sergeant asked for my papers. \u20ac \u00f1 \U0001f600",
        "attachments": [described.to_json()],
    }
    first = sign(Message(receipt.case, 0, 0, receipt.signer.public, START, body), receipt.signer)
    auditor = signer_of("auditor")
    second = sign(Message(receipt.case, 1, 0, auditor.public, first.digest, {"text": "Received."}), auditor)
    identity = Identity("Luc\u00eda  Ortega", "dispatcher")
    told = sign(
        Message(receipt.case, 0, 0, receipt.signer.public, START, {"identity": identity.to_json()}),
        receipt.signer,
    )
    first_keeper, second_keeper = custodians(roster, ("chief",))
    return {
        "epoch_identity": key.identity,
        "wraps": [one.hex() for one in wrap_epoch(epoch, roster, receipt.signer, Stream("wraps"))],
        "messages": [first.to_bytes().decode(), second.to_bytes().decode()],
        "digests": [first.digest.hex(), second.digest.hex()],
        "sealed": [seal_message(one, key.recipient).hex() for one in (first, second)],
        "attachment": seal_attachment(content, key.recipient).hex(),
        "attachment_sha256": described.sha256.hex(),
        "custodians": [first_keeper.id, second_keeper.id],
        "identity_box": seal_identity_box(
            told.to_bytes(), first_keeper.recipient, second_keeper.recipient
        ).hex(),
        "told": told.to_bytes().decode(),
    }


def clock_vectors(receipt):
    identity = Identity("Luc\u00eda Ortega", "dispatcher")
    entry = commit(receipt, 0, b"the report", identity, Stream("box"))
    unnamed = commit(receipt, 1, b"a statement", None, Stream("box 1"))
    batch, _ = make_batch(DAY, (entry, unnamed), Stream("batch"))
    openings = [open_for(receipt, one, "State court") for one in find(receipt, [batch])]
    return {
        "leaf": entry.leaf.hex(),
        "box": entry.box.hex(),
        "box_nonce": Stream("box")(12).hex(),
        "batch": batch.to_bytes().hex(),
        "published": batch.published.to_json(),
        "openings": [one.to_bytes().decode() for one in openings],
    }


def exclusion_vectors(roster):
    named = ((), ("sergeant",), ("chief",), ("deputy",), ("auditor", "chief", "manager"), ("auditor",))
    rows = []
    for ids in named:
        one = panel(roster, ids)
        rows.append(
            {"named": ids, "readers": one.ids, "excluded": sorted(one.excluded), "outside": one.outside}
        )
    return rows


def vectors():
    """Everything that never changes; `envelopes` and `case` hold age files, which are new each time."""
    receipt, roster = Receipt(secret("mk")[:16]), cast()
    signed = publish_roster(
        roster, [sign_roster(roster, signer_of(one)) for one in ("keeper one", "keeper two")]
    )
    text = {"b": [1, True, None, '\u00f1\n\u2028"'], "a": {"\u20ac": "", "z": -5}}
    return {
        "receipts": receipt_vectors(),
        "sizes": [{"size": one, "text": text_size(one), "file": file_size(one)} for one in SIZES],
        "canonical": {"value": text, "text": canonical(text).decode()},
        "combine": {"label": "id", "parts": ["", "00ff"], "hash": combine("id", b"", b"\0\xff").hex()},
        "roster": {
            "file": signed.decode(),
            "digest": roster.digest.hex(),
            "keepers": [signer_of(one).public.hex() for one in ("keeper one", "keeper two")],
        },
        "exclusion": exclusion_vectors(roster),
        "clock": clock_vectors(receipt),
        "people": {one: keys_of(one).identity for one in ("auditor", "chief", "clerk", "counsel", "judge")},
        "auditor_seed": signer_of("auditor").seed.hex(),
    }


def with_envelopes():
    receipt, roster, key = Receipt(secret("mk")[:16]), cast(), keys_of("envelope")
    return vectors() | {
        "envelope": {
            "identity": key.identity,
            "recipient": key.recipient,
            "plain": "hello",
            "sealed": seal(b"hello", key.recipient).hex(),
            "key_file": lock_identity(key.identity, "correct horse").hex(),
            "passphrase": "correct horse",
        },
        "case": case_vectors(receipt, roster),
    }


if __name__ == "__main__":
    FILE.write_text(json.dumps(with_envelopes(), ensure_ascii=True, indent=1, sort_keys=True) + "\n")
