import os
import shutil
import subprocess
from dataclasses import replace

import pytest

from scopeofduty.sealing.canonical import canonical
from scopeofduty.sealing.decoys import SealedCase, browser_file, day_inbox, decoy_case
from scopeofduty.sealing.envelope import new_key_pair, seal, unseal
from scopeofduty.sealing.epoch import Epoch, open_wraps, wrap_count, wrap_epoch
from scopeofduty.sealing.errors import (
    ChainError,
    EnvelopeError,
    ExcludedReaderError,
    MalformedError,
    RosterError,
    SignatureError,
)
from scopeofduty.sealing.identity_box import Identity, open_inner, open_outer, seal_identity_box
from scopeofduty.sealing.message import Chain, open_message, read_message, seal_message, sign
from scopeofduty.sealing.padding import pad_text
from scopeofduty.sealing.receipt import Receipt
from scopeofduty.sealing.tests.vectors import cast, keys_of, signer_of

ROSTER = cast()
RECEIPT = Receipt(b"sixteen bytes :)")
CASE = RECEIPT.case


def begin(receipt=RECEIPT, named=("sergeant",), readers=("deputy", "auditor")):
    return Epoch(
        receipt.case,
        0,
        new_key_pair().identity,
        receipt.recipient,
        receipt.signer.public,
        named,
        readers,
        ROSTER.digest,
    )


def next_epoch(epoch, readers):
    return replace(epoch, number=epoch.number + 1, identity=new_key_pair().identity, readers=readers)


EPOCH = begin()
WRAPS = wrap_epoch(EPOCH, ROSTER, RECEIPT.signer, os.urandom)
AUDITOR = signer_of("auditor")
FIRST = sign(Chain(CASE).next_message(RECEIPT.signer.public, 0, {"text": "one"}), RECEIPT.signer)
SENDERS = EPOCH.senders(ROSTER)


def opened(wraps, name, **more):
    return open_wraps(wraps, keys_of(name).identity, **({"case": CASE, "number": 0, "roster": ROSTER} | more))


def test_readers_and_the_reporter_open_their_wrap_and_nobody_else():
    assert opened(WRAPS, "auditor") == opened(WRAPS, "deputy") == EPOCH
    assert open_wraps(WRAPS, RECEIPT.identity, case=CASE, number=0, roster=ROSTER) == EPOCH
    for name in ("manager", "chief", "state", "clerk", "counsel", "judge"):
        with pytest.raises(EnvelopeError, match="none of these 11"):
            opened(WRAPS, name)


def test_wraps_have_the_same_number_and_sizes_whoever_is_excluded():
    others = [
        wrap_epoch(begin(named=named, readers=readers), ROSTER, RECEIPT.signer, os.urandom)
        for named, readers in (
            ((), ("manager", "chief", "deputy", "auditor")),
            (("auditor", "chief"), ("state",)),
        )
    ]
    decoys = decoy_case(ROSTER, os.urandom).wraps
    for wraps in (WRAPS, *others, decoys):
        assert len(wraps) == wrap_count(ROSTER)
        assert {payload(one) for one in wraps} == {payload(WRAPS[0])}


def test_the_order_of_wraps_comes_from_the_randomness():
    places = set()
    for _ in range(12):
        wraps = wrap_epoch(EPOCH, ROSTER, RECEIPT.signer, os.urandom)
        places.add(next(at for at, one in enumerate(wraps) if opens(one, keys_of("auditor").identity)))
    assert len(places) > 1


def payload(file):
    """Bytes after the header, whose length the age library of a server blurs."""
    return len(file) - file.index(b"\n--- ") - 5 - 43 - 1


def opens(file, identity):
    try:
        unseal(file, identity)
    except EnvelopeError:
        return False
    return True


def test_nothing_is_wrapped_for_someone_excluded():
    with pytest.raises(ExcludedReaderError, match="chief"):
        wrap_epoch(begin(readers=("auditor", "chief")), ROSTER, RECEIPT.signer, os.urandom)


def test_a_reader_checks_the_rule_again(monkeypatch):
    bad = begin(readers=("auditor", "chief"))
    with monkeypatch.context() as patch:
        patch.setattr("scopeofduty.sealing.epoch.check_readers", lambda *_: None)
        wraps = wrap_epoch(bad, ROSTER, RECEIPT.signer, os.urandom)
    with pytest.raises(ExcludedReaderError, match="chief"):
        opened(wraps, "auditor")


def test_a_server_cannot_begin_an_epoch_it_could_read():
    server = Receipt(b"the server's own")
    forged = replace(EPOCH, identity=new_key_pair().identity)
    with pytest.raises(SignatureError, match="may not"):
        opened(wrap_epoch(forged, ROSTER, server.signer, os.urandom), "auditor")
    posing = replace(forged, reporter_key=server.signer.public)
    with pytest.raises(SignatureError, match="doesn't belong"):
        opened(wrap_epoch(posing, ROSTER, server.signer, os.urandom), "auditor")
    second = next_epoch(EPOCH, ("auditor",))
    with pytest.raises(SignatureError, match="may not"):
        opened(wrap_epoch(second, ROSTER, server.signer, os.urandom), "auditor", number=1, senders=SENDERS)


def test_a_key_exchanged_inside_a_wrap_is_noticed():
    plain = unseal(next(one for one in WRAPS if opens(one, RECEIPT.identity)), RECEIPT.identity)
    swapped = plain.replace(EPOCH.identity.encode(), new_key_pair().identity.encode())
    with pytest.raises(SignatureError, match="isn't the one that was signed"):
        opened([seal(swapped, keys_of("auditor").recipient)], "auditor")


def test_a_key_exchanged_together_with_what_is_said_of_it_is_noticed():
    plain = unseal(next(one for one in WRAPS if opens(one, RECEIPT.identity)), RECEIPT.identity)
    own = new_key_pair()
    swapped = plain.replace(EPOCH.identity.encode(), own.identity.encode())
    swapped = swapped.replace(EPOCH.recipient.encode(), own.recipient.encode())
    with pytest.raises(SignatureError, match="of this epoch doesn't hold"):
        opened([seal(swapped, keys_of("auditor").recipient)], "auditor")


def test_a_wrap_of_another_case_or_roster_is_refused():
    with pytest.raises(SignatureError, match="another case or epoch"):
        opened(WRAPS, "auditor", case=Receipt(bytes(16)).case)
    with pytest.raises(SignatureError, match="another case or epoch"):
        opened(WRAPS, "auditor", number=1, senders=SENDERS)
    with pytest.raises(RosterError, match="another edition"):
        opened(WRAPS, "auditor", roster=replace(ROSTER, number=9))


def test_a_revoked_reader_cannot_read_the_next_epoch():
    second = next_epoch(EPOCH, ("auditor",))
    wraps = wrap_epoch(second, ROSTER, AUDITOR, os.urandom)
    assert opened(wraps, "auditor", number=1, senders=SENDERS) == second
    assert open_wraps(wraps, RECEIPT.identity, case=CASE, number=1, roster=ROSTER, senders=SENDERS) == second
    with pytest.raises(EnvelopeError):
        opened(wraps, "deputy", number=1, senders=SENDERS)
    file = seal_message(FIRST, second.recipient)
    for held in (EPOCH.identity, keys_of("deputy").identity):
        with pytest.raises(EnvelopeError):
            open_message(file, held)


def test_a_revoked_reader_cannot_write_or_begin_an_epoch_either():
    second = next_epoch(EPOCH, ("auditor",))
    third = wrap_epoch(next_epoch(second, ("auditor",)), ROSTER, signer_of("deputy"), os.urandom)
    with pytest.raises(SignatureError, match="may not"):
        opened(third, "auditor", number=2, senders=second.senders(ROSTER))
    chain = replace(Chain(CASE), epoch=1)
    late = sign(chain.next_message(signer_of("deputy").public, 0, {}), signer_of("deputy"))
    with pytest.raises(ChainError, match="reached epoch 1"):
        chain.follow(late, epoch=0, senders=SENDERS)
    with pytest.raises(SignatureError):
        chain.follow(late, epoch=1, senders=second.senders(ROSTER))


def test_a_conversation_is_read_in_order():
    chain = Chain(CASE).follow(
        open_message(seal_message(FIRST, EPOCH.recipient), EPOCH.identity), epoch=0, senders=SENDERS
    )
    answer = sign(chain.next_message(AUDITOR.public, 0, {"text": "two"}), AUDITOR)
    chain = chain.follow(answer, epoch=0, senders=SENDERS)
    assert (chain.seq, chain.head) == (2, answer.digest)
    assert answer.message.previous == FIRST.digest


def test_a_message_replayed_in_another_case_is_refused():
    other = Receipt(bytes(16))
    with pytest.raises(ChainError, match="another case"):
        Chain(other.case).follow(FIRST, epoch=0, senders=SENDERS | {other.signer.public})


def test_a_message_forged_by_the_server_is_refused():
    server = Receipt(b"the server's own").signer
    forged = sign(Chain(CASE).next_message(server.public, 0, {"text": "withdrawn"}), server)
    with pytest.raises(SignatureError, match="may not write"):
        Chain(CASE).follow(
            open_message(seal_message(forged, EPOCH.recipient), EPOCH.identity), epoch=0, senders=SENDERS
        )
    outer = {
        "message": forged.message.to_json() | {"sender": RECEIPT.signer.public.hex()},
        "signature": forged.signature.hex(),
    }
    with pytest.raises(SignatureError, match="doesn't hold"):
        open_message(seal(canonical(outer), EPOCH.recipient), EPOCH.identity)
    with pytest.raises(SignatureError, match="isn't the sender's"):
        sign(FIRST.message, server)


@pytest.mark.parametrize("name", ["case", "seq", "epoch", "previous", "server_saw", "body"])
def test_every_member_of_a_message_is_signed(name):
    changed = {"case": "0" * 32, "seq": 5, "epoch": 2, "previous": "11" * 32, "server_saw": True, "body": {}}
    outer = {"message": FIRST.message.to_json() | {name: changed[name]}, "signature": FIRST.signature.hex()}
    with pytest.raises(SignatureError):
        read_message(canonical(outer))


def test_left_out_doubled_and_swapped_messages_are_noticed():
    one = Chain(CASE).follow(FIRST, epoch=0, senders=SENDERS)
    second = sign(one.next_message(AUDITOR.public, 0, {"text": "two"}), AUDITOR)
    two = one.follow(second, epoch=0, senders=SENDERS)
    third = sign(two.next_message(AUDITOR.public, 0, {"text": "three"}), AUDITOR)
    for chain, message in ((one, third), (Chain(CASE), second), (one, FIRST), (two, second)):
        with pytest.raises(ChainError, match="doesn't follow"):
            chain.follow(message, epoch=0, senders=SENDERS)
    rewritten = sign(replace(third.message, previous=FIRST.digest), AUDITOR)
    with pytest.raises(ChainError, match="doesn't follow"):
        two.follow(rewritten, epoch=0, senders=SENDERS)


def test_a_message_says_the_epoch_whose_key_opened_it():
    with pytest.raises(ChainError, match="says epoch 0"):
        Chain(CASE).follow(FIRST, epoch=1, senders=SENDERS)


def test_files_that_are_no_message_are_refused():
    newer = canonical({"message": FIRST.message.to_json() | {"v": 2}, "signature": "00" * 64})
    more = canonical({"message": FIRST.message.to_json() | {"x": 2}, "signature": "00" * 64})
    for plain, said in ((b"", "canonical"), (newer, "newer form"), (more, "too many: x")):
        with pytest.raises(MalformedError, match=said):
            read_message(plain)


def test_one_custodian_alone_fails():
    told = sign(
        Chain(CASE).next_message(RECEIPT.signer.public, 0, {"identity": {"name": "A"}}), RECEIPT.signer
    )
    first, second = keys_of("clerk"), keys_of("counsel")
    box = seal_identity_box(told.to_bytes(), first.recipient, second.recipient)
    with pytest.raises(EnvelopeError):
        open_outer(box, first.identity)
    inner = open_outer(box, second.identity)
    assert b"identity" not in inner
    with pytest.raises(EnvelopeError):
        open_inner(inner, second.identity)
    assert read_message(open_inner(inner, first.identity)) == told
    for held in (EPOCH.identity, RECEIPT.identity, keys_of("auditor").identity):
        with pytest.raises(EnvelopeError):
            open_outer(box, held)
    with pytest.raises(MalformedError, match="two custodians"):
        seal_identity_box(b"", first.recipient, first.recipient)


def test_identity_boxes_have_one_size():
    first, second = keys_of("clerk"), keys_of("counsel")
    sizes = set()
    for size in (1, 900, 4096):
        box = seal_identity_box(bytes(size), first.recipient, second.recipient)
        sizes.add(payload(open_outer(box, second.identity)))
    assert len(sizes) == 1


def test_an_identity_has_one_spelling():
    assert Identity(" Luci\u0301a  Ortega ") == Identity("Luc\u00eda Ortega")
    with pytest.raises(MalformedError, match="has a name"):
        Identity("  ")


def shape(one):
    return (len(one.case), *map(payload, one.wraps), *map(payload, one.messages))


def test_a_days_inbox_is_of_one_size_and_shows_no_real_case():
    real = SealedCase(CASE, WRAPS, (seal_message(FIRST, EPOCH.recipient),))
    for cases in ([], [real]):
        inbox = day_inbox(cases, 6, ROSTER, os.urandom)
        assert len(inbox) == 6
        assert {shape(one) for one in inbox} == {shape(real)}
    with pytest.raises(MalformedError, match="don't fit"):
        day_inbox([real] * 7, 6, ROSTER, os.urandom)


def test_a_decoy_shows_a_browsers_hand_or_a_servers_and_one_through_the_case():
    hands = set()
    for coin in (0, 255):
        first = iter([bytes([coin])])
        case = decoy_case(ROSTER, lambda size, first=first: next(first, None) or os.urandom(size), (1, 3))
        lengths = {len(one) - payload(one) for one in (*case.wraps, *case.messages)}
        hands.add(lengths == {168})
    assert hands == {True, False}


@pytest.mark.skipif(shutil.which("age") is None, reason="the `age` command isn't installed")
def test_a_decoy_is_read_as_an_age_file_for_another_key(tmp_path):
    (tmp_path / "key.txt").write_text(RECEIPT.identity)
    (tmp_path / "decoy.age").write_bytes(browser_file(70_000, os.urandom))
    command = ["age", "-d", "-i", tmp_path / "key.txt", tmp_path / "decoy.age"]
    found = subprocess.run(command, check=False, capture_output=True, text=True)
    assert "no identity matched any of the recipients" in found.stderr


@pytest.mark.skipif(shutil.which("age") is None, reason="the `age` command isn't installed")
def test_a_case_opens_with_the_stock_age_command(tmp_path):
    key = tmp_path / "key.txt"

    def age(identity, file):
        key.write_text(identity + "\n")
        (tmp_path / "file.age").write_bytes(file)
        command = ["age", "-d", "-i", key, tmp_path / "file.age"]
        return subprocess.run(command, check=False, capture_output=True).stdout

    wrap = next(found for one in WRAPS if (found := age(keys_of("auditor").identity, one)))
    assert EPOCH.identity.encode() in wrap
    plain = age(EPOCH.identity, seal_message(FIRST, EPOCH.recipient))
    assert read_message(plain) == FIRST
    assert plain == pad_text(FIRST.to_bytes())
