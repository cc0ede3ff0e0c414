"""The twelve words of a receipt: BIP39, English or Spanish, however someone types them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from mnemonic import Mnemonic

from scopeofduty.sealing.errors import ReceiptError

SECRET_SIZE = 16
"""Bytes of a receipt's secret: 128 bits (ASVS 5.0, 11.5.1)."""
COUNT = 12
LANGUAGES = {"en": "english", "es": "spanish"}


@cache
def _list(language: str) -> Mnemonic:
    if language not in LANGUAGES:
        raise ReceiptError(f"a receipt is written in one of {', '.join(LANGUAGES)}, not in {language!r}")
    return Mnemonic(LANGUAGES[language])


@cache
def _by_plain_word(language: str) -> dict[str, str]:
    return {_plain(word): word for word in _list(language).wordlist}


def _plain(text: str) -> str:
    """A word without its accents and capitals: both lists stay unambiguous without them."""
    parts = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _tokens(text: str) -> list[str]:
    return re.findall(r"[a-z]+", _plain(text))


def spell(secret: bytes, language: str) -> tuple[str, ...]:
    """The twelve words of a 16-byte secret, composed (NFC), in ``en`` or ``es``."""
    if len(secret) != SECRET_SIZE:
        raise ReceiptError(f"a receipt's secret has {SECRET_SIZE} bytes, not {len(secret)}")
    spelled = _list(language).to_mnemonic(secret)
    return tuple(unicodedata.normalize("NFC", word) for word in spelled.split())


def read(text: str, language: str | None = None) -> bytes:
    """The secret that twelve words stand for.

    Capitals, accents, commas, line breaks and numbering don't matter.
    Without `language` both lists are tried.
    Raises `ReceiptError`, which names the place of a wrong word and never the word.
    """
    tokens = _tokens(text)
    if len(tokens) != COUNT:
        raise ReceiptError(f"a receipt has {COUNT} words; here are {len(tokens)}", "count", str(len(tokens)))
    tried = [language] if language else list(LANGUAGES)
    # The language in which the most words are known explains a fault best.
    unknown = {
        one: [at for at, word in enumerate(tokens, 1) if word not in _by_plain_word(one)] for one in tried
    }
    found = {secret for one in tried if not unknown[one] and (secret := _decode(tokens, one)) is not None}
    if len(found) == 1:
        return found.pop()
    if found:
        raise ReceiptError(
            "these words are a receipt in both languages; say which one yours was written in", "none"
        )
    nearest = min(tried, key=lambda one: len(unknown[one]))
    if unknown[nearest]:
        places = ", ".join(str(at) for at in unknown[nearest])
        raise ReceiptError(f"not in the word list: word {places}; look at the slip again", "unknown", places)
    raise ReceiptError(
        "each word is in the list, but together they fit no receipt: look for one that is "
        "mistaken for another, or for two that changed places",
        "none",
    )


def _decode(tokens: list[str], language: str) -> bytes | None:
    try:
        return bytes(_list(language).to_entropy([_by_plain_word(language)[word] for word in tokens]))
    except ValueError:  # its checksum doesn't fit
        return None


def contains_receipt(text: str) -> bool:
    """Whether a text has twelve words in a row that are a receipt, or an age secret key.

    Twelve words of a list that fit by chance are refused too: one run in sixteen of list words.
    """
    if "AGE-SECRET-KEY-" in text.upper():
        return True
    tokens = _tokens(text)
    return any(
        all(word in known for word in tokens[at : at + COUNT])
        and _decode(tokens[at : at + COUNT], language) is not None
        for language in LANGUAGES
        for known in (_by_plain_word(language),)
        for at in range(len(tokens) - COUNT + 1)
    )
