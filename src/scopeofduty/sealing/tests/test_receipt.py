import hashlib
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scopeofduty.sealing import words
from scopeofduty.sealing.errors import ReceiptError
from scopeofduty.sealing.receipt import Receipt, StoredReceipt, places_to_confirm

SECRET = bytes(range(16))
ENGLISH = " ".join(words.spell(SECRET, "en"))
SPANISH = " ".join(words.spell(SECRET, "es"))


def test_a_receipt_has_128_bits_and_takes_all_of_them_from_the_randomness_given():
    asked = []

    def random(size):
        asked.append(size)
        return os.urandom(size)

    made = Receipt.make(random)
    assert asked == [16]
    assert len(made.secret) * 8 >= 128
    with pytest.raises(ReceiptError, match="16 bytes, not 15"):
        Receipt(bytes(15))


@given(st.binary(min_size=16, max_size=16), st.sampled_from(["en", "es"]))
def test_words_spell_the_whole_secret_in_both_languages(secret, language):
    spelled = words.spell(secret, language)
    assert len(spelled) == 12
    assert words.read(" ".join(spelled), language) == secret


def test_both_languages_are_one_receipt():
    assert ENGLISH != SPANISH
    assert Receipt.read(ENGLISH) == Receipt.read(SPANISH) == Receipt(SECRET)


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_two_words_of_a_list_are_the_same_without_accents(language):
    assert len(words._by_plain_word(language)) == 2048


def test_words_are_read_as_people_type_them():
    numbered = "\n".join(f"{at}. {word.upper()}," for at, word in enumerate(SPANISH.split(), 1))
    plain = numbered.translate(str.maketrans("ÁÉÍÓÚÑ", "AEIOUN"))
    assert words.read(numbered) == words.read(plain) == SECRET


def test_a_wrong_word_is_named_by_its_place_and_never_itself():
    typed = ENGLISH.split()
    typed[6] = "shibboleth"
    with pytest.raises(ReceiptError, match="word 7;") as caught:
        words.read(" ".join(typed))
    assert "shibboleth" not in str(caught.value)


def test_words_that_changed_places_are_noticed():
    typed = words.spell(hashlib.sha256(b"x").digest()[:16], "en")
    swapped = (typed[1], typed[0], *typed[2:])
    with pytest.raises(ReceiptError, match="changed places"):
        words.read(" ".join(swapped), "en")


@pytest.mark.parametrize(("typed", "said"), [("", "here are 0"), ("abandon " * 11, "here are 11")])
def test_another_number_of_words_is_said(typed, said):
    with pytest.raises(ReceiptError, match=said):
        words.read(typed)


def test_another_language_is_refused():
    with pytest.raises(ReceiptError, match="en, es"):
        words.spell(SECRET, "fr")


@pytest.mark.parametrize("spelled", [ENGLISH, SPANISH, ENGLISH.upper().replace(" ", ", ")])
def test_a_text_that_holds_a_receipt_is_noticed(spelled):
    assert words.contains_receipt(f"Here is what you need: {spelled}. Please help.")
    assert words.contains_receipt("AGE-SECRET-KEY-1QQ")
    assert not words.contains_receipt(" ".join(spelled.split()[:11]))
    assert not words.contains_receipt("The officer asked my brother where he was born, and left.")


def test_the_server_keeps_hashes_from_which_neither_receipt_nor_log_in_comes_back():
    receipt = Receipt(SECRET)
    kept = receipt.stored
    assert kept.lookup_hash == hashlib.sha256(receipt.lookup).digest()
    assert kept.auth_hash == hashlib.sha256(receipt.auth).digest()
    assert {SECRET, receipt.lookup, receipt.auth}.isdisjoint({kept.lookup_hash, kept.auth_hash})
    assert vars(kept).keys() == {"lookup_hash", "auth_hash"}
    assert kept.admits(receipt.lookup, receipt.auth)
    other = Receipt(bytes(16))
    assert not kept.admits(receipt.lookup, other.auth)
    assert not kept.admits(other.lookup, receipt.auth)
    assert not StoredReceipt(receipt.lookup, receipt.auth).admits(receipt.lookup, receipt.auth)


def test_every_derived_value_is_another():
    receipt = Receipt(SECRET)
    labels = ("age-x25519", "lookup", "auth", "sign-ed25519", "pa-box")
    derived = [receipt.derive(label) for label in labels]
    derived += [receipt.derive_for(label, n) for label in ("pa-id", "pa-content", "pa-key") for n in (0, 1)]
    assert len(set(derived)) == len(derived)
    with pytest.raises(ReceiptError, match="number from 0"):
        receipt.derive_for("pa-id", -1)


def test_a_receipt_does_not_show_itself():
    receipt = Receipt(SECRET)
    shown = f"{receipt!r} {receipt} {receipt.signer!r}"
    assert SECRET.hex() not in shown
    assert repr(SECRET) not in shown
    assert repr(receipt.signer.seed) not in shown


def test_two_different_words_are_asked_back():
    for _ in range(200):
        first, second = places_to_confirm(os.urandom)
        assert 1 <= first < second <= 12
