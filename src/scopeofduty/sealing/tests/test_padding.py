import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scopeofduty.sealing.canonical import canonical, combine, parse_hex, read_object
from scopeofduty.sealing.errors import MalformedError
from scopeofduty.sealing.padding import (
    POWERS_UP_TO,
    STEP,
    file_size,
    pad_file,
    pad_text,
    text_size,
    unpad_file,
)
from scopeofduty.sealing.shuffle import below, filled, shuffled
from scopeofduty.sealing.tests.vectors import Stream


@given(st.integers(0, 10**6))
def test_texts_come_in_steps(size):
    assert text_size(size) % STEP == 0
    assert max(size, STEP) <= text_size(size) < max(size, 1) + STEP


@given(st.integers(1, POWERS_UP_TO))
def test_files_are_a_power_of_two(size):
    padded = file_size(size)
    assert padded.bit_count() == 1
    assert size <= padded <= max(STEP, 2 * size - 1)


@given(st.integers(POWERS_UP_TO + 1, 2**40))
def test_larger_files_follow_padme(size):
    padded = file_size(size)
    assert size <= padded <= size * 1.12
    # PADMÉ: a floating-point number whose mantissa is no longer than its exponent.
    assert padded.bit_length() - len(bin(padded).rstrip("0")) + 2 >= 0
    assert file_size(padded) == padded


def test_padme_rounds_up_to_few_sizes():
    assert file_size(100_000_000) == 48 * 2**21
    assert len({file_size(size) for size in range(100_000_000, 100_600_000, 1000)}) == 1


def test_two_texts_of_one_step_have_one_size_when_padded():
    assert {len(pad_text(canonical({"text": "x" * size}))) for size in (0, 1, 2000, 4000)} == {STEP}
    assert len(pad_text(canonical({"text": "x" * 4096}))) == 2 * STEP


def test_a_padded_text_is_still_json():
    assert json.loads(pad_text(canonical({"text": "ñ"}))) == {"text": "ñ"}
    assert read_object(pad_text(canonical({"text": "ñ"})), "it") == {"text": "ñ"}


@given(st.binary(max_size=9000))
def test_a_file_comes_back(content):
    assert unpad_file(pad_file(content), len(content)) == content


@pytest.mark.parametrize("size", [3, 4097, -1])
def test_a_wrong_size_is_refused(size):
    with pytest.raises(MalformedError):
        unpad_file(pad_file(b"four"), size)
    with pytest.raises(MalformedError):
        file_size(-1)


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{", b'{"a": 1}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b"\xff", b"{} x"]
)
def test_json_that_is_not_canonical_is_refused(data):
    with pytest.raises(MalformedError, match="canonical"):
        read_object(data, "it")
    with pytest.raises(MalformedError):
        canonical({"a": float("nan")})
    with pytest.raises(MalformedError):
        canonical({"a": "\ud800"})


def test_parts_of_a_hash_do_not_run_together():
    assert combine("id", b"ab", b"c") != combine("id", b"a", b"bc")
    assert combine("id", b"a") != combine("id", b"a", b"")
    assert combine("ida") != combine("id", b"a")


@pytest.mark.parametrize("text", ["AB", "a", "zz", None, "abab"])
def test_hexadecimal_has_one_spelling(text):
    with pytest.raises(MalformedError, match="2 lower-case"):
        parse_hex(text, 1, "it")


def test_a_draw_from_the_uneven_end_is_thrown_away():
    draws = iter([b"\xff\xff\xff\xff", b"\0\0\0\4"])
    assert below(3, lambda _: next(draws)) == 1


def test_shuffling_loses_nothing_and_filling_keeps_its_number():
    random = Stream("order")
    assert sorted(shuffled(range(50), random)) == list(range(50))
    assert len({shuffled(range(5), random) for _ in range(2000)}) == 120
    assert sorted(filled([1, 2], 5, lambda: 0, random)) == [0, 0, 0, 1, 2]
    with pytest.raises(MalformedError, match="3 don't fit into 2"):
        filled([1, 2, 3], 2, lambda: 0, random)
