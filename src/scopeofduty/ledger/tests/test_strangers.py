"""Whatever a stranger serves, an auditor gets a verdict or a `LedgerError`, never a traceback."""

import gzip
import io
import json
import random
from contextlib import suppress

import pytest
import rfc8785

from scopeofduty.ledger.audit import audit
from scopeofduty.ledger.checkpoint import Head, sign_checkpoint
from scopeofduty.ledger.errors import LedgerError, MalformedError
from scopeofduty.ledger.mirror import Mirror
from scopeofduty.ledger.notice import verify_notice
from scopeofduty.ledger.policy import Policy
from scopeofduty.ledger.register import Facts
from scopeofduty.ledger.sources import MAX_FILE, _body
from scopeofduty.ledger.states import Bench, State, notice_path
from scopeofduty.ledger.storage import Folder
from scopeofduty.ledger.tests.cast import City, log_key
from scopeofduty.ledger.tests.test_notice import published
from scopeofduty.ledger.tiles import read_entries
from scopeofduty.ledger.witness import Request

NASTY = [
    None,
    True,
    -1,
    0,
    1,
    3,
    4,
    20_000,
    20_001,
    2**53 - 1,
    "",
    "x",
    "20000/1",
    "ab" * 32,
    [],
    [None],
    [[1]],
    {},
    [0, 0],
]


# What RFC 8785 can't write: a text that isn't canonical may hold it all the same.
NASTIER = [*NASTY, "\ud800", "\u0000", 2**70, -(2**70), 1.5, float("inf"), float("nan"), "x" * 500]


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    city = City(tmp_path_factory.mktemp("city")).start()
    city.receive("c1", agency="ICE")
    city.receive("c2", agency="CBP")
    for day in range(9):
        city.end_day()
        if day == 3:
            city.decide_delay("c1")
    assert {"NOTICE", "DELAYED"} <= {verdict.state.value for verdict in city.audit().verdicts}
    return city


def twisted(value, rng, nasty=NASTY):
    """A JSON value with one part replaced."""
    if isinstance(value, dict) and value and rng.random() < 0.9:
        key = rng.choice(sorted(value))
        return {**value, key: twisted(value[key], rng, nasty)}
    if isinstance(value, list) and value and rng.random() < 0.6:
        at = rng.randrange(len(value))
        return [*value[:at], twisted(value[at], rng, nasty), *value[at + 1 :]]
    return rng.choice(nasty)


def test_a_register_of_any_content(city):
    register = list(read_entries(city.writers["register"].public.read, city.writers["register"].head().size))
    slots = list(read_entries(city.writers["slots"].public.read, city.writers["slots"].head().size))
    rng = random.Random(3)  # noqa: S311 (a seed to repeat a failure)
    for _ in range(600):
        at = rng.randrange(1, len(register))
        entry = rfc8785.dumps(twisted(json.loads(register[at]), rng))
        facts = Facts.read(city.cadence, [*register[:at], entry, *register[at + 1 :]])
        bench = Bench(
            facts,
            lambda place: slots[city.cadence.index(*place)],
            lambda place: city.public.read(notice_path(place)),
            city.clock.now,
        )
        assert {bench.judge(city.cadence.place(index)).state for index in range(0, 36, 5)} <= set(State)


def test_a_notice_of_any_content(city):
    record = city.records["c2"]
    honest = json.loads(city.public.read(notice_path(record.place)))
    rng = random.Random(4)  # noqa: S311 (a seed to repeat a failure)
    for _ in range(90):
        city.public.put(notice_path(record.place), json.dumps(twisted(honest, rng, NASTIER)).encode())
        verdicts = {verdict.place: verdict.state for verdict in city.audit().verdicts}
        assert verdicts[record.place] in (State.INVALID, State.NOTICE)
    city.public.put(notice_path(record.place), json.dumps(honest).encode())


@pytest.mark.parametrize("name", ["\ud800", "event\u0000x", "evenT", ""])
def test_a_notice_with_a_field_of_another_name(city, name):
    record = city.records["c2"]
    honest = city.public.read(notice_path(record.place))
    told = json.loads(honest)
    told["fields"][0]["name"] = name
    city.public.put(notice_path(record.place), json.dumps(told).encode())
    verdicts = {verdict.place: verdict.state for verdict in city.audit().verdicts}
    city.public.put(notice_path(record.place), honest)
    assert verdicts[record.place] is State.INVALID


def test_a_log_that_says_it_has_no_end(city, tmp_path):
    origin = city.cadence.origin
    endless = bytes(sign_checkpoint(origin, Head(2**60, bytes(32)), log_key(origin)))
    read = {"slots/checkpoint": endless}.get
    for look in (Mirror(read, Folder(tmp_path), city.policy).look, lambda: audit(read, city.policy, 0)):
        with pytest.raises(MalformedError, match=r"isn't one of a city|no file"):
            look()


class Reply:
    def __init__(self, data, encoding):
        self.read, self.headers = io.BytesIO(data).read, {"Content-Encoding": encoding}


def test_a_file_that_is_sent_compressed_is_read_and_a_bomb_is_not():
    """A log may compress what it serves without being asked (tlog-tiles, "Log entries")."""
    assert _body(Reply(gzip.compress(b"entries"), "gzip")) == b"entries"
    assert _body(Reply(b"entries", "")) == b"entries"
    assert len(_body(Reply(gzip.compress(bytes(4 * MAX_FILE), 1), "GZIP"))) == MAX_FILE + 1
    with pytest.raises(OSError, match="gzip"):
        _body(Reply(b"entries", "gzip"))


@pytest.mark.parametrize("seed", range(4))
def test_files_cut_and_joined_anywhere(tmp_path, seed):
    city, proof, policy = published(tmp_path)
    rng = random.Random(seed)  # noqa: S311 (a seed to repeat a failure)
    text = city.keeper.policy_text().encode()
    readers = [
        (proof, lambda data: verify_notice(data, policy)),
        (text, Policy.parse),
        (city.public.read("slots/checkpoint"), policy.open),
        (b"old 3\n\n" + city.public.read("slots/checkpoint"), Request.parse),
    ]
    for data, read in readers:
        for _ in range(100):
            cut, joined = sorted(rng.randrange(len(data)) for _ in range(2))
            part = bytes(rng.randrange(256) for _ in range(rng.randrange(4)))
            with suppress(LedgerError):
                read(data[:cut] + part + data[joined:])
