"""The drafters' pages: written, suggested, answered and frozen as people do it."""

from __future__ import annotations

import pytest

from scopeofduty.city.accounts.models import AuditEvent
from scopeofduty.city.accounts.roles import GRANTS, Permission, Role
from scopeofduty.city.drafts.models import Draft, Revision, Suggestion, Version


def editor(draft, text=None, rules=None, after=None, summary="a change", party="counsel"):
    head = draft.head
    return {
        "after": after or head.number,
        "text": head.text if text is None else text,
        "rules": head.rules if rules is None else rules,
        "summary": summary,
        "party": party,
    }


def test_counsel_begins_a_draft(logged_in, counsel, city):
    client = logged_in(counsel)
    page = client.get("/drafts/new/").content.decode()
    assert page.index("riverbend/ordinance") < page.index("lawrence/2020-02-draft")
    client.post("/drafts/new/", {"title": "Ünter ## 48", "start": "riverbend/ordinance"})
    draft = Draft.objects.get()
    assert draft.slug == "unter-48"
    assert client.get("/drafts/unter-48/").status_code == 200
    client.post("/drafts/new/", {"title": "New", "start": "lawrence/2022-06-revised", "purpose": "To try."})
    other = Draft.objects.get(pack="lawrence")
    assert (other.slug, other.purpose) == ("new-2", "To try.")
    bad = client.post("/drafts/new/", {"title": "", "start": "nowhere"})
    assert "Give the draft a title" in bad.content.decode()


def test_writing_saves_the_next_revision(logged_in, counsel, draft):
    client = logged_in(counsel)
    text = draft.head.text.replace("\n", "\r\n") + "\r\n## 99 New\r\n\r\nWords.\r\n"
    client.post(f"/drafts/{draft.slug}/write/", editor(draft, text=text))
    saved = Revision.objects.get(number=2)
    assert "\r" not in saved.text
    assert saved.text.endswith("Words.\n")


def test_the_second_writer_is_shown_both(logged_in, counsel, clerk, draft):
    text = draft.head.text
    label = "2(a)"
    first = text.replace(f"## {label} ", f"## {label} Theirs ")
    second = text.replace(f"## {label} ", f"## {label} Mine ")
    logged_in(counsel).post(f"/drafts/{draft.slug}/write/", editor(draft, text=first))
    client = logged_in(clerk)
    answer = client.post(
        f"/drafts/{draft.slug}/write/", editor(draft, text=second, after=1, party="clerk"), follow=True
    )
    page = answer.content.decode()
    assert "Your words are kept" in page
    assert "Theirs" in page
    assert "Mine" in page
    pk = Suggestion.objects.get().pk
    address = f"/drafts/{draft.slug}/suggestions/{pk}"
    unsettled = client.post(f"{address}/accept/", {"after": 2, "reason": "ours"})
    assert "Choose for each place" in unsettled.content.decode()
    client.post(f"{address}/accept/", {"after": 2, "reason": "ours", f"text-{label}": "mine"})
    assert "Mine" in Revision.objects.get(number=3).text
    assert "Theirs" not in Revision.objects.get(number=3).text


def test_an_old_merge_page_saves_nothing(logged_in, counsel, draft):
    client = logged_in(counsel)
    client.post(f"/drafts/{draft.slug}/suggest/", editor(draft, text=draft.head.text + "\n## 98 A\n"))
    pk = Suggestion.objects.get().pk
    client.post(f"/drafts/{draft.slug}/write/", editor(draft, text=draft.head.text + "\n## 99 B\n"))
    address = f"/drafts/{draft.slug}/suggestions/{pk}/accept/"
    answer = client.post(address, {"after": 1, "reason": "yes"}, follow=True)
    assert "Somebody saved this draft in between" in answer.content.decode()
    assert Suggestion.objects.get().state == "open"
    client.post(address, {"after": 2, "reason": "yes"})
    merged = Revision.objects.get(number=3).text
    assert "## 98 A" in merged
    assert "## 99 B" in merged


def test_who_may_only_suggest_writes_nothing(logged_in, partner, draft):
    client = logged_in(partner)
    assert client.get(f"/drafts/{draft.slug}/write/").status_code == 403
    client.post(
        f"/drafts/{draft.slug}/suggest/",
        editor(draft, text=draft.head.text + "\n## 99 N\n", party="residents"),
    )
    made = Suggestion.objects.get()
    assert (made.party, made.sections) == ("residents", ["99"])
    assert Revision.objects.count() == 1
    assert client.post(f"/drafts/{draft.slug}/suggestions/{made.pk}/accept/").status_code == 403
    client.post(f"/drafts/{draft.slug}/suggestions/{made.pk}/reject/", {"reason": "thought again"})
    made.refresh_from_db()
    assert made.state == "withdrawn"


def test_nobody_claims_another_party(logged_in, partner, draft):
    answer = logged_in(partner).post(
        f"/drafts/{draft.slug}/suggest/", editor(draft, text="## 1 x\n", party="police")
    )
    assert answer.status_code == 200
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"text": "   "}, "The text is empty"),
        ({"summary": ""}, "Say in a sentence"),
        ({"summary": "Ana is undocumented"}, "records"),
        ({"after": "99"}, "no revision 99"),
        ({"after": "x"}, "Enter a whole number"),
        ({"text": "a\x00b"}, "Null characters"),
        ({"rules": "x" * 400_001}, "at most 400000"),
    ],
)
def test_what_the_editor_says_of_bad_input(logged_in, counsel, draft, changed, message):
    answer = logged_in(counsel).post(f"/drafts/{draft.slug}/write/", {**editor(draft), **changed})
    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert Revision.objects.count() == 1


def test_faults_are_told_while_typing(logged_in, counsel, draft):
    client = logged_in(counsel)
    rules = draft.head.rules + "\n9 fly to the moon is prohibited\n"
    told = client.post(f"/drafts/{draft.slug}/check/", editor(draft, rules=rules)).json()
    assert any("fly to the moon" in fault["message"] for fault in told["faults"])
    assert {fault["side"] for fault in told["faults"]} == {"rules"}
    line = told["faults"][0]["line"]
    assert rules.splitlines()[line - 1].startswith("9 fly")
    text = draft.head.text + "\n## 1 Twice\n"
    told = client.post(f"/drafts/{draft.slug}/check/", editor(draft, text=text)).json()
    assert [(fault["side"], "stands twice" in fault["message"]) for fault in told["faults"]] == [
        ("text", True)
    ]
    calm = client.post(f"/drafts/{draft.slug}/check/", editor(draft)).json()
    assert calm == {"faults": [], "situations": [], "grave": 0}
    assert Revision.objects.count() == 1


def test_what_changes_is_told_while_typing(logged_in, counsel, draft):
    rules = draft.head.rules.replace("6(b)  retaliate  is prohibited", "6(b)  retaliate  is permitted")
    told = logged_in(counsel).post(f"/drafts/{draft.slug}/check/", editor(draft, rules=rules)).json()
    assert [(each["before"], each["after"], each["sections"]) for each in told["situations"]] == [
        ("must not", "may", ["6(b)"])
    ]


def test_a_version_is_frozen_from_the_page(logged_in, counsel, draft):
    client = logged_in(counsel)
    client.post(f"/drafts/{draft.slug}/version/", {"name": "for first reading"})
    version = Version.objects.get()
    assert version.digest in client.get(f"/drafts/{draft.slug}/").content.decode()
    assert AuditEvent.objects.filter(event="drafts:version:frozen").count() == 1
    page = client.get(f"/drafts/{draft.slug}/compare/?old=lawrence/2020-09-adopted&new=v1")
    assert page.status_code == 200


def test_unreadable_rules_are_named_and_not_frozen(logged_in, counsel, draft):
    client = logged_in(counsel)
    client.post(
        f"/drafts/{draft.slug}/write/", editor(draft, rules=draft.head.rules + "\n9 fly is prohibited\n")
    )
    answer = client.post(f"/drafts/{draft.slug}/version/", {"name": "x"})
    assert "be read" in answer.content.decode()
    assert not Version.objects.exists()
    assert "fly" in client.get(f"/drafts/{draft.slug}/").content.decode()


@pytest.mark.parametrize(
    "query", ["?old=r99", "?new=nobody:r1", "?old=/etc/passwd", "?new=v0", "?old=" + "x" * 3000]
)
def test_a_comparison_with_nothing(logged_in, counsel, draft, query):
    assert logged_in(counsel).get(f"/drafts/{draft.slug}/compare/{query}").status_code == 404


def test_names_and_comment_days(logged_in, counsel, draft):
    client = logged_in(counsel)
    given = {
        "title": "New name",
        "comments_open": "2026-12-01",
        "comments_close": "2026-11-01",
        "state": "working",
    }
    assert "end before they begin" in client.post(f"/drafts/{draft.slug}/change/", given).content.decode()
    client.post(f"/drafts/{draft.slug}/change/", {**given, "comments_close": "2026-12-31"})
    draft.refresh_from_db()
    assert draft.title == "New name"
    assert draft.newest == 1


@pytest.mark.parametrize("path", ["", "freeze/", "branch/"])
def test_a_draft_kept_still_and_branched(logged_in, counsel, draft, path):
    client = logged_in(counsel)
    data = {"reason": "consolidating", "title": "Try"}
    assert client.post(f"/drafts/{draft.slug}/{path}", data).status_code in (200, 302)
    assert client.get(f"/drafts/{draft.slug}/").status_code == 200
    assert client.post(f"/drafts/{draft.slug}/thaw/").status_code == 302


@pytest.mark.parametrize("role", [role for role in Role if role not in GRANTS[Permission.DRAFT_READ]])
def test_the_wrong_role_sees_no_draft(logged_in, person, draft, role):
    client = logged_in(person("x", role))
    for path in ("", "compare/", "revisions/1/", "files/r1.duty"):
        assert client.get(f"/drafts/{draft.slug}/{path}").status_code == 403


def test_a_contradiction_is_told_even_after_a_revision_that_cannot_be_read(logged_in, counsel, draft):
    client = logged_in(counsel)
    good = draft.head.rules
    client.post(f"/drafts/{draft.slug}/write/", editor(draft, rules=good + "\n9 fly is prohibited\n"))
    clash = good + "\n6(b)/other  retaliate  is required\n"
    told = client.post(f"/drafts/{draft.slug}/check/", editor(draft, rules=clash, after=2)).json()
    assert (told["faults"], told["grave"]) == ([], 1)
    assert [each["sections"] for each in told["situations"]] == [["6(b)"]]
    assert told["situations"][0]["when"] == "in every situation"
