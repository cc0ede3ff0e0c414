from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
from pathlib import Path

import pytest

from scopeofduty import cli
from scopeofduty.sweep import page, report, settle
from scopeofduty.sweep.examine import examine
from scopeofduty.sweep.hit import Hit, NotRead
from scopeofduty.sweep.readers.source import Source
from scopeofduty.sweep.tests import files
from scopeofduty.sweep.tests.labelled import SHARED

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def sweep():
    hits = tuple(h for h in examine(Source("lib/card.html", files.HTML.encode())) if isinstance(h, Hit))
    return report.Sweep(hits, (NotRead("x.pdf", "locked by a password"),), frozenset({hits[-1].fingerprint}))


def test_json_has_what_each_hit_needs(sweep):
    data = json.loads(report.dumps(report.as_json(sweep)))
    needed = {"file", "locator", "text", "verb", "category", "tier", "rule", "page", "line", "fingerprint"}
    assert all(needed <= set(hit) for hit in data["hits"])
    assert data["totals"]["complies"] == 1
    assert data["not_read"][0]["reason"] == "locked by a password"
    assert [Hit.from_json({k: v for k, v in h.items() if k != "settled"}) for h in data["hits"]] == list(
        sweep.hits
    )


def test_csv_has_a_line_a_hit_and_no_formulas(sweep):
    assert len(list(csv.DictReader(io.StringIO(report.as_csv(sweep))))) == len(sweep.hits)
    assert report._cell("=cmd()") == "'=cmd()"


def test_sarif_names_its_rules_and_fingerprints(sweep):
    data = report.as_sarif(sweep)
    (run,) = data["runs"]
    assert {r["ruleId"] for r in run["results"]} == {r["id"] for r in run["tool"]["driver"]["rules"]}
    assert all(r["partialFingerprints"] for r in run["results"])
    assert sum("suppressions" in r for r in run["results"]) == 1
    assert run["invocations"][0]["toolExecutionNotifications"]


def test_sarif_says_what_its_readers_ask_for(sweep):
    """What the standard demands beyond its schema (SARIF 2.1.0, 3.27.9, 3.27.10, 3.30.5, 3.4.3)."""
    hit = Hit.from_json(sweep.hits[0].as_json() | {"file": "our drive/Form (1).html", "line": 3})
    (run,) = report.as_sarif(report.Sweep((hit, *sweep.hits), sweep.not_read))["runs"]
    for result in run["results"]:
        assert (result["kind"] == "fail") == (result["level"] != "none")
        assert result["level"] in {"none", "note", "warning", "error"}
        assert result["message"]["text"]
        place = result["locations"][0]["physicalLocation"]
        assert place.get("region", {"startLine": 1})["startLine"] >= 1
        assert not set(place["artifactLocation"]["uri"]) & set(' <>"{}|\\^`')
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"] == {"startLine": 3}


def test_sarif_holds_against_its_schema(sweep):
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    schema = Path(os.environ.get("DUTY_TEST_SARIF_SCHEMA", SHARED.with_name("sarif-schema-2.1.0.json")))
    if not schema.exists():
        pytest.skip("no SARIF schema: name its file in DUTY_TEST_SARIF_SCHEMA")
    jsonschema.validate(json.loads(report.dumps(report.as_sarif(sweep))), json.loads(schema.read_text()))


def test_the_page_escapes_what_files_say():
    hit = next(
        h
        for h in examine(Source("a.html", b"<label>Citizenship &lt;b&gt; <input name=c></label>"))
        if isinstance(h, Hit)
    )
    shown = page.as_html(report.Sweep((hit,), ()))
    assert "&lt;b&gt;" in shown
    assert "<b>" not in shown


def test_every_rule_says_what_it_finds():
    texts = report.rule_texts()
    assert len({name for name, _ in texts}) == len(texts)
    assert all(says for _, says in texts)


@pytest.mark.parametrize(
    ("mark", "settles", "note"),
    [
        ("sweep: settled basis=I-9 until=2027-01-01", True, None),
        ("sweep: settled basis=I-9 until=2026-01-01", False, "which has passed"),
        ("sweep: settled basis=I-9", False, "without until"),
        ("sweep: settled until=2027-01-01", False, "without basis"),
        ("sweep: settled basis=because until=2027-01-01", False, "basis=because is not known"),
        ("sweep: settled basis=I-9 until=2027-02-31", False, "no day of the calendar"),
    ],
)
def test_a_suppression_needs_a_known_basis_and_a_day_to_come(mark, settles, note):
    code = f"x = 1\n# {mark}\nrecord.country_of_birth = y\n"
    hits = [h for h in examine(Source("a.py", code.encode())) if isinstance(h, Hit)]
    settled, notes = settle.suppressed(hits, {"a.py": settle.suppressions(code)}, TODAY)
    assert bool(settled) is settles
    assert (note is None and not notes) or (note is not None and note in notes[0])


def test_a_baseline_settles_and_a_broken_one_is_named(sweep):
    text = json.dumps(settle.baseline(sweep.hits))
    assert settle.read_baseline(text) == {h.fingerprint for h in sweep.hits if not h.complies}
    with pytest.raises(settle.BaselineError, match="it is no baseline"):
        settle.read_baseline("[]")


def test_the_command_reports_and_its_exit_codes(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("lib").mkdir()
    Path("lib/card.html").write_text(files.HTML)
    Path("lib/ok.txt").write_text("All quiet.\n")
    Path("lib/scan.png").write_bytes(b"\x89PNG")
    assert cli.main(["sweep", "lib", "--json", "--workers", "1"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert {h["file"] for h in data["hits"]} == {"lib/card.html"}
    assert [u["file"] for u in data["not_read"]] == ["lib/scan.png"]
    outputs = ["--csv", "o.csv", "--sarif", "o.sarif", "--html", "o.html", "--write-baseline", "b.json"]
    assert cli.main(["sweep", "lib", "--workers", "1", *outputs]) == 1
    assert all(Path(name).stat().st_size for name in outputs[1::2])
    assert cli.main(["sweep", "lib", "--workers", "1", "--baseline", "b.json"]) == 0
    assert cli.main(["sweep", "lib", "--workers", "1", "--baseline", "b.json", "--strict"]) == 3
    assert "0 to settle" in capsys.readouterr().out


def test_the_command_names_what_must_be_mended(tmp_path, capsys):
    assert cli.main(["sweep", str(tmp_path / "none")]) == 2
    assert "is no file or folder here" in capsys.readouterr().err
    broken = tmp_path / "b.json"
    broken.write_text("{}")
    assert cli.main(["sweep", str(tmp_path), "--baseline", str(broken)]) == 2
    assert "it is no baseline" in capsys.readouterr().err
    assert cli.main(["sweep", "score", str(broken)]) == 2
    assert "expected JSON lines" in capsys.readouterr().err


def test_the_score_command_prints_each_case(tmp_path, capsys):
    labelled = tmp_path / "l.jsonl"
    rows = [
        {"id": "1", "kind": "column", "text": 'us_cit_flg: ["Y"]', "label": True, "category": "citizenship"},
        {"id": "2", "kind": "narrative", "text": "Alarm reset.", "label": False, "category": None},
    ]
    labelled.write_text("\n".join(map(json.dumps, rows)))
    assert cli.main(["sweep", "score", str(labelled), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["total"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert set(data["kinds"]) == {"column", "narrative"}
    assert {"id", "flagged", "label", "rule"} <= set(data["cases"][0])


def test_a_database_url_is_swept_and_its_password_is_not_shown(capsys):
    assert cli.main(["sweep", "postgresql+psycopg://u:secret@127.0.0.1:1/x", "--strict"]) == 3
    out = capsys.readouterr().out
    assert "does not open" in out
    assert "secret" not in out
