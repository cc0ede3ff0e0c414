"""Every twisted file is decided as the specifications say, here and in the browser's checker."""

import json
import os
from pathlib import Path

import pytest

from scopeofduty.ledger.errors import LedgerError
from scopeofduty.ledger.notice import verify_notice
from scopeofduty.ledger.policy import Policy
from scopeofduty.ledger.tests.hostile import HOLDS, REFUSED, UNWITNESSED, cases
from scopeofduty.ledger.tests.test_notice import published

VECTORS = Path(__file__).parents[4] / "js" / "verify" / "hostile.json"


@pytest.fixture(scope="module")
def forged(tmp_path_factory):
    city, proof, _ = published(tmp_path_factory.mktemp("city"))
    return cases(proof, city.keeper.policy_text().encode())


def verdict(case):
    try:
        checked = verify_notice(case.proof, Policy.parse(case.policy))
    except LedgerError as error:
        str(error).encode()  # a message that can be shown, whatever was in the file
        return REFUSED
    return HOLDS if checked.witnessed.quorum else UNWITNESSED


def test_each_is_decided_as_the_specifications_say(forged):
    assert len(forged) > 200
    assert len({case.why for case in forged}) == len(forged)
    assert [(case.why, verdict(case)) for case in forged if verdict(case) != case.verdict] == []


def alike(one, other):
    """How many signs two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def splice(base, text):
    """Where `text` differs from `base`: begin, end in the base, what stands there instead."""
    begin = alike(base, text)
    end = alike(base[begin:][::-1], text[begin:][::-1])
    return [begin, len(base) - end, text[begin : len(text) - end]]


def readable(case):
    try:
        return case.proof.decode(), case.policy.decode()
    except UnicodeDecodeError:
        return None


def test_the_browser_gets_the_same_cases(forged):
    base = readable(forged[0])
    made = []
    for case in forged:
        texts = readable(case)
        if texts is None:
            continue  # a browser reads files as UTF-8: these it never sees
        proof, policy = (splice(*pair) for pair in zip(base, texts, strict=True))
        made.append({"why": case.why, "verdict": case.verdict, "proof": proof, "policy": policy})
    text = "[\n" + ",\n".join(json.dumps(each) for each in made) + "\n]\n"
    if os.environ.get("WRITE_VECTORS"):
        VECTORS.write_text(text)
    assert VECTORS.read_text() == text
