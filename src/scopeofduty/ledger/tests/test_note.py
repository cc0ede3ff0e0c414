import pytest

from scopeofduty.ledger.checkpoint import Checkpoint
from scopeofduty.ledger.errors import MalformedError, ProofError
from scopeofduty.ledger.note import Note, SigningKey, VerifierKey
from scopeofduty.ledger.policy import Policy
from scopeofduty.ledger.tests.cast import log_key, witness_key

# The example of C2SP signed-note, "Verifier keys".
VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SIGNED = (
    "This is an example message.\n\n"
    "\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHj"
    "G1Yu72IneyaQM=\n"
)
BODY = "log.example\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"


def test_the_example_of_the_specification():
    key = VerifierKey.parse(VKEY)
    note = Note.parse(SIGNED.encode())
    assert str(key) == VKEY
    assert note.signed_with(key)
    assert bytes(note) == SIGNED.encode()


def test_keys_are_written_and_read():
    for key in (log_key("log.example"), witness_key("w.example")):
        assert SigningKey.parse(key.secret()) == key
        assert VerifierKey.parse(str(key.verifier)) == key.verifier
    assert "seed" not in repr(log_key("log.example"))


def test_a_false_signature_by_a_known_key_is_an_error_and_a_stranger_is_not():
    key = log_key("log.example")
    note = Note(BODY, (key.sign(BODY),))
    assert not note.signed_with(log_key("other.example").verifier)
    with pytest.raises(ProofError, match="doesn't hold"):
        Note(BODY.replace("0", "1", 1), note.signatures).signed_with(key.verifier)


def test_a_cosignature_carries_its_time():
    key = witness_key("w.example")
    note = Note(BODY, (key.cosign(BODY, 1_700_000_000),))
    assert note.cosigned_at(key.verifier) == 1_700_000_000
    with pytest.raises(ProofError, match="time is between"):
        key.cosign(BODY, 0)
    with pytest.raises(MalformedError, match="use cosign"):
        key.sign(BODY)
    with pytest.raises(MalformedError, match="use sign"):
        log_key("log.example").cosign(BODY, 5)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"text\n", "no blank line"),
        (b"text\n\n\xe2\x80\x94 a b", "no blank line"),
        (b"\xff\n\n", "UTF-8"),
        (b"te\txt\n\n\xe2\x80\x94 a YWJjZGU=\n", "control character"),
        (b"text\n\n- a YWJjZGU=\n", "isn't a signature line"),
        (b"text\n\n\xe2\x80\x94 a YWJj\n", "too short"),
        (b"text\n\n\xe2\x80\x94 a YWJjZGV=\n", "canonical"),
        (b"text\n\n" + b"\xe2\x80\x94 a YWJjZGU=\n" * 65, "at most 64"),
        (b"x" * 1_000_001, "longer"),
    ],
)
def test_notes_that_are_none(data, message):
    with pytest.raises(MalformedError, match=message):
        Note.parse(data)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nonsense", "expected name"),
        ("a+00000000+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "says its id is"),
        ("a+00000000+YWJj", "of a type not read here"),
        ("a+00000000+AWJj", "has 2 bytes"),
        (" +00000000+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "key name"),
    ],
)
def test_keys_that_are_none(text, message):
    with pytest.raises(MalformedError, match=message):
        VerifierKey.parse(text)


@pytest.mark.parametrize(
    "text", ["nonsense", "PRIVATE+KEY+a+00000000+!!", "PRIVATE+KEY+a+00000000+AaaaBBBBccccDDDD"]
)
def test_an_error_about_a_secret_does_not_repeat_it(text):
    with pytest.raises(MalformedError) as caught:
        SigningKey.parse(text)
    assert text.rpartition("+")[2] not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("log.example\n0\n", "an origin, a size and a root"),
        ("log.example\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", "leading zeroes"),
        ("log.example\n0\nYWJj\n", "32 bytes"),
        (BODY[:-1], "an origin, a size and a root"),
        (f"log.example\n{2**63}\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", "leading zeroes"),
    ],
)
def test_checkpoints_that_are_none(text, message):
    with pytest.raises(MalformedError, match=message):
        Checkpoint.parse(text)


LOG = log_key("log.example")
W = [witness_key(f"w{number}.example") for number in range(4)]
WITNESSES = "".join(f"witness W{number} {key.verifier}\n" for number, key in enumerate(W))
NESTED = f"{WITNESSES}group ab 1 W0 W1\ngroup cd all W2 W3\ngroup top all ab cd\nquorum top\n"


def test_a_log_that_did_not_sign_itself():
    policy = Policy.parse(f"log {LOG.verifier}\n{NESTED}".encode())
    lines = tuple(key.cosign(BODY, 100) for key in W)
    with pytest.raises(ProofError, match="carries no signature"):
        policy.open(bytes(Note(BODY, (log_key("other.example").sign(BODY), *lines))))
    with pytest.raises(ProofError, match=r"not of other\.example"):
        policy.open(bytes(Note(BODY, (LOG.sign(BODY),))), "other.example")


@pytest.mark.parametrize(
    ("signers", "quorum"),
    [((), False), ((0, 1), False), ((2, 3), False), ((0, 2), False), ((1, 2, 3), True), ((0, 1, 2, 3), True)],
)
def test_quorums_of_groups(signers, quorum):
    policy = Policy.parse(f"# whom we trust\n\nlog {LOG.verifier}\n{NESTED}".encode())
    lines = tuple(W[number].cosign(BODY, 100 + number) for number in signers)
    opened = policy.open(bytes(Note(BODY, (LOG.sign(BODY), *lines))))
    assert opened.quorum is quorum
    assert opened.time == (100 + signers[(len(signers) - 1) // 2] if signers else None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no quorum line"),
        ("quorum none\nquorum none", "line 2: there is a quorum line above"),
        ("quorum X", "line 1: X isn't defined"),
        (f"log {W[0].verifier}", "type 4; expected 1"),
        (f"witness X {LOG.verifier}", "type 1; expected 4"),
        (f"{WITNESSES}witness X {W[0].verifier}", "listed twice"),
        (f"{WITNESSES}group W0 any W1", "name W0 is taken"),
        (f"{WITNESSES}group g any none", "none isn't defined"),
        (f"{WITNESSES}group g 3 W0 W1", "can't ask for 3"),
        (f"{WITNESSES}group g any W0 W0", "already in a group"),
        (f"{WITNESSES}group g two W0 W1", "threshold"),
        (f"log {LOG.verifier}".replace("log.example", "log.\udcff"), "isn't UTF-8"),
        ("wibble", "expected log, witness, group or quorum"),
        ("quorum\x0bnone", "control character"),
    ],
)
def test_policies_that_are_none(text, message):
    with pytest.raises(MalformedError, match=message):
        Policy.parse(text.encode(errors="surrogateescape"))


def test_an_empty_log_has_one_root():
    text = "log.example\n0\n" + "A" * 43 + "=\n"
    policy = Policy.parse(f"log {LOG.verifier}\nquorum none\n".encode())
    with pytest.raises(ProofError, match="root of the empty tree"):
        policy.open(bytes(Note(text, (LOG.sign(text),))))
