"""`duty sweep` as a city's staff runs it: on folders, night after night, in a pipeline, before a commit."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import yaml

from scopeofduty import cli
from scopeofduty.sweep import state
from scopeofduty.sweep.category import Category, Tier, Verb
from scopeofduty.sweep.tests import files

ROOT = Path(__file__).parents[4]
NEXT_YEAR = (dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=365)).isoformat()
LAST_YEAR = (dt.datetime.now(tz=dt.UTC).date() - dt.timedelta(days=365)).isoformat()


@pytest.fixture
def drive(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, data in {
        "drive/library/card.html": files.HTML,
        "drive/housing/intake.csv": "id,citizenship,notes\n1,US,paid in cash today\n",
        "drive/housing/schema.sql": "CREATE TABLE person (\n  id int,\n  birth_country text\n);\n",
        "drive/police/log.txt": "Arrived 2103.\nDriver is undocumented.\n",
        "drive/police/quiet.txt": "Lost bicycle returned.\n",
    }.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(data)
    Path("drive/housing/pool.pdf").write_bytes(files.pdf_form())
    Path("drive/housing/scan.png").write_bytes(b"\x89PNG")
    return Path("drive")


def sweep(capsys, *arguments):
    code = cli.main(["sweep", "drive", "--json", "--workers", "1", *arguments])
    return code, json.loads(capsys.readouterr().out)


def test_each_hit_says_where_what_and_why_and_each_unread_part_its_reason(drive, capsys):
    code, told = sweep(capsys)
    assert code == 1
    for hit in told["hits"]:
        assert Path(hit["file"]).is_file()
        assert hit["text"]
        assert hit["rule"]
        assert hit["fingerprint"]
        assert Verb(hit["verb"])
        assert Category(hit["category"])
        assert Tier(hit["tier"])
        assert hit["locator"] or hit["page"] or hit["line"]
    where = {(h["file"].split("/", 1)[1], h["locator"], h["page"], h["line"]) for h in told["hits"]}
    assert ("housing/intake.csv", "intake.citizenship", None, None) in where
    assert ("housing/schema.sql", "person.birth_country", None, 3) in where
    assert ("housing/pool.pdf", "Text14", 1, None) in where
    assert ("police/log.txt", "", None, 2) in where
    assert ("library/card.html", "q7", None, 4) in where
    assert [(u["file"], bool(u["reason"])) for u in told["not_read"]] == [("drive/housing/scan.png", True)]
    assert told["swept"]["roots"] == [{"path": "drive", "name": "drive"}]


@pytest.mark.long
def test_the_same_hits_whatever_the_number_of_workers(drive, capsys):
    one, two = sweep(capsys)[1], sweep(capsys, "--workers", "2")[1]
    assert one["hits"] == two["hits"]


def test_a_sweep_goes_on_where_it_was_stopped_and_reads_only_what_changed(drive, capsys, monkeypatch):
    _, whole = sweep(capsys)
    written = []

    def stops_after_three(stream, unit, result):
        add(stream, unit, result)
        written.append(unit.name)
        if len(written) == 3:
            raise KeyboardInterrupt

    add = state.add
    monkeypatch.setattr(state, "add", stops_after_three)
    assert cli.main(["sweep", "drive", "--state", "s.state", "--workers", "1"]) not in {0, 1}
    monkeypatch.setattr(state, "add", lambda s, unit, r: (written.append(unit.name), add(s, unit, r)))
    _, again = sweep(capsys, "--state", "s.state")
    assert again["hits"] == whole["hits"]
    assert len(written) == len(set(written)) == 7
    written.clear()
    Path("drive/police/quiet.txt").write_text("Owner is undocumented.\n")
    Path("drive/library/card.html").unlink()
    _, next_night = sweep(capsys, "--state", "s.state")
    assert written == ["drive/police/quiet.txt"]
    files_told = {h["file"] for h in next_night["hits"]}
    assert "drive/police/quiet.txt" in files_told
    assert "drive/library/card.html" not in files_told


def test_a_baseline_leaves_only_what_is_new(drive, capsys):
    code, told = sweep(capsys, "--write-baseline", "known.json")
    assert (code, told["totals"]["open"] > 0) == (1, True)
    code, told = sweep(capsys, "--baseline", "known.json")
    assert (code, told["totals"]["open"]) == (0, 0)
    Path("drive/clinic").mkdir()
    shutil.move("drive/housing/intake.csv", "drive/clinic/intake.csv")
    Path("drive/clinic/new.csv").write_text("id,visa_type\n1,F-1\n")
    code, told = sweep(capsys, "--baseline", "known.json")
    assert code == 1
    left = [h["file"] for h in told["hits"] if not h["settled"] and not h["complies"]]
    assert left == ["drive/clinic/new.csv"]


@pytest.mark.parametrize(
    ("mark", "code", "note"),
    [
        (f"basis=I-9 until={NEXT_YEAR}", 0, ""),
        (f"basis=I-9 until={LAST_YEAR}", 1, "which has passed"),
        ("basis=I-9", 1, "without until"),
        (f"until={NEXT_YEAR}", 1, "without basis"),
        (f"basis=because until={NEXT_YEAR}", 1, "is not known"),
    ],
)
def test_a_line_is_settled_in_place_by_a_basis_and_a_day(tmp_path, capsys, monkeypatch, mark, code, note):
    monkeypatch.chdir(tmp_path)
    for name, comment in (("a.sql", "-- "), ("b.py", "# "), ("c.yml", "# "), ("d.html", "<!-- ")):
        close = " -->" if comment.startswith("<") else ""
        column = {
            "a.sql": "CREATE TABLE t (\n  id int,\n{}\n  country_of_birth text\n);\n",
            "b.py": "x = 1\n{}\nrecord.country_of_birth = x\n",
            "c.yml": "fields:\n  phone: x\n  {}\n  country_of_birth: y\n",
            "d.html": "<form>\n{}\n<input name='country_of_birth'>\n</form>\n",
        }[name]
        Path("drive").mkdir(exist_ok=True)
        Path("drive", name).write_text(column.format(f"{comment}sweep: settled {mark}{close}"))
    found, told = sweep(capsys)
    assert found == code
    assert {h["file"] for h in told["hits"]} == {
        f"drive/{name}" for name in ("a.sql", "b.py", "c.yml", "d.html")
    }
    assert {h["settled"] for h in told["hits"]} == {code == 0}
    assert (len(told["notes"]) == 4 and note in told["notes"][0]) if note else not told["notes"]


@pytest.mark.enable_socket
def test_nothing_but_what_was_named_is_reached(tmp_path, capsys, monkeypatch):
    """Files that name addresses: a listener at that address hears nothing, from Python or from libxml2."""
    monkeypatch.chdir(tmp_path)
    listener = socket.create_server(("127.0.0.1", 0))
    heard = []
    threading.Thread(target=lambda: heard.append(listener.accept()), daemon=True).start()
    at = f"http://127.0.0.1:{listener.getsockname()[1]}"
    Path("drive").mkdir()
    xsd = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:include schemaLocation="{at}/a.xsd"/>'
    for name, text in {
        "a.xml": f'<!DOCTYPE a SYSTEM "{at}/a.dtd" [<!ENTITY b SYSTEM "{at}/b">]><a>&b;</a>',
        "a.xsd": f'{xsd}<xs:element name="BirthCountry"/></xs:schema>',
        "a.html": f'<html><head><base href="{at}/"><link href="{at}/c.css" rel="stylesheet"></head>'
        f'<img src="{at}/i.png"><iframe src="{at}/f"></iframe><label>Citizenship <input name=c></label>',
        "a.json": json.dumps({"$schema": f"{at}/s", "$ref": f"{at}/t", "title": "Country of birth"}),
        "a.yml": f"a: !include {at}/x\nbirth_country: !!python/object/apply:os.system ['true']\n",
        "a.sql": f"CREATE TABLE t (citizenship text) WITH (LOCATION = '{at}/t');\n",
    }.items():
        Path("drive", name).write_text(text)
    Path("drive/a.docx").write_bytes(files.word_form())
    code, told = sweep(capsys)
    assert code == 1
    found = {h["file"] for h in told["hits"]}
    assert found >= {f"drive/a.{end}" for end in ("xsd", "html", "json", "yml", "sql", "docx")}
    assert not heard
    listener.close()


@pytest.mark.long
def test_what_must_not_stop_a_run_is_reported_and_the_rest_is_found(drive, capsys):
    nested = b"a,citizenship\n1,2\n"
    for _ in range(6):
        nested = files.zipped(inner__zip=nested)
    torture = {
        "bomb.zip": (files.zipped(big__txt=b"0" * 60_000_000), "zip bomb"),
        "nested.zip": (nested, "more than 4 deep"),
        "loop.pdf": (files.pdf_looping_pages(), "list of pages is broken"),
        "cut.pdf": (files.pdf_form()[:900], "broken"),
        "locked.pdf": (files.pdf_locked("secret"), "locked by a password"),
        "cut.docx": (files.word_form()[:2000], "broken or truncated"),
        "named.csv": (b"\x00\x01" * 500, "binary"),
        "deep.json": (b"[" * 100_000, "nested too deeply"),
        "quotes.csv": (b'a,b\n"' + b"x" * 11_000_000, "breaks at line"),
        "not.parquet": (b"PAR1" + b"\x00" * 90, "broken"),
    }  # fmt: skip
    for name, (data, _) in torture.items():
        Path("drive/police", name).write_bytes(data)
    wide = [f"c{n}" for n in range(20_000)]
    Path("drive/police/wide.csv").write_text(",".join([*wide, "citizenship"]) + "\n" + "1," * 20_000 + "1\n")
    holder = _locked_database(Path("drive/police/clients.db"))
    try:
        code, told = sweep(capsys, "--strict")
    finally:
        holder.close()
    assert code == 1
    reasons = {u["file"].rsplit("/", 1)[-1].split("!")[0]: u["reason"] for u in told["not_read"]}
    for name, (_, reason) in torture.items():
        assert reason in reasons[name]
    assert "locked" in reasons["clients.db"]
    found = {h["file"].removeprefix("drive/police/") for h in told["hits"]}
    assert {"log.txt", "wide.csv", "loop.pdf"} <= found


def _locked_database(path):
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("CREATE TABLE clients (id int, citizenship text)")
    holder.execute("BEGIN EXCLUSIVE")
    return holder


HOOK = """#!/bin/sh
# What pre-commit does with the hook's entry: the names of the staged files come after it.
git diff --cached --name-only --diff-filter=ACM -z | xargs -0 -r {python} -m scopeofduty.cli {rest}
"""


@pytest.mark.long
def test_the_pre_commit_hook_stops_a_commit_until_it_is_settled(tmp_path):
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")
    entry = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())[0]
    assert entry["entry"].split()[0] == "duty"
    quiet = {"cwd": tmp_path, "capture_output": True, "text": True}
    who = ["-c", "user.name=Clerk", "-c", "user.email=clerk@example.org", "-c", "core.hooksPath=.git/hooks"]
    subprocess.run([git, "init", "-q"], check=True, **quiet)
    hook = tmp_path / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(HOOK.format(python=sys.executable, rest=" ".join(entry["entry"].split()[1:])))
    hook.chmod(0o755)

    def commit(name, data):
        (tmp_path / name).write_bytes(data)
        subprocess.run([git, "add", name], check=True, **quiet)
        return subprocess.run([git, *who, "commit", "-q", "-m", "x"], check=False, **quiet)

    assert commit("quiet.sql", b"CREATE TABLE t (id int);\n").returncode == 0
    refused = commit("people.sql", b"CREATE TABLE t (\n  citizenship text\n);\n")
    assert refused.returncode != 0
    assert "people.sql:2  stores citizenship" in refused.stdout + refused.stderr
    mark = f"-- sweep: settled basis=I-9 until={NEXT_YEAR}".encode()
    assert commit("people.sql", b"CREATE TABLE t (\n" + mark + b"\n  citizenship text\n);\n").returncode == 0
    assert commit("pool.pdf", files.pdf_form()).returncode != 0
