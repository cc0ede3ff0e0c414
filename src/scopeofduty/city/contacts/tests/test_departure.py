from __future__ import annotations

import pytest

from scopeofduty.city.contacts.departure import departure_from


@pytest.mark.parametrize("decision", ["comply", "partly", "decline", "refer", "no_action"])
def test_recording_is_what_writing_a_call_down_asks_for(decision):
    determination = {"act": "document a request", "phrase": "must"}
    assert departure_from(determination, {"decision": decision}) == ""


def test_another_duty_is_not_done_by_recording():
    determination = {"act": "provide ordinary police service", "phrase": "must"}
    assert departure_from(determination, {"decision": "no_action"}) == "must"
    assert departure_from(determination, {"decision": "comply"}) == ""
