"""Files that survive a crash: written aside, flushed, renamed into place, the folder flushed."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scopeofduty.ledger.errors import MalformedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FLUSH_ONE_BY_ONE = 64


class Disk:
    """The file-system calls made here: a port, so that a test can fail each of them."""

    def read(self, path: Path) -> bytes:
        """A whole file."""
        return path.read_bytes()

    def lock(self, path: Path) -> int:
        """Wait until no other process has this lock file; a descriptor that holds it until closed."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        return descriptor

    def open(self, path: Path) -> int:
        """Create or empty a file; its descriptor."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)

    def write(self, descriptor: int, data: bytes) -> int:
        """Write some of `data`; how many bytes."""
        return os.write(descriptor, data)

    def flush(self, descriptor: int) -> None:
        """Bring one file to the disk."""
        os.fsync(descriptor)

    def flush_all(self) -> None:
        """Bring everything to the disk."""
        os.sync()

    def close(self, descriptor: int) -> None:
        """Close a file."""
        os.close(descriptor)

    def replace(self, source: Path, target: Path) -> None:
        """Rename over."""
        source.replace(target)

    def make_folder(self, path: Path) -> None:
        """Make one folder."""
        path.mkdir(exist_ok=True)

    def flush_folder(self, path: Path) -> None:
        """Bring a folder's names to the disk."""
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def remove(self, path: Path) -> None:
        """Remove a file that may be gone already."""
        path.unlink(missing_ok=True)


class Unflushed(Disk):
    """For files that needn't outlive a power cut."""

    def flush(self, descriptor: int) -> None:
        """Leave it to the system."""

    def flush_all(self) -> None:
        """Leave it to the system."""

    def flush_folder(self, path: Path) -> None:
        """Leave it to the system."""


class Folder:
    """A folder of files by relative path."""

    def __init__(self, root: Path, disk: Disk | None = None) -> None:
        self.root = root
        self._disk = disk or Disk()

    def read(self, path: str) -> bytes | None:
        """The whole file, or None if there is none."""
        try:
            return self._disk.read(self.root / path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except IsADirectoryError as error:
            raise MalformedError(f"{path} is a folder; expected a file") from error

    def put(self, path: str, data: bytes) -> None:
        """Write a file whole or not at all; on return it is on the disk."""
        self.put_all([(path, data)])

    def put_all(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Write files, each whole or not at all; on return all are on the disk."""
        files = list(files)
        one_by_one = len(files) <= FLUSH_ONE_BY_ONE
        folders = {(self.root / path).parent for path, _ in files}
        for folder in sorted(folders):
            self._make(folder)
        renames = [self._write_aside(self.root / path, data, flush=one_by_one) for path, data in files]
        if not one_by_one:
            self._disk.flush_all()
        for aside, target in renames:
            self._disk.replace(aside, target)
        for folder in sorted(folders):
            self._disk.flush_folder(folder)

    def _write_aside(self, target: Path, data: bytes, *, flush: bool) -> tuple[Path, Path]:
        aside = target.with_name(f".{target.name}.new")
        descriptor = self._disk.open(aside)
        try:
            left = memoryview(data)
            while left:
                left = left[self._disk.write(descriptor, bytes(left)) :]
            if flush:
                self._disk.flush(descriptor)
        finally:
            self._disk.close(descriptor)
        return aside, target

    def _make(self, folder: Path) -> None:
        if folder.is_dir():
            return
        self._make(folder.parent)
        self._disk.make_folder(folder)
        self._disk.flush_folder(folder.parent)

    def remove(self, path: str) -> None:
        """Remove a file that may be gone already."""
        self._disk.remove(self.root / path)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other process out of this folder meanwhile."""
        self._make(self.root)
        descriptor = self._disk.lock(self.root / "lock")
        try:
            yield
        finally:
            os.close(descriptor)
