"""Published vectors: transparency-dev/merkle (proofs) and transparency-dev/tessera (a real log)."""

import base64
import json
from pathlib import Path

import pytest

from scopeofduty.ledger import tiles, tree
from scopeofduty.ledger.errors import ProofError
from scopeofduty.ledger.note import SigningKey
from scopeofduty.ledger.policy import Policy
from scopeofduty.ledger.storage import Folder
from scopeofduty.ledger.writer import LogWriter

VECTORS = Path(__file__).parents[5] / "shared" / "data" / "tlog"
pytestmark = pytest.mark.skipif(not VECTORS.is_dir(), reason="../shared/data/tlog isn't here")


def cases(kind):
    return sorted((VECTORS / "rfc6962" / kind).rglob("*.json"))


def decoded(value):
    return base64.b64decode(value or "")


def refused(check, *arguments):
    try:
        check(*arguments)
    except ProofError:
        return True
    return False


def proof_of(case):
    return [decoded(part) for part in case["proof"] or []]


@pytest.mark.parametrize(("kind", "count"), [("inclusion", 98), ("subtreeinclusion", 204)])
def test_inclusion(kind, count):
    paths = cases(kind)
    assert len(paths) == count
    for path in paths:
        case = json.loads(path.read_text())
        span = (case.get("start", 0), case["end"] if "end" in case else case["treeSize"])
        root, leaf = decoded(case["root"]), decoded(case["leafHash"])
        verdict = refused(tree.verify_subtree_inclusion, leaf, case["leafIdx"], span, proof_of(case), root)
        assert verdict == case["wantErr"], path


@pytest.mark.parametrize(("kind", "count"), [("consistency", 98), ("subtreeconsistency", 118)])
def test_consistency(kind, count):
    """As the vectors say, save what this project refuses: an empty old part, a root that isn't 32 bytes."""
    paths = cases(kind)
    assert len(paths) == count
    for path in paths:
        case = json.loads(path.read_text())
        span = (case.get("start", 0), case["end"] if "end" in case else case["size1"])
        size = case["size"] if "size" in case else case["size2"]
        roots = decoded(case["root1"]), decoded(case["root2"])
        expected = case["wantErr"] or span[0] == span[1] or any(len(root) != 32 for root in roots)
        verdict = refused(tree.verify_subtree_consistency, span, size, proof_of(case), *roots)
        assert verdict == expected, path


LOG = VECTORS / "tessera" / "log"
LOG_KEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
SIGNING_KEY = "PRIVATE+KEY+example.com/log/testdata+33d7b496+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg"


def test_a_real_log_reads_and_verifies():
    policy = Policy.parse(f"log {LOG_KEY}\nquorum none\n".encode())
    read = Folder(LOG).read
    entries = list(tiles.read_entries(read, 15))
    assert (entries[0], entries[-1]) == (b"one", b"fivten")
    for size in range(16):
        head = policy.open(read(f"checkpoint.{size}")).checkpoint.head
        assert head.size == size
        assert (
            head.root
            == tree.root_of(map(tree.leaf_hash, entries[:size]))
            == tiles.TileTree(read, size).root()
        )


def test_a_real_log_is_what_this_package_would_have_written(tmp_path):
    key = SigningKey.parse(SIGNING_KEY)
    writer = LogWriter(Folder(tmp_path / "log"), Folder(tmp_path / "state"), key.name, key, list)
    for number, entry in enumerate(tiles.read_entries(Folder(LOG).read, 15), 1):
        note = writer.append(writer.head(), [entry])
        assert bytes(note) == (LOG / f"checkpoint.{number}").read_bytes()
        path = tiles.tile_path(0, 0, number)
        assert (tmp_path / "log" / path).read_bytes() == (LOG / path).read_bytes()
        bundle = tiles.tile_path("entries", 0, number)
        assert (tmp_path / "log" / bundle).read_bytes() == (LOG / bundle).read_bytes()
