"""The protocol's page and the shell script beside it say what the code does."""

import json
import subprocess
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from shutil import which

import pytest

from scopeofduty.ledger.audit import Code
from scopeofduty.ledger.payload import FIELDS
from scopeofduty.ledger.slot import Cadence, SlotType, commitment
from scopeofduty.ledger.states import State
from scopeofduty.ledger.terms import Terms

ROOT = Path(__file__).parents[4]
PAGE = (ROOT / "docs" / "reference" / "ledger.md").read_text()
SCRIPT = ROOT / "docs" / "reference" / "check-notice.sh"
VECTORS = json.loads((ROOT / "js" / "verify" / "vectors.json").read_text())
TOOLS = all(which(tool) for tool in ("sh", "openssl", "xxd", "sed", "grep"))


def test_the_worked_example_is_current():
    cadence = Cadence("log.example/slots", 86_400, 8, 20_000)
    root = sha256(b"root").digest()
    made = commitment(cadence, (20_001, 3), bytes(range(32)), SlotType.CONTACT, root)
    assert root.hex() in PAGE
    assert f"C             {made.hex()}" in PAGE


def test_every_name_is_on_the_page():
    names = [*(state.value for state in State), *(code.value for code in Code), *asdict(Terms())]
    names += [kind.name.replace("_", "-") for kind in SlotType]
    assert [name for name in names if name not in PAGE] == []
    assert " ".join(f"`{name}`" for name in FIELDS) in PAGE


def checked(folder, proof, policy):
    (folder / "proof").write_text(proof)
    (folder / "policy").write_text(policy)
    return subprocess.run(
        ["sh", SCRIPT, "proof", "policy"], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(not TOOLS, reason="openssl, xxd or sed isn't here")
def test_a_notice_checks_with_openssl_alone(tmp_path):
    done = checked(tmp_path, VECTORS["proof"], VECTORS["policy"])
    assert done.returncode == 0, done.stderr
    assert "holds: sealed between 2024-10-04 00:00 UTC and 2024-10-05 00:00 UTC" in done.stdout
    assert done.stdout.count("saw it by") == 2
    assert "  request: backup\n" in done.stderr


@pytest.mark.skipif(not TOOLS, reason="openssl, xxd or sed isn't here")
@pytest.mark.parametrize(
    "part", [0, 2, 8, *(pytest.param(n, marks=pytest.mark.long) for n in (1, 3, 4, 5, 6, 7, 9))]
)
def test_openssl_refuses_what_was_changed(tmp_path, part):
    lines = VECTORS["proof"].split("\n")
    filled = [number for number, text in enumerate(lines) if text and number]
    assert len(filled) == 10
    line = filled[part]
    text = lines[line]
    at = text.rindex(" ") + 30 if " " in text and len(text) > 60 else 6
    at = min(at, len(text) - 2)
    lines[line] = text[:at] + ("1" if text[at] != "1" else "2") + text[at + 1 :]
    done = checked(tmp_path, "\n".join(lines), VECTORS["policy"])
    kept = done.returncode == 0 and done.stdout.count("saw it by") == 2
    assert not kept, lines[line]
