"""Tiles: a log as plain files (C2SP tlog-tiles). A tile holds 256 hashes; 256 entries make a bundle."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256

from scopeofduty.ledger.errors import MalformedError
from scopeofduty.ledger.tree import EMPTY_ROOT, HASH_SIZE, node_hash, split_point

TILE_HEIGHT = 8
TILE_WIDTH = 256
MAX_ENTRY = 65_535
CACHED_TILES = 8192

# Reads a file of the log by its path, such as "tile/0/x001/234"; None if it isn't there.
Reader = Callable[[str], bytes | None]


def below(read: Reader, folder: str) -> Reader:
    """Read the files of one folder."""
    return lambda path: read(f"{folder}/{path}")


def tile_path(level: int | str, number: int, width: int = TILE_WIDTH) -> str:
    """Path of a tile below the log's prefix; `level` "entries" for bundles, `width` below 256 if partial."""
    parts = [f"{number % 1000:03d}"]
    while number >= 1000:
        number //= 1000
        parts.insert(0, f"x{number % 1000:03d}")
    partial = f".p/{width}" if width < TILE_WIDTH else ""
    return f"tile/{level}/{'/'.join(parts)}{partial}"


def widths(count: int) -> Iterator[tuple[int, int]]:
    """Number and width of each tile that holds `count` hashes."""
    for number in range(count // TILE_WIDTH):
        yield number, TILE_WIDTH
    if count % TILE_WIDTH:
        yield count // TILE_WIDTH, count % TILE_WIDTH


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """Entries, each with its length before it (u16, big-endian)."""
    for entry in entries:
        if len(entry) > MAX_ENTRY:
            raise MalformedError(f"an entry of {len(entry)} bytes is longer than {MAX_ENTRY}")
    return b"".join(len(entry).to_bytes(2) + entry for entry in entries)


def decode_bundle(data: bytes, count: int | None = None) -> list[bytes]:
    """The entries of a bundle; exactly `count` of them, if it is given."""
    entries: list[bytes] = []
    at = 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2])
        if at + 2 > len(data) or end > len(data):
            raise MalformedError(f"the entry bundle breaks off after {len(entries)} entries")
        entries.append(data[at + 2 : end])
        at = end
    if count is not None and len(entries) != count:
        raise MalformedError(f"the entry bundle has {len(entries)} entries, expected {count}")
    return entries


def read_entries(read: Reader, size: int, start: int = 0) -> Iterator[bytes]:
    """Entries ``[start, size)`` of a log of `size` entries, in order."""
    for number, width in widths(size):
        first = number * TILE_WIDTH
        if first + width > start:
            bundle = decode_bundle(_fetch(read, "entries", number, width), width)
            yield from bundle[max(0, start - first) :]


def _fetch(read: Reader, level: int | str, number: int, width: int) -> bytes:
    data = read(tile_path(level, number, width))
    if data is None and width < TILE_WIDTH:
        # A log may drop a partial tile once the full one is there (tlog-tiles, "Partial Tiles").
        data = read(tile_path(level, number))
        if data is not None and level == "entries":
            data = encode_bundle(decode_bundle(data, TILE_WIDTH)[:width])
        elif data is not None:
            data = data[: width * HASH_SIZE]
    if data is None:
        raise MalformedError(f"the log has no file {tile_path(level, number, width)}")
    if level != "entries" and len(data) != width * HASH_SIZE:
        raise MalformedError(
            f"{tile_path(level, number, width)} has {len(data)} bytes, not {width * HASH_SIZE}"
        )
    return data


def fold_rows(hashes: bytes) -> list[bytes]:
    """The rows above concatenated `hashes` inside one tile: complete pairs only, row 0 first."""
    rows = [hashes]
    while len(rows) <= TILE_HEIGHT and len(rows[-1]) >= 2 * HASH_SIZE:
        row = rows[-1]
        pairs = range(0, len(row) - 2 * HASH_SIZE + 1, 2 * HASH_SIZE)
        # node_hash, written out: half of the time of writing a large log is spent on this line.
        rows.append(b"".join([sha256(b"\x01" + row[at : at + 64]).digest() for at in pairs]))
    return rows


class TileTree:
    """Hashes of a log of `size` entries, read from its tiles, of which up to 8,192 are kept in memory."""

    def __init__(self, read: Reader, size: int) -> None:
        self.size = size
        self._read = read
        self._rows = lru_cache(CACHED_TILES)(self._read_rows)

    def _read_rows(self, level: int, number: int) -> list[bytes]:
        count = self.size >> (TILE_HEIGHT * level)
        width = min(TILE_WIDTH, count - number * TILE_WIDTH)
        return fold_rows(_fetch(self._read, level, number, width))

    def leaves(self, number: int) -> list[bytes]:
        """The leaf hashes of bundle `number`, up to 256."""
        row = self._rows(0, number)[0]
        return [row[at : at + HASH_SIZE] for at in range(0, len(row), HASH_SIZE)]

    def node(self, height: int, index: int) -> bytes:
        """Root of the complete subtree of ``2**height`` entries that begins at ``index * 2**height``."""
        level, row = divmod(height, TILE_HEIGHT)
        number, place = divmod(index, TILE_WIDTH >> row)
        hashes = self._rows(level, number)[row]
        return hashes[place * HASH_SIZE : (place + 1) * HASH_SIZE]

    def range_hash(self, start: int, end: int) -> bytes:
        """Root of the entries ``[start, end)``: the `RangeHash` that the proofs in `tree` ask for."""
        length = end - start
        if length & (length - 1) == 0:
            height = length.bit_length() - 1
            return self.node(height, start >> height)
        middle = start + split_point(length)
        return node_hash(self.range_hash(start, middle), self.range_hash(middle, end))

    def root(self) -> bytes:
        """Root of the whole log."""
        return self.range_hash(0, self.size) if self.size else EMPTY_ROOT


def new_tiles(
    read: Reader, size: int, entries: Sequence[bytes], leaves: Sequence[bytes]
) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every file that appending `entries`, with their leaf hashes, to a log makes."""
    bundle_start = size - size % TILE_WIDTH
    kept = list(read_entries(read, size, bundle_start)) if size > bundle_start else []
    yield from _cut("entries", bundle_start, [*kept, *entries], encode_bundle)
    added, level = list(leaves), 0
    while added:
        count = size >> (TILE_HEIGHT * level)
        start = count - count % TILE_WIDTH
        row = added
        if count > start:
            old = _fetch(read, level, count // TILE_WIDTH, count % TILE_WIDTH)
            row = [old[i : i + HASH_SIZE] for i in range(0, len(old), HASH_SIZE)] + added
        yield from _cut(level, start, row, b"".join)
        full = range(0, len(row) - len(row) % TILE_WIDTH, TILE_WIDTH)
        added = [fold_rows(b"".join(row[i : i + TILE_WIDTH]))[TILE_HEIGHT] for i in full]
        level += 1


def _cut(
    level: int | str, start: int, row: Sequence[bytes], encode: Callable[[Sequence[bytes]], bytes]
) -> Iterator[tuple[str, bytes]]:
    for number, width in widths(len(row)):
        first = number * TILE_WIDTH
        yield tile_path(level, start // TILE_WIDTH + number, width), encode(row[first : first + width])
