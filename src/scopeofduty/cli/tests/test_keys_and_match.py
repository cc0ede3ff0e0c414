"""`duty keys` and `duty match`, as typed; the stock age command opens what they leave."""

import base64
import csv
import io
import json
import os
import pty
import shutil
import subprocess
from hashlib import shake_256

import pytest

from scopeofduty.cli import main
from scopeofduty.sealing.bech32 import age_identity
from scopeofduty.sealing.envelope import new_key_pair, recipient_of, seal
from scopeofduty.sealing.epoch import decoy
from scopeofduty.sealing.errors import MalformedError
from scopeofduty.sealing.identity_box import seal_identity_box
from scopeofduty.sealing.message import Chain, sign
from scopeofduty.sealing.receipt import Receipt
from scopeofduty.sealing.recipient_key import signer_of
from scopeofduty.sealing.signing import Signer

PASSPHRASE = "six words make a good one"
IDENTITY = age_identity(bytes(range(32)))
AGE = shutil.which("age")


def keys(*arguments):
    return main(["keys", *map(str, arguments)])


@pytest.fixture
def passphrase(tmp_path):
    path = tmp_path / "passphrase"
    path.write_text(f"{PASSPHRASE}\n")
    return path


@pytest.fixture
def made(tmp_path, passphrase, capsys):
    """A key file and what was printed."""
    path = tmp_path / "key.age"
    assert keys("make", path, "--person", "inspector", "--passphrase-file", passphrase) == 0
    return path, capsys.readouterr().out


def test_the_signing_key_follows_from_the_identity_as_in_the_browser():
    # The same value stands in js/sealing/recipient_key.test.js.
    expected = "cc2781e2133ac5be"
    assert signer_of(IDENTITY).public.hex()[:16] == expected
    assert (
        signer_of(f" {IDENTITY.lower()[:20]} {IDENTITY.lower()[20:]}\n").public == signer_of(IDENTITY).public
    )


@pytest.mark.parametrize(
    "wrong", ["", "age1x", IDENTITY[:-1], IDENTITY[:-1] + "X", IDENTITY.replace("Q", "O", 1)]
)
def test_a_mistyped_line_is_refused(wrong):
    with pytest.raises(MalformedError, match="mistyped"):
        signer_of(wrong)


def test_a_key_is_made_shown_and_recovered(made, tmp_path, passphrase, monkeypatch, capsys):
    path, printed = made
    assert path.stat().st_mode & 0o777 == 0o600
    line = printed.splitlines()[1]
    assert keys("show", path, "--person", "inspector", "--passphrase-file", passphrase) == 0
    shown = capsys.readouterr().out
    assert shown in printed
    assert "AGE-SECRET" not in shown.replace(" ", "")
    monkeypatch.setattr("sys.stdin", io.StringIO(line.lower()))
    again = tmp_path / "again.age"
    assert keys("recover", again, "--person", "inspector", "--passphrase-file", passphrase) == 0
    assert capsys.readouterr().out.strip() == shown.strip()


def test_a_file_that_is_there_is_left_alone(made, passphrase, capsys):
    path, _printed = made
    before = path.read_bytes()
    assert keys("make", path, "--passphrase-file", passphrase) == 1
    assert "nothing was changed" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_bad_input_gets_a_clear_word(made, tmp_path, capsys, monkeypatch):
    path, _printed = made
    wrong = tmp_path / "wrong"
    wrong.write_text("short")
    assert keys("make", tmp_path / "other.age", "--passphrase-file", wrong) == 2
    assert "at least 12" in capsys.readouterr().err
    assert keys("show", path, "--passphrase-file", wrong) == 2
    assert "doesn't open" in capsys.readouterr().err
    assert keys("show", tmp_path / "nothing", "--passphrase-file", wrong) == 2
    wrong.write_bytes(b"\xff\x00 not a key")
    assert keys("show", wrong) == 2
    monkeypatch.setattr("sys.stdin", io.StringIO("AGE-SECRET-KEY-1QQQQ"))
    assert keys("recover", tmp_path / "third.age", "--passphrase-file", wrong) == 2
    assert not (tmp_path / "third.age").exists()


@pytest.mark.skipif(AGE is None, reason="no age here: apt install age")
def test_the_stock_age_command_opens_a_key_file_and_what_is_sealed_for_it(made, tmp_path):
    """Debian's age asks for a passphrase on a terminal, so it gets one."""
    path, printed = made
    process, terminal = pty.fork()
    if process == 0:
        os.execv(AGE, [AGE, "-d", "-o", str(tmp_path / "plain.txt"), str(path)])  # noqa: S606
    os.read(terminal, 200)
    os.write(terminal, f"{PASSPHRASE}\n".encode())
    while True:
        try:
            if not os.read(terminal, 1000):
                break
        except OSError:
            break
    assert os.waitpid(process, 0)[1] == 0
    identity = (tmp_path / "plain.txt").read_text().strip()
    assert identity == printed.splitlines()[1].replace(" ", "")
    (tmp_path / "case.age").write_bytes(seal(b"a case", recipient_of(identity)))
    opened = subprocess.run(
        [AGE, "-d", "-i", tmp_path / "plain.txt", tmp_path / "case.age"], capture_output=True, check=True
    )
    assert opened.stdout == b"a case"


# --- match

FIRST, SECOND, LIST = (age_identity(bytes([number]) * 32) for number in (1, 2, 3))


def receipt_of(name):
    return Receipt(shake_256(name.encode()).digest(16))


def box(name, first=FIRST, second=SECOND):
    """An identity box as a reporter's browser seals it."""
    receipt = receipt_of(name)
    body = {"kind": "identity", "identity": {"name": name, "position": "", "contact": ""}}
    signed = sign(Chain(receipt.case).next_message(receipt.signer.public, 0, body), receipt.signer)
    return seal_identity_box(signed.to_bytes(), recipient_of(first), recipient_of(second))


@pytest.fixture
def files(tmp_path):
    names = ("Dana  Dispatch", "Ótis Officer")
    boxes = [*((receipt_of(name).case, box(name)) for name in names), ("c" * 32, decoy(4096))]
    listed = [
        {"case": case, "day": "2026-11-20", "box": base64.b64encode(data).decode()} for case, data in boxes
    ]
    (tmp_path / "boxes.json").write_text(json.dumps({"boxes": listed}))
    with (tmp_path / "actions.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerows([["name", "action", "date"], ["dana dispatch", "moved to days", "2026-12-01"]])
        writer.writerow(["Summer Seasonal", "reprimand", "2026-12-02"])
        writer.writerow(["Dana Dispatch", "praised", "2026-11-19"])
    for name, identity in (
        ("first", FIRST),
        ("second", SECOND),
        ("hr", LIST),
        ("other", new_key_pair().identity),
    ):
        (tmp_path / f"{name}.key").write_text(f"# a key\n{identity}\n")
    assert keys("sign", tmp_path / "actions.csv", "--key", tmp_path / "hr.key") == 0
    return tmp_path


def match(folder, *more, first="first", second="second", signer=None):
    public = (signer or signer_of(LIST)).public.hex()
    named = [
        "--boxes",
        folder / "boxes.json",
        "--first",
        folder / f"{first}.key",
        "--second",
        folder / f"{second}.key",
    ]
    return main(["match", *map(str, [folder / "actions.csv", *named, "--signed-by", public, *more])])


@pytest.mark.parametrize("order", [("first", "second"), ("second", "first")])
def test_two_custodians_see_hits_and_nobody_else(files, capsys, order):
    capsys.readouterr()
    assert match(files, "--json", first=order[0], second=order[1]) == 0
    [hit] = json.loads(capsys.readouterr().out)
    case = receipt_of("Dana  Dispatch").case
    assert (hit["name"], hit["action"], hit["case"]) == ("Dana Dispatch", "moved to days", case)
    assert hit["days"] == 11
    assert match(files) == 0
    told = capsys.readouterr()
    assert "Ótis" not in told.out + told.err
    assert "praised" not in told.out, "it came before the report"
    assert "Summer" not in told.out + told.err


def test_one_custodian_alone_finds_nothing(files, capsys):
    capsys.readouterr()
    assert match(files, first="first", second="first") == 2
    assert "Two custodians" in capsys.readouterr().err
    assert match(files, "--json", first="first", second="other") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_list_that_was_changed_or_is_somebody_else_s_is_refused(files, capsys):
    capsys.readouterr()
    assert match(files, signer=Signer(bytes(32))) == 2
    assert "another key" in capsys.readouterr().err
    with (files / "actions.csv").open("a", encoding="utf-8") as file:
        file.write("Ótis Officer,dismissal,2026-12-03\n")
    assert match(files) == 2
    assert "doesn't hold" in capsys.readouterr().err


def test_a_box_that_somebody_else_put_into_a_case_is_told_and_the_others_are_compared(files, capsys):
    """The server has the custodians' public keys: it could seal a box, and make an alarm out of nothing."""
    told = json.loads((files / "boxes.json").read_text())
    told["boxes"][1]["box"] = base64.b64encode(box("Summer Seasonal")).decode()
    (files / "boxes.json").write_text(json.dumps(told))
    capsys.readouterr()
    assert match(files) == 0
    shown = capsys.readouterr()
    assert "isn't by whoever began that case" in shown.err
    assert "Summer" not in shown.out
    assert "Dana Dispatch: moved to days" in shown.out


@pytest.mark.parametrize("day", ["", "12/01/2026", "2026-02-30"])
def test_a_day_that_is_none_is_named_with_its_line(files, capsys, day):
    (files / "actions.csv").write_text(f"name,action,date\nDana,moved,2026-12-01\nDana,moved,{day}\n")
    keys("sign", files / "actions.csv", "--key", files / "hr.key")
    capsys.readouterr()
    assert match(files) == 2
    assert "line 3" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "text"),
    [("boxes.json", "{}"), ("boxes.json", "\0"), ("actions.csv.sig", "x"), ("actions.csv", "a,b\n")],
)
def test_files_that_can_t_be_read_are_named(files, capsys, file, text):
    capsys.readouterr()
    (files / file).write_text(text)
    if file == "actions.csv":
        keys("sign", files / file, "--key", files / "hr.key")
    assert match(files) == 2
    assert "Traceback" not in capsys.readouterr().err
