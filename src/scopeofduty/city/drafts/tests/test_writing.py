"""Drafts are changed in one way only, and two people at once lose nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scopeofduty import law
from scopeofduty.city.accounts.append_only import AppendOnlyError
from scopeofduty.city.drafts import packs, versions, writing
from scopeofduty.city.drafts.models import Draft, Revision, Version
from scopeofduty.city.drafts.parties import SPEAKS_FOR, Party, parties_of

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def save(draft, after, text, rules=None, *, by, summary="a change"):
    rules = draft.revisions.get(number=after).rules if rules is None else rules
    return writing.save(draft, after, text, rules, party=Party.COUNSEL, summary=summary, by=by, at=AT)


def test_a_draft_begins_whole_from_a_version(draft):
    assert draft.newest == 1
    assert draft.head.text.startswith("# ")
    assert packs.law_version(packs.files_of(draft.base, draft.head.text, draft.head.rules)).draft


def test_saving_the_same_words_makes_no_revision(draft, counsel):
    assert save(draft, 1, draft.head.text, by=counsel).number == 1
    assert Revision.objects.count() == 1


def test_who_saves_second_loses_nothing(draft, counsel, clerk):
    text = draft.head.text
    save(draft, 1, text.replace("City", "Town"), by=counsel)
    with pytest.raises(writing.OvertakenError) as overtaken:
        save(draft, 1, text + "\n## 99 New\n\nKept.\n", by=clerk)
    kept = overtaken.value.suggestion
    assert "Kept." in kept.text
    assert kept.sections == ["99"]
    assert kept.base.number == 1
    text_, rules = writing.merged(kept, Draft.objects.get().head)
    assert not text_.clashes
    assert not rules.clashes
    assert "Town" in text_.text
    assert "Kept." in text_.text


def test_a_draft_kept_still_is_written_by_one(draft, counsel, clerk):
    writing.freeze(draft, "consolidating", by=counsel, at=AT)
    with pytest.raises(writing.DraftError, match="keeps this draft still"):
        save(draft, 1, "## 1 Other\n", by=clerk)
    assert save(draft, 1, "## 1 Other\n", by=counsel).number == 2
    with pytest.raises(writing.DraftError, match="already"):
        writing.freeze(draft, "me too", by=clerk, at=AT)
    writing.thaw(draft, by=clerk, at=AT)
    assert save(draft, 2, "## 1 Again\n", by=clerk).number == 3


def test_a_suggestion_is_answered_once_with_a_reason(draft, counsel, partner):
    head = draft.head
    made = writing.suggest(
        draft,
        head,
        head.text.replace("City", "Town"),
        head.rules,
        party=Party.ADVOCATES,
        why="",
        by=partner,
        at=AT,
    )
    again = writing.suggest(
        draft,
        head,
        head.text.replace("City", "Town"),
        head.rules,
        party=Party.ADVOCATES,
        why="",
        by=partner,
        at=AT,
    )
    assert again.pk == made.pk
    text, rules = writing.merged(made, head)
    revision = writing.accept(made, 1, text.text, rules.text, reason="agreed", by=counsel, at=AT)
    assert (revision.number, revision.source) == (2, "accepted")
    made.refresh_from_db()
    assert (made.state, made.accepted_as) == ("accepted", revision)
    with pytest.raises(writing.DraftError, match="before"):
        writing.reject(made, reason="no", by=counsel, at=AT)


def test_who_suggested_takes_back_and_others_reject(draft, counsel, partner):
    head = draft.head
    for by, state in ((partner, "withdrawn"), (counsel, "rejected")):
        made = writing.suggest(
            draft, head, f"## 1 {state}\n", "", party=Party.ADVOCATES, why="", by=partner, at=AT
        )
        writing.reject(made, reason="thought again", by=by, at=AT)
        made.refresh_from_db()
        assert made.state == state


def test_a_branch_touches_nothing_of_its_trunk(draft, counsel):
    branch = writing.branch(draft.head, "Lawrence", by=counsel, at=AT)
    assert branch.slug == "lawrence-2"
    save(branch, 1, "## 1 Other\n", by=counsel)
    assert Draft.objects.get(pk=draft.pk).newest == 1


def test_a_version_is_frozen_once_and_never_changes(draft, counsel):
    first = versions.freeze(draft, draft.head, name="first reading", by=counsel, at=AT)
    assert versions.freeze(draft, draft.head, name="again", by=counsel, at=AT) == first
    assert first.digest == packs.digest_of(first.files)
    assert versions.read(first).packs[0].digest == first.digest
    with pytest.raises(AppendOnlyError):
        first.save()
    with pytest.raises(AppendOnlyError):
        Version.objects.filter(pk=first.pk).update(name="x")


def test_rules_that_cannot_be_read_are_not_frozen(draft, counsel):
    save(draft, 1, draft.head.text, draft.head.rules + "\n9 fly to the moon is prohibited\n", by=counsel)
    draft.refresh_from_db()
    with pytest.raises(law.LawError, match="fly to the moon"):
        versions.freeze(draft, draft.head, name="x", by=counsel, at=AT)
    assert not Version.objects.exists()


def test_nobody_speaks_for_counsel_but_counsel(person):
    for role, parties in SPEAKS_FOR.items():
        assert parties_of(person(f"p-{role}", role)) == parties
        assert (Party.COUNSEL in parties) == (role == "counsel")
    assert parties_of(person("nobody")) == ()


def test_an_adopted_version_is_law_from_its_day(counsel, start, tmp_path, city):
    draft = writing.begin("Revision", start["lawrence/2022-06-revised"], by=counsel, at=AT)
    version = versions.freeze(draft, draft.head, name="adopted", by=counsel, at=AT)
    day = AT.date()
    files = versions.in_force(version, first_day=day, current="lawrence")
    folder = versions.write(files, tmp_path / "lawrence")
    assert versions.write(files, folder) == folder
    book = law.read(folder, above=False)
    assert [v.name for v in book.on(day).versions] == [
        v.name for v in versions.read(version).packs[0].versions
    ]
    assert not book.on(day).versions[0].draft
    assert book.on("2022-07-01").versions[0].file.endswith("2022-06-revised.duty")
    with pytest.raises(FileExistsError):
        versions.write({**files, "note.md": b"x"}, folder)
    with pytest.raises(law.LawError, match="riverbend"):
        versions.in_force(version, first_day=day, current="riverbend")
