"""Every text has its Spanish, and the same words have the same Spanish wherever they stand.

The catalogues of all parts end up in one: where two differ, the one read first would speak for both.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import pytest

import scopeofduty

CITY = Path(scopeofduty.__file__).parent / "city"
CATALOGUES = sorted(CITY.glob("**/locale/es/LC_MESSAGES/django.po"))


def text(lines):
    return "".join(ast.literal_eval(line[line.index('"') :]) for line in lines)


def messages(path):
    """Yield (text to translate, its translations, whether the translation is a guess)."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#~")]
        starts = [n for n, line in enumerate(lines) if line.startswith(("msgid", "msgstr", "msgctxt"))]
        if not starts:
            continue
        parts = [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
        said = [text(part) for part in parts if part[0].startswith("msgid")]
        told = [text(part) for part in parts if part[0].startswith("msgstr")]
        context = [text(part) for part in parts if part[0].startswith("msgctxt")]
        guess = any(line.startswith("#,") and "fuzzy" in line for line in lines)
        if said[0]:
            yield (*context, said[0]), told, guess


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parents[3].name)
def test_everything_is_translated_and_nothing_is_guessed(path):
    missing = [said for said, told, guess in messages(path) if guess or not all(told)]
    assert not missing


def test_the_same_words_have_the_same_spanish_everywhere():
    found = defaultdict(lambda: defaultdict(list))
    for path in CATALOGUES:
        for said, told, _guess in messages(path):
            if all(told):
                found[said][tuple(told)].append(path.parents[3].name)
    clashes = {said: dict(each) for said, each in found.items() if len(each) > 1}
    assert not clashes
