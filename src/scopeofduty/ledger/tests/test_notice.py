import random

import pytest

from scopeofduty.ledger.checkpoint import EMPTY_HEAD
from scopeofduty.ledger.errors import LedgerError, MalformedError, ProofError
from scopeofduty.ledger.note import Note
from scopeofduty.ledger.notice import SealedNotice, verify_notice
from scopeofduty.ledger.policy import Policy
from scopeofduty.ledger.proof import TlogProof
from scopeofduty.ledger.slot import SlotType
from scopeofduty.ledger.storage import Folder
from scopeofduty.ledger.tests.cast import City, log_key
from scopeofduty.ledger.tiles import TileTree
from scopeofduty.ledger.tree import inclusion_proof
from scopeofduty.ledger.writer import LogWriter


def published(folder, size=3):
    """A city with one published notice: the city, the proof's file, the policy."""
    city = City(folder).start()
    city.receive("c1", agency="ICE", request="backup", answer="refused", week="2024-W41")
    for _ in range(size):
        city.end_day()
    record = city.records["c1"]
    return city, bytes(city.publisher.proof(record.place, record.type, record.payload)), city.policy


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return published(tmp_path_factory.mktemp("city"))


def test_a_notice_checks_alone(world):
    city, data, policy = world
    checked = verify_notice(data, policy)
    assert checked.notice.payload["request"] == "backup"
    assert checked.notice.type is SlotType.CONTACT
    assert checked.witnessed.quorum
    assert checked.witnessed.time == checked.sealed_between[1], (
        "the keepers saw it as soon as its tick was over"
    )
    assert checked.sealed_between == (city.cadence.first * 86_400, city.cadence.first * 86_400 + 86_400)


def test_every_flipped_bit_is_refused(world):
    """8,000 bits, some in every byte of the file; policy and proof know every signer in it."""
    _, data, policy = world
    rng = random.Random(7)  # noqa: S311 (a seed to repeat a failure)
    whole = [(byte, rng.randrange(8)) for byte in range(len(data))]
    rest = rng.sample([(byte, bit) for byte in range(len(data)) for bit in range(8)], 8000 - len(whole))
    held = []
    for byte, bit in whole + rest:
        flipped = bytearray(data)
        flipped[byte] ^= 1 << bit
        try:
            checked = verify_notice(bytes(flipped), policy)
        except LedgerError:
            continue
        if checked.witnessed.quorum:
            held.append((byte, bit))
    assert len(whole + rest) == 8000
    assert held == []


def test_without_witnesses_it_holds_but_is_marked(world):
    _, data, policy = world
    proof = TlogProof.parse(data)
    note = Note.parse(proof.checkpoint)
    alone = TlogProof(proof.index, proof.path, bytes(Note(note.text, note.signatures[:1])), proof.extra)
    checked = verify_notice(bytes(alone), policy)
    assert not checked.witnessed.quorum
    assert checked.witnessed.time is None


def test_a_policy_that_does_not_know_the_log(world):
    _, data, _ = world
    with pytest.raises(ProofError, match="lists no log"):
        verify_notice(data, Policy.parse(b"quorum none\n"))


def test_a_slot_sealed_in_another_s_place(world, tmp_path):
    """A city that puts one slot's envelope at another's index can't prove it as that slot's."""
    city, data, policy = world
    notice = SealedNotice.parse(TlogProof.parse(data).extra)
    origin = city.cadence.origin
    writer = LogWriter(Folder(tmp_path / "log"), Folder(tmp_path / "state"), origin, log_key(origin), list)
    right = city.cadence.index(*notice.place)
    wrong = (right + 1) % 4
    entries = [notice.entry(city.cadence) if index == wrong else bytes(64) for index in range(4)]
    checkpoint = bytes(writer.append(EMPTY_HEAD, entries))
    tree = TileTree(writer.public.read, 4)
    path = tuple(inclusion_proof(wrong, 4, tree.range_hash))
    with pytest.raises(ProofError, match="is of another entry"):
        verify_notice(bytes(TlogProof(wrong, path, checkpoint, bytes(notice))), policy)


def test_one_notice_has_one_spelling(world):
    _, data, policy = world
    proof = TlogProof.parse(data)
    for extra in (proof.extra + b" ", proof.extra.replace(b'"tick"', b'"more":1,"tick"')):
        with pytest.raises(MalformedError, match="canonically"):
            verify_notice(bytes(TlogProof(proof.index, proof.path, proof.checkpoint, extra)), policy)


def test_a_city_without_keepers_proves_under_its_newest_checkpoint(tmp_path):
    city = City(tmp_path).start()
    city.keeper.witnesses.clear()
    city.receive("c1", agency="ICE")
    for _ in range(3):
        city.clock.now += 86_400
        city.seal_due()
    record = city.records["c1"]
    data = bytes(city.publisher.proof(record.place, record.type, record.payload))
    checked = verify_notice(data, city.policy)
    assert (checked.witnessed.checkpoint.head.size, checked.witnessed.quorum) == (12, False)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda _: b"", "first line"),
        (lambda data: data.replace(b"index ", b"index 0"), "index"),
        (lambda data: data.replace(b"extra ", b"extro "), "no index line"),
        (lambda data: data[:-40], "newline"),
        (lambda data: "é".encode() + data, "ASCII"),
    ],
)
def test_files_that_are_no_proofs_say_why(world, change, message):
    _, data, policy = world
    with pytest.raises(MalformedError, match=message):
        verify_notice(change(data), policy)
