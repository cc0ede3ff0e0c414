"""Archives: zip, tar, and files packed by gzip, bzip2 or xz; each file in them is handed back to be read."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from pathlib import PurePath
from typing import TYPE_CHECKING

from scopeofduty.sweep.piece import NotReadPiece, Piece, Place, UnreadableError
from scopeofduty.sweep.readers.office import open_zip
from scopeofduty.sweep.readers.source import RATIO_LIMIT, UNPACKED_LIMIT, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SMALL = 10_000_000
_PACKED: dict[bytes, Callable[[io.BytesIO], gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile]] = {
    b"\x1f\x8b": lambda stream: gzip.GzipFile(fileobj=stream),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
}
_PACK_ENDS = frozenset({".gz", ".bz2", ".xz", ".z"})
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, OSError, ValueError, EOFError)


def is_packed(head: bytes) -> bool:
    """The bytes begin a tar, or a file packed by gzip, bzip2 or xz."""
    return head[257:262] == b"ustar" or head.startswith(tuple(_PACKED))


def read(source: Source) -> Iterator[Piece | Source]:
    """Yield each file of an archive as a source of its own, named ``outer.zip!inner``.

    Raises:
        UnreadableError: It is broken, locked, or unpacks past the limits.
    """
    if source.data[257:262] == b"ustar":
        yield from _tar(source)
    elif source.data.startswith(tuple(_PACKED)):
        yield _unpacked(source)
    else:
        yield from _zip(source)


def _zip(source: Source) -> Iterator[Piece | Source]:
    packed = open_zip(source)
    for member in packed.infolist():
        if member.is_dir():
            continue
        try:
            yield Source(f"{source.name}!{member.filename}", packed.read(member))
        except (*_BROKEN, NotImplementedError, RuntimeError) as error:
            yield NotReadPiece(Place(member.filename), f"broken inside the archive ({str(error)[:80]})")


def _tar(source: Source) -> Iterator[Piece | Source]:
    try:
        with tarfile.open(fileobj=io.BytesIO(source.data), mode="r:") as packed:
            for member in packed:
                if member.isfile() and (stream := packed.extractfile(member)) is not None:
                    yield Source(f"{source.name}!{member.name}", stream.read())
    except _BROKEN as error:
        raise UnreadableError(f"the archive is broken or truncated ({str(error)[:80]})") from error


def _unpacked(source: Source) -> Source:
    unpack = next(made for mark, made in _PACKED.items() if source.data.startswith(mark))
    most = min(UNPACKED_LIMIT, max(_SMALL, RATIO_LIMIT * len(source.data)))
    try:
        with unpack(io.BytesIO(source.data)) as stream:
            data = stream.read(most + 1)
    except _BROKEN as error:
        raise UnreadableError(f"the archive is broken or truncated ({str(error)[:80]})") from error
    if len(data) > most:
        raise UnreadableError(f"unpacks to more than {most:,} bytes: taken for a bomb and left packed")
    return Source(f"{source.name}!{_inner(source.name)}", data)


def _inner(name: str) -> str:
    """Return what `intake.csv.gz` and `drive.tgz` hold: `intake.csv` and `drive.tar`."""
    path = PurePath(name.rsplit("!", 1)[-1])
    if path.suffix == ".tgz":
        return path.with_suffix(".tar").name
    return path.with_suffix("").name if path.suffix in _PACK_ENDS else path.name
