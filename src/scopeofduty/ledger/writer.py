"""Writing a log into a folder so that no crash, no second process and no old backup makes it sign backwards.

One append, in this order: journal the entries, write tiles and bundles, record the head about to be signed,
sign and publish, drop the journal. Whatever stops it, opening the log again finishes the same append.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scopeofduty.ledger.checkpoint import EMPTY_HEAD, Checkpoint, Head, sign_checkpoint
from scopeofduty.ledger.errors import BehindWitnessError, HeadMovedError, MalformedError, TamperedError
from scopeofduty.ledger.note import Note, SignatureLine, SigningKey
from scopeofduty.ledger.tiles import Reader, TileTree, decode_bundle, encode_bundle, new_tiles
from scopeofduty.ledger.tree import leaf_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from scopeofduty.ledger.storage import Folder

HEAD, PENDING = "head", "pending"
CHECKPOINT, ARCHIVE_INDEX = "checkpoint", "checkpoints/index"


def archive_path(size: int) -> str:
    """Where the checkpoint of a size is kept for good, with its cosignatures."""
    return f"checkpoints/{size}"


class LogWriter:
    """The one writer of a log: public files in one folder, what it last signed in another.

    `witnessed` asks the witnesses for the newest heads they cosigned (an empty list if none answers). It is
    called once, before the first append; a head there that this log doesn't have stops all signing.
    """

    def __init__(
        self,
        public: Folder,
        state: Folder,
        origin: str,
        key: SigningKey,
        witnessed: Callable[[], Iterable[Head]],
    ) -> None:
        self.public, self.origin = public, origin
        self._state, self._key, self._witnessed = state, key, witnessed
        self._confirmed = False

    def head(self) -> Head:
        """The head signed last, after finishing what a crash may have left."""
        with self._state.locked():
            return self._current()

    def append(self, expected: Head, entries: Sequence[bytes]) -> Note:
        """Append to the log whose head is `expected`, and publish the signed checkpoint.

        Raises:
            HeadMovedError: another append came first.
            BehindWitnessError: a witness knows a head that this log doesn't have.
            TamperedError: the tiles don't give the root that was signed.
        """
        with self._state.locked():
            head = self._current()
            if head != expected:
                raise HeadMovedError(
                    f"the log {self.origin} has size {head.size}, not {expected.size}; read it again"
                )
            self._confirm(head)
            if entries:
                journal = str(Checkpoint(self.origin, head)).encode() + encode_bundle(entries)
                self._state.put(PENDING, journal)
                head = self._finish(head, entries)
            elif self._state.read(HEAD) is None:
                self._state.put(HEAD, str(Checkpoint(self.origin, head)).encode())
            return self._publish(head)

    def attach(self, size: int, lines: Iterable[SignatureLine]) -> Note:
        """Add witnesses' cosignatures, already verified, to the checkpoint of a size.

        The kept checkpoint holds each witness's first word, which shows by when the log had that size; the
        log's newest one holds the last, which shows that somebody still looks.
        """
        with self._state.locked():
            data = self.public.read(archive_path(size))
            if data is None:
                raise MalformedError(f"the log {self.origin} has no checkpoint of size {size}")
            kept, new = Note.parse(data), tuple(lines)
            first = Note(kept.text, kept.signatures + new).with_signatures(kept.signatures)
            if bytes(first) != data:
                self.public.put(archive_path(size), bytes(first))
            newest = kept.with_signatures(new)
            if self._read_head().size == size and bytes(newest) != self.public.read(CHECKPOINT):
                self.public.put(CHECKPOINT, bytes(newest))
            return newest

    def adopt(self, note: Note) -> Head:
        """Take over a log whose state folder is lost, from a checkpoint it signed and the tiles of that size.

        Pass the newest checkpoint that any witness or mirror has.
        """
        with self._state.locked():
            checkpoint = Checkpoint.parse(note.text)
            if checkpoint.origin != self.origin or not note.signed_with(self._key.verifier):
                raise MalformedError(f"that checkpoint isn't one that {self.origin} signed")
            if self._state.read(HEAD) is not None:
                raise MalformedError("this log still knows its head; there is nothing to adopt")
            self._check_tiles(checkpoint.head)
            self._confirm(checkpoint.head)
            self._state.put(HEAD, str(checkpoint).encode())
            return checkpoint.head

    def _current(self) -> Head:
        pending = self._state.read(PENDING)
        head = self._read_head()
        if pending is not None:
            lines = pending.split(b"\n", 3)
            old = Checkpoint.parse(b"\n".join([*lines[:3], b""]).decode()).head
            entries = decode_bundle(lines[3])
            if head.size not in (old.size, old.size + len(entries)):
                raise TamperedError(
                    f"the journal of {self.origin} is from size {old.size}, its head is {head.size}"
                )
            head = self._finish(old, entries)
            self._publish(head)
        return head

    def _read_head(self) -> Head:
        data = self._state.read(HEAD)
        if data is not None:
            return Checkpoint.parse(data.decode()).head
        if self.public.read(CHECKPOINT) is not None:
            raise TamperedError(
                f"the state of {self.origin} is lost; adopt the newest checkpoint a witness has"
            )
        return EMPTY_HEAD

    def _confirm(self, head: Head) -> None:
        if self._confirmed:
            return
        self._check_tiles(head)
        for seen in self._witnessed():
            if seen.size > head.size or (
                seen.size and self._tree(head).range_hash(0, seen.size) != seen.root
            ):
                raise BehindWitnessError(
                    f"a witness has cosigned size {seen.size} of {self.origin}, and this log of {head.size} "
                    "doesn't lead there; restore from a mirror, nothing was signed"
                )
        self._confirmed = True

    def _tree(self, head: Head) -> TileTree:
        return TileTree(self.public.read, head.size)

    def _check_tiles(self, head: Head) -> None:
        if self._tree(head).root() != head.root:
            raise TamperedError(f"the tiles of {self.origin} don't give the root signed at size {head.size}")

    def _finish(self, old: Head, entries: Sequence[bytes]) -> Head:
        leaves = [leaf_hash(entry) for entry in entries]
        files = dict(new_tiles(self.public.read, old.size, entries, leaves))
        new = overlay_head(files, self.public.read, old.size + len(entries))
        self.public.put_all(files.items())
        self._state.put(HEAD, str(Checkpoint(self.origin, new)).encode())
        return new

    def _publish(self, head: Head) -> Note:
        """Sign `head` and publish it, unless that was done; then drop the journal."""
        archived = self.public.read(archive_path(head.size))
        note = Note.parse(archived) if archived else sign_checkpoint(self.origin, head, self._key)
        if note.text != str(Checkpoint(self.origin, head)):
            raise TamperedError(f"{self.origin} has another checkpoint of size {head.size} on file")
        if archived is None:
            self.public.put(archive_path(head.size), bytes(note))
        index = self.public.read(ARCHIVE_INDEX) or b""
        line = f"{head.size}\n".encode()
        if line not in index.splitlines(keepends=True):
            self.public.put(ARCHIVE_INDEX, index + line)
        newest = self.public.read(CHECKPOINT)
        if newest is None or Note.parse(newest).text != note.text:
            self.public.put(CHECKPOINT, bytes(note))
        self._state.remove(PENDING)
        return note


def overlay_head(files: dict[str, bytes], read: Reader, size: int) -> Head:
    """The head that a log has once `files` are written over what `read` gives."""

    def overlaid(path: str) -> bytes | None:
        return files[path] if path in files else read(path)

    return Head(size, TileTree(overlaid, size).root())
