"""Merkle tree hashing and proofs.

Sources: RFC 6962 section 2.1 (hashing, proofs), RFC 9162 section 2.1 (how to check them),
draft-ietf-plants-merkle-tree-certs section 4 (subtrees; a consistency proof is the case ``start == 0``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from scopeofduty.ledger.errors import ProofError

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()

# The root of the entries ``[start, end)``, 0 <= start < end: RFC 6962's MTH(D[start:end]).
RangeHash = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """Hash of one entry, 32 bytes (RFC 6962 section 2.1)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of two neighbours, 32 bytes (RFC 6962 section 2.1)."""
    return sha256(b"\x01" + left + right).digest()


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Root over leaf hashes; the hash of nothing for no leaves."""
    row = list(leaves)
    if not row:
        return EMPTY_ROOT
    while len(row) > 1:
        paired = [node_hash(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)]
        row = paired + row[len(paired) * 2 :]
    return row[0]


def split_point(size: int) -> int:
    """The largest power of two below `size`, which must be at least 2."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_proof(index: int, size: int, of: RangeHash) -> list[bytes]:
    """Audit path of entry `index` in a tree of `size`, leaf's sibling first (RFC 6962 section 2.1.1)."""
    if not 0 <= index < size:
        raise ProofError(f"entry {index} isn't in a tree of {size}; ask for an index below the size")
    path = []
    start, end = 0, size
    while end - start > 1:
        middle = start + split_point(end - start)
        if index < middle:
            path.append(of(middle, end))
            end = middle
        else:
            path.append(of(start, middle))
            start = middle
    path.reverse()
    return path


def consistency_proof(old: int, new: int, of: RangeHash) -> list[bytes]:
    """Proof that the first `old` entries of `new` are the old tree (RFC 6962 section 2.1.2)."""
    if not 0 < old <= new:
        raise ProofError(f"no proof leads from size {old} to size {new}; the old size is 1 to the new size")
    path = []
    start, end, whole = 0, new, True
    while old != end:
        middle = start + split_point(end - start)
        if old <= middle:
            path.append(of(middle, end))
            end = middle
        else:
            path.append(of(start, middle))
            start, whole = middle, False
    if not whole:
        path.append(of(start, end))
    path.reverse()
    return path


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Raise `ProofError` unless `proof` puts leaf hash `leaf` at `index` of the tree with `root`."""
    verify_subtree_inclusion(leaf, index, (0, size), proof, root)


def verify_subtree_inclusion(
    leaf: bytes, index: int, span: tuple[int, int], proof: Sequence[bytes], root: bytes
) -> None:
    """Raise `ProofError` unless `proof` puts `leaf` at `index` of the subtree over `span`, half-open."""
    start, end = _valid_span(span)
    _all_hashes([leaf, root, *proof])
    if not start <= index < end:
        raise ProofError(f"entry {index} isn't within {start} to {end}")
    place, last, running = index - start, end - start - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofError("the inclusion proof has hashes to spare")
        if place & 1 or place == last:
            running = node_hash(sibling, running)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            running = node_hash(running, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise ProofError("the inclusion proof is too short")
    if running != root:
        raise ProofError("the inclusion proof leads to another root")


def verify_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Raise `ProofError` unless the tree of `old` entries is how the tree of `new` entries begins.

    Old size 0 is refused: an empty tree proves nothing about what follows.
    """
    verify_subtree_consistency((0, old), new, proof, old_root, new_root)


def verify_subtree_consistency(  # noqa: C901 (one algorithm of one page)
    span: tuple[int, int], size: int, proof: Sequence[bytes], part_root: bytes, root: bytes
) -> None:
    """Raise `ProofError` unless the entries of `span`, with `part_root`, are a part of the tree."""
    start, end = _valid_span(span)
    _all_hashes([part_root, root, *proof])
    if end > size:
        raise ProofError(f"a part that ends at {end} can't lie in a tree of {size}")
    first, last, top = start, end - 1, size - 1
    while first != last and (last == top or last & 1):
        first, last, top = first >> 1, last >> 1, top >> 1
    if first == last:
        rest, part = proof, part_root
    else:
        if not proof:
            raise ProofError("the consistency proof is empty")
        part, rest = proof[0], proof[1:]
    running = part
    for sibling in rest:
        if top == 0:
            raise ProofError("the consistency proof has hashes to spare")
        if last & 1 or last == top:
            part = node_hash(sibling, part) if first < last else part
            running = node_hash(sibling, running)
            while not last & 1 and last:
                first, last, top = first >> 1, last >> 1, top >> 1
        else:
            running = node_hash(running, sibling)
        first, last, top = first >> 1, last >> 1, top >> 1
    if top:
        raise ProofError("the consistency proof is too short")
    if part != part_root or running != root:
        raise ProofError("the consistency proof leads to other roots")


def _valid_span(span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    if not 0 <= start < end:
        raise ProofError(f"there are no entries from {start} to {end}; a proof needs at least one")
    if start % (1 << (end - start - 1).bit_length()):
        raise ProofError(f"{start} to {end} isn't a subtree: it doesn't begin on its own boundary")
    return start, end


def _all_hashes(values: Iterable[bytes]) -> None:
    for value in values:
        if len(value) != HASH_SIZE:
            raise ProofError(f"a hash has {HASH_SIZE} bytes, this one has {len(value)}")
