import hmac
import subprocess
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from shutil import which

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from scopeofduty.ledger.errors import HeadMovedError, LedgerError, MalformedError, ProofError
from scopeofduty.ledger.escrow import Escrow, escrow_hash
from scopeofduty.ledger.payload import FIELDS, Payload, build_payload, check_root, people_shown
from scopeofduty.ledger.rebuild import Found, survey
from scopeofduty.ledger.receipt import Receipt
from scopeofduty.ledger.seal import Waiting, seal_tick
from scopeofduty.ledger.seeds import KeyRing, derive, seed_hash, slot_filler, slot_nonce
from scopeofduty.ledger.slot import NO_PAYLOAD, Cadence, SlotType, commitment
from scopeofduty.ledger.tests.cast import DAY, FIRST, NAME, TERMS, City, keys_for, log_key
from scopeofduty.ledger.tiles import read_entries
from scopeofduty.ledger.tree import leaf_hash, node_hash

CADENCE = Cadence("log.example/slots", 86_400, 8, 20_000)
KEYS = keys_for(CADENCE)
NONCE, ROOT = bytes(range(32)), sha256(b"root").digest()


def test_an_origin_says_the_cadence():
    assert Cadence.parse(CADENCE.origin) == CADENCE
    assert CADENCE.origin == "log.example/slots/86400/8/20000"
    assert CADENCE.place(CADENCE.index(20_003, 5)) == (20_003, 5)
    assert CADENCE.size_through(20_000) == 8


@pytest.mark.parametrize(
    "origin", ["x", "a/1/8/2/", "a/0/8/2", "a/1/0/2", "a/1/9999/2", "/1/8/2", "a/01/8/2"]
)
def test_origins_that_say_none(origin):
    with pytest.raises(MalformedError):
        Cadence.parse(origin)


def test_a_commitment_is_the_hmac_that_the_specification_writes():
    message = b"scopeofduty/slot/v1\0" + sha256(CADENCE.origin.encode()).digest()
    message += (20_001).to_bytes(8, "big") + (3).to_bytes(2, "big") + b"\x01" + ROOT
    expected = hmac.new(NONCE, message, "sha256").digest()
    assert commitment(CADENCE, (20_001, 3), NONCE, SlotType.CONTACT, ROOT) == expected


@pytest.mark.skipif(not which("openssl"), reason="openssl isn't here")
def test_openssl_computes_the_same_commitment(tmp_path):
    """The recipe of docs/reference/ledger.md."""
    origin = sha256(CADENCE.origin.encode()).hexdigest()
    place = f"{20_001:016x}{3:04x}01"
    script = (
        f"printf 'scopeofduty/slot/v1\\0' > m && printf '{origin}{place}{ROOT.hex()}' | xxd -r -p >> m && "
        f"openssl dgst -sha256 -mac HMAC -macopt hexkey:{NONCE.hex()} -r m"
    )
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout[:64] == commitment(CADENCE, (20_001, 3), NONCE, SlotType.CONTACT, ROOT).hex()


def test_each_part_of_a_slot_is_bound():
    made = {
        commitment(cadence, (tick, slot), nonce, kind, root)
        for cadence in (CADENCE, replace(CADENCE, name="other"), replace(CADENCE, slots=9))
        for tick in (20_000, 20_001)
        for slot in (0, 1)
        for nonce in (NONCE, bytes(32))
        for kind in (SlotType.CONTACT, SlotType.LATE_CONTACT)
        for root in (ROOT, NONCE)
    }
    assert len(made) == 96


@pytest.mark.parametrize(
    ("nonce", "kind", "root", "message"),
    [
        (b"short", SlotType.CONTACT, ROOT, "32 bytes each"),
        (NONCE + b"\0", SlotType.CONTACT, ROOT, "32 bytes each"),
        (NONCE, SlotType.CONTACT, b"", "32 bytes each"),
        (NONCE, SlotType.DUMMY, ROOT, "32 zero bytes"),
    ],
)
def test_keys_that_hmac_would_pad_are_refused(nonce, kind, root, message):
    with pytest.raises(MalformedError, match=message):
        commitment(CADENCE, (20_000, 0), nonce, kind, root)


def test_hkdf_is_rfc_5869():
    """Extract and expand written out, for one block."""
    info = b"scopeofduty/nonce/v1\0" + (3).to_bytes(2, "big")
    extracted = hmac.new(bytes(32), NONCE, "sha256").digest()
    expected = hmac.new(extracted, info + b"\x01", "sha256").digest()
    assert slot_nonce(NONCE, 3) == expected == derive(NONCE, "nonce", (3).to_bytes(2, "big"))


def test_the_order_of_slots_is_a_fair_permutation():
    orders = [tuple(KEYS.order(tick, 4)) for tick in range(20_000, 24_800)]
    counted = Counter(orders)
    assert len(counted) == 24
    chi = sum((count - 200) ** 2 / 200 for count in counted.values())
    assert chi < 50, "23 degrees of freedom: above 49.7 once in a thousand"
    assert sorted(KEYS.order(20_000, 1024)) == list(range(1024))


def test_keys_are_checked_and_kept_quiet():
    with pytest.raises(MalformedError, match="exactly 32 bytes"):
        replace(KEYS, seed_key=b"short")
    with pytest.raises(MalformedError, match="must differ"):
        replace(KEYS, seed_key=KEYS.salt_key)
    assert KEYS.seed_key.hex() not in repr(KEYS)


def test_a_new_turn_of_keys_begins_at_its_tick():
    later = keys_for(CADENCE, " 2")
    ring = KeyRing(((20_000, KEYS), (20_010, later)))
    assert ring.seed(20_009) == KEYS.seed(20_009)
    assert ring.seed(20_010) == later.seed(20_010) != KEYS.seed(20_010)
    with pytest.raises(MalformedError, match="no key is in use at tick 5"):
        ring.seed(5)
    with pytest.raises(MalformedError, match="later first tick"):
        KeyRing(((5, KEYS), (5, later)))


def test_a_payload_has_sixteen_leaves():
    payload = build_payload({"agency": "ICE"}, {"phone": "x"}, KEYS, b"r1")
    leaves = [leaf_hash(field.digest) for field in payload.fields] + [leaf_hash(payload.rest)]
    while len(leaves) > 1:
        leaves = [node_hash(*leaves[i : i + 2]) for i in range(0, len(leaves), 2)]
    assert [payload.root] == leaves
    assert Payload.from_facts(payload.facts()) == payload
    salts = {field.salt for field in payload.fields}
    assert len(salts) == 15
    assert build_payload({"agency": "ICE"}, {"phone": "x"}, KEYS, b"r2").root != payload.root


def test_a_struck_field_leaves_the_rest_verifiable():
    payload = build_payload({"agency": "ICE", "given": "name"}, {}, KEYS, b"r1")
    struck = Payload.from_facts(payload.without("given").facts())
    check_root(struck, payload.root)
    assert (struck["agency"], struck["given"], struck.withheld) == ("ICE", None, {"given"})
    with pytest.raises(MalformedError, match="no field 'gave'"):
        payload.without("gave")


@pytest.mark.parametrize(
    ("values", "message"),
    [({"status": "x"}, "no field 'status'"), ({"given": "x" * 401}, "400"), ({"given": "a\nb"}, "control")],
)
def test_values_that_a_notice_does_not_take(values, message):
    with pytest.raises(MalformedError, match=message):
        build_payload(values, {}, KEYS, b"r1")


@pytest.mark.parametrize(
    "change",
    [
        lambda facts: facts["fields"].pop(),
        lambda facts: facts["fields"].reverse(),
        lambda facts: facts["fields"][0].update(more=1),
        lambda facts: facts["fields"][0].update(salt="AB" * 32),
        lambda facts: facts.update(fields="x"),
        lambda facts: facts.update(rest="00"),
        lambda facts: facts["fields"].__setitem__(0, 7),
    ],
)
def test_a_notice_that_is_damaged(change):
    facts = build_payload({}, {}, KEYS, b"r1").facts()
    change(facts)
    with pytest.raises(MalformedError):
        Payload.from_facts(facts)


def test_no_head_count_under_five():
    assert [people_shown(n) for n in (0, 1, 4, 5)] == ["0", "fewer than five", "fewer than five", "5"]
    with pytest.raises(MalformedError, match="0 or more"):
        people_shown(-1)


def waiting(name):
    return Waiting(name, SlotType.CONTACT, sha256(name.encode()).digest(), name.encode())


@pytest.mark.parametrize("number", [0, 1, 7, 8, 11])
def test_a_tick_has_always_the_same_shape(number):
    queue = [waiting(f"c{n}") for n in range(number)]
    sealed = seal_tick(CADENCE, 20_000, queue, KEYS.seed(20_000), KEYS.order)
    assert [len(entry) for entry in sealed.entries] == [64] * 8
    assert list(sealed.placed) == [item.id for item in queue[:8]]
    assert list(sealed.left) == queue[8:]
    for slot, entry in enumerate(sealed.entries):
        seed = KEYS.seed(20_000)
        assert entry[32:] == slot_filler(seed, slot)
        empty = commitment(CADENCE, (20_000, slot), slot_nonce(seed, slot), SlotType.DUMMY, NO_PAYLOAD)
        assert (entry[:32] == empty) == (slot not in sealed.placed.values())


HOLDERS = [X25519PrivateKey.from_private_bytes(sha256(name).digest()) for name in (b"clerk", b"monitor")]
ESCROW = Escrow(CADENCE, tuple(key.public_key().public_bytes_raw() for key in HOLDERS), 512)


def test_every_holder_opens_the_escrow_and_nobody_sees_its_length():
    sizes = set()
    for record in (b"", b"x", b"y" * 508):
        sealed = ESCROW.seal(20_000, 3, record)
        sizes.add(len(sealed))
        assert [ESCROW.open(20_000, 3, sealed, key) for key in HOLDERS] == [record, record]
    assert len(sizes) == 1


def test_escrow_refusals():
    sealed = ESCROW.seal(20_000, 3, b"record")
    with pytest.raises(ProofError, match="another slot"):
        ESCROW.open(20_000, 4, sealed, HOLDERS[0])
    with pytest.raises(ProofError, match="isn't one of the holders"):
        ESCROW.open(20_000, 3, sealed, X25519PrivateKey.generate())
    with pytest.raises(MalformedError, match="room for 508"):
        ESCROW.check_fits(b"x" * 509)
    with pytest.raises(MalformedError, match="at least one key-holder"):
        Escrow(CADENCE, ())


def test_a_lost_database_comes_back_from_seeds_and_escrow(tmp_path):
    escrow = Escrow(Cadence(NAME, DAY, 4, FIRST), ESCROW.holders, 512)
    terms = replace(TERMS, key_holders=("clerk", "monitor"))
    city = City(tmp_path, escrow=escrow.seal, terms=terms).start()
    city.receive("c1", agency="ICE")
    city.receive("c2", agency="CBP")
    for _ in range(7):
        city.end_day()
    assert city.audit().findings == []
    lost = city.records["c2"].place

    def escrowed(place):
        if place == lost:
            return None
        return escrow.open(*place, city.bundles[place[0]][place[1]], HOLDERS[1])

    entries = list(read_entries(city.writers["slots"].public.read, 28))
    assert all(
        escrow_hash(city.bundles[city.cadence.place(n)[0]][n % 4]) == e[32:] for n, e in enumerate(entries)
    )
    found = {one.place: one for one in survey(city.cadence, entries, city.keys.seed, escrowed)}
    assert found.pop(city.records["c1"].place).record == b"record c1"
    assert found.pop(lost).found is Found.LOST
    assert {one.found for one in found.values()} == {Found.EMPTY}


def test_ticks_are_sealed_in_order(tmp_path):
    city = City(tmp_path).start()
    with pytest.raises(HeadMovedError, match=f"next tick of .* is {FIRST}, not {FIRST + 2}"):
        city.seal(FIRST + 2)


def test_seed_hashes_are_plain_sha256():
    assert seed_hash(NONCE) == sha256(NONCE).digest()


def test_a_receipt_is_signed():
    key = log_key("receipts.example")
    receipt = Receipt(CADENCE.origin, 20_000 * DAY, 20_001, ROOT)
    data = bytes(receipt.sign(key))
    assert Receipt.open(data, key.verifier) == receipt
    for bad in (data.replace(b"20001", b"20009"), data.replace(b"receipt/v1", b"receipt/v2"), b""):
        with pytest.raises(LedgerError):
            Receipt.open(bad, key.verifier)
    with pytest.raises(ProofError, match="isn't signed by"):
        Receipt.open(data, log_key("other").verifier)
    assert len(FIELDS) == 15
