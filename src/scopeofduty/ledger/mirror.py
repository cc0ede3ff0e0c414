"""A copy of somebody else's ledger: fetched in parallel, resumed where it stopped, never made to forget.

What is in the copy stays. A file that can't change is fetched once; so a log that rewrites its past no longer
fits the tiles that are here, and that shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from scopeofduty.ledger.checkpoint import Checkpoint, Head, parse_decimal
from scopeofduty.ledger.errors import MalformedError, SplitViewError
from scopeofduty.ledger.keepers import POLICY_FILE
from scopeofduty.ledger.note import Note
from scopeofduty.ledger.register import Facts, attachment_path
from scopeofduty.ledger.slot import REGISTER, SLOTS, Cadence
from scopeofduty.ledger.states import notice_path
from scopeofduty.ledger.tiles import TILE_HEIGHT, TileTree, below, read_entries, tile_path, widths
from scopeofduty.ledger.writer import ARCHIVE_INDEX, CHECKPOINT, archive_path

if TYPE_CHECKING:
    from scopeofduty.ledger.policy import Policy
    from scopeofduty.ledger.storage import Folder
    from scopeofduty.ledger.tiles import Reader

AT_ONCE = 16
"""Files asked for at the same time."""
BATCH = 256
LARGEST = 2**28
"""Entries beyond which no copy is begun: a city of 1,024 envelopes an hour has so many in thirty years."""
FRESH = 8
"""Of the newest checkpoints, those that are fetched again: a keeper may have signed since."""

# (what is fetched, how many files in all): told before each kind of file, and `None` after each file.
Progress = Callable[[str | None, int], None]


def silent(_what: str | None, _count: int) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True)
class Mirrored:
    """What one look brought."""

    origin: str
    """Of the slot log."""
    older: tuple[str, ...]
    """Origins whose newest checkpoint is older than the copy's: the log went back, or a cache is slow."""


class Mirror:
    """A copy in `folder` of the ledger that `read` reads, its signatures checked by `policy`.

    Raises `SplitViewError` when the ledger shows a tree that doesn't lead on from the copy's; both signed
    checkpoints are then kept side by side as evidence.
    """

    def __init__(self, read: Reader, folder: Folder, policy: Policy, progress: Progress = silent) -> None:
        self._read, self._policy, self._progress = read, policy, progress
        self.folder = folder

    def look(self) -> Mirrored:
        """Bring the copy up to what the ledger shows now. Stopped anywhere, the next look goes on there."""
        city = self._read(POLICY_FILE)
        if city is not None:
            self.folder.put(POLICY_FILE, city)
        slots, slots_older = self._log(SLOTS, None)
        cadence = Cadence.parse(slots.origin)
        _, register_older = self._log(REGISTER, cadence.register_origin)
        self._beside_the_register(cadence)
        older = ((slots.origin, slots_older), (cadence.register_origin, register_older))
        return Mirrored(slots.origin, tuple(origin for origin, is_older in older if is_older))

    def _log(self, name: str, origin: str | None) -> tuple[Checkpoint, bool]:
        read, folder = below(self._read, name), self.folder
        data = read(CHECKPOINT)
        if data is None:
            raise MalformedError(f"there is no {name}/{CHECKPOINT} there")
        shown = self._policy.open(data, origin).checkpoint
        if shown.head.size > LARGEST:
            raise MalformedError(
                f"{name}: a log of {shown.head.size} entries isn't one of a city; none is copied"
            )
        before = folder.read(f"{name}/{CHECKPOINT}")
        kept = Checkpoint.parse(Note.parse(before).text) if before else None
        if kept and kept.origin != shown.origin:
            raise MalformedError(f"the copy is of {kept.origin}, and there is {shown.origin} now")
        older = kept is not None and shown.head.size < kept.head.size
        if not older:
            self._fetch(f"{name}: tiles", name, _tiles(shown.head.size))
        tree = TileTree(below(folder.read, name), max(shown.head.size, kept.head.size if kept else 0))
        for head in (shown.head, *([kept.head] if kept else [])):
            if not _leads_to(tree, head):
                self._keep_evidence(name, before or b"", data, shown.head)
        self._checkpoints(name, read)
        if not older:
            folder.put(f"{name}/{CHECKPOINT}", data)
        return shown, older

    def _keep_evidence(self, name: str, before: bytes, data: bytes, head: Head) -> None:
        prefix = f"evidence/{name}-{head.size}-{head.root.hex()[:16]}"
        self.folder.put_all([(f"{prefix}/kept", before), (f"{prefix}/shown", data)])
        raise SplitViewError(
            f"{name}: the tree of size {head.size} that is shown and signed now isn't how the copy goes on; "
            f"both checkpoints are kept in {prefix}"
        )

    def _checkpoints(self, name: str, read: Reader) -> None:
        index = read(ARCHIVE_INDEX) or b""
        sizes = [parse_decimal(word, "checkpoint index") for word in index.decode("ascii", "replace").split()]
        self._fetch(f"{name}: checkpoints", name, [archive_path(size) for size in sizes[:-FRESH]])
        fresh = [archive_path(size) for size in sizes[-FRESH:]]
        self._fetch(f"{name}: newest checkpoints", name, fresh, again=True)
        known = (self.folder.read(f"{name}/{ARCHIVE_INDEX}") or b"").split()
        union = sorted({*sizes, *(int(word) for word in known)})
        self.folder.put(f"{name}/{ARCHIVE_INDEX}", b"".join(b"%d\n" % size for size in union))

    def _beside_the_register(self, cadence: Cadence) -> None:
        data = self.folder.read(f"{REGISTER}/{CHECKPOINT}") or b""
        size = Checkpoint.parse(Note.parse(data).text).head.size
        entries = list(read_entries(below(self.folder.read, REGISTER), size))
        attached = [path for path in map(attachment_path, entries) if path]
        self._fetch("attachments", "", attached)
        self._notices(Facts.read(cadence, entries))

    def _notices(self, facts: Facts) -> None:
        """Fetch every opened notice's text again: a text lies outside the logs, and may be struck or changed.

        What was there before and isn't any more is kept as evidence, unless the register says it was struck.
        """
        places = {notice_path(place): place for place in facts.opens}
        self._progress("notices", len(places))
        for batch in _batches(list(places)):
            for path, text in self._ask(batch):
                before = self.folder.read(path)
                if before not in (None, text) and places[path] not in facts.struck:
                    self.folder.put(f"evidence/{path}", before or b"")
                if text is None:
                    self.folder.remove(path)
                elif text != before:
                    self.folder.put(path, text)

    def _fetch(self, what: str, prefix: str, paths: Iterable[str], *, again: bool = False) -> None:
        full = [f"{prefix}/{path}" if prefix else path for path in paths]
        wanted = [path for path in full if again or not (self.folder.root / path).is_file()]
        self._progress(what, len(wanted))
        for batch in _batches(wanted):
            self.folder.put_all((path, data) for path, data in self._ask(batch) if data is not None)

    def _ask(self, paths: list[str]) -> list[tuple[str, bytes | None]]:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(zip(paths, pool.map(self._one, paths), strict=True))

    def _one(self, path: str) -> bytes | None:
        data = self._read(path)
        self._progress(None, 1)
        return data


def _tiles(size: int) -> Iterator[str]:
    for number, width in widths(size):
        yield tile_path("entries", number, width)
    level = 0
    while size >> (TILE_HEIGHT * level):
        for number, width in widths(size >> (TILE_HEIGHT * level)):
            yield tile_path(level, number, width)
        level += 1


def _leads_to(tree: TileTree, head: Head) -> bool:
    return head.size == 0 or tree.range_hash(0, head.size) == head.root


def _batches(paths: list[str]) -> Iterator[list[str]]:
    rest = iter(paths)
    while batch := list(islice(rest, BATCH)):
        yield batch
