"""A year of a large city's log (16 envelopes an hour), audited whole: from a folder, and over HTTP."""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from scopeofduty.ledger import clockwork
from scopeofduty.ledger.audit import audit
from scopeofduty.ledger.mirror import Mirror
from scopeofduty.ledger.note import SignatureType, SigningKey
from scopeofduty.ledger.payload import build_payload
from scopeofduty.ledger.policy import Policy
from scopeofduty.ledger.publisher import Publisher
from scopeofduty.ledger.reading import LogReader
from scopeofduty.ledger.register import encode_entry
from scopeofduty.ledger.seal import Waiting
from scopeofduty.ledger.seeds import KeyRing, LedgerKeys
from scopeofduty.ledger.slot import Cadence, SlotType
from scopeofduty.ledger.sources import http_reader
from scopeofduty.ledger.storage import Folder, Unflushed
from scopeofduty.ledger.terms import Terms
from scopeofduty.ledger.witness import Witness

HOUR = 3600
FIRST = 480_000
EVERY = 7  # ticks from one notice to the next


def key(name: str, kind: SignatureType) -> SigningKey:
    return SigningKey(name, kind, sha256(name.encode()).digest())


def build(root: Path, ticks: int) -> tuple[Policy, int]:
    """Write the log; its policy, and the time at its end."""
    cadence = Cadence("log.large.example/notices", HOUR, 16, FIRST)
    secrets = [sha256(name.encode()).digest() for name in ("seed", "order", "salt")]
    keys = LedgerKeys(cadence, *secrets)
    origins = (cadence.origin, cadence.register_origin)
    signers = {origin: key(origin, SignatureType.ED25519) for origin in origins}
    now = [FIRST * HOUR]
    keeper = key("keeper.example", SignatureType.COSIGNATURE)
    logs = {origin: [signer.verifier] for origin, signer in signers.items()}
    witness = Witness(keeper, logs, Folder(root / "keeper", Unflushed()), lambda: now[0])

    def exchange(_url: str, body: bytes | None) -> tuple[int, bytes]:
        reply = witness.add_checkpoint(body or b"")
        return int(reply.status), reply.body

    lines = [f"log {signer.verifier}" for signer in signers.values()]
    lines += [f"witness K {keeper.verifier} http://keeper.example", "quorum K", ""]
    policy = Policy.parse("\n".join(lines).encode())
    city = Publisher.open(
        cadence,
        KeyRing(((FIRST, keys),)),
        signers,
        lambda path: Folder(root / path, Unflushed()),
        lambda _o: [],
    )
    terms = Terms()
    start = [encode_entry("policy", now[0], **terms.facts())]
    city.publish(now[0], facts=start + clockwork.announce_seeds(now[0], city.keys, FIRST, ticks))
    held: dict[int, dict[int, tuple[SlotType, bytes]]] = {}
    notices = {}
    closed = FIRST - 1
    for tick in range(FIRST, FIRST + ticks):
        queue = []
        if tick % EVERY == 0:
            payload = build_payload({"event": "contact", "agency": "ICE"}, {}, keys, b"%d" % tick)
            notices[tick] = payload
            queue = [Waiting(str(tick), SlotType.CONTACT, payload.root, b"")]
        sealed = city.seal(tick, queue)
        held[tick] = {
            slot: (item.type, item.payload_root) for item in queue for slot in sealed.placed.values()
        }
        now[0] = (tick + 1) * HOUR
        city.append(sealed)
        if now[0] % terms.window == 0:
            due = list(clockwork.due_closings(cadence, terms, closed, now[0]))
            opened = [
                city.opening((each, slot), SlotType.CONTACT, notices[each])
                for each in due
                for slot in held[each]
            ]
            closings = [city.closing(each, held.pop(each)) for each in due]
            city.publish(now[0], openings=opened, closings=closings)
            closed = max([closed, *due])
        city.cosign(policy, exchange)
    return policy, now[0]


class Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass


def timed(name: str, work) -> object:
    begin, used = time.perf_counter(), time.process_time()
    result = work()
    seconds, processor = time.perf_counter() - begin, time.process_time() - used
    print(f"{name:<58} {seconds:>8.2f} s ({processor:.2f} s CPU)", flush=True)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ticks", type=int, default=8760, help="hours of the log")
    parser.add_argument("--folder", type=Path, help="write it here, and leave it there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = options.folder or Path(folder)
        if (root / "now").is_file():
            policy, now = Policy.parse((root / "city.policy").read_bytes()), int((root / "now").read_text())
        else:
            written = f"write {options.ticks:,} ticks of 16 slots, each cosigned"
            policy, now = timed(written, lambda: build(root, options.ticks))
        (root / "now").write_text(str(now))
        lines = [f"log {party.key}" for parties in policy.logs.values() for party in parties]
        lines += [f"witness {name} {party.key}" for name, party in policy.witnesses.items()]
        (root / "city.policy").write_text("\n".join([*lines, f"quorum {policy.quorum}", ""]))
        public = Folder(root / "public")
        report = timed("audit the folder", lambda: audit(public.read, policy, now))
        assert not report.findings, report.findings[:3]
        print(f"    {report.counts()}")
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root / "public")))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        copy = Folder(Path(folder) / "copy", Unflushed())
        mirror = Mirror(http_reader(address), copy, policy)
        timed("copy the address, this machine, nothing there yet", mirror.look)
        assert not timed("    and audit the copy", lambda: audit(copy.read, policy, now)).findings
        timed("copy it again, nothing new", mirror.look)
        server.shutdown()
        reader = LogReader(public.read)
        snapshot = timed("a page reads the log for the first time", reader.snapshot)
        bench = snapshot.bench(now)
        timed("    and finds what isn't settled", lambda: snapshot.unsettled(bench))


if __name__ == "__main__":
    main()
