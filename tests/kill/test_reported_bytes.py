"""What a reporter types, attaches and reads is on no disk of the city's or the proxy's, in no form.

`duty serve`, the nginx file that ships, a real Chromium with and without JavaScript, attachments of 100 MB.
"""

import base64
import os
import re
import resource
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from scopeofduty.sealing.receipt import Receipt

HERE = Path(__file__).parent
SHIPPED = HERE.parents[1] / "docs/reference/nginx.conf"
CANARY = "QUAGGA-WORD-5d1c"
LARGE = 100 * 1024 * 1024
pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.enable_socket]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def wait_until_open(port):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("nothing listens there after a minute")


@contextmanager
def process(command, log, **more):
    with log.open("ab") as out:
        running = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True, **more)
    try:
        yield running
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait(30)


@contextmanager
def city(database, folder):
    """``duty serve`` on the database, with a roster in force; yield its port."""
    (database.folder / "what-this-is").write_text("city\n")
    database.run("reported.py")
    port = free_port()
    (folder / "temporary").mkdir(parents=True)
    env = database.env | {
        "DUTY_HTTPS": "1", "DUTY_HOSTS": "localhost", "TMPDIR": str(folder / "temporary"),
        "DUTY_WRITES": str(folder / "writes"),
    }  # fmt: skip
    command = [sys.executable, HERE / "served.py", "serve", "--data", database.folder, "--port", str(port)]
    with process([str(part) for part in command], folder / "city.log", env=env) as running:
        wait_until_open(port)
        assert re.search(r"Max core file size +0 ", Path(f"/proc/{running.pid}/limits").read_text())
        yield port


@contextmanager
def proxy(folder, port, *, may_write):
    """Run nginx with the file that ships; one that may not write is killed by the first byte it would."""
    folder.mkdir()
    https, http = free_port(), free_port()
    key = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    key += ["-keyout", "key.pem", "-out", "certificate.pem"]
    subprocess.run(key, cwd=folder, check=True, capture_output=True)
    told = SHIPPED.read_text()
    for shipped, here in (
        ("listen 443 ", f"listen 127.0.0.1:{https} "), ("listen 80;", f"listen 127.0.0.1:{http};"),
        ("duty.example;", "localhost;"), ("/etc/ssl/duty.example.pem", f"{folder}/certificate.pem"),
        ("/etc/ssl/duty.example.key", f"{folder}/key.pem"), ("/var/log/nginx/duty.log", f"{folder}/duty.log"),
        ("127.0.0.1:8400", f"127.0.0.1:{port}"),
    ):  # fmt: skip
        assert shipped in told, shipped
        told = told.replace(shipped, here)
    (folder / "duty.conf").write_text(told)
    places = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"{place}_temp_path {folder}/{place};" for place in places)
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/nginx.pid; worker_processes 1; {user} events {{}}"
        f"http {{ {paths} include {folder}/duty.conf; }}"
    )

    def limit():
        if not may_write:
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    command = [shutil.which("nginx") or "/usr/sbin/nginx", "-e", "stderr", "-p", folder, "-c", "nginx.conf"]
    with process([str(part) for part in command], folder / "nginx.log", preexec_fn=limit):
        wait_until_open(https)
        yield f"https://localhost:{https}"


class Reporter:
    """Somebody before a browser who trusts this proxy's certificate."""

    def __init__(self, chromium, address, file, *, javascript):
        self.context = chromium.new_context(
            ignore_https_errors=True, java_script_enabled=javascript, accept_downloads=True
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(120_000)
        self.address, self.file, self.javascript = address, file, javascript

    def tell(self):
        page = self.page
        page.goto(f"{self.address}/report/tell/employee/")
        page.check("[name=violation][value=inquired]")
        for name in ("text", "when", "where", "who", "fears", "name", "position"):
            page.fill(f"[name={name}]", f"{CANARY} {name}")
        page.check("[name=named][value=officer]")
        page.check("[name=for_custodians]")
        page.set_input_files("[name=files]", self.file)
        page.click("#report button.button")
        if self.javascript:
            page.wait_for_selector("#your-words:not([hidden])")
        words = page.locator(".words li").all_text_contents()
        if self.javascript:
            for id_ in ("first-word", "second-word"):
                place = int(re.search(r"\d+", page.locator(f"label[for={id_}]").text_content())[0])
                page.fill(f"#{id_}", words[place - 1])
            page.click("[data-send]:not(form)")
            page.wait_for_selector("#sent:not([hidden])")
        return " ".join(words)

    def follow(self, words):
        page = self.page
        page.goto(f"{self.address}/report/follow/")
        page.fill("[name=words]", words)
        page.click("#follow button.button")
        page.wait_for_selector(f"text={CANARY} text")
        page.fill("[name=text]", f"{CANARY} more")
        page.set_input_files("[name=files]", self.file)
        page.click("#reply button.button" if self.javascript else "form:has([name=text]) button.button")
        page.wait_for_selector(f"text={CANARY} more")
        self.save()

    def save(self):
        """Save the attachment of the page that is open."""
        with self.page.expect_download() as saved:
            self.page.locator("button", has_text="large").first.click()
        assert Path(saved.value.path()).stat().st_size == LARGE

    def save_from(self, words):
        """Save the attachment of a report that another way of reporting made."""
        self.page.goto(f"{self.address}/report/follow/")
        self.page.fill("[name=words]", words)
        self.page.click("#follow button.button")
        self.page.wait_for_selector(f"text={CANARY} more")
        self.save()

    def go_wrong(self):
        """A form that is refused after its file came."""
        page = self.page
        page.goto(f"{self.address}/report/tell/resident/")
        page.fill("[name=where]", f"{CANARY} where")
        page.set_input_files("[name=files]", self.file)
        page.click("#report button.button")
        page.wait_for_selector("[role=alert], .errorlist")


@contextmanager
def half_sent(address):
    """Send half of an upload and wait."""
    host, port = address.removeprefix("https://").split(":")
    head = (
        f"POST /report/tell/resident/ HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: 9000000\r\n"
        "Content-Type: multipart/form-data; boundary=B\r\n\r\n"
        '--B\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
    )
    unchecked = ssl._create_unverified_context()  # noqa: S323 — a certificate of this test's own
    with socket.create_connection((host, int(port))) as raw, unchecked.wrap_socket(raw) as sent:
        sent.sendall(head.encode() + CANARY.encode() * 200_000)
        yield sent


def break_off(address):
    with half_sent(address):
        pass


def read_slowly(address, words):
    """Save the attachment of the plain page with pauses, so that whatever stands between has to wait."""
    unchecked = ssl._create_unverified_context()  # noqa: S323 — a certificate of this test's own

    def post(path, **fields):
        body = "&".join(f"{name}={value.replace(' ', '+')}" for name, value in fields.items())
        asked = urllib.request.Request(address + path, data=body.encode())  # noqa: S310 — https
        return urllib.request.urlopen(asked, context=unchecked, timeout=120)  # noqa: S310

    page = post("/report/follow/", words=words).read().decode()
    file_id = re.search(r'name="file" value="([0-9a-f]{32})"', page)[1]
    with post("/report/follow/attachment/", words=words, file=file_id) as answer:
        time.sleep(2)
        assert CANARY.encode() in answer.read(1 << 20)
        assert len(answer.read()) == LARGE - (1 << 20)


def forms_of(secret):
    """Return a secret as it might be written: as it is, UTF-16, hexadecimal, Base64 at any offset."""
    text = secret.encode() if isinstance(secret, str) else secret
    in_base64 = [base64.b64encode(bytes(at) + text)[4 if at else 0 : -4] for at in range(3)]
    wide = [secret.encode("utf-16-le")] if isinstance(secret, str) else []
    return [text, text.hex().encode(), *wide, *in_base64]


def places(folders, secrets, since=0.0):
    sought = [form for secret in secrets for form in forms_of(secret)]
    found = []
    for path in (path for folder in folders for path in folder.rglob("*")):
        if path.is_file() and path.stat().st_mtime >= since:
            data = path.read_bytes()
            found += [(str(path), form) for form in sought if form in data]
    return found


def on_the_server(database):
    """Return where PostgreSQL writes, write-ahead log included, if that is on this machine."""
    if database.url.startswith("sqlite"):
        return []
    folder = Path(database.rows("SHOW data_directory")[0][0])
    with psycopg.connect(database.url, autocommit=True) as server:
        server.execute("CHECKPOINT")
    return [folder / "base", folder / "pg_wal"] if os.access(folder, os.R_OK) else []


def test_nothing_readable_is_on_any_disk(database, chromium, tmp_path, tmp_path_factory):
    if not (shutil.which("nginx") or Path("/usr/sbin/nginx").exists()):
        pytest.skip("no nginx here: apt install nginx-light")
    theirs, file = tmp_path_factory.mktemp("the-reporters-own"), "large.bin"
    (theirs / file).write_bytes((CANARY.encode() + b"-in-a-file ") * (LARGE // 27 + 1))
    os.truncate(theirs / file, LARGE)
    began, words = time.time() - 1, []
    with city(database, tmp_path / "city") as port:
        for javascript in (False, True):
            with proxy(tmp_path / f"proxy-{javascript}", port, may_write=javascript) as address:
                reporter = Reporter(chromium, address, theirs / file, javascript=javascript)
                words.append(reporter.tell())
                reporter.follow(words[-1])
                if not javascript:
                    reporter.go_wrong()
                    break_off(address)
                    read_slowly(address, words[-1])
                else:
                    reporter.save_from(words[0])
                reporter.context.close()
        # What the browser sealed, the server's library opens, and (above) the other way round.
        with proxy(tmp_path / "proxy-again", port, may_write=False) as address:
            read_slowly(address, words[-1])
    receipts = [Receipt.read(each) for each in words]
    secrets = [CANARY, "large.bin", *(" ".join(each.split()[:3]) for each in words)]
    secrets += [secret for each in receipts for secret in (each.lookup, each.auth, each.identity)]
    folders = [tmp_path, database.folder]
    assert places(folders, ["age-encryption.org/v1"]), "the search finds what is there"
    assert places(folders, secrets) == []
    assert places(on_the_server(database), secrets, since=began) == []
    if not database.url.startswith("sqlite"):
        tables = database.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in tables:
            for (row,) in database.rows(f'SELECT t::text FROM "{table}" t'):  # noqa: S608 — our own tables
                assert not any(form.decode("latin-1") in row for each in secrets for form in forms_of(each))
    left = {path.name for path in (database.folder / "reports").rglob("*") if path.is_file()}
    named = {f"{id_}.age" for (id_,) in database.rows("SELECT id FROM reports_sealedfile")}
    assert left == named, "an upload that was refused or broke off left nothing"
    assert len(left) >= 4
    wrote = {Path(line).name for line in (tmp_path / "city" / "writes").read_text().splitlines()}
    assert not [name for name in wrote if "upload" in name or name.startswith("tmp")], wrote


def test_slow_uploads_leave_the_rest_of_the_city_open(database, tmp_path):
    if not (shutil.which("nginx") or Path("/usr/sbin/nginx").exists()):
        pytest.skip("no nginx here: apt install nginx-light")
    unchecked = ssl._create_unverified_context()  # noqa: S323 — a certificate of this test's own
    with (
        city(database, tmp_path / "city") as port,
        proxy(tmp_path / "proxy", port, may_write=True) as address,
        ExitStack() as slow,
    ):
        for _each in range(12):
            with suppress(OSError):  # the fifth and later ones are sent away
                slow.enter_context(half_sent(address))
        for path in ("/desk/", "/report/", "/report/tell/resident/", "/report/sealed/roster.json"):
            with urllib.request.urlopen(address + path, context=unchecked, timeout=20) as answer:  # noqa: S310
                assert answer.status == 200
