"""One city keeps watch over another: `duty witness watch`, over a folder and over HTTP."""

from __future__ import annotations

import json
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from scopeofduty.cli import main
from scopeofduty.cli.watch import _listening
from scopeofduty.ledger.audit import audit
from scopeofduty.ledger.keepers import city_policy
from scopeofduty.ledger.note import Note
from scopeofduty.ledger.policy import Policy
from scopeofduty.ledger.sources import exchange
from scopeofduty.ledger.states import notice_path
from scopeofduty.ledger.storage import Disk, Folder, Unflushed
from scopeofduty.ledger.tests.cast import DAY, City


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Nothing here has to outlive a power cut."""
    for name in ("flush", "flush_all", "flush_folder"):
        monkeypatch.setattr(Disk, name, getattr(Unflushed, name))


@pytest.fixture
def watched(tmp_path, capsys):
    """A city with a notice, a second city's key, and the command that watches it."""
    city = City(tmp_path / "city").start()
    city.receive("c1", agency="ICE")
    days(city, 8)
    (tmp_path / "city.policy").write_text(city.keeper.policy_text())
    assert main(["witness", "key", "second-city.example", "--out", str(tmp_path / "key")]) == 0
    city.vkey = capsys.readouterr().out.strip()
    return city


def days(city, number):
    for _ in range(number):
        city.end_day()


def watch(city, folder, *more, source=None, times=1):
    options = ["--policy", str(folder / "city.policy"), "--key", str(folder / "key"), "--every", "0"]
    place = ["--state", str(folder / "watch"), "--clock", str(city.clock.now), "--times", str(times)]
    return main(["witness", "watch", source or str(folder / "city" / "public"), *options, *place, *more])


def test_it_copies_audits_and_cosigns_and_goes_on_where_it_stopped(watched, tmp_path, capsys):
    assert watch(watched, tmp_path) == 0
    said = capsys.readouterr().out
    assert said.count("\u2014 second-city.example") == 2
    days(watched, 3)
    assert watch(watched, tmp_path, times=2) == 0
    assert capsys.readouterr().out.count("\u2014 second-city.example") == 4
    copy = Folder(tmp_path / "watch" / "copy")
    assert audit(copy.read, watched.policy, watched.clock.now).findings == []
    assert audit(copy.read, watched.policy, watched.clock.now).counts() == watched.audit().counts()


def test_every_look_is_one_line_of_json(watched, tmp_path, capsys):
    assert watch(watched, tmp_path, "--json", times=2) == 0
    looks = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [look["code"] for look in looks] == [0, 0]
    assert looks[0]["slots"]["NOTICE"] == 1
    assert set(looks[0]["cosigned"]) == set(watched.origins)


def test_what_it_signs_makes_the_city_s_quorum(watched, tmp_path, capsys):
    watch(watched, tmp_path)
    keys = [key.verifier for key in watched.origins.values()]
    (tmp_path / "keepers").write_text(f"witness second {watched.vkey}\nquorum second\n")
    policy = Policy.parse(city_policy(keys, tmp_path / "keepers"))
    signed = next((tmp_path / "watch" / "signed").rglob("checkpoint")).read_bytes()
    assert policy.open(signed).quorum


@pytest.mark.parametrize("secretly", ["another log", "same log, another end"])
def test_a_log_that_takes_something_back_raises_the_alarm(watched, tmp_path, capsys, secretly):
    assert watch(watched, tmp_path) == 0
    other = City(tmp_path / "other").start()
    if secretly == "another log":
        other.receive("c9", agency="CBP")
        days(other, 9)
    else:
        other.receive("c1", agency="ICE")
        days(other, 7)
        other.receive("c9", agency="CBP")
        days(other, 3)
    capsys.readouterr()
    assert watch(other, tmp_path, source=str(tmp_path / "other" / "public"), times=0) == 1
    assert "ALARM, not cosigned" in capsys.readouterr().err
    evidence = sorted((tmp_path / "watch" / "copy" / "evidence").rglob("*"))
    kept, shown = (next(path for path in evidence if path.name == name) for name in ("kept", "shown"))
    heads = [watched.policy.open(path.read_bytes()).checkpoint for path in (kept, shown)]
    assert heads[0].origin == heads[1].origin
    assert heads[0].head != heads[1].head, "both carry the city's signature: proof for anybody"


def test_an_older_list_is_no_alarm_and_is_told(watched, tmp_path, capsys):
    shutil.copytree(tmp_path / "city" / "public", tmp_path / "before")
    days(watched, 1)
    watch(watched, tmp_path)
    capsys.readouterr()
    assert watch(watched, tmp_path, source=str(tmp_path / "before")) == 3
    assert "shows an older list than it did" in capsys.readouterr().out


def test_a_text_that_was_changed_raises_the_alarm_and_the_first_one_is_kept(watched, tmp_path, capsys):
    watch(watched, tmp_path)
    path = notice_path(watched.records["c1"].place)
    honest = watched.public.read(path)
    watched.public.put(path, honest.replace(b"ICE", b"FBI"))
    capsys.readouterr()
    assert watch(watched, tmp_path, times=0) == 1
    assert "INVALID" in capsys.readouterr().err
    assert (tmp_path / "watch" / "copy" / "evidence" / path).read_bytes() == honest


def test_a_text_that_was_taken_down_is_told_and_kept(watched, tmp_path, capsys):
    watch(watched, tmp_path)
    path = notice_path(watched.records["c1"].place)
    honest = watched.public.read(path)
    watched.public.remove(path)
    assert watch(watched, tmp_path) == 3
    assert "OVERDUE" in capsys.readouterr().out
    assert (tmp_path / "watch" / "copy" / "evidence" / path).read_bytes() == honest


def test_a_log_that_stalls_is_told(watched, tmp_path, capsys):
    watch(watched, tmp_path)
    watched.clock.now += 10 * DAY
    capsys.readouterr()
    assert watch(watched, tmp_path) == 3
    assert "LOG STALLED" in capsys.readouterr().out


@pytest.mark.parametrize("change", [("--key", "absent"), ("--policy", "key"), ("--listen", "nonsense")])
def test_bad_options_have_a_sentence(watched, tmp_path, capsys, change):
    value = change[1] if change[0] == "--listen" else str(tmp_path / change[1])
    assert watch(watched, tmp_path, change[0], value) == 2
    assert capsys.readouterr().err.strip()


def test_nothing_is_there(watched, tmp_path, capsys):
    assert watch(watched, tmp_path, source=str(tmp_path)) == 2
    assert "no slots/checkpoint" in capsys.readouterr().err


class Served:
    """A folder over HTTP; `stop` kills the server."""

    def __init__(self, folder):
        class Quiet(SimpleHTTPRequestHandler):
            def log_message(self, *_):
                pass

        self.asked = []
        outer = self

        class Counting(Quiet):
            def do_GET(self):
                outer.asked.append(self.path)
                super().do_GET()

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Counting, directory=str(folder)))
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def stop(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def served(tmp_path, watched):
    server = Served(tmp_path / "city" / "public")
    yield server
    server.stop()


@pytest.mark.enable_socket
def test_an_address_is_fetched_once_and_then_only_what_is_new(watched, served, tmp_path):
    assert watch(watched, tmp_path, source=served.url) == 0
    first = len(served.asked)
    served.asked.clear()
    assert watch(watched, tmp_path, source=served.url) == 0
    tiles = [path for path in served.asked if "/tile/" in path]
    assert (tiles, len(served.asked) < first) == ([], True)


@pytest.mark.enable_socket
def test_an_audit_keeps_its_copy_and_resumes(watched, served, tmp_path, capsys):
    place = ["--policy", str(tmp_path / "city.policy"), "--clock", str(watched.clock.now)]
    assert main(["audit", served.url, "--keep", str(tmp_path / "kept"), *place]) == 0
    served.asked.clear()
    assert main(["audit", served.url, "--keep", str(tmp_path / "kept"), *place]) == 0
    assert not [path for path in served.asked if "/tile/" in path]
    other = City(tmp_path / "other").start()
    days(other, 9)
    capsys.readouterr()
    two = ["audit", str(tmp_path / "other" / "public"), "--keep", str(tmp_path / "kept"), *place]
    assert main(two) == 1
    assert "SPLIT VIEW" in capsys.readouterr().err


@pytest.mark.enable_socket
def test_no_answer_is_asked_again(watched, tmp_path, capsys):
    assert watch(watched, tmp_path, source="http://127.0.0.1:1", times=2) == 2
    assert capsys.readouterr().err.count("will look again") == 2


@pytest.mark.enable_socket
def test_it_answers_the_city_meanwhile(watched, tmp_path, capsys):
    """With --listen, one process watches and answers add-checkpoint under the same key."""
    from types import SimpleNamespace

    from scopeofduty.cli.watch import _ready

    place = {"policy": tmp_path / "city.policy", "key": tmp_path / "key", "state": tmp_path / "watch"}
    args = SimpleNamespace(**place, source=str(tmp_path / "city" / "public"), listen="127.0.0.1:0")
    _, witness = _ready(args)
    with _listening(args, witness):
        url = capsys.readouterr().err.split()[-1]
        keys = [key.verifier for key in watched.origins.values()]
        (tmp_path / "keepers").write_text(f"witness second {watched.vkey} {url}\nquorum second\n")
        policy = Policy.parse(city_policy(keys, tmp_path / "keepers"))
        gathered = watched.publisher.cosign(policy, exchange)
    assert [dict(one.refusals) for one in gathered.values()] == [{}, {}]
    assert policy.open(watched.public.read("slots/checkpoint")).quorum
    assert Note.parse(watched.public.read("slots/checkpoint"))
