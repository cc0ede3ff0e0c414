import io
import shutil
import subprocess

import pytest

from scopeofduty.sealing.attachment import Attachment, open_attachment, seal_attachment
from scopeofduty.sealing.envelope import (
    check_recipient,
    lock_identity,
    new_key_pair,
    recipient_of,
    seal,
    seal_stream,
    unlock_identity,
    unseal,
)
from scopeofduty.sealing.errors import ChainError, EnvelopeError, MalformedError
from scopeofduty.sealing.receipt import Receipt

CHUNK = 65_536 + 16
KEY = new_key_pair()
PLAIN = bytes(range(256)) * 256 * 3 + b"the end"
FILE = seal(PLAIN, KEY.recipient)
BODY = FILE.index(b"\n--- ") + 5 + 43 + 1 + 16
"""Where the first chunk begins: after the header's MAC and the payload nonce (C2SP age)."""


def refused(file):
    with pytest.raises(EnvelopeError, match="doesn't open"):
        unseal(file, KEY.identity)


def test_an_envelope_opens_with_its_key_and_no_other():
    assert unseal(FILE, KEY.identity) == PLAIN
    with pytest.raises(EnvelopeError):
        unseal(FILE, new_key_pair().identity)


def test_chunks_lie_where_these_tests_cut():
    assert len(FILE) - BODY == 3 * CHUNK + 7 + 16


def test_a_flipped_bit_anywhere_in_the_header_is_refused():
    for at in range(BODY):
        flipped = bytearray(FILE)
        flipped[at] ^= 1
        refused(bytes(flipped))


@pytest.mark.parametrize("at", [0, 1, CHUNK - 1, CHUNK, 2 * CHUNK + 5, 3 * CHUNK, 3 * CHUNK + 22])
@pytest.mark.parametrize("bit", [1, 128])
def test_a_flipped_bit_in_a_chunk_is_refused(at, bit):
    flipped = bytearray(FILE)
    flipped[BODY + at] ^= bit
    refused(bytes(flipped))


@pytest.mark.parametrize("chunks", [0, 1, 2, 3])
@pytest.mark.parametrize("more", [-1, 0, 1])
def test_a_file_cut_at_or_beside_a_chunk_boundary_is_refused(chunks, more):
    refused(FILE[: BODY + chunks * CHUNK + more])


def test_swapped_doubled_and_missing_chunks_are_refused():
    chunks = [FILE[at : at + CHUNK] for at in range(BODY, len(FILE), CHUNK)]
    for order in ([1, 0, 2, 3], [0, 2, 1, 3], [0, 0, 1, 2, 3], [0, 2, 3], [0, 1, 2, 3, 3]):
        refused(FILE[:BODY] + b"".join(chunks[at] for at in order))


def test_a_chunk_of_another_file_is_refused():
    other = seal(PLAIN, KEY.recipient)
    refused(FILE[: BODY + CHUNK] + other[BODY + CHUNK :])


def test_a_stream_is_the_same_format():
    target = io.BytesIO()
    seal_stream(io.BytesIO(PLAIN), target, [KEY.recipient])
    assert unseal(target.getvalue(), KEY.identity) == PLAIN


def test_bad_keys_are_named():
    with pytest.raises(MalformedError, match="AGE-SECRET-KEY-1"):
        unseal(FILE, "age1x")
    with pytest.raises(MalformedError, match="age1 and 58"):
        check_recipient("AGE-SECRET-KEY-1")
    with pytest.raises(MalformedError, match="at least one"):
        seal(b"x")


def test_a_key_pair_shows_its_public_part_only():
    assert KEY.recipient in repr(KEY)
    assert KEY.identity not in repr(KEY)
    assert recipient_of(KEY.identity) == KEY.recipient


def test_an_attachment_is_bound_by_its_hash():
    content, other = b"photograph" * 1000, b"photocopy!" * 1000
    described = Attachment.of("a.jpg", "image/jpeg", content)
    assert Attachment.from_json(described.to_json()) == described
    assert open_attachment(seal_attachment(content, KEY.recipient), described, KEY.identity) == content
    with pytest.raises(ChainError, match="isn't the file"):
        open_attachment(seal_attachment(other, KEY.recipient), described, KEY.identity)
    with pytest.raises(MalformedError, match="padded file"):
        open_attachment(seal_attachment(content * 9, KEY.recipient), described, KEY.identity)


@pytest.mark.long  # its passphrase is made slow to guess, on purpose
def test_a_key_file_opens_with_its_passphrase_only():
    file = lock_identity(KEY.identity, "correct horse")
    assert unlock_identity(file, "correct horse") == KEY.identity
    with pytest.raises(EnvelopeError, match="passphrase"):
        unlock_identity(file, "battery staple")


@pytest.mark.skipif(shutil.which("age") is None, reason="the `age` command isn't installed")
def test_the_stock_age_command_opens_envelopes_and_they_open_its_own(tmp_path):
    receipt = Receipt(bytes(range(16)))
    key = tmp_path / "key.txt"
    key.write_text(receipt.identity + "\n")
    (tmp_path / "case.age").write_bytes(seal(PLAIN, receipt.recipient))
    age = ["age", "-d", "-i", key, tmp_path / "case.age"]
    assert subprocess.run(age, check=True, capture_output=True).stdout == PLAIN
    made = subprocess.run(
        ["age", "-r", receipt.recipient], input=PLAIN, check=True, capture_output=True
    ).stdout
    assert unseal(made, receipt.identity) == PLAIN
