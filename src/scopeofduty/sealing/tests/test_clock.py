import os
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from scopeofduty.sealing.canonical import canonical
from scopeofduty.sealing.day_batch import SIZE, Commitment, DayBatch, PublishedBatch, make_batch
from scopeofduty.sealing.errors import ClockError, MalformedError, SignatureError
from scopeofduty.sealing.identity_box import Identity
from scopeofduty.sealing.opening import Opening, leaf_of, verify
from scopeofduty.sealing.protected_activity import (
    MAX_IDENTITY,
    commit,
    content_commitment,
    content_randomiser,
    find,
    open_for,
)
from scopeofduty.sealing.receipt import Receipt

RECEIPT = Receipt(b"sixteen bytes :)")
ANA, BEA = Identity("Ana Ruiz", "dispatcher"), Identity("Bea Ruiz", "dispatcher")
DAY = date(2026, 3, 9)
SEEN = int(datetime(2026, 3, 10, 1, tzinfo=UTC).timestamp())
REPORT = b"The sergeant asked for papers."
ENTRY = commit(RECEIPT, 0, REPORT, ANA, os.urandom)
BATCH, _ = make_batch(DAY, [ENTRY], os.urandom)
(FOUND,) = find(RECEIPT, [BATCH])
OPENING = open_for(RECEIPT, FOUND, "court")


def proven(opening=OPENING, published=BATCH.published, witnessed_at=SEEN, to="court"):
    return verify(opening, published, witnessed_at=witnessed_at, to=to)


def resigned(opening):
    """As its maker could sign it anew."""
    seed = RECEIPT.derive_for("pa-key", 0)
    from scopeofduty.sealing.signing import Signer

    return opening.signed(Signer(seed).sign("opening", canonical(opening.to_json())))


def test_it_works_from_the_receipt_and_the_public_log_alone_after_the_case_is_gone():
    words, file, facts = " ".join(RECEIPT.spell("es")), BATCH.to_bytes(), BATCH.published.to_json()
    published = PublishedBatch.from_json(facts)
    receipt = Receipt.read(words)
    other = make_batch(date(2026, 3, 8), [], os.urandom)[0]
    (found,) = find(receipt, [other, DayBatch.from_bytes(file, published)])
    opening = Opening.from_bytes(open_for(receipt, found, "court").to_bytes())
    shown = verify(opening, published, witnessed_at=SEEN, to="court")
    assert shown.identity == ANA
    assert (shown.day, shown.witnessed_at) == (DAY, SEEN)
    assert shown.days_before(date(2026, 4, 20)) == 42
    assert shown.days_before(date(2026, 3, 1)) == -8


def test_an_opening_does_not_show_the_content_which_opens_apart():
    randomiser = content_randomiser(RECEIPT, 0)
    assert content_commitment(randomiser, REPORT) == OPENING.content
    assert content_commitment(randomiser, REPORT + b"!") != OPENING.content
    assert randomiser.hex() not in OPENING.to_bytes().decode()
    assert REPORT not in OPENING.to_bytes()


def test_a_commitment_hides_a_content_that_could_be_guessed():
    assert content_commitment(bytes(32), REPORT) != OPENING.content


def test_a_commitment_hides_a_person_that_could_be_guessed():
    for identity in (ANA, BEA, None):
        for known in (b"", bytes(32), RECEIPT.case.encode().ljust(32, b"\0")):
            assert leaf_of(known, identity, OPENING.content, OPENING.public_key) != ENTRY.leaf
    again = commit(Receipt(b"another receipt."), 0, REPORT, ANA, os.urandom)
    assert again.leaf != ENTRY.leaf
    assert b"Ana" not in BATCH.to_bytes()


def test_real_and_decoy_have_one_form_and_only_the_receipt_tells_them_apart():
    assert {(len(one.leaf), len(one.box)) for one in BATCH.entries} == {(32, 512)}
    assert len(BATCH.to_bytes()) == 34_816
    assert len(make_batch(DAY, [], os.urandom)[0].to_bytes()) == 34_816
    assert find(Receipt(bytes(16)), [BATCH]) == ()
    two = commit(RECEIPT, 0, REPORT, ANA, os.urandom)
    assert two.box[:12] != ENTRY.box[:12]
    # Zeros that fill the box up must not show: bytes are spread as chance spreads them.
    assert all(two.box.count(byte) < 16 for byte in range(256))


@pytest.mark.parametrize(
    "change",
    [
        {"identity": BEA},
        {"identity": None},
        {"identity": Identity("Ana Ruiz")},
        {"randomiser": bytes(32)},
        {"content": bytes(32)},
        {"index": (FOUND.index + 1) % SIZE},
        {"path": OPENING.path[::-1]},
    ],
)
def test_a_commitment_binds_so_no_other_opening_holds(change):
    with pytest.raises(ClockError, match="no such commitment"):
        proven(resigned(replace(OPENING, **change)))


def test_another_key_cannot_take_an_opening_over():
    thief = Receipt(b"somebody else's.")
    from scopeofduty.sealing.signing import Signer

    signer = Signer(thief.derive_for("pa-key", 0))
    taken = replace(OPENING, public_key=signer.public)
    taken = taken.signed(signer.sign("opening", canonical(taken.to_json())))
    with pytest.raises(ClockError, match="no such commitment"):
        proven(taken)


def test_an_opening_is_for_one_verifier():
    with pytest.raises(ClockError, match="made for 'court'"):
        proven(to="employer")
    with pytest.raises(SignatureError):
        proven(replace(OPENING, to="employer"), to="employer")


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (None, "no independent keeper"),
        (
            int(datetime(2026, 3, 12, tzinfo=UTC).timestamp()),
            "first seen by an .* on 2026-03-12",
        ),
        (int(datetime(2027, 1, 1, tzinfo=UTC).timestamp()), "2027-01-01"),
        (int(datetime(2026, 3, 8, 23, 59, tzinfo=UTC).timestamp()), "seen before"),
    ],
)
def test_no_date_holds_that_the_witnesses_did_not_see(seen, said):
    with pytest.raises(ClockError, match=said):
        proven(witnessed_at=seen)
    assert proven(witnessed_at=int(datetime(2026, 3, 11, 23, 59, tzinfo=UTC).timestamp()))


def test_nothing_can_be_put_into_a_batch_that_witnesses_signed():
    late = commit(RECEIPT, 1, b"later", BEA, os.urandom)
    entries = list(BATCH.entries)
    entries[(FOUND.index + 1) % SIZE] = late
    slipped = DayBatch(DAY, tuple(entries))
    with pytest.raises(ClockError, match="isn't the batch"):
        DayBatch.from_bytes(slipped.to_bytes(), BATCH.published)
    found = [one for one in find(RECEIPT, [slipped]) if one.activity.number == 1]
    with pytest.raises(ClockError, match="no such commitment"):
        proven(open_for(RECEIPT, found[0], "court"))
    with pytest.raises(ClockError, match="the public entry is of 2026-03-01"):
        proven(published=replace(BATCH.published, day=date(2026, 3, 1)))
    with pytest.raises(ClockError, match="the public entry is of"):
        proven(resigned(replace(OPENING, day=date(2026, 3, 1))))


def test_a_box_changed_in_the_file_shows():
    data = bytearray(BATCH.to_bytes())
    data[40] ^= 1
    with pytest.raises(ClockError, match="isn't the batch"):
        DayBatch.from_bytes(bytes(data), BATCH.published)


def test_a_box_moved_to_another_leaf_does_not_open():
    moved = Commitment(bytes(32), ENTRY.box)
    assert find(RECEIPT, [make_batch(DAY, [moved], os.urandom)[0]]) == ()


def test_what_overflows_waits_a_day():
    waiting = [commit(RECEIPT, number, b"", None, os.urandom) for number in range(SIZE + 3)]
    batch, rest = make_batch(DAY, waiting, os.urandom)
    assert rest == tuple(waiting[SIZE:])
    assert {one.leaf for one in batch.entries} == {one.leaf for one in waiting[:SIZE]}
    assert [one.leaf for one in batch.entries] != [one.leaf for one in waiting[:SIZE]]
    later, rest = make_batch(date(2026, 3, 10), rest, os.urandom)
    assert rest == ()
    numbers = {one.activity.number for one in find(RECEIPT, [batch, later])}
    assert numbers == set(range(SIZE + 3))


def test_without_a_name_it_is_the_receipts_holder():
    batch, _ = make_batch(DAY, [commit(RECEIPT, 4, REPORT, None, os.urandom)], os.urandom)
    (found,) = find(RECEIPT, [batch])
    opening = Opening.from_bytes(open_for(RECEIPT, found, "court").to_bytes())
    assert proven(opening, batch.published).identity is None


def test_an_identity_that_is_too_long_is_said():
    with pytest.raises(MalformedError, match=f"room for {MAX_IDENTITY}"):
        commit(RECEIPT, 0, REPORT, Identity("x" * 500), os.urandom)


def test_every_place_has_its_path():
    for index in range(SIZE):
        marked = [Commitment(bytes([at]) * 32, bytes(512)) for at in range(SIZE)]
        batch = DayBatch(DAY, tuple(marked))
        moved = replace(OPENING, index=index, path=batch.path(index))
        from scopeofduty.sealing.day_batch import root_from

        assert root_from(marked[index].leaf, moved.index, moved.path) == batch.published.leaves


def test_malformed_files_are_refused():
    good = OPENING.to_json()
    for change in ({"v": 2}, {"index": "1"}, {"day": "9 March"}, {"path": ["x"]}, {"extra": 1}):
        with pytest.raises(MalformedError):
            Opening.from_bytes(canonical({"opening": good | change, "signature": "00" * 64}))
    for change in ({"index": 64}, {"index": -1}, {"path": OPENING.path[:5]}):
        with pytest.raises(ClockError, match="a path has 6"):
            proven(resigned(replace(OPENING, **change)))
    with pytest.raises(MalformedError, match="34816 bytes, not 3"):
        DayBatch.from_bytes(b"abc", BATCH.published)
    with pytest.raises(MalformedError, match="64 commitments"):
        DayBatch(DAY, ())
    with pytest.raises(MalformedError, match="512, not 32 and 1"):
        Commitment(bytes(32), b"x")
    with pytest.raises(MalformedError, match="YYYY-MM-DD"):
        PublishedBatch.from_json(BATCH.published.to_json() | {"day": "20260309"})
