"""Both writers' words: what one alone changed is taken, what both changed is shown, nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scopeofduty import law
from scopeofduty.city.drafts import merging
from scopeofduty.law.packs import contents, folder

TEXT = "# Law\n\n## 1 One\n\nFirst.\n\n## 2 Two\n\nSecond.\n\n## 3 Three\n\nThird.\n"


def merged(base, theirs, mine):
    return merging.merge(*(merging.text_blocks(each) for each in (base, theirs, mine)))


def test_each_alone_changed_another_section():
    found = merged(TEXT, TEXT.replace("First", "FIRST"), TEXT.replace("Third", "THIRD"))
    assert not found.clashes
    assert found.text == TEXT.replace("First", "FIRST").replace("Third", "THIRD")


def test_both_changed_the_same_section():
    found = merged(TEXT, TEXT.replace("Second", "theirs"), TEXT.replace("Second", "mine"))
    assert [clash.name for clash in found.clashes] == ["2"]
    assert "theirs" in found.clashes[0].theirs
    assert "mine" in found.clashes[0].mine
    assert found.text == TEXT.replace("Second", "theirs")


def test_the_same_change_is_no_clash():
    both = TEXT.replace("Second", "same")
    assert merged(TEXT, both, both) == merging.Merged(both, ())


def test_a_new_section_stands_where_its_writer_put_it():
    mine = TEXT.replace("## 3 Three", "## 2(a) New\n\nPut in.\n\n## 3 Three")
    found = merged(TEXT, TEXT.replace("First", "FIRST"), mine)
    assert found.text == mine.replace("First", "FIRST")


def test_a_section_taken_out_and_changed_is_shown():
    without = TEXT.replace("## 2 Two\n\nSecond.\n\n", "")
    found = merged(TEXT, TEXT.replace("Second", "theirs"), without)
    assert [(clash.name, clash.mine) for clash in found.clashes] == [("2", "")]
    assert merged(TEXT, TEXT, without).text == without


def test_settled_takes_what_was_chosen():
    blocks = [
        merging.text_blocks(each)
        for each in (TEXT, TEXT.replace("Second", "theirs"), TEXT.replace("Second", "mine"))
    ]
    assert "mine" in merging.settled(*blocks, frozenset({"2"}))
    assert "theirs" in merging.settled(*blocks, frozenset())


@pytest.mark.parametrize("pack", law.packs())
def test_cutting_loses_nothing(pack):
    for name, data in contents(folder(pack)):
        text = data.decode()
        cut = {".md": merging.text_blocks, ".duty": merging.rule_blocks}.get(name[name.rfind(".") :])
        if cut:
            assert "".join(cut(text).values()) == text.replace("\r\n", "\n"), name


LINES = st.lists(st.sampled_from(["## 1 One", "## 2 Two", "## 1", "x", "", "# note", "ES: y"]), max_size=12)


@given(LINES, LINES, LINES)
def test_every_changed_block_is_taken_or_shown(base, theirs, mine):
    texts = ["\n".join(each) for each in (base, theirs, mine)]
    before, there, here = (merging.text_blocks(each) for each in texts)
    found = merging.merge(before, there, here)
    clashes = {clash.name for clash in found.clashes}
    for name in merging.changed(before, here):
        if name not in clashes and here.get(name, "").strip():
            assert here[name].strip() in found.text
    for name in merging.changed(before, there):
        if there.get(name, "").strip():
            assert there[name].strip() in found.text


@pytest.mark.parametrize(
    "order", [("5(a)", "5(b)", "5(c)"), ("5(c)", "5(a)", "5(b)"), ("5(b)", "5(c)", "5(a)")]
)
def test_new_sections_accepted_one_by_one_stand_in_their_order(order):
    """Each was written alone, from the same text: none of them knows of the others."""
    before = merging.text_blocks("# T\n\n## 5 Five\n\nWords.\n\n## 10 Ten\n\nWords.\n")
    now = dict(before)
    for label in order:
        mine = merging.text_blocks(
            f"# T\n\n## 5 Five\n\nWords.\n\n## {label} New\n\nWords.\n\n## 10 Ten\n\nWords.\n"
        )
        now = merging.text_blocks(merging.merge(before, now, mine).text)
    assert list(now) == ["(head)", "5", "5(a)", "5(b)", "5(c)", "10"]
