import hashlib
import hmac
import struct

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from scopeofduty.city.contacts.commitment import HMAC, Bound, IdealCommitment, bind, verifies

PLACE = {"number": 7, "seq": 1}
VALUES = {"agency": "ice", "minutes_on_scene": 6, "request_types": ["backup"]}
json_values = st.one_of(
    st.text(max_size=20), st.integers(0, 10**6), st.booleans(), st.lists(st.text(max_size=5), max_size=3)
)
records = st.dictionaries(st.text("abcdefgh_", min_size=1, max_size=8), json_values, max_size=12)


def counting():
    """Randomness that a test can repeat."""
    state = [0]

    def take(size):
        state[0] += 1
        return hashlib.sha256(bytes([state[0]])).digest()[:size]

    return take


def test_the_commitment_is_what_the_docstring_says():
    bound = bind(VALUES, **PLACE, random=counting())
    names = sorted(VALUES)
    row = []
    for name in names:
        message = name.encode() + b"\0" + rfc8785.dumps(VALUES[name])
        leaf = hmac.new(bytes.fromhex(bound.salts[name]), message, "sha256").digest()
        row.append(hashlib.sha256(b"\0" + leaf).digest())
    left = hashlib.sha256(b"\1" + row[0] + row[1]).digest()
    root = hashlib.sha256(b"\1" + left + row[2]).digest()
    message = b"scopeofduty/contact/1\0" + struct.pack(">QI", 7, 1) + root
    assert bound.commitment == hmac.new(bytes.fromhex(bound.nonce), message, "sha256").hexdigest()


def without(bound, name):
    return Bound(
        {k: v for k, v in bound.salts.items() if k != name}, bound.leaves, bound.nonce, bound.commitment
    )


@given(records, st.sampled_from([HMAC, IdealCommitment()]))
def test_a_field_can_go_and_the_rest_still_verifies(values, commitment):
    bound = bind(values, **PLACE, commitment=commitment)
    assert verifies(bound, values, **PLACE, commitment=commitment)
    for name in values:
        rest = {k: v for k, v in values.items() if k != name}
        assert verifies(without(bound, name), rest, **PLACE, commitment=commitment)
        assert not verifies(bound, rest, **PLACE, commitment=commitment)


@given(records.filter(bool), json_values)
def test_no_other_value_verifies(values, other):
    bound = bind(values, **PLACE)
    name = min(values)
    changed = values | {name: other}
    same = rfc8785.dumps(changed[name]) == rfc8785.dumps(values[name])
    assert verifies(bound, changed, **PLACE) == same


@pytest.mark.parametrize("place", [{"number": 8, "seq": 1}, {"number": 7, "seq": 2}])
def test_a_commitment_belongs_to_its_place(place):
    assert not verifies(bind(VALUES, **PLACE), VALUES, **place)


def test_the_same_values_never_give_the_same_leaves():
    assert bind(VALUES, **PLACE).leaves["agency"] != bind(VALUES, **PLACE).leaves["agency"]


def test_the_ideal_one_hides_the_values():
    first, second = IdealCommitment(), IdealCommitment()
    other = {"agency": "fbi", "minutes_on_scene": 7, "request_types": []}
    a, b = bind(VALUES, **PLACE, commitment=first), bind(other, **PLACE, commitment=second)
    assert (a.leaves, a.commitment) == (b.leaves, b.commitment)


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_key_of_another_size_is_refused(size):
    with pytest.raises(ValueError, match="exactly 32 bytes"):
        HMAC.leaf(b"x" * size, "agency", "ice")
