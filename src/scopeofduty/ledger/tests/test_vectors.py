"""Published vectors: transparency-dev/merkle (proofs) and transparency-dev/tessera (a real log)."""

import base64
import json
from pathlib import Path

import pytest

from scopeofduty.ledger import tree
from scopeofduty.ledger.errors import ProofError

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
