"""`duty demo` and `duty serve` start, or say in one clear sentence why they can't (exit code 2)."""

from __future__ import annotations

import os
import re
import socket
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.house.starting import duty, running

from scopeofduty.cli.data_folder import MARK, CannotStartError, Kind, claim

BUILT = Path(__file__).parents[2] / "src/scopeofduty/city/assets/built"
pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.skipif(not BUILT.is_dir(), reason="the pages' files are not built: run `make setup`"),
]


def fetch(address):
    with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310 — our own server
        return answer.read().decode()


def refused(done, *words):
    """Check that the command ended with exit code 2 and one sentence that has ``words``."""
    assert done.returncode == 2, (done.returncode, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr + done.stdout
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    for word in words:
        assert word in lines[0], (word, lines[0])


def test_a_real_city_starts_empty_and_prints_its_link_once(tmp_path):
    folder = tmp_path / "city"
    with running("serve", "--data", folder, "--port", 0) as (_lines, told):
        link = re.search(r"http://\S+/city/set-up/\S+/", told)[0]
        assert "Set up your city" in fetch(link)
        address = link.split("/city/")[0]
        assert "desk" in fetch(address)
    assert link.rsplit("/", 2)[1] not in (folder / "city.sqlite3").read_bytes().decode("latin-1")
    with running("serve", "--data", folder, "--port", 0) as (_lines, told):
        assert "/city/set-up/" not in told
        assert "--new-link" in told
    with running("serve", "--data", folder, "--port", 0, "--new-link") as (_lines, told):
        assert re.search(r"/city/set-up/\S+/", told)


def test_a_new_link_is_made_while_the_city_runs(tmp_path):
    folder = tmp_path / "city"
    with running("serve", "--data", folder, "--port", 0) as (_lines, told):
        port = re.search(r"127\.0\.0\.1:(\d+)", told)[1]
        done = duty("serve", "--data", folder, "--port", port, "--new-link")
        assert done.returncode == 0, done.stderr
        assert "Set up your city" in fetch(re.search(r"http://\S+/city/set-up/\S+/", done.stdout)[0])
        with pytest.raises(urllib.error.HTTPError, match="404"):
            fetch(re.search(r"http://\S+/city/set-up/\S+/", told)[0])


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_taken_port(command, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = duty(command, "--data", tmp_path / "d", "--port", port)
    refused(done, f"Port {port} of 127.0.0.1 can't be used", "--port")
    assert not (tmp_path / "d").exists()


def test_a_port_or_host_that_is_none(tmp_path):
    refused(duty("serve", "--data", tmp_path, "--port", 99999), "no port 99999")
    refused(duty("serve", "--data", tmp_path, "--host", "nowhere.invalid"), "no address nowhere.invalid")


@contextmanager
def as_nobody():
    # Root may write everywhere, so it steps down for a moment.
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_read_only_folder(tmp_path_factory):
    folder = Path("/var/empty" if Path("/var/empty").is_dir() else "/usr")
    with as_nobody(), pytest.raises(CannotStartError, match="can't be written to") as refusal:
        claim(folder / "city", Kind.CITY)
    assert "--data FOLDER" in str(refusal.value)


def test_a_file_where_the_folder_should_be(tmp_path):
    (tmp_path / "city").write_text("a file")
    refused(duty("serve", "--data", tmp_path / "city", "--port", 0), "can't be written to", "--data")


def test_a_folder_of_another_kind(tmp_path):
    claim(tmp_path / "demo", Kind.DEMO)
    claim(tmp_path / "city", Kind.CITY)
    refused(duty("serve", "--data", tmp_path / "demo", "--port", 0), "holds a demo, not a city", "duty demo")
    refused(duty("demo", "--data", tmp_path / "city", "--port", 0), "holds a city, not a demo", "duty serve")
    reset = duty("demo", "--data", tmp_path / "city", "--port", 0, "--reset")
    refused(reset, "holds a city, not a demo")
    assert (tmp_path / "city" / MARK).exists()


def test_a_mistyped_folder_is_not_made(tmp_path):
    refused(duty("doctor", "--data", tmp_path / "typo"), "No city is set up", "--data FOLDER")
    assert not (tmp_path / "typo").exists()


def test_a_folder_of_somebody_elses_files(tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    for command in ("demo", "serve"):
        refused(duty(command, "--data", tmp_path, "--port", 0), "files that are not a city's data")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_mark_that_says_nothing_known(tmp_path):
    (tmp_path / MARK).write_bytes(b"\xff\xfe")
    refused(duty("serve", "--data", tmp_path, "--port", 0), "should say “demo” or “city”")


@pytest.mark.parametrize("database", ["city.sqlite3", "public.sqlite3"])
def test_a_corrupt_database(database, tmp_path):
    claim(tmp_path, Kind.CITY)
    (tmp_path / database).write_bytes(b"this is no database " * 500)
    refused(duty("serve", "--data", tmp_path, "--port", 0), "can't be read", "backup")


def test_a_database_that_is_a_folder(tmp_path):
    claim(tmp_path, Kind.CITY)
    (tmp_path / "city.sqlite3").mkdir()
    refused(duty("serve", "--data", tmp_path, "--port", 0), "can't be read")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "DATABASE_URL is not a database address"),
        ("mars://crater", "DATABASE_URL is not a database address"),
        ("postgres://nobody:pw@127.0.0.1:1/none", "does not answer as it should"),
    ],
)
def test_a_bad_database_address(url, said, tmp_path):
    done = duty("serve", "--data", tmp_path / "city", "--port", 0, DATABASE_URL=url)
    refused(done, said)
    assert "pw" not in done.stderr


def test_a_demo_that_was_interrupted_is_made_again_and_then_kept(tmp_path):
    mine, folder = tmp_path / "mine.sqlite3", tmp_path / "demo"
    claim(folder, Kind.DEMO)
    (folder / "city.sqlite3").write_bytes(b"half")
    # Somebody's own database never receives a demo.
    with running("demo", "--data", folder, "--port", 0, DATABASE_URL=f"sqlite:///{mine}") as (_lines, told):
        assert "Making the demo city" in told
        assert "This is a demo" in told
        address = re.search(r"open at (http://\S+)/ ", told)[1]
        for username in ("officer", "dispatcher", "library", "hr", "housing", "records", "supervisor"):
            assert re.search(rf"^  {username} ", told, re.MULTILINE)
        assert "Three things to try" in told
        assert "Riverbend" in fetch(address + "/")
        assert "Riverbend" in fetch(address + "/es/")
    assert not mine.exists()
    with running("demo", "--data", folder, "--port", 0) as (_lines, told):
        assert "Making" not in told


def test_no_request_reaches_what_the_server_prints(tmp_path):
    with running("serve", "--data", tmp_path / "city", "--port", 0) as (lines, told):
        address = re.search(r"open at (http://\S+)/", told)[1]
        for path in ("/desk/?q=canary-7f3a", "/canary-7f3a/", "/%ff%00canary-7f3a"):
            try:
                fetch(address + path)
            except urllib.error.HTTPError as error:
                assert error.code in (400, 404)  # noqa: PT017 — what the server answered
        port = int(address.rsplit(":", 1)[1])
        with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
            line.sendall(b"NONSENSE canary-7f3a\r\n\r\n")
            line.recv(1000)
    assert "canary-7f3a" not in lines[-1]
