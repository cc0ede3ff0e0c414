"""What a change does: the same whoever asks, told with the words that cause it."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from scopeofduty.city.drafts import changes, packs, replaying
from scopeofduty.city.drafts.models import Draft

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def three(start):
    keys = ["lawrence/2020-02-draft", "lawrence/2020-09-adopted", "lawrence/2022-06-revised"]
    return [packs.files_of(*packs.begun(start[key])) for key in keys]


@pytest.mark.parametrize("pair", [(0, 1), (1, 2), (0, 2)])
def test_every_situation_names_the_words_that_cause_it(three, pair):
    old, new = (three[each] for each in pair)
    change = changes.change_page(old, new)
    assert change.alters
    for each in change.situations:
        assert each.causes
        html = change.html("en")
        for cause in each.causes:
            if cause.anchor:
                assert f'id="{cause.anchor}"' in html
    assert any(cause.anchor for each in change.situations for cause in each.causes)


def test_striking_a_bar_is_told_as_loosened(three):
    change = changes.change_page(three[1], three[2])
    assert change.loosened == len(change.situations) == 5
    told = {name.en for each in change.situations for name in each.group.act_names}
    assert "assist immigration enforcement" in told
    assert any(finding.kind == "silent" for finding in change.findings.new)


def test_nothing_changes_between_the_same_text(three):
    change = changes.change_page(three[0], three[0])
    assert not change.alters
    assert not change.redline.changes
    assert not change.findings.new


def test_missing_clauses_are_told(three):
    found = {
        finding.message.en.partition(": ")[2]
        for finding in changes.change_page(three[0], three[1]).findings.left
    }
    assert "nobody is named who investigates." in found
    assert "no consequence is set for a violation." in found
    assert "no deadline is set for telling the public." in found
    assert not any("approves agreements" in each for each in found), "section 4 names the commission"


def test_a_conflict_is_grave_and_stops_nothing(three):
    broken = dict(three[0])
    broken[packs.RULES] += "\n6(b)/other  retaliate  is required\n"
    change = changes.change_page(three[0], broken)
    assert [finding.kind for finding in change.findings.grave] == ["conflict"]
    assert change.findings.grave == tuple(f for f in change.findings.new if f.kind == "conflict")


def test_state_law_is_held_against_it_on_the_day(three):
    before = changes.change_page(three[0], three[1], day=date(2021, 1, 1))
    after = changes.change_page(three[0], three[1], day=date(2022, 7, 1))
    assert before.above.laws == ()
    assert after.above.laws == ("Kansas law on immigration and cities",)
    assert not before.above.displaced
    (section,) = after.above.displaced
    assert section.section == "2(a)"
    assert any(each.by.startswith("12-16,140") for each in section.by)


def test_federal_law_is_held_against_it_for_study_where_the_pack_does_not_name_it(three):
    """The study is told apart from what the desk answers from, and says what it rests on."""
    change = changes.change_page(three[0], three[1], day=date(2021, 1, 1))
    assert change.above.laws == ()
    assert change.federal.laws == ("Federal law on immigration and local government",)
    assert "2(a)" in {each.section for each in change.federal.displaced}
    assert change.federal.note.en
    assert change.federal.note.es
    header = json.loads(three[1]["pack.json"])
    named = {**three[1], "pack.json": json.dumps({**header, "above": ["federal"]})}
    once = changes.change_page(three[0], named, day=date(2021, 1, 1))
    assert once.above.displaced
    assert once.federal is None


def test_two_changes_on_one_page_keep_their_own_links(three):
    change = changes.change_page(three[1], three[2])
    shown = [
        render_to_string("drafts/_change.html", {"change": change, "prefix": each}) for each in ("7-", "8-")
    ]
    ids = re.findall(r' id="([^"]+)"', "".join(shown))
    assert len(set(ids)) == len(ids)
    links = re.findall(r'href="#([^"]+)"', "".join(shown))
    assert links
    assert set(links) <= set(ids)


def test_silences_in_one_situation_are_told_together(three):
    found = changes.change_page(three[1], three[2]).findings
    silent = [each for each in found.new if each.kind == "silent"]
    told = [each for each in found.new_told if each.kind == "silent"]
    assert len(told) < len(silent)
    assert sum(len(each.acts) for each in told) == len(silent)
    assert len({each.words for each in told}) == len(told)


def test_clauses_that_are_missing_are_shown_unfolded(three):
    html = render_to_string("drafts/_change.html", {"change": changes.change_page(three[0], three[1])})
    open_part = re.sub(r"<details.*?</details>", "", html, flags=re.DOTALL)
    assert "Nobody is named who investigates" in open_part


def test_what_cannot_be_read_is_a_problem_and_no_error(three):
    broken = {**three[1], packs.RULES: three[1][packs.RULES] + "\n9 fly is prohibited\n"}
    change = changes.change_page(three[0], broken)
    assert any("fly" in problem for problem in change.problems)
    assert change.redline is not None
    without = changes.change_page(three[0], {**three[1], packs.TEXT: "## 1 A\n\n## 1 B\n"})
    assert without.problems


def test_without_a_closed_period_nothing_is_counted(three, db):
    assert changes.change_page(three[0], three[1], at=AT).replayed is None


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_fragment_says_all_of_it(three, language):
    with override(language):
        html = render_to_string("drafts/_change.html", {"change": changes.change_page(three[1], three[2])})
    for place in ("in-short", "situations", "found", "above", "words"):
        assert f'id="{place}"' in html
    assert html.count('class="panel situation"') == 5
    assert "12-16,140" in html or "Kansas" in html


def test_the_log_is_answered_again_until_the_closed_day(riverbend_log):
    old, new, closed = riverbend_log
    found = replaying.replay(old, new, closed)
    assert found.contacts == 2
    assert (found.different, found.untold, found.same) == (1, 1, 0)
    assert [(each.before.en, each.after.en, each.contacts) for each in found.moved] == [
        ("must not", "may", 1)
    ]
    assert replaying.replay(old, old, closed).different == 0
    nothing = replaying.replay(old, new, date(2026, 1, 1))
    assert (nothing.contacts, nothing.different, nothing.since) == (0, 0, None)


@pytest.fixture
def riverbend_log(city, monkeypatch):
    rules = packs.begun(next(each for each in packs.starts(("riverbend",)) if each.level == "city"))
    old = packs.files_of(*rules)
    new = {
        **old,
        packs.RULES: old[packs.RULES].replace(
            "5(a)  enforce immigration law  is prohibited", "5(a)  enforce immigration law  is permitted"
        ),
    }
    calm = {"threat_to_life": False, "paper": "none"}
    rows = [
        ("1", "question a person for immigration enforcement", calm, date(2026, 3, 1)),
        ("2", "search plate readers or databases for another agency", {}, date(2026, 3, 2)),
    ]  # fmt: skip

    def told(closed):
        return [(replaying.Row(n, act, "police", facts), day) for n, act, facts, day in rows if day <= closed]

    monkeypatch.setattr(replaying, "_rows", told)
    return old, new, date(2026, 9, 30)


def test_rows_come_from_the_log_up_to_the_closed_day(draft):
    assert list(replaying._rows(date(2026, 9, 30))) == []
    assert Draft.objects.count() == 1
