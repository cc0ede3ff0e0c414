"""Proofs against an independent implementation: RFC 6962's own recursive definitions, written out."""

import random
from hashlib import sha256

import pytest

from scopeofduty.ledger import tiles, tree
from scopeofduty.ledger.errors import MalformedError, ProofError


def mth(data):
    """RFC 6962 section 2.1."""
    if len(data) < 2:
        return sha256(b"\0" + data[0]).digest() if data else sha256(b"").digest()
    k = power(len(data))
    return sha256(b"\1" + mth(data[:k]) + mth(data[k:])).digest()


def power(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def path(m, data):
    """RFC 6962 section 2.1.1."""
    if len(data) == 1:
        return []
    k = power(len(data))
    return [*path(m, data[:k]), mth(data[k:])] if m < k else [*path(m - k, data[k:]), mth(data[:k])]


def subproof(m, data, whole):
    """RFC 6962 section 2.1.2."""
    if m == len(data):
        return [] if whole else [mth(data)]
    k = power(len(data))
    if m <= k:
        return [*subproof(m, data[:k], whole), mth(data[k:])]
    return [*subproof(m - k, data[k:], False), mth(data[:k])]


def log(size, width=3):
    entries = [f"entry {i}".encode() * (i % width) for i in range(size)]
    leaves = [tree.leaf_hash(entry) for entry in entries]
    files = dict(tiles.new_tiles(lambda _: None, 0, entries, leaves))
    return entries, leaves, tiles.TileTree(files.get, size)


def agree(size, inclusions, consistencies):
    entries, leaves, logged = log(size)
    root = mth(entries)
    assert root == logged.root() == tree.root_of(leaves)
    for index in inclusions:
        proof = tree.inclusion_proof(index, size, logged.range_hash)
        assert proof == path(index, entries)
        tree.verify_inclusion(leaves[index], index, size, proof, root)
    for old in consistencies:
        proof = tree.consistency_proof(old, size, logged.range_hash)
        assert proof == subproof(old, entries, True)
        tree.verify_consistency(old, size, proof, mth(entries[:old]), root)
    return len(inclusions) + len(consistencies)


def test_every_proof_of_small_logs_agrees():
    done = sum(agree(size, range(size), range(1, size + 1)) for size in range(1, 101))
    assert done == 10_100


@pytest.mark.parametrize("size", [255, 256, 257, 511, 513, 700])
def test_proofs_across_tile_edges_agree(size):
    rng = random.Random(size)  # noqa: S311 (a seed to repeat a failure)
    edges = {0, 1, size - 2, size - 1, size // 2, 254} & set(range(size))
    agree(size, sorted(edges | {rng.randrange(size)}), sorted({1, size, size - 1, rng.randrange(1, size)}))


@pytest.mark.parametrize("size", [2, 7, 8, 13, 21])
def test_a_consistency_proof_binds_both_roots(size):
    entries, _, logged = log(size)
    for old in range(1, size + 1):
        proof = tree.consistency_proof(old, size, logged.range_hash)
        for roots in ((bytes(32), mth(entries)), (mth(entries[:old]), bytes(32))):
            with pytest.raises(ProofError):
                tree.verify_consistency(old, size, proof, *roots)


def test_a_third_level_of_tiles():
    leaf = tree.leaf_hash(b"")
    size = 65_536 + 300
    files = dict(tiles.new_tiles(lambda _: None, 0, [b""] * size, [leaf] * size))
    logged = tiles.TileTree(files.get, size)
    assert tiles.tile_path(2, 0, 1) in files
    assert logged.root() == tree.root_of([leaf] * size)
    proof = tree.inclusion_proof(65_800, size, logged.range_hash)
    tree.verify_inclusion(leaf, 65_800, size, proof, logged.root())


@pytest.mark.parametrize("steps", [[1] * 40, [300, 1, 255, 256, 2], [8] * 70])
def test_growing_a_log_gives_the_same_tiles_as_making_it_at_once(steps):
    files, size = {}, 0
    entries, leaves, _ = log(sum(steps))
    for step in steps:
        upto = size + step
        files.update(tiles.new_tiles(files.get, size, entries[size:upto], leaves[size:upto]))
        size = upto
        assert tiles.TileTree(files.get, size).root() == tree.root_of(leaves[:size])
    at_once = dict(tiles.new_tiles(lambda _: None, 0, entries, leaves))
    assert at_once.items() <= files.items()
    assert list(tiles.read_entries(files.get, size)) == entries


def test_a_partial_tile_may_be_gone_once_the_full_one_is_there():
    entries, leaves, _ = log(300)
    files = dict(tiles.new_tiles(lambda _: None, 0, entries, leaves))
    logged = tiles.TileTree(files.get, 200)
    assert logged.root() == tree.root_of(leaves[:200])
    assert list(tiles.read_entries(files.get, 200)) == entries[:200]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda of: tree.inclusion_proof(9, 9, of), "isn't in a tree of 9"),
        (lambda of: tree.consistency_proof(0, 9, of), "no proof leads from size 0"),
        (lambda of: tree.consistency_proof(10, 9, of), "no proof leads from size 10"),
    ],
)
def test_impossible_proofs_are_refused_with_a_reason(call, message):
    with pytest.raises(ProofError, match=message):
        call(log(9)[2].range_hash)


@pytest.mark.parametrize("data", [b"\0", b"\0\5abc", b"\0\1a\0"])
def test_a_bundle_that_breaks_off(data):
    with pytest.raises(MalformedError, match="breaks off"):
        tiles.decode_bundle(data)


@pytest.mark.parametrize(
    ("path", "change", "message"),
    [
        ("tile/0/000", lambda data: data[:-1], "has 8191 bytes, not 8192"),
        ("tile/0/000", lambda data: data + bytes(32), "has 8224 bytes, not 8192"),
        ("tile/0/001.p/44", lambda data: data[:-32], "not 1408"),
        ("tile/1/000.p/1", lambda _: b"", "has 0 bytes, not 32"),
        ("tile/0/000", lambda _: None, "no file tile/0/000"),
    ],
)
def test_a_tile_of_another_width_is_refused(path, change, message):
    entries, leaves, _ = log(300)
    files = dict(tiles.new_tiles(lambda _: None, 0, entries, leaves))
    files[path] = change(files[path])
    served = {name: data for name, data in files.items() if data is not None}
    logged = tiles.TileTree(served.get, 300)
    with pytest.raises(MalformedError, match=message):
        [logged.root(), *(logged.node(0, index) for index in (0, 299))]


@pytest.mark.parametrize(
    ("path", "change", "message"),
    [
        ("tile/entries/000", lambda data: data + b"\0\1x", "has 257 entries, expected 256"),
        ("tile/entries/000", lambda data: data[2:], "expected 256"),
        ("tile/entries/000", lambda data: data[:-1], "breaks off"),
        ("tile/entries/001.p/44", lambda data: data + b"\0", "breaks off"),
        ("tile/entries/001.p/44", lambda _: b"", "has 0 entries, expected 44"),
    ],
)
def test_a_bundle_of_another_count_is_refused(path, change, message):
    entries, leaves, _ = log(300)
    files = dict(tiles.new_tiles(lambda _: None, 0, entries, leaves))
    files[path] = change(files[path])
    with pytest.raises(MalformedError, match=message):
        list(tiles.read_entries(files.get, 300))


def test_an_entry_may_be_empty_and_as_long_as_two_bytes_can_say():
    entries = [b"", b"x" * 65_535, b""]
    assert tiles.decode_bundle(tiles.encode_bundle(entries), 3) == entries
    with pytest.raises(MalformedError, match="longer than 65535"):
        tiles.encode_bundle([b"x" * 65_536])


def test_tile_paths():
    assert tiles.tile_path(0, 1_234_067) == "tile/0/x001/x234/067"
    assert tiles.tile_path("entries", 5, 8) == "tile/entries/005.p/8"
