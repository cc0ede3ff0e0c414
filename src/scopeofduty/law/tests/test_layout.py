"""Laying out changes how a file looks, never what it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scopeofduty import law
from scopeofduty.law.layout import laid_out
from scopeofduty.law.packs import SHIPPED

FILES = sorted(SHIPPED.glob("*/*.duty"))
UNTIDY = """\
law   F
level    city
in force from 2020-01-01
# the rule
3(a) hold on a detainer,
       retaliate
     is prohibited
     when   any of:
            on_duty   # a note
            threat_to_life
example One
  asks hold on a detainer
  expect silent
3(b) retaliate is prohibited
"""
TIDY = """\
law          F
level        city
in force     from 2020-01-01

# the rule
3(a)  hold on a detainer,
  retaliate
  is prohibited
  when any of:
    on_duty  # a note
    threat_to_life

example One
  asks     hold on a detainer
  expect   silent

3(b)  retaliate  is prohibited
"""


def test_one_way():
    assert laid_out("f", UNTIDY) == TIDY


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_shipped_files_are_laid_out(path):
    text = path.read_text(encoding="utf-8")
    assert laid_out(path.name, text) == text


def test_what_is_read_stays_the_same(write):
    rules = []
    for text in (UNTIDY, TIDY):
        path = write(text, head="")
        rules.append([(r.id, r.acts, r.condition, r.written) for r in law.read(path).on("2020-06-01").rules])
    assert rules[0] == rules[1]


@given(st.text(alphabet="ab 3()#:\n,-", max_size=120))
def test_laying_out_twice_changes_nothing_more(text):
    once = laid_out("f", text)
    assert laid_out("f", once) == once


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_a_message(text):
    from scopeofduty.law.file_reader import read_file

    read = read_file("f.duty", text, "p", law.shared(), {})
    for problem in read.problems:
        assert str(problem)


WORDS = [
    "law",
    "level",
    "city",
    "in force",
    "from",
    "until",
    "2020-01-01",
    "3(a)",
    "is",
    "prohibited",
    "when",
    "unless",
    "despite",
    "displaces",
    "any lower rule that prohibits",
    "hold on a detainer",
    "retaliate",
    "paper",
    "none",
    "any of",
    "all of:",
    "not",
    "and",
    "or",
    "threat_to_life",
    "duty",
    "document",
    "within 3 days of x",
    "every year",
    "example",
    "asks",
    "expect",
    "given",
    "word",
    "acts",
    "means",
    "names",
    "publisher",
    "\n",
    "\n  ",
    "\n    ",
    ",",
    ":",
]


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_words_of_the_language_in_any_order_are_read_or_refused(text):
    from scopeofduty.law.file_reader import read_file

    read = read_file("f.duty", text, "p", law.shared(), {})
    assert all(str(problem) for problem in read.problems)
