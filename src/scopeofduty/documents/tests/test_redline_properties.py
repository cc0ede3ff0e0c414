from hypothesis import given, settings
from hypothesis import strategies as st

from scopeofduty.documents.lines import Role, assemble, flatten
from scopeofduty.documents.redline import Status, compare
from scopeofduty.documents.tests.strategies import ordinances, some_paragraphs


@st.composite
def revisions(draw):
    """Two texts, the second made from the first by edits, or unrelated."""
    old = draw(ordinances())
    if draw(st.integers(0, 4)) == 0:
        return old, draw(ordinances())
    from dataclasses import replace

    lines = []
    for line in flatten(old):
        edit = draw(st.integers(0, 5))
        if edit == 0 and line.role is not Role.TITLE:
            lines.append(replace(line, paragraphs=draw(some_paragraphs)))
        elif edit == 1 and line.role is Role.PROVISION and line.depth == 2 and lines and lines[-1].depth >= 1:
            continue
        else:
            lines.append(line)
    try:
        return old, assemble(lines)
    except ValueError:
        return old, old


@settings(max_examples=60, deadline=None)
@given(revisions())
def test_applying_the_redline_to_the_old_text_gives_the_new(pair):
    old, new = pair
    redline = compare(old, new)
    assert redline.apply(old) == new
    assert redline.before == old


@settings(deadline=None)
@given(ordinances())
def test_a_text_does_not_differ_from_itself(ordinance):
    redline = compare(ordinance, ordinance)
    assert all(row.status is Status.SAME for row in redline)
    assert redline.changes == ()


@settings(max_examples=50, deadline=None)
@given(revisions())
def test_anchors_are_one_of_a_kind(pair):
    anchors = [row.anchor for row in compare(*pair)]
    assert len(set(anchors)) == len(anchors)
