"""`duty protected`: commit, publish, witness, purge; then open and verify from receipt and log alone."""

import io
import json
from datetime import UTC, datetime
from hashlib import sha256, shake_256

import pytest

from scopeofduty.cli import main
from scopeofduty.ledger.register import encode_entry
from scopeofduty.ledger.tests.cast import FIRST, City
from scopeofduty.sealing.day_batch import make_batch
from scopeofduty.sealing.identity_box import Identity
from scopeofduty.sealing.protected_activity import commit
from scopeofduty.sealing.receipt import Receipt

RECEIPT = Receipt(bytes(range(16)))
ANA = Identity("Dana Dispatch", "dispatcher")
TO = "Ana Example, attorney"
DAY = datetime.fromtimestamp(FIRST * 86_400, UTC).date()


def drawn(seed):
    """Bytes that look random, the same in every run."""
    made = [0]

    def random(size):
        made[0] += 1
        return shake_256(f"{seed} {made[0]}".encode()).digest(size)

    return random


def publish(city, day, waiting=(), random=None):
    """Enter the batch of a day, as the city's clock does, and let the witnesses sign."""
    batch, _left = make_batch(day, list(waiting), random or drawn(1))
    data = batch.to_bytes()
    facts = batch.published.to_json() | {"attachment": sha256(data).hexdigest()}
    city.public.put(f"attachment/{facts['attachment']}", data)
    city.facts.append(encode_entry("protected-activity", city.clock.now, **facts))
    city.window()
    return batch


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("city")
    city = City(folder).start()
    publish(city, DAY, [commit(RECEIPT, 0, b"the report", ANA, drawn(2))])
    (folder / "city.policy").write_text(city.keeper.policy_text())
    return folder


def run(monkeypatch, *arguments, words=""):
    monkeypatch.setattr("sys.stdin", io.StringIO(words))
    return main(["protected", *map(str, arguments)])


@pytest.fixture
def opening(world, tmp_path, monkeypatch, capsys):
    words = " ".join(RECEIPT.spell("es"))
    assert (
        run(monkeypatch, "open", "--log", world / "public", "--to", TO, "--out", tmp_path, words=words) == 0
    )
    capsys.readouterr()
    return tmp_path / f"opening-{DAY}-0.json"


def verify(monkeypatch, world, opening, *more, to=TO, log="public"):
    policy = world / "city.policy"
    return run(monkeypatch, "verify", opening, "--log", world / log, "--policy", policy, "--to", to, *more)


def test_it_holds_with_name_day_and_the_days_between(world, opening, monkeypatch, capsys):
    assert verify(monkeypatch, world, opening, "--action", "2024-12-01") == 0
    told = capsys.readouterr().out
    assert f"It holds: Dana Dispatch, dispatcher reported on {DAY}." in told
    assert "That is 58 days before 2024-12-01." in told
    assert "the report" not in opening.read_text()
    assert verify(monkeypatch, world, opening, "--json") == 0
    assert json.loads(capsys.readouterr().out)["day"] == DAY.isoformat()


def test_another_receipt_finds_nothing(world, tmp_path, monkeypatch, capsys):
    words = " ".join(Receipt(bytes(16)).spell("en"))
    assert (
        run(monkeypatch, "open", "--log", world / "public", "--to", TO, "--out", tmp_path, words=words) == 1
    )
    assert "None of the published days" in capsys.readouterr().err
    assert run(monkeypatch, "open", "--log", world / "public", "--to", TO, words="one two three") == 2
    assert run(monkeypatch, "open", "--log", world / "nowhere", "--to", TO, words=words) == 2


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("identity", {"name": "Mallory", "position": "", "contact": ""}, "signature"),
        ("day", "2024-10-05", "no batch of"),
        ("index", 3, "signature"),
        ("to", TO, ""),
    ],
)
def test_each_change_of_an_opening_is_refused(world, opening, monkeypatch, capsys, name, value, said):
    told = json.loads(opening.read_text())
    if told["opening"][name] == value:
        assert verify(monkeypatch, world, opening, to="Somebody else") == 1
        assert "made for" in capsys.readouterr().err
        return
    told["opening"][name] = value
    opening.write_text(json.dumps(told, separators=(",", ":"), sort_keys=True))
    assert verify(monkeypatch, world, opening) == 1
    assert "does NOT hold" in (err := capsys.readouterr().err)
    assert said in err


def test_a_day_batch_made_afterwards_is_refused(tmp_path, monkeypatch, capsys):
    """The city enters a batch that calls itself a day it isn't of: keepers first saw it a week later."""
    city = City(tmp_path).start()
    city.clock.now += 7 * 86_400
    publish(city, DAY, [commit(RECEIPT, 0, b"never reported", ANA, drawn(3))])
    (tmp_path / "city.policy").write_text(city.keeper.policy_text())
    words = " ".join(RECEIPT.spell("en"))
    run(monkeypatch, "open", "--log", tmp_path / "public", "--to", TO, "--out", tmp_path, words=words)
    assert verify(monkeypatch, tmp_path, tmp_path / f"opening-{DAY}-0.json") == 1
    assert "first seen by an independent keeper on" in capsys.readouterr().err


def test_a_second_batch_of_a_day_counts_for_nothing(tmp_path, monkeypatch, capsys):
    city = City(tmp_path).start()
    publish(city, DAY)
    publish(city, DAY, [commit(RECEIPT, 0, b"slipped in", ANA, drawn(4))], drawn(5))
    (tmp_path / "city.policy").write_text(city.keeper.policy_text())
    words = " ".join(RECEIPT.spell("en"))
    run(monkeypatch, "open", "--log", tmp_path / "public", "--to", TO, "--out", tmp_path, words=words)
    assert verify(monkeypatch, tmp_path, tmp_path / f"opening-{DAY}-0.json") == 1
    assert "no such commitment" in capsys.readouterr().err


def test_a_batch_whose_file_was_changed_is_refused(tmp_path, monkeypatch, capsys):
    city = City(tmp_path).start()
    batch = publish(city, DAY)
    name = f"attachment/{sha256(batch.to_bytes()).hexdigest()}"
    path = tmp_path / "public" / name
    path.chmod(0o600)
    path.write_bytes(bytes(len(batch.to_bytes())))
    words = " ".join(RECEIPT.spell("en"))
    assert run(monkeypatch, "open", "--log", tmp_path / "public", "--to", TO, words=words) == 2
    assert "isn't the batch" in capsys.readouterr().err


@pytest.mark.parametrize("garbage", [b"", b"{}", b"\xff\x00", b"[" * 5000])
def test_a_file_that_is_no_opening_gets_a_clear_word(world, tmp_path, monkeypatch, capsys, garbage):
    path = tmp_path / "opening.json"
    path.write_bytes(garbage)
    assert verify(monkeypatch, world, path) == 2
    assert "Traceback" not in capsys.readouterr().err
