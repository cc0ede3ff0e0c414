"""The vectors that the browser's verifier is tested on are what this package makes today."""

import json
import os
from pathlib import Path

from scopeofduty.ledger.notice import verify_notice
from scopeofduty.ledger.policy import Policy
from scopeofduty.ledger.tests.test_notice import published

VECTORS = Path(__file__).parents[4] / "js" / "verify" / "vectors.json"


def test_browser_vectors_are_current(tmp_path):
    city, proof, _ = published(tmp_path)
    policy = city.keeper.policy_text()
    checked = verify_notice(proof, Policy.parse(policy.encode()))
    fields = {field.name: field.value for field in checked.notice.payload.fields}
    made = {"proof": proof.decode(), "policy": policy, "fields": fields, "tick": checked.notice.place[0]}
    text = json.dumps(made, indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("WRITE_VECTORS"):
        VECTORS.write_text(text)
    assert VECTORS.read_text() == text
