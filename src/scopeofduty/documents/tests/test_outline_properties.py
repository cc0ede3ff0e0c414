from hypothesis import given, settings
from hypothesis import strategies as st

from scopeofduty.documents.lines import assemble, flatten
from scopeofduty.documents.outline import read_outline, write_outline
from scopeofduty.documents.tests.strategies import ordinances


@given(ordinances())
def test_flatten_and_assemble_are_inverse(ordinance):
    assert assemble(flatten(ordinance)) == ordinance


@given(ordinances())
@settings(max_examples=80, deadline=None)
def test_what_was_written_reads_back_as_the_same_tree(ordinance):
    assert read_outline(write_outline(ordinance)) == ordinance


@given(st.text())
@settings(deadline=None)
def test_any_text_can_be_read_and_settles_after_one_writing(text):
    once = read_outline(text)
    assert read_outline(write_outline(once)) == once
