"""The shared vocabulary is read unchecked in every cold start, so it is checked here."""

import json

import pytest

from scopeofduty.law.errors import LawError
from scopeofduty.law.shapes import check_shapes
from scopeofduty.law.vocabulary import SHARED


def test_the_shared_vocabulary_has_the_right_shapes():
    check_shapes(json.loads(SHARED.read_bytes()), SHARED.name)


def test_a_wrong_shape_in_it_would_be_seen():
    words = json.loads(SHARED.read_bytes())
    words["facts"][0]["question"] = 7
    with pytest.raises(LawError, match="a word in quotes"):
        check_shapes(words, SHARED.name)
