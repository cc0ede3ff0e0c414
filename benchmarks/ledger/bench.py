"""The ledger's bars, beside its peers, in one run. See README.md here."""

from __future__ import annotations

import argparse
import platform
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from scopeofduty.ledger.checkpoint import EMPTY_HEAD
from scopeofduty.ledger.note import SignatureType, SigningKey
from scopeofduty.ledger.storage import Folder
from scopeofduty.ledger.tiles import TileTree, new_tiles
from scopeofduty.ledger.tree import (
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)
from scopeofduty.ledger.writer import LogWriter

if TYPE_CHECKING:
    from collections.abc import Callable

BOX = 5.0  # seconds a peer gets for its proofs


def timed(work: Callable[[], object]) -> tuple[str, object]:
    """Seconds by the clock, and of the processor: what others do on the machine lengthens the first alone."""
    begin, used = time.perf_counter(), time.process_time()
    result = work()
    return f"{time.perf_counter() - begin:.2f} s ({time.process_time() - used:.2f} s CPU)", result


def rate(prove: Callable[[int], object], indices: list[int]) -> str:
    """Proofs a second, and a second of the processor; stops after `BOX` seconds."""
    begin, used, done = time.perf_counter(), time.process_time(), 0
    for index in indices:
        prove(index)
        done += 1
        if done % 10 == 0 and time.perf_counter() - begin > BOX:
            break
    seconds, processor = time.perf_counter() - begin, time.process_time() - used
    return f"{done / seconds:,.0f} /s ({done / processor:,.0f} /s CPU)"


def report(name: str, what: str, value: str, bar: str = "") -> None:
    print(f"{name:<12} {what:<48} {value:>30}  {bar}")


def ours(entries: list[bytes], indices: list[int], folder: Path) -> TileTree:
    size = len(entries)

    def tiles() -> None:
        leaves = [leaf_hash(entry) for entry in entries]
        Folder(folder / "plain").put_all(new_tiles(lambda _: None, 0, entries, leaves))

    seconds, _ = timed(tiles)
    report("scopeofduty", f"hash {size:,} leaves, write all tiles, flushed", seconds, "bar: 4 s")
    key = SigningKey("log.example", SignatureType.ED25519, bytes(32))
    writer = LogWriter(Folder(folder / "log"), Folder(folder / "state"), "log.example", key, list)
    seconds, _ = timed(lambda: writer.append(EMPTY_HEAD, entries))
    report("scopeofduty", "the same by the crash-safe writer, signed", seconds)
    tree = TileTree(Folder(folder / "log").read, size)
    cold = rate(lambda i: inclusion_proof(i, size, tree.range_hash), indices)
    report("scopeofduty", "inclusion proofs from files, tiles not yet read", cold)
    for index in indices:
        inclusion_proof(index, size, tree.range_hash)
    warm = rate(lambda i: inclusion_proof(i, size, tree.range_hash), indices)
    report("scopeofduty", "inclusion proofs, tiles read", warm, "bar: 20,000 /s")
    consistent = rate(lambda i: consistency_proof(i + 1, size, tree.range_hash), indices)
    report("scopeofduty", "consistency proofs", consistent)
    root = tree.root()
    proofs = [(i, leaf_hash(entries[i]), inclusion_proof(i, size, tree.range_hash)) for i in indices[:5000]]
    verified = rate(
        lambda at: verify_inclusion(*proofs[at][1::-1], size, proofs[at][2], root), [*range(len(proofs))]
    )
    report("scopeofduty", "inclusion proofs verified", verified)
    return tree


def aics(entries: list[bytes], indices: list[int], tree: TileTree) -> None:
    try:
        from aics_tlog.tree import MerkleTree
        from aics_tlog.writer import DirectoryTileStore, IncrementalTileWriter
    except ImportError:
        report("aics-tlog", "not installed here (needs Python 3.12)", "-")
        return
    size = len(entries)
    with tempfile.TemporaryDirectory() as folder:
        writer = IncrementalTileWriter(DirectoryTileStore(folder, fsync=False))
        seconds, _ = timed(lambda: writer.append(entries))
        report("aics-tlog", f"hash {size:,} leaves, write all tiles, not flushed", seconds)
    peer = MerkleTree(entries)
    assert peer.root() == tree.root()
    report(
        "aics-tlog",
        "inclusion proofs, in memory",
        rate(lambda i: peer.inclusion_proof(i, size), indices),
    )
    agreed = 0
    for index in indices[:5000]:
        assert peer.inclusion_proof(index, size) == inclusion_proof(index, size, tree.range_hash)
        assert peer.consistency_proof(index + 1, size) == consistency_proof(index + 1, size, tree.range_hash)
        agreed += 2
    report("both", "proofs that are equal, byte for byte", f"{agreed:,}")


def pymerkle(entries: list[bytes], indices: list[int], tree: TileTree) -> None:
    try:
        from pymerkle import InmemoryTree, SqliteTree
    except ImportError:
        report("pymerkle", "not installed here", "-")
        return
    size = len(entries)
    with tempfile.TemporaryDirectory() as folder:
        stored = SqliteTree(str(Path(folder) / "tree.db"))
        seconds, _ = timed(lambda: stored.append_entries(entries))
        report("pymerkle", f"hash {size:,} leaves into SQLite", seconds)
        assert stored.get_root() == tree.root()
        proofs = rate(lambda i: stored.prove_inclusion(i + 1, size), indices)
        report("pymerkle", "inclusion proofs, SQLite", proofs)
        stored.close()
    small = entries[: min(size, 100_000)]
    memory = InmemoryTree.init_from_entries(small)
    proofs = rate(lambda i: memory.prove_inclusion(i % len(small) + 1, len(small)), indices)
    report("pymerkle", f"inclusion proofs, in memory, {len(small):,} leaves", proofs)
    report("both", "proofs that agree", f"{agreeing(memory, tree, indices[:5000]):,}")


def agreeing(memory: object, tree: TileTree, indices: list[int]) -> int:
    """Inclusion proofs that are equal, and consistency proofs that lead from one of its roots to another."""
    count = memory.get_size()
    for index in indices:
        size = index % count + 1
        entry = (index * 7919) % size
        # Its path begins with the leaf itself.
        assert memory.prove_inclusion(entry + 1, size).path[1:] == inclusion_proof(
            entry, size, tree.range_hash
        )
        old, roots = entry + 1, (memory.get_root(entry + 1), memory.get_root(size))
        verify_consistency(old, size, consistency_proof(old, size, tree.range_hash), *roots)
    return 2 * len(indices)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leaves", type=int, default=1_000_000)
    parser.add_argument("--proofs", type=int, default=50_000)
    parser.add_argument("--folder", help="where to write (default: the system's folder for temporary files)")
    options = parser.parse_args()
    tempfile.tempdir = options.folder
    entries = [b"%064d" % number for number in range(options.leaves)]
    rng = random.Random(1)
    indices = [rng.randrange(options.leaves) for _ in range(options.proofs)]
    print(f"Python {sys.version.split()[0]}, {platform.machine()}, {options.leaves:,} leaves of 64 bytes")
    with tempfile.TemporaryDirectory() as folder:
        tree = ours(entries, indices, Path(folder))
        aics(entries, indices, tree)
        pymerkle(entries, indices, tree)


if __name__ == "__main__":
    main()
