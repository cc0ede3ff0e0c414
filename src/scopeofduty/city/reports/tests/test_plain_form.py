"""Without JavaScript: the form works, says that the server saw it, and leaves only ciphertext."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from scopeofduty.city.reports import mailbox
from scopeofduty.city.reports.framing import unframed
from scopeofduty.city.reports.models import (
    Case,
    EpochWraps,
    IdentityBox,
    SealedFile,
    SealedMessage,
    WaitingCommitment,
)
from scopeofduty.city.reports.reading import open_case
from scopeofduty.city.reports.seen import receipt_of
from scopeofduty.city.reports.tests.conftest import DAY, ROSTER
from scopeofduty.sealing.attachment import Attachment, open_attachment
from scopeofduty.sealing.epoch import open_wraps
from scopeofduty.sealing.errors import EnvelopeError
from scopeofduty.sealing.identity_box import open_inner, open_outer
from scopeofduty.sealing.message import open_message, read_message, seal_message, sign
from scopeofduty.sealing.receipt import Receipt
from scopeofduty.sealing.tests.vectors import keys_of, signer_of

pytestmark = pytest.mark.django_db(databases=["default", "public"])
ONCE = "ab" * 16
TOLD = {
    "for_clock": "on",
    "violation": "inquired",
    "text": "he asked my brother",
    "named": ["sergeant"],
    "once": ONCE,
}


def tell(client, **changed):
    return client.post("/report/tell/resident/", TOLD | changed)


def words_on(response):
    found = re.search(r'<ol class="words".*?</ol>', response.content.decode(), re.DOTALL)[0]
    return " ".join(re.findall(r"<li>(.*?)</li>", found))


def as_reporter(receipt):
    return open_case(mailbox.case(receipt.case), receipt, [ROSTER])


def test_the_form_is_sealed_for_the_readers_and_labelled(client):
    page = tell(client)
    assert page.status_code == 200, page.content.decode()
    receipt = Receipt.read(words_on(page))
    stored = mailbox.case(receipt.case)
    epoch = open_wraps(
        stored.epochs[0].wraps, keys_of("auditor").identity, case=stored.id, number=0, roster=ROSTER
    )
    signed = open_message(stored.messages[0].data, epoch.identity)
    assert signed.message.server_saw
    assert signed.message.body["text"] == "he asked my brother"
    assert signed.message.body["way"] == "plain-form"
    with pytest.raises(EnvelopeError):
        open_wraps(stored.epochs[0].wraps, keys_of("chief").identity, case=stored.id, number=0, roster=ROSTER)
    assert "The server saw this text" in page.content.decode()


def test_no_page_sets_a_cookie_or_is_kept(client):
    for path in (
        "/report/",
        "/report/tell/resident/",
        "/report/tell/employee/",
        "/report/at-home/",
        "/report/follow/",
    ):
        for prefix in ("", "/es"):
            page = client.get(prefix + path)
            assert page.status_code == 200
            assert page["Cache-Control"] == "no-store"
            assert not page.cookies
    assert not tell(client).cookies


def test_the_same_form_twice_is_one_report_with_the_same_words(client):
    first, second = tell(client), tell(client)
    assert words_on(first) == words_on(second)
    assert "one report, with the same words" in second.content.decode()
    assert "was not added" not in second.content.decode()
    assert Case.objects.count() == SealedMessage.objects.count() == WaitingCommitment.objects.count() == 1


def test_a_form_changed_after_it_was_sent_says_that_the_change_was_not_added(client):
    tell(client)
    again = tell(client, text="and my sister")
    assert "was not added" in again.content.decode()
    assert as_reporter(receipt_of(ONCE)).entries[0].body["text"] == "he asked my brother"


def test_attachments_flow_through_age(client, settings):
    content = b"\x89PNG canary-in-a-file " * 9000
    page = tell(
        client, files=[SimpleUploadedFile("a.png", content, "image/png"), SimpleUploadedFile("b.txt", b"b")]
    )
    assert page.status_code == 200, page.content.decode()
    opened = as_reporter(receipt_of(ONCE))
    body = opened.entries[0].body
    assert [one["name"] for one in body["attachments"]] == ["a.png", "b.txt"]
    for described, id_, expected in zip(body["attachments"], body["files"], (content, b"b"), strict=True):
        with mailbox.open_file(opened.epoch.case, id_) as file:
            sealed = file.read()
        assert open_attachment(sealed, Attachment.from_json(described), opened.epoch.identity) == expected
    on_disk = [path for path in Path(settings.REPORTS_FOLDER).rglob("*") if path.is_file()]
    assert len(on_disk) == SealedFile.objects.count() == 2
    assert not any(b"canary" in path.read_bytes() for path in on_disk)


def parts_of(row):
    for name, value in row.items():
        if isinstance(value, bytes):
            yield from unframed(value) if name == "wraps" else [value]


def test_a_stolen_database_shows_no_content_type_size_or_hour(client):
    tell(client, text="a", files=[SimpleUploadedFile("a.png", b"x" * 5000, "image/png")])
    tell(client, text="b" * 2000, once="cd" * 16, files=[SimpleUploadedFile("b.pdf", b"y" * 8000, "a/pdf")])
    for model in (Case, EpochWraps, SealedMessage, SealedFile, IdentityBox, WaitingCommitment):
        first, second = model.objects.values()
        for row in (first, second):
            assert not any(isinstance(value, datetime) for value in row.values()), "a day and no hour"
            shown = str(row).lower()
            assert not any(word in shown for word in ("a.png", "a/pdf", "bbbbbbbb", "inquired", "sergeant"))
        # The header of an age file made here has a random part, of less than a page.
        sizes = [[len(part) // 4096 for part in parts_of(row)] for row in (first, second)]
        assert sizes[0] == sizes[1]
    assert len({file.size // 4096 for file in SealedFile.objects.all()}) == 1
    # Ids say nothing of an order: none is a number that counts.
    assert not [
        model
        for model in (Case, SealedMessage, SealedFile)
        if model._meta.pk.get_internal_type() != "CharField"
    ]


def test_an_invalid_form_keeps_no_file_and_names_those_to_choose_again(client, settings):
    page = tell(client, text="", files=[SimpleUploadedFile("a.png", b"x")])
    assert page.status_code == 422
    assert "Choose your files once more: a.png" in page.content.decode()
    assert not [path for path in Path(settings.REPORTS_FOLDER).rglob("*") if path.is_file()]
    assert not Case.objects.exists()


def test_too_large_and_too_many_files_are_refused_and_what_was_typed_stays(client, settings, monkeypatch):
    monkeypatch.setattr("scopeofduty.city.reports.upload._Upload.limit", 1000)
    page = tell(client, files=[SimpleUploadedFile("a", b"x" * 1001)])
    assert page.status_code == 422
    assert "more than 100 MB" in page.content.decode()
    assert "he asked my brother" in page.content.decode()
    page = tell(client, files=[SimpleUploadedFile("a", b"x")] * 11)
    assert "At most 10 files" in page.content.decode()
    assert not [path for path in Path(settings.REPORTS_FOLDER).rglob("*") if path.is_file()]


def test_a_disk_that_fails_under_way_leaves_no_file_and_no_thread(client, settings, monkeypatch):
    def broken(source, target, recipients):
        source.read(10)
        raise OSError("no space left on device")

    monkeypatch.setattr("scopeofduty.city.reports.upload.seal_stream", broken)
    with pytest.raises(OSError, match=r"couldn't be sealed|Broken pipe"):
        tell(client, files=[SimpleUploadedFile("a", b"x" * 300_000)])
    assert not [path for path in Path(settings.REPORTS_FOLDER).rglob("*") if path.is_file()]
    assert not Case.objects.exists()


def test_a_name_goes_to_two_custodians_and_to_the_clock_and_nowhere_else(client):
    tell(client, name="Lucía Ortega", position="dispatcher", for_custodians="on", for_clock="on")
    box = bytes(IdentityBox.objects.get().data)
    inner = open_outer(box, keys_of("counsel").identity)
    with pytest.raises(EnvelopeError):
        open_inner(inner, keys_of("counsel").identity)
    said = read_message(open_inner(inner, keys_of("clerk").identity)).message.body
    assert said["identity"] == {"name": "Lucía Ortega", "position": "dispatcher", "contact": ""}
    assert "Ortega" not in str(as_reporter(receipt_of(ONCE)).entries[0].body)
    assert len(WaitingCommitment.objects.get().box) == 512


def test_without_a_name_a_box_stands_there_all_the_same(client):
    tell(client)
    assert 8000 < len(IdentityBox.objects.get().data) + 4096 < 12000


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"violation": "nonsense"}, "nonsense"),
        ({"named": ["nobody-here"]}, "nobody-here"),
        ({"once": "zz"}, "changed on its way"),
        ({"for_custodians": "on"}, "your name is needed"),
        ({"name": "x" * 300, "contact": "y" * 300}, "too long"),
        ({"text": "x" * 20_001}, "20000"),
        ({"text": "a\0b"}, "Null characters"),
    ],
)
def test_bad_input_is_told_and_nothing_is_stored(client, changed, said):
    page = tell(client, **changed)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not Case.objects.exists()


def test_if_nobody_is_left_to_read_the_reporter_is_told(client):
    page = tell(client, named=[one.id for one in ROSTER.members])
    assert page.status_code == 422
    assert "may read this report" in page.content.decode()


def test_a_text_that_holds_a_receipt_is_refused(client):
    words = " ".join(receipt_of("cd" * 16).spell("en"))
    page = tell(client, text=f"my words are {words}")
    assert page.status_code == 422
    assert "Take them out" in page.content.decode()


def test_another_site_cannot_make_a_visitor_report(client):
    page = client.post("/report/tell/resident/", TOLD, headers={"Origin": "https://elsewhere.example"})
    assert page.status_code == 403
    assert (
        client.post("/report/tell/resident/", TOLD, headers={"Sec-Fetch-Site": "cross-site"}).status_code
        == 403
    )
    assert (
        client.post("/report/tell/resident/", TOLD, headers={"Origin": "http://testserver"}).status_code
        == 200
    )


def follow(client, words):
    return client.post("/report/follow/", {"words": words})


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("one two three", "Un recibo tiene 12 palabras; aquí hay 3."),
        ("abandon " * 10 + "x y", "No está en la lista de palabras: palabra 11, 12."),
        ("abandon " * 12, "Estas palabras no abren aquí ninguna denuncia."),
    ],
)
def test_words_typed_wrongly_are_explained_in_the_readers_language(client, words, said):
    page = client.post("/es/report/follow/", {"words": words})
    assert page.status_code == 422
    assert said in page.content.decode()


def test_following_up_with_the_words(client):
    words = words_on(tell(client))
    page = follow(client, words.upper())
    assert "he asked my brother" in page.content.decode()
    once = re.search(r'name="once" value="([0-9a-f]{32})"', page.content.decode())[1]
    more = {
        "words": words,
        "text": "more evidence",
        "once": once,
        "files": [SimpleUploadedFile("c.txt", b"c" * 70_000)],
    }
    for _twice in range(2):
        more["files"][0].seek(0)
        page = client.post("/report/follow/reply/", more)
        assert "more evidence" in page.content.decode()
    opened = as_reporter(Receipt.read(words))
    assert [entry.body["text"] for entry in opened.entries] == ["he asked my brother", "more evidence"]
    file_id = opened.entries[1].body["files"][0]
    saved = client.post("/report/follow/attachment/", {"words": words, "file": file_id})
    assert b"".join(saved.streaming_content) == b"c" * 70_000
    assert SealedFile.objects.count() == 1


def test_a_message_that_the_server_wrote_itself_is_refused_and_the_reporter_is_told(client):
    words = words_on(tell(client))
    opened = as_reporter(Receipt.read(words))
    forger = signer_of("whoever runs the server")
    forged = opened.chain.next_message(forger.public, 0, {"text": "Nothing was found.", "state": "closed"})
    sealed = seal_message(sign(forged, forger), opened.epoch.recipient)
    mailbox.append(opened.receipt.case, 1, 0, sealed, DAY)
    page = follow(client, words).content.decode()
    assert "Nothing was found." not in page
    assert "Reading stopped here" in page
    assert "may not write in this case" in page


@pytest.mark.parametrize(
    "words",
    ["", "one two three", " ".join(receipt_of("ef" * 16).spell("en")), "abandon " * 12, "\0" * 5, "ñ" * 400],
)
def test_wrong_words_open_nothing_and_say_what_to_do(client, words):
    page = follow(client, words)
    assert page.status_code == 422
    assert (
        words.strip() == "" or words not in page.content.decode() or "open no report" in page.content.decode()
    )


def test_no_log_tells_when_somebody_came(client, caplog):
    tell(client)
    for answer in (
        tell(client, text=""),
        follow(client, "one two three"),
        client.post("/report/sealed/case/"),
    ):
        assert 400 <= answer.status_code < 500
    assert caplog.records == []


def test_a_wrong_receipt_costs_the_same_queries(client, django_assert_num_queries):
    tell(client)
    receipt = receipt_of(ONCE)
    for lookup, auth in ((receipt.lookup, bytes(32)), (bytes(32), bytes(32))):
        with django_assert_num_queries(1), pytest.raises(mailbox.NoCaseError):
            mailbox.find(lookup, auth)
    with django_assert_num_queries(1):
        mailbox.find(receipt.lookup, receipt.auth)


def test_sealed_at_home(client):
    letter = SimpleUploadedFile("report.age", b"age-encryption.org/v1\n...")
    page = client.post("/report/at-home/", {"named": ["sergeant"], "once": ONCE, "files": [letter]})
    assert page.status_code == 200, page.content.decode()
    body = as_reporter(Receipt.read(words_on(page))).entries[0].body
    assert (body["way"], body["attachments"][0]["name"]) == ("at-home", "report.age")
    assert client.post("/report/at-home/", {"once": ONCE}).status_code == 422
