"""Whatever stops the writer, wherever: the log audits clean, and never says two things of one size."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from scopeofduty.ledger.audit import open_log
from scopeofduty.ledger.checkpoint import EMPTY_HEAD, Checkpoint, Head
from scopeofduty.ledger.errors import HeadMovedError, LedgerError, MalformedError, TamperedError
from scopeofduty.ledger.note import Note
from scopeofduty.ledger.policy import Policy
from scopeofduty.ledger.storage import Disk, Folder, Unflushed
from scopeofduty.ledger.tests.cast import log_key, witness_key
from scopeofduty.ledger.writer import LogWriter

ORIGIN = "log.riverbend.example/slots/86400/8/20000"
POLICY = Policy.parse(f"log {log_key(ORIGIN).verifier}\nquorum none\n".encode())
CALLS = (
    "read",
    "lock",
    "open",
    "write",
    "flush",
    "flush_all",
    "close",
    "replace",
    "make_folder",
    "flush_folder",
    "remove",
)
SIZES = (250, 8)


def batch(number, flavour):
    """What is appended: after a crash the city may seal something else, so each run has a flavour."""
    return [b"%s %d.%d" % (flavour, number, i) for i in range(SIZES[number])]


class CountedDisk(Unflushed):
    """Runs `stop` before its call number `at`."""

    def __init__(self, at, stop):
        self.at, self.stop, self.calls = at, stop, 0

    def step(self, name):
        self.calls += 1
        if self.calls == self.at:
            self.stop(name)


def counted(name):
    def call(self, *arguments):
        self.step(name)
        return getattr(Unflushed, name)(self, *arguments)

    return call


for name in CALLS:
    setattr(CountedDisk, name, counted(name))


class ShortWrites(Disk):
    def write(self, descriptor, data):
        return super().write(descriptor, data[:7])


def writer_on(folder, disk=None):
    return LogWriter(
        Folder(folder / "public", disk), Folder(folder / "state", disk), ORIGIN, log_key(ORIGIN), list
    )


def carry_on(writer, flavour=b"first", acknowledged=None):
    """What the clock does: look where the log is, and append what is missing."""
    done = 0
    for number, size in enumerate(SIZES):
        done += size
        head = writer.head()
        if head.size < done:
            writer.append(head, batch(number, flavour))
            if acknowledged is not None:
                acknowledged.append(done)


def recover(folder):
    """Open the log again and go on with entries of another flavour."""
    carry_on(writer_on(folder, Unflushed()), b"second")


def audited(folder):
    findings = []
    log = open_log(Folder(folder / "public").read, POLICY, ORIGIN, findings)
    assert findings == []
    entries = iter(log.entries)
    for number, size in enumerate(SIZES):
        appended = [next(entries) for _ in range(size)]
        assert appended in [batch(number, flavour) for flavour in (b"first", b"second")]
    assert next(entries, None) is None
    assert not [path for path in (folder / "state").iterdir() if path.name == "pending"]


def signed_heads(folder):
    """Size → root of everything that was ever published."""
    kept = (folder / "public" / "checkpoints").glob("[0-9]*")
    return {path.name: Checkpoint.parse(Note.parse(path.read_bytes()).text).head for path in kept}


def calls_of_a_run(folder):
    disk = CountedDisk(0, None)
    carry_on(writer_on(folder, disk))
    return disk.calls


def fail(name):
    raise OSError(28, f"injected at {name}")


def test_every_call_failing_once(tmp_path):
    total = calls_of_a_run(tmp_path / "whole")
    assert total > 80
    for at in range(1, total + 1):
        folder = tmp_path / str(at)
        with pytest.raises(OSError, match="injected"):
            carry_on(writer_on(folder, CountedDisk(at, fail)))
        before = signed_heads(folder)
        recover(folder)
        audited(folder)
        assert before.items() <= signed_heads(folder).items(), (
            "a head that was out is still the head of its size"
        )


def die(_name):
    os.kill(os.getpid(), signal.SIGKILL)


def killed_at(folder, at):
    child = os.fork()
    if child == 0:
        try:
            carry_on(writer_on(folder, CountedDisk(at, die)))
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1] == signal.SIGKILL


def survives_kills(folder, steps):
    for at in steps:
        assert killed_at(folder / str(at), at)
        before = signed_heads(folder / str(at))
        recover(folder / str(at))
        audited(folder / str(at))
        assert before.items() <= signed_heads(folder / str(at)).items()


def test_a_kill_at_every_third_step(tmp_path):
    total = calls_of_a_run(tmp_path / "whole")
    survives_kills(tmp_path, range(1, total + 1, 3))


@pytest.mark.long
def test_a_kill_at_every_step(tmp_path):
    total = calls_of_a_run(tmp_path / "whole")
    survives_kills(tmp_path, range(1, total + 1))


def test_a_kill_while_carrying_on_from_a_kill(tmp_path):
    for at in range(3, 50, 4):
        folder = tmp_path / str(at)
        assert killed_at(folder, 60)
        killed_at(folder, at)
        recover(folder)
        audited(folder)


def test_a_disk_that_writes_a_little_at_a_time(tmp_path):
    carry_on(writer_on(tmp_path, ShortWrites()))
    audited(tmp_path)


def test_a_stale_head_is_refused(tmp_path):
    writer = writer_on(tmp_path)
    writer.append(EMPTY_HEAD, [b"one"])
    with pytest.raises(HeadMovedError, match="has size 1, not 0"):
        writer_on(tmp_path).append(EMPTY_HEAD, [b"other"])


def test_of_many_writers_one_appends(tmp_path):
    def attempt(number):
        try:
            writer_on(tmp_path).append(EMPTY_HEAD, [b"entry %d" % number])
        except HeadMovedError:
            return 0
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(24))) == 1


def test_tiles_that_were_touched_stop_the_writer(tmp_path):
    writer_on(tmp_path).append(EMPTY_HEAD, [b"one", b"two"])
    tile = tmp_path / "public" / "tile" / "0" / "000.p" / "2"
    tile.write_bytes(bytes(64))
    writer = writer_on(tmp_path)
    with pytest.raises(TamperedError, match="don't give the root"):
        writer.append(writer.head(), [b"three"])


def test_a_checkpoint_of_the_same_size_is_never_replaced(tmp_path):
    writer = writer_on(tmp_path)
    writer.append(EMPTY_HEAD, [b"one"])
    other = Checkpoint(ORIGIN, Head(1, bytes(32)))
    (tmp_path / "state" / "head").write_text(str(other))
    with pytest.raises(LedgerError):
        writer_on(tmp_path).append(other.head, [])


def test_cosignatures_are_kept_first_and_shown_last(tmp_path):
    writer = writer_on(tmp_path)
    note, key = writer.append(EMPTY_HEAD, [b"one"]), witness_key("w.example")
    for time in (100, 200):
        writer.attach(1, [key.cosign(note.text, time)])
    kept, shown = (Note.parse(writer.public.read(path)) for path in ("checkpoints/1", "checkpoint"))
    assert (kept.cosigned_at(key.verifier), shown.cosigned_at(key.verifier)) == (100, 200)
    with pytest.raises(MalformedError, match="no checkpoint of size 7"):
        writer.attach(7, [])


class PowerCut(Disk):
    """Remembers what had reached the disk, as a file system may define it: no more than what was flushed."""

    def __init__(self, at):
        self.at, self.calls = at, 0
        self.content, self.safe_content = {}, {}
        self.names, self.safe_names = {}, {}
        self.descriptors = {}

    def step(self):
        self.calls += 1
        if self.calls == self.at:
            raise OSError("the lights went out")

    def open(self, path):
        self.step()
        descriptor = super().open(path)
        self.descriptors[descriptor] = self.names.setdefault(path, len(self.content))
        self.content[self.descriptors[descriptor]] = b""
        return descriptor

    def write(self, descriptor, data):
        self.step()
        self.content[self.descriptors[descriptor]] += data
        return super().write(descriptor, data)

    def flush(self, descriptor):
        self.step()
        file = self.descriptors[descriptor]
        self.safe_content[file] = self.content[file]

    def flush_all(self):
        self.step()
        self.safe_content.update(self.content)
        self.safe_names = dict(self.names)

    def replace(self, source, target):
        self.step()
        self.names[target] = self.names.pop(source)
        super().replace(source, target)

    def flush_folder(self, path):
        self.step()
        kept = {name: file for name, file in self.safe_names.items() if name.parent != path}
        self.safe_names = kept | {name: file for name, file in self.names.items() if name.parent == path}

    def remove(self, path):
        self.step()
        self.names.pop(path, None)
        super().remove(path)

    def left(self, folder, onto, *, names_kept):
        """What is found when the lights come back: names as flushed, or all of them; data only as flushed."""
        for name, file in (self.names if names_kept else self.safe_names).items():
            target = onto / name.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(self.safe_content.get(file, b""))


@pytest.mark.parametrize("names_kept", [pytest.param(True, marks=pytest.mark.long), False])
def test_the_power_cut_at_every_step(tmp_path, names_kept):
    whole = PowerCut(0)
    carry_on(writer_on(tmp_path / "whole", whole))
    for at in range(1, whole.calls + 1):
        folder, found = tmp_path / str(at), tmp_path / f"{at}-after"
        disk, acknowledged = PowerCut(at), []
        with pytest.raises(OSError, match="lights"):
            carry_on(writer_on(folder, disk), acknowledged=acknowledged)
        disk.left(folder, found, names_kept=names_kept)
        out = signed_heads(folder)
        assert writer_on(found, Unflushed()).head().size >= max(acknowledged, default=0)
        recover(found)
        audited(found)
        assert out.items() <= signed_heads(found).items()
