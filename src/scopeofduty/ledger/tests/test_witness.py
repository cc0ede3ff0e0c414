import io
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

import pytest

from scopeofduty.ledger.checkpoint import EMPTY_HEAD, Checkpoint, Head, sign_checkpoint
from scopeofduty.ledger.note import Note
from scopeofduty.ledger.policy import Policy
from scopeofduty.ledger.storage import Folder, Unflushed
from scopeofduty.ledger.tests.cast import log_key, witness_key
from scopeofduty.ledger.tiles import TileTree
from scopeofduty.ledger.witness import Request, Witness, collect, origin_folder, request_for, witnessed_heads
from scopeofduty.ledger.witness_app import application
from scopeofduty.ledger.writer import LogWriter

ORIGIN = "log.example/slots/86400/8/20000"
KEY = log_key(ORIGIN)
NOW = 1_750_000_000


def quick(path):
    return Folder(path, Unflushed())


class Log:
    def __init__(self, folder, entries=b"abcdefghij"):
        self.writer = LogWriter(quick(folder / "log"), quick(folder / "state"), ORIGIN, KEY, list)
        self.notes = {0: self.writer.append(EMPTY_HEAD, [])}
        for number in range(len(entries)):
            self.notes[number + 1] = self.writer.append(self.writer.head(), [entries[number : number + 1]])

    def request(self, old, new):
        return request_for(old, bytes(self.notes[new]), TileTree(self.writer.public.read, new))


@pytest.fixture
def log(tmp_path):
    return Log(tmp_path / "one")


@pytest.fixture
def witness(tmp_path):
    return Witness(witness_key("w.example"), {ORIGIN: [KEY.verifier]}, quick(tmp_path / "kept"), lambda: NOW)


def test_a_log_that_grows_is_cosigned(log, witness):
    for old, new in ((0, 0), (0, 3), (3, 3), (3, 7), (7, 10)):
        reply = witness.add_checkpoint(bytes(log.request(old, new)))
        assert reply.status == HTTPStatus.OK
        whole = Note.parse(bytes(log.notes[new]) + reply.body)
        assert whole.cosigned_at(witness.key.verifier) == NOW
    kept = witness.monitored(origin_folder(ORIGIN))
    assert Checkpoint.parse(Note.parse(kept.body).text).head.size == 10
    assert Note.parse(kept.body).signed_with(KEY.verifier)


def test_refusals_have_the_status_of_the_specification(log, witness, tmp_path):
    witness.add_checkpoint(bytes(log.request(0, 5)))
    other = Log(tmp_path / "two", b"abcdeXghij")
    good = log.request(5, 8)
    stranger = sign_checkpoint("stranger.example", EMPTY_HEAD, log_key("stranger.example"))
    forged = Note(log.notes[8].text, (log_key("stranger.example").sign(log.notes[8].text),))
    false = Note(log.notes[8].text, log.notes[7].signatures)
    empty = sign_checkpoint(ORIGIN, EMPTY_HEAD, KEY)
    cases = [
        (b"nonsense", HTTPStatus.BAD_REQUEST),
        (bytes(Request(5, good.proof * 40, good.checkpoint)), HTTPStatus.BAD_REQUEST),
        (bytes(Request(9, (), good.checkpoint)), HTTPStatus.BAD_REQUEST),
        (bytes(Request(0, (), bytes(stranger))), HTTPStatus.NOT_FOUND),
        (bytes(Request(5, good.proof, bytes(forged))), HTTPStatus.FORBIDDEN),
        (bytes(Request(5, good.proof, bytes(false))), HTTPStatus.FORBIDDEN),
        (bytes(log.request(3, 8)), HTTPStatus.CONFLICT),
        (bytes(Request(0, (), bytes(empty))), HTTPStatus.CONFLICT),
        (bytes(Request(5, good.proof[:-1], good.checkpoint)), HTTPStatus.UNPROCESSABLE_ENTITY),
        (bytes(Request(5, good.proof, bytes(other.notes[8]))), HTTPStatus.UNPROCESSABLE_ENTITY),
        (bytes(Request(5, (bytes(32),), bytes(log.notes[5]))), HTTPStatus.UNPROCESSABLE_ENTITY),
    ]
    for body, status in cases:
        assert witness.add_checkpoint(body).status == status, body
    conflict = witness.add_checkpoint(bytes(log.request(3, 8)))
    assert (conflict.body, conflict.type) == (b"5\n", "text/x.tlog.size")
    assert witness.add_checkpoint(bytes(good)).status == HTTPStatus.OK


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"old 5\n", b"old 05\n"),
        (b"old 5\n", b"old +5\n"),
        (b"old 5\n", b"old 5 \n"),
        (b"old 5\n", b"old  5\n"),
        (b"old 5\n", b"OLD 5\n"),
        (b"old 5\n", b"5\n"),
        (b"old 5\n", b"old 5\r\n"),
        (b"old 5\n", b"old 9223372036854775808\n"),
        (b"old 5\n", b"old \xd9\xa5\n"),
        (b"old 5\n", b"old 5\n" + b"A" * 43 + b"\n"),
        (b"old 5\n", b"old 5\nAAAA\n"),
        (b"old 5\n", b"old 5\n" + (b"A" * 43 + b"=\n") * 64),
        (b"old 5\n", b"\nold 5\n"),
        (b"\n\n", b"\n"),
        (b"\n8\n", b"\n08\n"),
        (b"\xe2\x80\x94 ", b"- "),
    ],
)
def test_a_request_that_is_spelled_otherwise_is_a_bad_one(log, witness, old, new):
    witness.add_checkpoint(bytes(log.request(0, 5)))
    good = bytes(log.request(5, 8))
    assert good.count(old) >= 1
    assert witness.add_checkpoint(good.replace(old, new, 1)).status == HTTPStatus.BAD_REQUEST
    assert witness.add_checkpoint(good).status == HTTPStatus.OK, "and nothing of it was kept"


def test_two_roots_of_one_size_are_refused(log, witness, tmp_path):
    witness.add_checkpoint(bytes(log.request(0, 8)))
    other = Log(tmp_path / "two", b"Xbcdefgh")
    assert witness.add_checkpoint(bytes(other.request(8, 8))).status == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_checkpoint_of_an_empty_log_has_the_empty_root(witness):
    text = f"{ORIGIN}\n0\n{'A' * 43}=\n"
    body = Request(0, (), bytes(Note(text, (KEY.sign(text),))))
    assert witness.add_checkpoint(bytes(body)).status == HTTPStatus.UNPROCESSABLE_ENTITY


def test_of_two_rival_requests_one_wins(log, witness, tmp_path):
    other = Log(tmp_path / "two", b"Xbcdefgh")
    witness.add_checkpoint(bytes(log.request(0, 0)))
    rivals = [bytes(log.request(0, 4)), bytes(other.request(0, 5))] * 8
    with ThreadPoolExecutor(8) as pool:
        assert [reply.status for reply in pool.map(witness.add_checkpoint, rivals)].count(HTTPStatus.OK) == 1


def exchange_with(witnesses):
    def exchange(url, body):
        name = url.split("/")[2]
        if name not in witnesses:
            raise OSError("nobody answers")
        witness = witnesses[name]
        reply = witness.add_checkpoint(body) if body is not None else witness.monitored(url.split("/")[3])
        return int(reply.status), reply.body

    return exchange


def test_collecting_asks_everyone_and_survives_the_absent(log, witness, tmp_path):
    new = Witness(
        witness_key("n.example"), {ORIGIN: [KEY.verifier]}, quick(tmp_path / "new"), lambda: NOW + 9
    )
    witness.add_checkpoint(bytes(log.request(0, 4)))
    parties = [
        f"witness W {witness.key.verifier} https://w.example/",
        f"witness N {new.key.verifier} https://n.example",
        f"witness gone {witness_key('g.example').verifier} https://g.example",
        f"witness byhand {witness_key('h.example').verifier}",
    ]
    text = "\n".join([f"log {KEY.verifier}", *parties, "group two 2 W N gone byhand", "quorum two", ""])
    policy, exchange = Policy.parse(text.encode()), exchange_with({"w.example": witness, "n.example": new})
    tree = TileTree(log.writer.public.read, 10)
    collected = collect(log.notes[10], policy, tree, exchange)
    assert collected.refusals == {"gone": "nobody answers"}
    asked = []

    def counting(url, body):
        asked.append(url)
        return exchange(url, body)

    collect(log.notes[10], policy, tree, counting, before=4)
    assert len(asked) == 5, "two that are ahead of the guess answer twice, one that is gone is asked once"
    log.writer.attach(10, collected.lines)
    opened = policy.open(log.writer.public.read("checkpoint"))
    assert (opened.quorum, opened.times) == (True, {"W": NOW, "N": NOW + 9})
    assert witnessed_heads(ORIGIN, policy, exchange) == [opened.checkpoint.head] * 2


def test_a_witness_that_is_ahead_is_reported(log, witness, tmp_path):
    witness.add_checkpoint(bytes(log.request(0, 10)))
    short = Log(tmp_path / "two", b"ab")
    policy = Policy.parse(
        f"log {KEY.verifier}\nwitness W {witness.key.verifier} https://w.example\nquorum W".encode()
    )
    found = collect(
        short.notes[2], policy, TileTree(short.writer.public.read, 2), exchange_with({"w.example": witness})
    )
    assert "cosigned size 10" in found.refusals["W"]


def ask(app, method, path, body=b"", **environ):
    seen = {}

    def start(status, headers):
        seen.update(status=int(status[:3]), **dict(headers))

    fields = {"REQUEST_METHOD": method, "PATH_INFO": path, "CONTENT_LENGTH": str(len(body)), **environ}
    data = b"".join(app({**fields, "wsgi.input": io.BytesIO(body)}, start))
    return seen["status"], data


def test_over_http(log, witness):
    app = application(witness)
    assert ask(app, "GET", f"/{origin_folder(ORIGIN)}/checkpoint")[0] == 404
    status, body = ask(app, "POST", "/add-checkpoint", bytes(log.request(0, 6)))
    assert (status, body.decode()[:11]) == (200, "\u2014 w.example")
    assert ask(app, "GET", f"/{origin_folder(ORIGIN)}/checkpoint")[0] == 200
    assert ask(app, "GET", f"/{origin_folder('x')}/checkpoint")[0] == 404
    assert ask(app, "GET", "/add-checkpoint")[0] == 405
    assert ask(app, "GET", "/../etc/passwd")[0] == 404
    assert ask(app, "POST", "/add-checkpoint", CONTENT_LENGTH="")[0] == 411
    assert ask(app, "POST", "/add-checkpoint", CONTENT_LENGTH="99999999")[0] == 413


def test_a_head_has_a_root():
    with pytest.raises(ValueError, match="32 bytes"):
        Head(1, b"short")
