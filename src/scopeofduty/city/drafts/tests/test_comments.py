"""Residents comment without a trace, comments come out at windows, nothing disappears without a reason."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from scopeofduty.city.accounts.models import AuditEvent
from scopeofduty.city.accounts.triggers import put_back, take_away
from scopeofduty.city.drafts import projecting, versions, writing
from scopeofduty.city.drafts.models import Comment, Draft, Moderation, PublishedComment
from scopeofduty.city.drafts.parties import Party
from scopeofduty.city.public.models import PublicComment, PublicDraft, PublicDraftVersion

pytestmark = pytest.mark.django_db(databases=["default", "public"])
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NINE = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
FOUR = NINE + timedelta(hours=7)


@pytest.fixture
def open_draft(draft):
    draft.comments_open, draft.comments_close = date(2026, 11, 1), date(2026, 12, 1)
    draft.purpose = "To serve everybody."
    draft.save()
    projecting.publish(AT)
    return draft


@pytest.fixture
def address(open_draft):
    return f"/proposals/{open_draft.slug}/comment/"


@pytest.fixture
def said():
    def make(**changed):
        given = {"key": "k" * 20, "subject": "whole", "stance": "for", "text": "Good.", "name": ""}
        return {**given, **changed}

    return make


def send(address, values, **headers):
    return Client().post(address, values, HTTP_ORIGIN="http://testserver", **headers)


def decide(clerk, decision="shown", comment=None, at=AT):
    found = comment or Comment.objects.last()
    return Moderation.objects.create(comment=found, decision=decision, note="", by=clerk, at=at)


def test_a_draft_is_public_only_once_it_is_open(draft, counsel):
    projecting.publish(AT)
    assert not PublicDraft.objects.exists()
    assert Client().get(f"/proposals/{draft.slug}/").status_code == 404
    assert Client().get(f"/proposals/{draft.slug}/comment/").status_code == 404


def test_a_comment_leaves_no_trace_of_who_wrote_it(address, said):
    response = send(address, said(subject="section 2(a)", stance="against", text="No.", name="A neighbor"))
    assert response.status_code == 200
    assert "kept" in response.content.decode()
    assert not response.cookies
    comment = Comment.objects.get()
    assert (comment.about, comment.section, comment.stance) == ("section", "2(a)", "against")
    assert comment.at == AT
    fields = {field.name for field in Comment._meta.get_fields()}
    assert not fields & {"ip", "address", "user", "by", "agent"}


def test_the_form_sets_no_cookie_and_holds_no_token(address):
    page = Client().get(address)
    assert not page.cookies
    assert "csrfmiddlewaretoken" not in page.content.decode()
    assert page["Cache-Control"] == "no-store"


def test_a_post_from_elsewhere_is_refused(address, said):
    response = Client().post(address, said(), HTTP_ORIGIN="https://elsewhere.example")
    assert response.status_code == 403
    assert not Comment.objects.exists()


def test_a_situation_can_be_commented_on(open_draft, counsel, start, said):
    new = start["lawrence/2020-09-adopted"]
    from scopeofduty.city.drafts import packs

    _base, text, rules = packs.begun(new)
    draft = Draft.objects.get()
    writing.save(draft, 1, text, rules, party=Party.COUNSEL, summary="x", by=counsel, at=AT)
    projecting.publish(AT + timedelta(minutes=1))
    shown = PublicDraft.objects.get()
    assert shown.revision == 2
    send(f"/proposals/{draft.slug}/comment/", said(subject=f"situation {shown.situations[0]['id']}"))
    comment = Comment.objects.get()
    assert comment.situation == {name: shown.situations[0][name] for name in ("en", "es")}
    assert comment.revision.number == 2
    lines = [one["en"] for one in shown.situations]
    assert len(set(lines)) == len(lines) > 1, "each line tells its situation from the others"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"text": ""}, "Write your comment"),
        ({"text": "x" * 5001}, "at most 5000 characters"),
        ({"text": "My neighbor Ana is undocumented."}, "records"),
        ({"name": "Ana, undocumented"}, "records"),
        ({"text": "a\x00b"}, "Null characters"),
        ({"stance": ""}, "Choose one"),
        ({"stance": "loud"}, "loud is not one of"),
        ({"subject": "section 99(z)"}, "not one of the available choices"),
        ({"subject": "situation 99"}, "not one of the available choices"),
        ({"key": "x"}, "Enter a valid value"),
    ],
)
def test_what_cannot_be_taken(address, said, changed, message):
    response = send(address, said(**changed))
    assert response.status_code == 400
    assert message in response.content.decode()
    assert not Comment.objects.exists()


def test_the_same_form_twice_is_kept_once(address, said):
    for _time in range(2):
        assert send(address, said()).status_code == 200
    assert Comment.objects.count() == 1


def test_nothing_is_taken_before_or_after(open_draft, address, said):
    for first, last in ((date(2026, 11, 24), None), (date(2026, 11, 1), date(2026, 11, 22))):
        PublicDraft.objects.using("public").update(opens=first, closes=last)
        assert "closed" in send(address, said()).content.decode()
    PublicDraft.objects.using("public").update(opens=date(2026, 11, 1), closes=None, ended=True)
    assert "closed" in send(address, said()).content.decode()
    assert not Comment.objects.exists()


def test_a_comment_comes_out_at_a_window_once_it_was_read(open_draft, address, said, clerk):
    send(address, said())
    projecting.publish(NINE)
    assert not PublicComment.objects.exists()
    decide(clerk, at=NINE + timedelta(minutes=5))
    projecting.publish(NINE)
    assert not PublicComment.objects.exists()
    projecting.publish(FOUR)
    shown = PublicComment.objects.get()
    assert (shown.number, shown.text, shown.window) == (1, "Good.", FOUR)
    page = Client().get(f"/proposals/{open_draft.slug}/comments/").content.decode()
    assert "Good." in page


def test_a_window_run_twice_writes_the_same(open_draft, address, said, clerk):
    for number in range(3):
        send(address, said(key=f"k{number}" * 10, text=f"words {number}"))
    for comment in Comment.objects.all():
        decide(clerk, comment=comment)
    projecting.publish(NINE)
    first = list(PublicComment.objects.values())
    projecting.publish(NINE)
    assert list(PublicComment.objects.values()) == first
    # The private side killed before its commit: the numbers come out the same.
    take_away("default")
    PublishedComment.objects.all()._raw_delete("default")
    put_back("default")
    projecting.publish(NINE)
    assert list(PublicComment.objects.values()) == first


def test_what_is_kept_back_leaves_its_reason(open_draft, address, said, clerk):
    send(address, said(text="Call 555-0100 and ask for Bo.", name="Bo"))
    decide(clerk, "private_person")
    projecting.publish(NINE)
    shown = PublicComment.objects.get()
    assert (shown.text, shown.name) == ("", "")
    assert shown.kept_back["en"].startswith("It tells a private person")
    assert shown.kept_back["es"] != shown.kept_back["en"]
    for language, words in (("", "private person"), ("/es", "particular")):
        page = Client().get(f"{language}/proposals/{open_draft.slug}/comments/").content.decode()
        assert words in page
        assert "555-0100" not in page


def test_a_later_decision_replaces_the_earlier(open_draft, address, said, clerk):
    send(address, said())
    decide(clerk)
    projecting.publish(NINE)
    decide(clerk, "threat", at=NINE)
    projecting.publish(FOUR)
    shown = PublicComment.objects.get()
    assert shown.text == ""
    assert shown.number == 1
    assert shown.kept_back


def test_the_smaller_side_comes_first(open_draft, address, said, clerk):
    for number, stance in enumerate(("for", "for", "against")):
        send(address, said(key=f"k{number}" * 10, stance=stance, text=f"words {number}"))
    for comment in Comment.objects.all():
        decide(clerk, comment=comment)
    projecting.publish(NINE)
    page = Client().get(f"/proposals/{open_draft.slug}/comments/").content.decode()
    assert re.findall(r"<h3>(\w+)</h3>", page) == ["Against", "For"]
    assert "2 for · 1 against" in re.sub(r"\s+", " ", page)


PDF = b"%PDF-1.7 words"


def test_a_document_is_served_to_be_saved_and_never_opened(open_draft, address, said, clerk):
    upload = SimpleUploadedFile('../../evil"\r\nX: 1.html', PDF, content_type="text/html")
    assert send(address, said(document=upload)).status_code == 200
    decide(clerk)
    projecting.publish(NINE)
    response = Client().get(f"/proposals/{open_draft.slug}/comments/1/document")
    assert response.content == PDF
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == f'attachment; filename="{open_draft.slug}-comment-1.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert not response.cookies


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"<html><script>1</script>", "no PDF, DOCX"),
        (b"MZ\x00\x00", "no PDF, DOCX"),
        (b"PK\x03\x04 junk", "damaged"),
        (b"My neighbor Ana is undocumented.", "status"),
    ],
)
def test_documents_that_are_not_taken(address, said, data, message):
    response = send(address, said(document=SimpleUploadedFile("x.pdf", data)))
    assert response.status_code == 400
    assert message in response.content.decode()
    assert not Comment.objects.exists()


def test_a_document_has_a_largest_size(address, said, monkeypatch):
    monkeypatch.setattr("scopeofduty.city.drafts.documents_in.LARGEST", 10)
    response = send(address, said(document=SimpleUploadedFile("x.pdf", PDF)))
    assert "at most" in response.content.decode()


def test_a_harmful_file_is_kept_back_and_its_words_are_shown(open_draft, address, said, clerk):
    send(address, said(document=SimpleUploadedFile("x.pdf", PDF)))
    decide(clerk, "harmful_file")
    projecting.publish(NINE)
    shown = PublicComment.objects.get()
    assert shown.text == "Good."
    assert shown.document == {}
    assert Client().get(f"/proposals/{open_draft.slug}/comments/1/document").status_code == 404


def test_the_clerk_decides_and_drafters_answer(open_draft, address, said, logged_in, clerk, counsel):
    send(address, said())
    pk = Comment.objects.get().pk
    client = logged_in(clerk)
    assert "Good." in client.get("/drafts/comments/").content.decode()
    client.post(f"/drafts/comments/{pk}/", {"decision": "shown", "note": ""})
    for _time in range(2):
        logged_in(counsel).post(f"/drafts/comments/{pk}/answer/", {"answer-text": "Thank you."})
    projecting.publish(NINE)
    assert PublicComment.objects.get().answers == [{"text": "Thank you.", "by": counsel.name}]
    assert AuditEvent.objects.filter(event="drafts:comment:moderated").count() == 1
    assert logged_in(counsel).post(f"/drafts/comments/{pk}/", {"decision": "threat"}).status_code == 200
    assert Moderation.objects.count() == 1


def test_a_version_is_public_from_the_next_window_on(open_draft, counsel):
    version = versions.freeze(open_draft, open_draft.head, name="first reading", by=counsel, at=NINE)
    projecting.publish(FOUR)
    shown = PublicDraftVersion.objects.get()
    assert (shown.digest, shown.window) == (version.digest, FOUR)
    page = Client().get(f"/proposals/{open_draft.slug}/versions/1/").content.decode()
    assert version.digest in page


@pytest.mark.parametrize("language", ["", "/es"])
def test_every_public_page_opens_without_a_cookie(open_draft, counsel, language):
    versions.freeze(open_draft, open_draft.head, name="first reading", by=counsel, at=AT)
    projecting.publish(NINE)
    for path in ("", f"{open_draft.slug}/", f"{open_draft.slug}/change/", f"{open_draft.slug}/comments/",
                 f"{open_draft.slug}/versions/1/", "comment-rules/"):  # fmt: skip
        response = Client().get(f"{language}/proposals/{path}")
        assert response.status_code == 200, path
        assert not response.cookies
    assert Client().get("/proposals.json").json()["proposals"][0]["id"] == open_draft.slug
