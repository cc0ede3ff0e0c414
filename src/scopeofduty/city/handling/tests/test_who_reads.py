"""Every role, every object, every verb: who opens a case, and what the others can't even tell."""

from __future__ import annotations

import json
import os
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from scopeofduty.city.accounts.models import AuditEvent
from scopeofduty.city.demo.cast import CAST
from scopeofduty.city.demo.keys import key_file
from scopeofduty.city.handling import inbox
from scopeofduty.city.handling.models import Keeping
from scopeofduty.city.handling.tests.conftest import CANARY, DAY
from scopeofduty.city.reports import delivery, files, mailbox
from scopeofduty.city.reports.framing import framed
from scopeofduty.city.roster.current import edition_in_force, signed_file
from scopeofduty.cli import main
from scopeofduty.cli.case_reading import read_case
from scopeofduty.sealing.envelope import new_key_pair
from scopeofduty.sealing.epoch import decoy, open_wraps, wrap_count, wrap_epoch
from scopeofduty.sealing.errors import ExcludedReaderError, SealingError
from scopeofduty.sealing.message import Chain, open_message, seal_message, sign
from scopeofduty.sealing.receipt import Receipt

INSIDE = ["inspector", "hr", "counsel2"]


def case_of(riverbend, receipt, day=DAY):
    return next(case for case in riverbend.cases(day) if case["id"] == receipt.case)


def epoch_of(riverbend, receipt, who="inspector"):
    stored = case_of(riverbend, receipt)
    return open_wraps(
        stored["epochs"][0], riverbend.identity(who), case=receipt.case, number=0, roster=riverbend.roster
    )


def test_the_readers_open_it_and_nobody_else_of_the_city_does(riverbend):
    riverbend.report("officer")
    opened = {member.username: len(riverbend.opened(member.username)) for member in CAST}
    assert {who for who, count in opened.items() if count} == set(INSIDE)
    [found] = riverbend.opened("hr")
    assert found["messages"][0]["body"]["text"] == CANARY
    assert found["refused"] == []


@pytest.mark.parametrize("named", ["inspector", "hr", "counsel2"])
def test_a_recipient_who_is_named_opens_nothing(riverbend, named):
    riverbend.report(named)
    assert riverbend.opened(named) == []
    assert all(riverbend.opened(who) for who in INSIDE if who != named)


def test_those_outside_read_when_everybody_inside_is_named(riverbend):
    riverbend.report(*INSIDE)
    assert [who for who in (*INSIDE, "ombuds") if riverbend.opened(who)] == ["ombuds"]


def test_every_recipient_fetches_the_same_bytes(riverbend, log_in):
    riverbend.report("inspector")
    answers = [log_in(who).get(f"/handling/batches/{DAY}.json").content for who in (*INSIDE, "ombuds")]
    assert len(set(answers)) == 1
    assert len(inbox.batch_json(DAY)["cases"]) == 8


def test_a_wrong_role_fetches_and_posts_nothing(riverbend, log_in):
    receipt = riverbend.report("officer")
    wraps = inbox.batch_json(DAY)["cases"][0]["epochs"][0]["wraps"]
    for who in (member.username for member in CAST if "recipient" not in member.roles):
        client = log_in(who)
        file = f"cases/{receipt.case}/files/{'a' * 32}"
        for path in ("", f"batches/{DAY}.json", f"cases/{receipt.case}.json", file):
            answer = client.get(f"/handling/{path}")
            assert answer.status_code == 403, (who, path)
            assert wraps[0] not in answer.content.decode()
        for path in ("read", "clocks/step", f"cases/{receipt.case}/"):
            assert client.post(f"/handling/{path}", {"do": "message"}).status_code == 403, (who, path)


def test_a_stolen_database_with_the_app_s_key_holds_no_word_and_no_name(riverbend, settings):
    """Every table as text, and every ciphertext tried with what the server has."""
    receipt = riverbend.report("officer")
    dump = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 — names out of the catalogue
            dump += [
                str(bytes(value) if isinstance(value, memoryview) else value)
                for row in cursor
                for value in row
            ]
    assert not [value for value in dump if CANARY in value]
    stored = case_of(riverbend, receipt)
    tried = [
        f"AGE-SECRET-KEY-{settings.SECRET_KEY}",
        *(riverbend.identity(who) for who in ("it", "clerk", "chief")),
    ]
    for identity in tried[1:]:
        assert read_case(stored, identity, [riverbend.roster]) is None
    assert not AuditEvent.objects.filter(subject__contains=receipt.case).exists()


def test_a_message_forged_by_the_server_is_refused(riverbend):
    """The server knows the epoch's public recipient at most: it can seal, and can't sign."""
    receipt = riverbend.report("officer")
    epoch = epoch_of(riverbend, receipt)
    stored = case_of(riverbend, receipt)
    first = open_message(stored["messages"][0][1], epoch.identity)
    chain = Chain(receipt.case).follow(first, epoch=0, senders=epoch.senders(riverbend.roster))
    server = riverbend.signer("it")
    forged = sign(chain.next_message(server.public, 0, {"kind": "reply", "text": "Drop it."}), server)
    stored["messages"][1] = (0, seal_message(forged, epoch.recipient))
    [found] = [read_case(stored, riverbend.identity("hr"), [riverbend.roster])]
    assert len(found["messages"]) == 1
    assert "may not write" in found["refused"][0]


def test_an_epoch_begun_by_the_server_is_refused(riverbend):
    receipt = riverbend.report("officer")
    epoch = epoch_of(riverbend, receipt)
    theirs = replace(epoch, number=1, identity=new_key_pair().identity)
    stored = case_of(riverbend, receipt)
    stored["epochs"][1] = wrap_epoch(theirs, riverbend.roster, riverbend.signer("it"), os.urandom)
    found = read_case(stored, riverbend.identity("hr"), [riverbend.roster])
    assert "begun by someone who may not" in found["refused"][0]


def test_an_excluded_reader_among_the_readers_is_told_after_opening(riverbend, monkeypatch):
    """A client that was tampered with wraps for the recipient who is named: every reader's refuses it."""
    receipt = riverbend.report("officer")
    epoch = replace(epoch_of(riverbend, receipt), named=("hr",), readers=("inspector", "hr"))
    with pytest.raises(ExcludedReaderError):
        wrap_epoch(epoch, riverbend.roster, receipt.signer, os.urandom)
    monkeypatch.setattr("scopeofduty.sealing.epoch.check_readers", lambda *_each: None)
    wraps = wrap_epoch(epoch, riverbend.roster, receipt.signer, os.urandom)
    monkeypatch.undo()
    stored = case_of(riverbend, receipt) | {"epochs": {0: wraps}}
    for who in ("inspector", "hr"):
        found = read_case(stored, riverbend.identity(who), [riverbend.roster])
        assert found["messages"] == []
        assert "although the rule excludes them" in found["refused"][0]


def test_whoever_was_taken_out_reads_nothing_of_the_next_epoch(riverbend):
    receipt = riverbend.report("officer")
    epoch = epoch_of(riverbend, receipt)
    roster, inspector = riverbend.roster, riverbend.signer("inspector")
    following = replace(epoch, number=1, identity=new_key_pair().identity, readers=("inspector", "counsel2"))
    mailbox.begin_epoch(receipt.case, 1, wrap_epoch(following, roster, inspector, os.urandom), DAY)
    first = open_message(case_of(riverbend, receipt)["messages"][0][1], epoch.identity)
    chain = Chain(receipt.case).follow(first, epoch=0, senders=epoch.senders(roster))
    later = sign(chain.next_message(inspector.public, 1, {"kind": "reply", "text": "after"}), inspector)
    mailbox.append(receipt.case, 1, 1, seal_message(later, following.recipient), DAY)
    stored = mailbox.case(receipt.case)
    whole = {
        "id": stored.id,
        "epochs": {each.number: list(each.wraps) for each in stored.epochs},
        "messages": {each.place: (each.epoch, each.data) for each in stored.messages},
    }
    texts = {
        who: [
            message["body"].get("text")
            for message in read_case(whole, riverbend.identity(who), [roster])["messages"]
        ]
        for who in INSIDE
    }
    assert texts == {"inspector": [CANARY, "after"], "counsel2": [CANARY, "after"], "hr": [CANARY]}
    # ... and what the one taken out writes afterwards, in the old epoch, is refused by the others.
    chain = chain.follow(later, epoch=1, senders=following.senders(roster))
    hr = riverbend.signer("hr")
    late = sign(chain.next_message(hr.public, 0, {"kind": "reply", "text": "still here"}), hr)
    with pytest.raises(SealingError, match="epoch"):
        chain.follow(late, epoch=0, senders=epoch.senders(roster))


def test_an_epoch_that_forgets_who_is_named_is_refused(riverbend):
    """A reader who would let the accused's chain in again has to drop the accused first."""
    receipt = riverbend.report("officer")
    epoch = replace(epoch_of(riverbend, receipt), number=1, identity=new_key_pair().identity, named=())
    stored = case_of(riverbend, receipt)
    stored["epochs"][1] = wrap_epoch(epoch, riverbend.roster, riverbend.signer("inspector"), os.urandom)
    found = read_case(stored, riverbend.identity("hr"), [riverbend.roster])
    assert "no longer names officer" in found["refused"][0]
    assert found["named"] == ["officer"]


def test_posting_writes_down_nobody(riverbend, log_in):
    receipt = riverbend.report("officer")
    epoch = epoch_of(riverbend, receipt)
    sealed = seal_message(
        sign(
            Chain(receipt.case).next_message(riverbend.signer("hr").public, 0, {"text": "x"}),
            riverbend.signer("hr"),
        ),
        epoch.recipient,
    )
    events = AuditEvent.objects.count()

    def post(data, **more):
        key = receipt.signer.public.hex()
        form = {"do": "message", "place": "1", "epoch": "0", "key": key} | more
        return log_in("hr").post(
            f"/handling/cases/{receipt.case}/", form | {"data": SimpleUploadedFile("m.age", data)}
        )

    assert post(sealed).status_code == 200
    assert post(sealed).status_code == 200, "the same again changes nothing"
    assert post(sealed + b"x").status_code == 409
    assert post(b"plain text").status_code == 400
    assert post(sealed, place="-1").status_code == 400
    assert post(sealed, do="nonsense").status_code == 404
    assert len(mailbox.case(receipt.case).messages) == 2
    assert AuditEvent.objects.count() == events


def test_a_recipient_who_can_t_read_a_case_sees_nothing_of_it_but_the_batch(riverbend, log_in):
    """They could fetch every case each hour, see which are written in, and learn of one about them."""
    receipt = riverbend.report("hr")
    key = epoch_of(riverbend, receipt).reporter_key.hex()
    place = f"/handling/cases/{receipt.case}"
    file = f"{place}/files/{'f' * 32}"
    with files.written_aside() as (path, target):
        target.write(b"age-encryption.org/v1 ...")
    files.put_in_place(path, "f" * 32, delivery.midnight(DAY))
    mailbox.add_file(receipt.case, "f" * 32, 25, DAY)
    acts = ({"do": "keep", "kept": "not_investigated"}, {"do": "message", "place": "1", "epoch": "0"})
    for wrong in ("", "0" * 64, riverbend.signer("hr").public.hex(), receipt.case * 2):
        client = log_in("hr")
        for address in (f"{place}.json", file):
            assert client.get(address, headers={"X-Case-Key": wrong}).status_code == 404
        for act in acts:
            sealed = SimpleUploadedFile("m.age", b"age-encryption.org/v1 ...")
            assert client.post(f"{place}/", act | {"key": wrong, "data": sealed}).status_code == 404
    assert not Keeping.objects.exists()
    assert len(mailbox.case(receipt.case).messages) == 1

    client = log_in("inspector")
    shown = client.get(f"{place}.json", headers={"X-Case-Key": key})
    assert shown.json()["id"] == receipt.case
    attached = client.get(file, headers={"X-Case-Key": key})
    assert b"".join(attached.streaming_content) == b"age-encryption.org/v1 ..."
    assert client.post(f"{place}/", acts[0] | {"key": key}).status_code == 200
    assert Keeping.objects.get().case == receipt.case


def test_a_hearing_begins_once_and_under_a_receipt_of_its_own(riverbend, log_in):
    theirs, receipt = riverbend.report("officer"), Receipt(bytes(range(16)))
    wraps = framed([decoy(4096)] * wrap_count(riverbend.roster))

    def begin(**more):
        stored = receipt.stored
        form = {"do": "hearing", "key": receipt.signer.public.hex()}
        form |= {"lookup_hash": stored.lookup_hash.hex(), "auth_hash": stored.auth_hash.hex()} | more
        sealed = {
            name: SimpleUploadedFile("x", data) for name, data in (("wraps", wraps), ("data", decoy(4096)))
        }
        return log_in("hr").post(f"/handling/cases/{receipt.case}/", form | sealed).status_code

    assert begin(lookup_hash=theirs.stored.lookup_hash.hex()) == 400, "the receipt of another case"
    assert begin(lookup_hash="x") == 400
    assert begin(key="0" * 64) == 404
    assert begin() == 200
    assert begin() == 400, "it is there already"
    assert mailbox.case(receipt.case).files == ()


def test_a_saved_batch_opens_on_the_command_line_with_the_pinned_roster_only(riverbend, capsys):
    riverbend.report("officer")
    edition, folder = edition_in_force(), riverbend.files
    (folder / "batch.json").write_text(json.dumps(inbox.batch_json(DAY)))
    (folder / "roster.json").write_bytes(signed_file(edition))
    for who in ("hr", "chief"):
        (folder / f"{who}.key").write_text(key_file(who))

    def open_with(who, digest):
        files = ["--roster", folder / "roster.json", "--digest", digest, folder / "batch.json"]
        return main(["keys", "open", "--key", str(folder / f"{who}.key"), *map(str, files)])

    assert open_with("hr", edition.digest) == 0
    assert json.loads(capsys.readouterr().out)["messages"][0]["body"]["text"] == CANARY
    assert open_with("chief", edition.digest) == 1
    assert open_with("hr", "00" * 32) == 2
    assert "public register" in capsys.readouterr().err
    (folder / "batch.json").write_text("[]")
    assert open_with("hr", edition.digest) == 2
    assert "isn't a batch" in capsys.readouterr().err
