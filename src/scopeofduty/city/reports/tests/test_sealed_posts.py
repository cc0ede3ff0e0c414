"""What a browser's program posts, and what somebody else could post in its place."""

from __future__ import annotations

import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from scopeofduty.city.reports import files, mailbox
from scopeofduty.city.reports.framing import framed
from scopeofduty.city.reports.models import Case, SealedFile, SealedMessage, WaitingCommitment
from scopeofduty.city.reports.tests.conftest import Sealed
from scopeofduty.sealing.message import seal_message, sign

pytestmark = pytest.mark.django_db(databases=["default", "public"])
AGE = files.HEAD + b"..."


def posted(sealed, **changed):
    stored = sealed.receipt.stored
    told = {
        "case": sealed.receipt.case,
        "lookup_hash": stored.lookup_hash.hex(),
        "auth_hash": stored.auth_hash.hex(),
    }
    parts = {
        "wraps": framed(sealed.wraps),
        "message": sealed.message,
        "identity_box": sealed.box,
        "commitment": os.urandom(544),
    }
    whole = told | parts | changed
    return {
        name: SimpleUploadedFile("x", one) if isinstance(one, bytes) else one for name, one in whole.items()
    }


def send(client, sealed, **changed):
    return client.post("/report/sealed/send/", posted(sealed, **changed))


def mine(sealed):
    return {"lookup": sealed.receipt.lookup.hex(), "auth": sealed.receipt.auth.hex()}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"case": "../../etc/passwd"}, "no id"),
        ({"lookup_hash": "xy"}, "lookup_hash"),
        ({"message": b"he asked my brother"}, "isn't an age file"),
        ({"identity_box": b""}, "isn't an age file"),
        ({"wraps": b"\0\0\0\xff"}, "is cut"),
        ({"wraps": framed([AGE])}, "has changed meanwhile"),
        ({"commitment": b"short"}, "544"),
        ({"file-" + "ab" * 16: b"%PDF-1.7 a plain letter"}, "unsealed and was not kept"),
        ({"file-../x": AGE}, "no id"),
        ({"message": AGE + bytes(3 * 1024 * 1024)}, "larger than a report"),
    ],
)
def test_what_no_page_of_ours_sends_is_refused_and_leaves_nothing(client, settings, changed, said):
    answer = send(client, Sealed(), **changed)
    assert answer.status_code == 422
    assert said in answer.json()["problem"]
    assert not Case.objects.exists()
    assert not WaitingCommitment.objects.exists()
    assert not [path for path in files.folder().rglob("*") if path.is_file()]


def test_nobody_takes_the_place_of_anothers_file_or_commitment(client):
    first, id_ = Sealed(), "ab" * 16
    commitment = os.urandom(544)
    assert send(client, first, commitment=commitment, **{f"file-{id_}": AGE}).status_code == 200
    for changed in ({f"file-{id_}": AGE + b"mine"}, {"commitment": commitment}):
        answer = send(client, Sealed(), **changed)
        assert answer.status_code == 422
        assert "no id" in answer.json()["problem"]
    assert Case.objects.count() == SealedFile.objects.count() == 1
    with mailbox.open_file(first.receipt.case, id_) as file:
        assert file.read() == AGE


def test_sent_twice_it_is_one_report(client):
    sealed = Sealed()
    body = {"commitment": os.urandom(544), "file-" + "cd" * 16: AGE}
    assert [send(client, sealed, **body).json() for _twice in range(2)] == [{"case": sealed.receipt.case}] * 2
    assert Case.objects.count() == SealedFile.objects.count() == WaitingCommitment.objects.count() == 1


def test_another_cannot_overwrite_a_case_whose_id_they_know(client):
    sealed, other = Sealed(), Sealed()
    send(client, sealed)
    assert send(client, other, case=sealed.receipt.case).status_code == 200
    assert mailbox.case(sealed.receipt.case).messages[0].data == sealed.message
    with pytest.raises(mailbox.NoCaseError):
        mailbox.find(other.receipt.lookup, other.receipt.auth)


def test_a_message_is_added_by_its_receipt_alone_and_once(client):
    sealed = Sealed()
    send(client, sealed)
    chain = sealed.signed.message
    second = seal_message(sign(chain, sealed.receipt.signer), sealed.epoch.recipient)
    told = {"place": "1", "epoch": "0"}

    def add(who, **more):
        parts = {"message": SimpleUploadedFile("x", second), **more}
        return client.post("/report/sealed/message/", mine(who) | told | parts)

    assert add(Sealed()).status_code == 404
    assert add(sealed).status_code == add(sealed).status_code == 200
    assert SealedMessage.objects.filter(case=sealed.receipt.case).count() == 2
    told["place"] = "x"
    assert add(sealed).status_code == 422
    told["place"] = "5"
    assert add(sealed).status_code == 409


def test_a_files_time_is_a_day_from_the_beginning(client):
    send(client, Sealed(), **{"file-" + "12" * 16: AGE})
    assert files.path_of("12" * 16).stat().st_mtime % 86400 == 0


def test_a_file_is_given_to_its_receipt_alone(client):
    sealed, id_ = Sealed(), "ef" * 16
    send(client, sealed, **{f"file-{id_}": AGE})
    answer = client.post("/report/sealed/file/", mine(sealed) | {"file": id_})
    assert b"".join(answer.streaming_content) == AGE
    assert client.post("/report/sealed/file/", mine(Sealed()) | {"file": id_}).status_code == 404
    assert client.post("/report/sealed/file/", mine(sealed) | {"file": "aa" * 16}).status_code == 404
    assert client.post("/report/sealed/file/", mine(sealed) | {"file": "../x"}).status_code == 422
    assert client.get("/report/sealed/case/").status_code == 405


def test_no_row_and_no_answer_knows_an_address(client):
    sealed = Sealed()
    client.post("/report/sealed/send/", posted(sealed), REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="Kiosk/9")
    for model in (Case, SealedMessage, SealedFile, WaitingCommitment):
        names = {field.name for field in model._meta.get_fields()}
        assert not names & {"ip", "address", "user", "user_agent", "created_at", "at", "time"}
        for row in model.objects.values():
            assert "203.0.113.77" not in str(row)
            assert "Kiosk" not in str(row)
