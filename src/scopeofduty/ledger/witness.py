"""A witness: a keeper that cosigns a log only while it takes nothing back (C2SP tlog-witness)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING

from scopeofduty.ledger.checkpoint import Checkpoint, Head, check_empty, parse_decimal
from scopeofduty.ledger.errors import BehindWitnessError, LedgerError, MalformedError, ProofError
from scopeofduty.ledger.note import Note, SignatureLine, SigningKey, VerifierKey, decode_base64, encode_base64
from scopeofduty.ledger.proof import MAX_PATH
from scopeofduty.ledger.tree import HASH_SIZE, consistency_proof, verify_consistency

if TYPE_CHECKING:
    from scopeofduty.ledger.policy import Policy
    from scopeofduty.ledger.storage import Folder
    from scopeofduty.ledger.tiles import TileTree

MAX_REQUEST = 65_536
SIZE_TYPE = "text/x.tlog.size"


@dataclass(frozen=True)
class Reply:
    """An HTTP reply: status, body, media type."""

    status: HTTPStatus
    body: bytes = b""
    type: str = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Request:
    """The body of an ``add-checkpoint`` call."""

    old: int
    proof: tuple[bytes, ...]
    checkpoint: bytes

    @classmethod
    def parse(cls, data: bytes) -> Request:
        """Read it."""
        head, blank, checkpoint = data.partition(b"\n\n")
        lines = head.decode("ascii", "replace").split("\n")
        if not blank or not lines[0].startswith("old ") or len(lines) - 1 > MAX_PATH:
            raise MalformedError(
                "a request is 'old <size>', up to 63 proof lines, an empty line, a checkpoint"
            )
        proof = tuple(decode_base64(line, "proof line") for line in lines[1:])
        if any(len(part) != HASH_SIZE for part in proof):
            raise MalformedError(f"a proof line is the base64 of a hash of {HASH_SIZE} bytes")
        return cls(parse_decimal(lines[0][4:], "old size"), proof, checkpoint)

    def __bytes__(self) -> bytes:
        lines = [f"old {self.old}", *(encode_base64(part) for part in self.proof), ""]
        return "".join(f"{line}\n" for line in lines).encode() + self.checkpoint


def origin_folder(origin: str) -> str:
    """The SHA-256 of an origin in hexadecimal: a log's place below a witness's monitoring prefix."""
    return sha256(origin.encode()).hexdigest()


class Witness:
    """Keeps the newest head of each log it knows; `clock` gives Unix seconds."""

    def __init__(
        self,
        key: SigningKey,
        logs: Mapping[str, Sequence[VerifierKey]],
        store: Folder,
        clock: Callable[[], int],
    ) -> None:
        self.key = key
        self._logs, self._store, self._clock = logs, store, clock

    def latest(self, origin: str) -> Note | None:
        """The newest checkpoint of a log that this witness cosigned."""
        data = self._store.read(f"{origin_folder(origin)}/checkpoint")
        return Note.parse(data) if data is not None else None

    def monitored(self, folder: str) -> Reply:
        """Answer ``GET <monitoring prefix>/<origin hash>/checkpoint``."""
        if not any(origin_folder(origin) == folder for origin in self._logs):
            return Reply(HTTPStatus.NOT_FOUND)
        data = self._store.read(f"{folder}/checkpoint")
        return Reply(HTTPStatus.NOT_FOUND) if data is None else Reply(HTTPStatus.OK, data)

    def add_checkpoint(self, body: bytes) -> Reply:
        """Answer ``POST <submission prefix>/add-checkpoint``."""
        try:
            request = Request.parse(body)
            note = Note.parse(request.checkpoint)
            checkpoint = Checkpoint.parse(note.text)
        except LedgerError as error:
            return _refusal(HTTPStatus.BAD_REQUEST, error)
        if checkpoint.origin not in self._logs:
            return _refusal(HTTPStatus.NOT_FOUND, f"this witness doesn't know the log {checkpoint.origin}")
        try:
            signed = [key for key in self._logs[checkpoint.origin] if note.signed_with(key)]
        except ProofError as error:
            return _refusal(HTTPStatus.FORBIDDEN, error)
        if not signed:
            return _refusal(HTTPStatus.FORBIDDEN, "no signature by a trusted key of that log")
        with self._store.locked():
            return self._decide(request, note, checkpoint, signed)

    def _decide(
        self, request: Request, note: Note, checkpoint: Checkpoint, signed: list[VerifierKey]
    ) -> Reply:
        head, latest = checkpoint.head, self.latest(checkpoint.origin)
        known = Checkpoint.parse(latest.text).head if latest else None
        if request.old > head.size:
            return _refusal(HTTPStatus.BAD_REQUEST, f"the old size {request.old} is above {head.size}")
        if request.old != (known.size if known else 0):
            return Reply(HTTPStatus.CONFLICT, f"{known.size if known else 0}\n".encode(), SIZE_TYPE)
        try:
            _check_growth(known, head, request.proof)
        except ProofError as error:
            return _refusal(HTTPStatus.UNPROCESSABLE_ENTITY, error)
        line = self.key.cosign(note.text, self._clock())
        trusted = {(key.name, key.id) for key in signed}
        kept = tuple(s for s in note.signatures if (s.name, s.key_id) in trusted)
        self._store.put(
            f"{origin_folder(checkpoint.origin)}/checkpoint", bytes(Note(note.text, (*kept, line)))
        )
        return Reply(HTTPStatus.OK, f"{line}\n".encode())


def _check_growth(known: Head | None, head: Head, proof: Sequence[bytes]) -> None:
    check_empty(head)
    if known is None or known.size == 0:
        if proof:
            raise ProofError("from size 0 there is nothing to prove; send no proof")
    elif known.size == head.size:
        if proof or known.root != head.root:
            raise ProofError("the log shows two roots of one size")
    else:
        verify_consistency(known.size, head.size, proof, known.root, head.root)


def _refusal(status: HTTPStatus, reason: object) -> Reply:
    return Reply(status, f"{reason}\n".encode())


def request_for(old: int, checkpoint: bytes, tree: TileTree) -> Request:
    """The request that takes a witness from size `old` to `checkpoint`, whose tiles `tree` reads."""
    proof = consistency_proof(old, tree.size, tree.range_hash) if 0 < old < tree.size else []
    return Request(old, tuple(proof), checkpoint)


# (address, body or None to read) → status and body. Raises OSError when nobody answers.
Exchange = Callable[[str, bytes | None], tuple[int, bytes]]


@dataclass(frozen=True)
class Collected:
    """Cosignatures gathered for a checkpoint, and why a witness gave none."""

    lines: tuple[SignatureLine, ...]
    refusals: Mapping[str, str]


def collect(
    note: Note, policy: Policy, tree: TileTree, exchange: Exchange, *, before: int | None = None
) -> Collected:
    """Ask every witness that has an address in the policy to cosign; check what each answers.

    `before` is the size that a witness has probably seen last, which saves it a question and an answer.
    """
    lines: list[SignatureLine] = []
    refusals: dict[str, str] = {}
    for name, party in policy.witnesses.items():
        if not party.url:
            continue
        try:
            seen = tree.size if before is None or note.cosigned_at(party.key) else before
            lines.append(_ask(note, party.key, party.url, (tree, seen), exchange))
        except (OSError, LedgerError) as error:
            refusals[name] = str(error)
    return Collected(tuple(lines), refusals)


def _ask(
    note: Note, key: VerifierKey, prefix: str, grown: tuple[TileTree, int], exchange: Exchange
) -> SignatureLine:
    tree, old = grown
    for _ in range(2):
        url = f"{prefix.rstrip('/')}/add-checkpoint"
        status, body = exchange(url, bytes(request_for(old, bytes(note), tree)))
        if status != HTTPStatus.CONFLICT:
            break
        old = parse_decimal(body.decode("ascii", "replace").strip(), "the witness's size")
        if old > tree.size:
            raise BehindWitnessError(f"the witness has cosigned size {old}, this log has {tree.size}")
    if status != HTTPStatus.OK:
        raise ProofError(f"the witness answered {status}: {body[:200].decode('utf-8', 'replace').strip()}")
    for text in body.decode("utf-8", "replace").rstrip("\n").split("\n"):
        line = SignatureLine.parse(text)
        if (line.name, line.key_id) == (key.name, key.id):
            key.check(note.text, line.signature)
            return line
    raise ProofError("the witness's answer has no signature by its key in the policy")


def witnessed_heads(origin: str, policy: Policy, exchange: Exchange) -> list[Head]:
    """The newest heads of a log at the witnesses that answer: what a writer compares itself with at start."""
    heads = []
    for party in policy.witnesses.values():
        if not party.url:
            continue
        try:
            status, body = exchange(f"{party.url.rstrip('/')}/{origin_folder(origin)}/checkpoint", None)
            if status == HTTPStatus.OK:
                heads.append(policy.open(body, origin).checkpoint.head)
        except (OSError, LedgerError):
            continue
    return heads
