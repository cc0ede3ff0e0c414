"""`duty verify`, `duty audit` and `duty witness`, as typed."""

import io
import json
import signal
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from scopeofduty.cli import main
from scopeofduty.ledger.note import Note
from scopeofduty.ledger.policy import Policy
from scopeofduty.ledger.receipt import Receipt
from scopeofduty.ledger.sources import exchange
from scopeofduty.ledger.terms import iso
from scopeofduty.ledger.tests.cast import FIRST, City, log_key
from scopeofduty.ledger.tests.test_notice import published


@pytest.fixture
def world(tmp_path):
    city, proof, _ = published(tmp_path, 8)
    (tmp_path / "notice.tlog-proof").write_bytes(proof)
    (tmp_path / "city.policy").write_text(city.keeper.policy_text())
    return tmp_path, city


def verify(folder, *more, proof="notice.tlog-proof", policy="city.policy"):
    return main(["verify", str(folder / proof), "--policy", str(folder / policy), *more])


def audit(folder, *more, clock=None, city=None):
    time = ["--clock", str(clock or city.clock.now)]
    return main(["audit", str(folder / "public"), "--policy", str(folder / "city.policy"), *time, *more])


def test_verify_says_what_was_sealed_and_when(world, capsys):
    assert verify(world[0]) == 0
    page = capsys.readouterr().out
    assert "This notice holds." in page
    assert "sealed between 2024-10-04T00:00Z and 2024-10-05T00:00Z" in page
    assert "request: backup" in page
    assert verify(world[0], "--json") == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["tick"], facts["fields"]["answer"], len(facts["witnesses"])) == (FIRST, "refused", 2)


def test_verify_refuses(world, capsys):
    folder, _ = world
    proof = (folder / "notice.tlog-proof").read_text()
    (folder / "bad").write_text(proof.replace("index ", "index 1"))
    (folder / "none").write_text("hello")
    (folder / "alone").write_text("\n".join([*proof.split("\n")[:-2], ""]))
    (folder / "wrong.policy").write_text("quorum everyone\n")
    assert verify(folder, proof="bad") == 1
    assert "does NOT hold" in capsys.readouterr().err
    assert verify(folder, proof="none") == 2
    assert "isn't a proof file" in capsys.readouterr().err
    assert verify(folder, proof="absent") == 2
    assert "can't be read: No such file" in capsys.readouterr().err
    assert verify(folder, policy="wrong.policy") == 2
    assert "policy line 1: everyone isn't defined" in capsys.readouterr().err
    assert verify(folder, proof="alone") == 3
    assert "fewer independent keepers" in capsys.readouterr().out
    assert verify(folder, "--json", proof="bad") == 1
    assert json.loads(capsys.readouterr().out)["holds"] is False


def test_a_time_that_no_calendar_reaches():
    assert iso(2**63 - 1) == "second 9223372036854775807 since 1970"


def test_audit_of_a_folder(world, capsys):
    folder, city = world
    assert audit(folder, city=city) == 0
    assert "Every root, opening and closing was recomputed" in capsys.readouterr().out
    assert audit(folder, "--json", city=city) == 0
    assert json.loads(capsys.readouterr().out)["slots"]["NOTICE"] == 1


def test_audit_tells_what_is_wrong(world, capsys):
    folder, city = world
    assert audit(folder, clock=city.clock.now + 40 * 86_400) == 3
    assert "LOG STALLED" in capsys.readouterr().out
    notice = next((folder / "public" / "notice").rglob("*.json"))
    text = notice.read_text()
    notice.write_text(text.replace("refused", "granted"))
    assert audit(folder, city=city) == 1
    assert "INVALID: slot" in capsys.readouterr().out
    notice.write_text(text)
    entries = next((folder / "public" / "slots" / "tile" / "entries").rglob("32"))
    entries.write_bytes(entries.read_bytes()[:-1] + b"?")
    assert audit(folder, city=city) == 1
    assert "don't give the root" in capsys.readouterr().err
    assert audit(folder / "nowhere", city=city) == 2


def test_audit_with_a_mirror_and_a_receipt(world, capsys):
    folder, city = world
    other = City(folder / "other").start()
    other.end_day()
    assert audit(folder, "--mirror", str(folder / "other" / "public"), city=city) == 1
    assert "SPLIT VIEW" in capsys.readouterr().out
    key = log_key("receipts.example")
    receipt = Receipt(city.cadence.origin, FIRST * 86_400, FIRST, bytes(range(32)))
    (folder / "receipt").write_bytes(bytes(receipt.sign(key)))
    assert audit(folder, "--receipt", str(folder / "receipt"), city=city) == 2
    assert "give --receipt-key" in capsys.readouterr().err
    given = ["--receipt", str(folder / "receipt"), "--receipt-key", str(key.verifier)]
    assert audit(folder, *given, city=city) == 1
    assert "SUPPRESSED" in capsys.readouterr().out


@pytest.fixture
def served(world):
    folder, city = world

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder / "public")))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield SimpleNamespace(url=f"http://127.0.0.1:{server.server_port}", folder=folder, city=city)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.enable_socket
def test_audit_of_an_address(served, capsys):
    options = ["--policy", str(served.folder / "city.policy"), "--clock", str(served.city.clock.now)]
    assert main(["audit", served.url, *options]) == 0
    assert main(["audit", served.url, "--mirror", str(served.folder / "public"), *options]) == 0
    capsys.readouterr()
    assert main(["audit", served.url, "--mirror", f"{served.url}/slots", *options]) == 2
    assert "can't be compared" in capsys.readouterr().err
    assert main(["audit", "http://127.0.0.1:1", *options]) == 2
    assert main(["audit", "ftp://city.example", *options]) == 2
    assert "isn't an http(s) address" in capsys.readouterr().err


def keeper(folder, city, capsys):
    assert main(["witness", "key", "keeper.example", "--out", str(folder / "key")]) == 0
    vkey = capsys.readouterr().out.strip()
    log = str(city.origins[city.cadence.origin].verifier)
    return vkey, ["--key", str(folder / "key"), "--state", str(folder / "kept"), "--log", log]


def test_a_keeper_signs_by_hand(world, capsys):
    folder, city = world
    vkey, options = keeper(folder, city, capsys)
    assert (folder / "key").stat().st_mode & 0o777 == 0o600
    assert main(["witness", "key", "again", "--out", str(folder / "key")]) == 2
    assert "never overwritten" in capsys.readouterr().err
    slots = folder / "public" / "slots"
    assert main(["witness", "sign", str(slots / "checkpoints" / "8"), *options]) == 0
    assert capsys.readouterr().out.startswith("\u2014 keeper.example ")
    assert main(["witness", "sign", str(slots / "checkpoint"), *options]) == 2
    assert "give --tiles" in capsys.readouterr().err
    assert main(["witness", "sign", str(slots / "checkpoint"), "--tiles", str(slots), *options]) == 0
    assert main(["witness", "sign", str(slots / "checkpoints" / "8"), *options]) == 1
    assert "not cosigned" in capsys.readouterr().err
    assert "keeper.example" in vkey


def test_a_checkpoint_on_standard_input(world, capsys, monkeypatch):
    folder, city = world
    _, options = keeper(folder, city, capsys)
    data = (folder / "public" / "slots" / "checkpoint").read_bytes()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    assert main(["witness", "sign", "-", *options]) == 0
    assert Note.parse(data + capsys.readouterr().out.encode())


@pytest.mark.parametrize("change", [("--key", "absent"), ("--log", "nonsense"), ("--key", "city.policy")])
def test_bad_options_have_a_sentence(world, capsys, change):
    folder, city = world
    _, options = keeper(folder, city, capsys)
    value = change[1] if change[0] == "--log" else str(folder / change[1])
    options[options.index(change[0]) + 1] = value
    assert main(["witness", "sign", str(folder / "public" / "slots" / "checkpoint"), *options]) == 2
    assert capsys.readouterr().err.strip()
    assert main(["witness", "serve", "--port", "0", *options]) == 2


@pytest.mark.enable_socket
def test_a_keeper_answers_over_http(world, capsys):
    """A real `duty witness serve`, asked by a city for its cosignatures, then stopped with Ctrl-C."""
    folder, city = world
    vkey, options = keeper(folder, city, capsys)
    log = str(city.origins[city.cadence.register_origin].verifier)
    command = [
        sys.executable,
        "-m",
        "scopeofduty.cli",
        "witness",
        "serve",
        "--port",
        "0",
        *options,
        "--log",
        log,
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as served:
        try:
            assert served.stdout.readline().strip() == vkey
            url = served.stdout.readline().split()[-1]
            logs = [f"log {key.verifier}" for key in city.origins.values()]
            policy = Policy.parse("\n".join([*logs, f"witness K {vkey} {url}", "quorum K", ""]).encode())
            for _ in range(2):
                city.end_day()
                gathered = city.publisher.cosign(policy, exchange)
                assert [dict(one.refusals) for one in gathered.values()] == [{}, {}]
            assert policy.open(city.public.read("slots/checkpoint")).quorum
            assert exchange(f"{url}/add-checkpoint", b"nonsense")[0] == 400
            served.send_signal(signal.SIGINT)
            assert served.wait(10) == 130
        finally:
            served.kill()
