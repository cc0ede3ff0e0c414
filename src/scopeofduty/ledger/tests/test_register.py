from dataclasses import replace

import pytest

from scopeofduty.ledger.checkpoint import Head
from scopeofduty.ledger.clockwork import due_closings, due_ticks
from scopeofduty.ledger.errors import MalformedError
from scopeofduty.ledger.register import Facts, close_entry, decode_entry, encode_entry, open_entry, seed_entry
from scopeofduty.ledger.slot import NO_PAYLOAD, Cadence, SlotType
from scopeofduty.ledger.terms import Terms

CADENCE = Cadence("log.example/slots", 86_400, 2, 100)
DAY = 86_400
POLICY = encode_entry("policy", 0, **Terms().facts())
HASH = b"h" * 32


def problems(*entries):
    return Facts.read(CADENCE, [POLICY, *entries]).problems


def test_terms_are_written_and_read():
    terms = replace(Terms(), max_renewals=3, key_holders=("clerk",), window_offset=61_200)
    facts = Facts.read(CADENCE, [encode_entry("policy", 5, **terms.facts())])
    assert facts.terms == [(5, terms)]
    assert terms.next_window(0) == 61_200
    assert terms.next_window(61_201) == 61_200 + DAY
    assert terms.is_window(61_200)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"window": 0}, "above 0"),
        ({"window": "day"}, "whole number"),
        ({"reasons": []}, "no reason"),
        ({"reasons": "x"}, "list of words"),
        ({"mood": 1}, "no term 'mood'"),
        ({"window_offset": DAY}, "within the window"),
    ],
)
def test_terms_that_are_none(change, message):
    with pytest.raises(MalformedError, match=message):
        Terms.from_facts({**Terms().facts(), **change})


def test_a_close_entry_has_one_size():
    empty = close_entry(DAY, 100, HASH, [(SlotType.DUMMY, NO_PAYLOAD)] * 2)
    full = close_entry(DAY, 101, b"s" * 32, [(SlotType.CONTACT, HASH), (SlotType.DELAY, HASH)])
    assert len(empty) == len(full)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"kind":"x","at":1}',
        b'{"at":-1,"kind":"x"}',
        b'{"at":1,"kind":"X"}',
        b'{"at":1.5,"kind":"x"}',
        b"[" * 9999,
    ],
)
def test_entries_that_are_none(data):
    with pytest.raises(MalformedError):
        decode_entry(data)
    assert len(problems(data)) == 1


def test_what_the_register_says_wrongly_is_named_and_the_rest_counts():
    closed = close_entry(DAY, 100, HASH, [(SlotType.DUMMY, NO_PAYLOAD)])
    good = open_entry(DAY, (100, 1), SlotType.CONTACT, HASH, HASH)
    said = [
        closed,
        open_entry(DAY, (100, 9), SlotType.CONTACT, HASH, HASH),
        good,
        good,
        encode_entry("open", DAY, tick=100, slot=0, type=9, root=HASH.hex(), nonce=HASH.hex()),
        encode_entry("open", DAY, tick=100, slot=0, type=True, root=HASH.hex(), nonce=HASH.hex()),
        encode_entry("seed", DAY, first=100, hashes="x"),
        seed_entry(DAY, 100, [HASH]),
        seed_entry(DAY, 100, [HASH]),
        encode_entry("redact", DAY, tick=100, slot=0, field="status"),
        encode_entry("delay", DAY, tick=100, slot=0, reason="x", until=5, renewal=0, by=[1], decision=[1, 1]),
        encode_entry(
            "delay", DAY, tick=100, slot=0, reason="x", until=5, renewal=0, by=["a"], decision=["1", 1]
        ),
        encode_entry(
            "delay", DAY, tick=100, slot=0, reason="x", until=5, renewal=0, by=[], decision=[100, 99999]
        ),
        encode_entry("vote", DAY, anything=["goes"]),
    ]
    facts = Facts.read(CADENCE, [POLICY, *said])
    assert [int(p.split()[2].rstrip(":")) for p in facts.problems] == [1, 2, 4, 5, 6, 7, 9, 10, 11, 12, 13]
    assert list(facts.opens) == [(100, 1)]
    assert list(facts.seeds) == [100]
    assert len(facts.times) == 15


def test_a_register_begins_with_its_terms():
    with pytest.raises(MalformedError, match="first entry must be one"):
        Facts(CADENCE).terms_at(0)


def test_entries_have_a_limit():
    with pytest.raises(MalformedError, match="longer than 65535"):
        encode_entry("vote", 0, text="x" * 70_000)
    with pytest.raises(MalformedError, match="can't be written"):
        encode_entry("vote", 0, number=2**60)


def test_what_is_due():
    assert list(due_ticks(CADENCE, Head(4, HASH), 105 * DAY + 3)) == [102, 103, 104]
    assert list(due_ticks(CADENCE, Head(0, HASH), 100 * DAY)) == []
    terms = replace(Terms(), open_after=5 * DAY)
    assert list(due_closings(CADENCE, terms, 99, 107 * DAY)) == [100, 101]
    assert list(due_closings(CADENCE, terms, 101, 107 * DAY)) == []
