"""Every text has its Spanish, and the same words have the same Spanish wherever they stand.

The catalogues of all parts end up in one: where two differ, the one read first would speak for both.
"""

from __future__ import annotations

import ast
import json
import re
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


GLOSSARY = Path(__file__).parents[2] / "docs" / "reference" / "spanish.md"
LAWS = Path(scopeofduty.__file__).parent / "laws"


def never():
    """Return the Spanish words that the glossary bars, and the one that stands for each thing."""
    rows = re.findall(
        r"^\| ([^|]+) \| ([^|]+) \| ([^|]*)\|$", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE
    )
    return {
        word.strip(): chosen.strip()
        for _en, chosen, barred in rows[1:]
        for word in barred.split(",")
        if word.strip()
    }


def spanish():
    """Yield every Spanish text and where it stands."""
    for path in CATALOGUES:
        yield from ((path.parents[3].name, text) for _said, told, _guess in messages(path) for text in told)
    for path in sorted(LAWS.glob("*/*.md")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith(("ES:", "#")):
                yield path.parent.name, line.rpartition("|")[2]
    words = json.loads((LAWS / "vocabulary.json").read_text(encoding="utf-8"))
    yield from (("vocabulary", text) for text in spanish_of(words))


def spanish_of(value):
    if isinstance(value, dict):
        for name, each in value.items():
            yield from [each] if isinstance(each, str) and name.endswith("es") else spanish_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from spanish_of(each)


def test_the_glossary_and_the_texts_are_read():
    assert never()["nómina"] == "lista de destinatarios"
    assert {"accounts", "riverbend", "vocabulary"} < {where for where, _text in spanish()}


def test_no_text_uses_a_word_that_the_glossary_bars():
    barred = {word: re.compile(rf"\b{re.escape(word)}\b") for word in never()}
    found = [
        (where, word, text)
        for where, text in spanish()
        for word, pattern in barred.items()
        if pattern.search(text)
    ]
    assert not found


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parents[3].name)
def test_a_catalogue_has_two_plural_forms_and_no_dates(path):
    head = path.read_text(encoding="utf-8").partition("\n\n")[0]
    assert '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"' in head
    assert not re.search("POT-Creation-Date|PO-Revision-Date", head)
