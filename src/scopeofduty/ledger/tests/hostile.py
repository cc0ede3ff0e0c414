"""Files that somebody twisted on purpose, with what a checker must say of each.

The verdicts are read from the specifications (C2SP signed-note, tlog-checkpoint, tlog-cosignature,
tlog-proof, tlog-policy; RFC 8785) and from the protocol's page. ``js/verify/hostile.json`` holds the same
cases, so that the checker in the browser decides them too.
"""

from __future__ import annotations

import base64
import json
import re
from hashlib import sha256
from typing import NamedTuple

from scopeofduty.ledger.note import Note, SignatureLine, SignatureType, SigningKey
from scopeofduty.ledger.payload import salted
from scopeofduty.ledger.proof import TlogProof
from scopeofduty.ledger.tests.cast import log_key, secret, witness_key

HOLDS, UNWITNESSED, REFUSED = "holds", "unwitnessed", "refused"
DASH = "\u2014"
B64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


class Case(NamedTuple):
    """One pair of files and the verdict."""

    why: str
    proof: bytes
    policy: bytes
    verdict: str


class Forge:
    """A good proof and its policy, and ways to change them."""

    def __init__(self, proof: bytes, policy: bytes) -> None:
        self.proof, self.policy = proof, policy
        self.parts = TlogProof.parse(proof)
        self.note = Note.parse(self.parts.checkpoint)
        self.origin = self.note.text.split("\n")[0]
        self.names = re.findall(r"^witness (\S+)", policy.decode(), re.MULTILINE)
        self.log = log_key(self.origin)
        self.keepers = [witness_key(name) for name in self.names]

    def edited(self, old: str, new: str) -> bytes:
        """The proof with one piece of text replaced."""
        text = self.proof.decode()
        assert old in text
        return text.replace(old, new, 1).encode(errors="surrogateescape")

    def under(self, checkpoint: str) -> bytes:
        """The proof over another checkpoint."""
        whole = checkpoint.encode(errors="surrogateescape")
        return bytes(TlogProof(self.parts.index, self.parts.path, whole, self.parts.extra))

    def signed(self, text: str, *more: str, time: int = 1_728_086_400) -> bytes:
        """The proof over another body, signed and cosigned as it should be, with further signature lines."""
        lines = [self.log.sign(text), *(key.cosign(text, time) for key in self.keepers)]
        return self.under(f"{text}\n" + "".join(f"{line}\n" for line in (*lines, *more)))

    def saying(self, old: str, new: str) -> bytes:
        """The proof with the notice's JSON changed."""
        text = self.parts.extra.decode()
        assert old in text
        return self.carrying(text.replace(old, new, 1).encode(errors="surrogateescape"))

    def carrying(self, extra: bytes) -> bytes:
        return bytes(TlogProof(self.parts.index, self.parts.path, self.parts.checkpoint, extra))


def respelled(text: str) -> str:
    """Base64 of the same bytes with other unused bits at the end."""
    at = len(text.rstrip("=")) - 1
    return text[:at] + B64[B64.index(text[at]) + 1] + text[at + 1 :]


def cases(proof: bytes, policy: bytes) -> list[Case]:
    """Every case, from a good proof and its policy."""
    forge = Forge(proof, policy)
    found = [Case("as it was made", proof, policy, HOLDS)]
    for group in (proofs, bodies, signatures, notices):
        found += [Case(why, data, policy, verdict) for why, data, verdict in group(forge)]
    found += [Case(why, proof, data, verdict) for why, data, verdict in policies(forge)]
    return found


def proofs(forge):
    index, path = (
        f"index {forge.parts.index}\n",
        [base64.b64encode(part).decode() for part in forge.parts.path],
    )
    extra = f"extra {base64.b64encode(forge.parts.extra).decode()}\n"
    header = "c2sp.org/tlog-proof@v1\n"
    for why, old, new in [
        ("another version", "@v1\n", "@v2\n"),
        ("a space after the header", "@v1\n", "@v1 \n"),
        ("the header in capitals", "c2sp.org", "C2SP.org"),
        ("an empty line before the header", header, "\n" + header),
        ("a byte order mark", header, "\ufeff" + header),
        ("an empty line after the header", header, header + "\n"),
        ("a comment line", header, header + "# hello\n"),
        ("extra twice", extra, extra + extra),
        ("extra after index", extra + index, index + extra),
        ("extra without data", extra, "extra \n"),
        ("extra without a space", "extra ", "extra"),
        ("extra with two spaces", "extra ", "extra  "),
        ("no extra line", extra, ""),
        ("no index line", index, ""),
        ("index twice", index, index + index),
        ("index with a zero before it", index, index.replace(" ", " 0")),
        ("index with a plus", index, index.replace(" ", " +")),
        ("index with a minus", index, index.replace(" ", " -")),
        ("index with a space after it", index, index.replace("\n", " \n")),
        ("index in hexadecimal", index, index.replace(" ", " 0x")),
        ("index in full-width digits", index, f"index {chr(0xFF10 + forge.parts.index)}\n"),
        ("index of another entry", index, f"index {forge.parts.index + 1}\n"),
        ("index beyond the tree", index, "index 4\n"),
        ("index beyond any tree", index, "index 9223372036854775808\n"),
        ("a path line less", path[0] + "\n", ""),
        ("the last path line left out", path[-1] + "\n", ""),
        ("a path line more", path[-1] + "\n", f"{path[-1]}\n{path[-1]}\n"),
        ("path lines in another order", f"{path[0]}\n{path[1]}", f"{path[1]}\n{path[0]}"),
        ("a hash of 31 bytes", path[0], base64.b64encode(forge.parts.path[0][:31]).decode()),
        ("a hash of 33 bytes", path[0], base64.b64encode(forge.parts.path[0] + b"\0").decode()),
        ("an empty hash", path[0], "===="),
        ("a path line with a space after it", path[0], path[0] + " "),
        ("a path line without padding", path[0], path[0].rstrip("=")),
        ("a path line with more padding", path[0], path[0] + "="),
        ("a path line whose unused bits are set", path[0], respelled(path[0])),
        ("a path line in hexadecimal", path[0], forge.parts.path[0].hex()),
        ("two hashes on one line", f"{path[0]}\n{path[1]}", f"{path[0]}{path[1]}"),
        ("no empty line before the checkpoint", f"{path[-1]}\n\n", f"{path[-1]}\n"),
        ("two empty lines before the checkpoint", f"{path[-1]}\n\n", f"{path[-1]}\n\n\n"),
    ]:
        yield why, forge.edited(old, new), REFUSED
    yield "lines that end as on Windows", forge.proof.replace(b"\n", b"\r\n"), REFUSED
    yield "a zero byte at the end", forge.proof + b"\0", REFUSED
    yield (
        "64 path lines",
        bytes(forge.parts).replace(path[0].encode(), b"\n".join([path[0].encode()] * 63)),
        REFUSED,
    )
    yield "nothing at all", b"", REFUSED
    yield "the checkpoint alone", forge.parts.checkpoint, REFUSED


def bodies(forge):
    origin, size, root = forge.note.text.split("\n")[:3]
    yield "an extension line that everybody signed", forge.signed(f"{origin}\n{size}\n{root}\nmore\n"), HOLDS
    for why, text in [
        ("a size with a zero before it", f"{origin}\n0{size}\n{root}\n"),
        ("a size with a plus", f"{origin}\n+{size}\n{root}\n"),
        ("a size with a space", f"{origin}\n{size} \n{root}\n"),
        ("a size of nothing", f"{origin}\n\n{root}\n"),
        ("a size with a fraction", f"{origin}\n{size}.0\n{root}\n"),
        ("a size above any tree", f"{origin}\n18446744073709551616\n{root}\n"),
        ("a larger size of the same root", f"{origin}\n{int(size) * 2}\n{root}\n"),
        ("a size of zero", f"{origin}\n0\n{root}\n"),
        ("a root of 31 bytes", f"{origin}\n{size}\n{base64.b64encode(bytes(31)).decode()}\n"),
        ("a root without padding", f"{origin}\n{size}\n{root.rstrip('=')}\n"),
        ("a root whose unused bits are set", f"{origin}\n{size}\n{respelled(root)}\n"),
        ("a root in hexadecimal", f"{origin}\n{size}\n{base64.b64decode(root).hex()}\n"),
        ("no root", f"{origin}\n{size}\n"),
        ("an empty extension line", f"{origin}\n{size}\n{root}\n\n"),
        ("an empty line between extension lines", f"{origin}\n{size}\n{root}\nmore\n\nmore\n"),
        ("an empty origin", f"\n{size}\n{root}\n"),
        ("an origin with a space after it", f"{origin} \n{size}\n{root}\n"),
        ("another cadence in the origin", f"{origin.replace('/4/', '/8/')}\n{size}\n{root}\n"),
        ("a tab in an extension line", f"{origin}\n{size}\n{root}\na\tb\n"),
        ("a carriage return in the body", f"{origin}\r\n{size}\n{root}\n"),
        ("a zero byte in the body", f"{origin}\n{size}\n{root}\nmo\0re\n"),
    ]:
        yield why, forge.signed(text), REFUSED
    yield (
        "a body that isn't UTF-8",
        forge.under(f"{forge.note.text}\udcff\n\n{forge.log.sign('x')}\n"),
        REFUSED,
    )


def signatures(forge):
    text, lines = forge.note.text, [str(line) for line in forge.note.signatures]
    log, first, second = lines
    other = log_key("stranger.example")

    def under(*kept: str, body: str = text) -> bytes:
        return forge.under(f"{body}\n" + "".join(f"{line}\n" for line in kept))

    foreign = [str(log_key(f"s{number}.example").sign(text)) for number in range(13)]
    renamed = SignatureLine("stranger.example", forge.log.verifier.id, forge.log.sign(text).signature)
    same_name = SignatureLine(forge.log.name, b"\1\2\3\4", other.sign(text).signature)
    plain = SigningKey(forge.keepers[0].name, SignatureType.ED25519, forge.keepers[0].seed)
    false = SignatureLine(forge.log.name, forge.log.verifier.id, bytes(64))
    blank = SignatureLine(forge.keepers[1].name, forge.keepers[1].verifier.id, bytes(72))
    yield "signatures in another order", under(second, log, first), HOLDS
    yield (
        "sixteen signatures, thirteen of strangers",
        under(*foreign[:7], log, first, *foreign[7:], second),
        HOLDS,
    )
    yield "a stranger with the log's key id", under(log, str(renamed), first, second), HOLDS
    yield "a stranger with the log's name", under(log, str(same_name), first, second), HOLDS
    yield "the log's signature twice", under(log, log, first, second), HOLDS
    yield "one keeper", under(log, first), UNWITNESSED
    yield "one keeper twice", under(log, first, first), UNWITNESSED
    yield (
        "a keeper's plain signature in place of a cosignature",
        under(log, str(plain.sign(text)), second),
        UNWITNESSED,
    )
    yield "no keeper", under(log), UNWITNESSED
    for why, data in [
        ("keepers and no log", under(first, second)),
        ("a stranger and keepers", under(str(other.sign(text)), first, second)),
        ("no signature", forge.under(f"{text}\n")),
        ("the log's signature twice, one of them false", under(log, str(false), first, second)),
        ("a keeper's cosignature false", under(log, first, str(blank))),
        ("a keeper's cosignature a byte short", under(log, first, str(blank)[:-4])),
        ("a cosignature of time 0", under(log, first, cosigned(forge, 0))),
        ("a cosignature after the end of time", under(log, first, cosigned(forge, 2**63))),
        (
            "a cosignature of the body without its last newline",
            under(log, first, cosigned(forge, 5, text[:-1])),
        ),
        ("a hyphen for the dash", under(log.replace(DASH, "-"), first, second)),
        ("two hyphens for the dash", under(log.replace(DASH, "--"), first, second)),
        ("no space after the dash", under(log.replace(f"{DASH} ", DASH), first, second)),
        ("two spaces", under(log.replace(f"{DASH} ", f"{DASH}  "), first, second)),
        ("a space at the end of a line", under(log + " ", first, second)),
        ("a fourth word", under(log + " x", first, second)),
        ("no signature on a line", under(log, first, second, f"{DASH} x.example")),
        ("an empty name", under(log, first, second, f"{DASH}  AAAAAAAA")),
        ("a plus in a name", under(log, first, second, f"{DASH} x+y AAAAAAAA")),
        ("a Unicode space in a name", under(log, first, second, f"{DASH} x\u2003y AAAAAAAA")),
        ("a no-break space in a name", under(log, first, second, f"{DASH} x\u00a0y AAAAAAAA")),
        ("a signature of four bytes", under(log, first, second, f"{DASH} x.example AAAAAA==")),
        ("a signature that isn't base64", under(log, first, second, f"{DASH} x.example AAAA*AAA")),
        ("a signature in base64 for addresses", under(log, first, second, f"{DASH} x.example AA-_AAAA")),
        ("a signature without padding", under(log, first, second, f"{DASH} x.example AAAAAAA")),
        ("a signature whose unused bits are set", under(log, first, second, f"{DASH} x.example AAAAAAB=")),
        ("an empty line among the signatures", under(log, first, "", second)),
        ("an empty line at the end", under(log, first, second, "")),
        ("a line of text after the signatures", under(log, first, second, "hello")),
        ("no newline at the end", under(log, first, second)[:-1]),
        ("a tab in a signature line", under(log.replace(" ", "\t"), first, second)),
        ("a zero byte in a signature line", under(log, first, second, f"{DASH} x\0y AAAAAAAA")),
        ("lines of the note that end as on Windows", under(f"{log}\r", first, second)),
        ("signatures before the text", forge.under(f"{log}\n{first}\n{second}\n\n{text}")),
    ]:
        yield why, data, REFUSED


def cosigned(forge, time, text=None):
    """The second keeper's cosignature, made whatever the time is."""
    key, body = forge.keepers[1], forge.note.text if text is None else text
    signature = key._private.sign(f"cosignature/v1\ntime {time}\n{body}".encode())
    return str(SignatureLine(key.name, key.verifier.id, time.to_bytes(8) + signature))


def notices(forge):
    text = forge.parts.extra.decode()
    facts = json.loads(text)
    field = json.dumps(facts["fields"][0], separators=(",", ":"), sort_keys=True)
    after = json.dumps(facts["fields"][1], separators=(",", ":"), sort_keys=True)
    nonce, escrow, salt = facts["nonce"], facts["escrow"], facts["fields"][0]["salt"]
    withheld = dict(
        facts, fields=[without(each) if each["name"] == "given" else each for each in facts["fields"]]
    )
    yield (
        "a field withheld",
        forge.carrying(json.dumps(withheld, separators=(",", ":"), sort_keys=True).encode()),
        HOLDS,
    )
    for why, old, new in [
        ("a word changed", '"refused"', '"granted"'),
        ("a space in the JSON", '"tick":', '"tick": '),
        ("a member more", '"tick":', '"thing":1,"tick":'),
        ("a member twice", '"slot":', '"slot":0,"slot":'),
        (
            "members in another order",
            f'"slot":{facts["slot"]},"tick":20000',
            f'"tick":20000,"slot":{facts["slot"]}',
        ),
        ("an empty envelope's type", '"type":1', '"type":0'),
        ("another type", '"type":1', '"type":2'),
        ("a type there is none of", '"type":1', '"type":5'),
        ("a type in quotes", '"type":1', '"type":"1"'),
        ("a type that is true", '"type":1', '"type":true'),
        ("a type with a fraction", '"type":1', '"type":1.0'),
        ("no type", ',"type":1', ""),
        ("another tick", '"tick":20000', '"tick":20001'),
        ("a tick that is negative", '"tick":20000', '"tick":-20000'),
        ("a tick in powers of ten", '"tick":20000', '"tick":2e4'),
        ("a tick too large for JSON", '"tick":20000', '"tick":1152921504606846976'),
        ("a tick of many digits", '"tick":20000', '"tick":' + "9" * 5000),
        ("a slot beyond the tick", f'"slot":{facts["slot"]}', f'"slot":{facts["slot"] + 4}'),
        ("a slot that is nothing", f'"slot":{facts["slot"]}', '"slot":null'),
        ("another nonce", nonce, "00" * 32),
        ("a nonce of 31 bytes", nonce, nonce[:-2]),
        ("a nonce in capitals", nonce, nonce.upper()),
        ("a second half of 31 bytes", escrow, escrow[:-2]),
        ("a second half of 33 bytes", escrow, escrow + "00"),
        ("a salt of 31 bytes", salt, salt[:-2]),
        ("a salt in capitals", salt, salt.upper()),
        ("a salt of other signs", salt, "zz" + salt[2:]),
        ("a field less", field + ",", ""),
        ("a field twice", field, f"{field},{field}"),
        ("fields in another order", f"{field},{after}", f"{after},{field}"),
        ("a field by another name", '"name":"event"', '"name":"evenT"'),
        ("a field whose name has a zero byte", '"name":"event"', '"name":"event\\u0000x"'),
        ("a field whose name is half a sign", '"name":"event"', '"name":"\\ud800"'),
        ("a value that is half a sign", '"value":"refused"', '"value":"\\ud800"'),
        ("a value with a zero byte", '"value":"refused"', '"value":"ref\\u0000used"'),
        ("a value with a newline", '"value":"refused"', '"value":"ref\\nused"'),
        ("a value of 401 signs", '"value":"refused"', f'"value":"{"x" * 401}"'),
        ("a value that is a number", '"value":"refused"', '"value":1'),
        ("a value spelled with an escape", '"value":"refused"', '"value":"\\u0072efused"'),
        ("a value and a digest", '"value":"refused"', f'"digest":"{"00" * 32}","value":"refused"'),
        ("no rest", f'"rest":"{facts["rest"]}",', ""),
        ("another rest", facts["rest"], "11" * 32),
        ("fields that are no list", text[text.index("[") : text.index("]") + 1], "{}"),
    ]:
        yield why, forge.saying(old, new), REFUSED
    for why, extra in [
        ("a notice that is no JSON", b"hello"),
        ("a notice that is a list", b"[]"),
        ("a notice that is nothing", b"null"),
        ("a notice that isn't UTF-8", forge.parts.extra.replace(b"refused", b"ref\xffsed")),
        ("a notice in UTF-16", text.encode("utf-16")),
        ("a notice nested without end", b"[" * 3000),
    ]:
        yield why, forge.carrying(extra), REFUSED


def without(field):
    digest = salted(bytes.fromhex(field["salt"]), field["name"], field["value"].encode())
    return {"name": field["name"], "digest": digest.hex()}


def policies(forge):
    text = forge.policy.decode()
    log, register, one, two, group, quorum = text.splitlines()
    a, b = forge.names
    key_a, key_b = one.split()[2], two.split()[2]
    third = f"witness W3 {witness_key('w3.example').verifier}"
    younger = SigningKey(forge.origin, SignatureType.ED25519, secret("younger"))
    shared = SigningKey("shared.example", SignatureType.COSIGNATURE, secret(f"log {forge.origin}"))

    def policy(*lines: str) -> bytes:
        return "".join(f"{line}\n" for line in lines).encode(errors="surrogateescape")

    def again(key: str, *, name: str = "x.example", octets: int = 32) -> str:
        """A key's public half as a keeper's, under another name, maybe cut."""
        return vkey(name, b"\4" + base64.b64decode(key.split("+", 2)[2])[1 : 1 + octets])

    for why, lines in [
        ("spaces and tabs", [f" \t{log}\t ", f"  {one}", two, group.replace(" ", " \t "), f"\t{quorum}"]),
        ("comments", ["# a", " \t# b", "#", "", " \t ", log, one, two, group, quorum]),
        ("comments that aren't UTF-8", ["# \udcff\udcc3", log, one, two, group, quorum]),
        ("addresses", [f"{log} https://log.example", one, two, group, quorum]),
        ("logs after the quorum", [one, two, group, quorum, log]),
        ("no keeper asked for", [log, "quorum none"]),
        ("keepers that nobody asks for", [log, one, two, "quorum none"]),
        ("one keeper as quorum", [log, one, f"quorum {a}"]),
        ("a threshold in figures", [log, one, two, third, f"group g 2 {a} {b} W3", "quorum g"]),
        ("any", [log, one, third, f"group g any {a} W3", "quorum g"]),
        (
            "names of keywords",
            [log, f"witness all {key_a}", f"witness any {key_b}", "group 2 all all any", "quorum 2"],
        ),
        (
            "names that aren't UTF-8",
            [
                log,
                f"witness \udcff {key_a}",
                f"witness \udcfe {key_b}",
                "group \udcc3 all \udcff \udcfe",
                "quorum \udcc3",
            ],
        ),
        ("groups of groups", [log, one, two, third, f"group g any {a} W3", f"group h all g {b}", "quorum h"]),
        (
            "one key for a log and for a keeper",
            [log, one, two, f"witness s {shared.verifier}", f"group g 2 {a} {b} s", "quorum g"],
        ),
        ("two keys of one log", [f"log {younger.verifier}", log, one, two, group, quorum]),
    ]:
        yield f"policy: {why}", policy(*lines), HOLDS
    yield "policy: no newline at the end", forge.policy[:-1], HOLDS
    deep = [f"group g0 any {a}", *(f"group g{n} any g{n - 1}" for n in range(1, 1200))]
    yield "policy: groups twelve hundred deep", policy(log, one, *deep, "quorum g1199"), HOLDS
    yield (
        "policy: forty keepers",
        policy(
            log,
            one,
            two,
            *(f"witness w{n} {witness_key(f'w{n}.example').verifier}" for n in range(40)),
            group,
            quorum,
        ),
        HOLDS,
    )
    yield (
        "policy: three of three, two of whom have signed",
        policy(log, one, two, third, f"group g all {a} {b} W3", "quorum g"),
        UNWITNESSED,
    )
    yield "policy: a keeper who hasn't signed", policy(log, third, "quorum W3"), UNWITNESSED
    yield (
        "policy: a keeper's key by another name",
        policy(log, f"witness x {again(key_a)}", "quorum x"),
        UNWITNESSED,
    )
    public = key_a.split("+", 2)[2]
    for why, lines in [
        ("empty", []),
        ("no quorum", [log, one, two, group]),
        ("two quorums", [log, one, two, group, quorum, quorum]),
        ("quorum of two names", [log, one, two, group, f"quorum {a} {b}"]),
        ("quorum of no name", [log, one, two, group, "quorum"]),
        ("a quorum nobody defined", [log, one, two, group, "quorum nobody"]),
        ("a quorum before its group", [log, one, two, quorum, group]),
        ("a group before its keepers", [log, group, one, two, quorum]),
        ("a group of itself", [log, one, two, f"group g any g {a}", "quorum g"]),
        ("none in a group", [log, one, f"group g any {a} none", "quorum g"]),
        ("a group called none", [log, one, f"group none any {a}", "quorum none"]),
        ("a keeper called none", [log, one.replace(f"witness {a}", "witness none"), "quorum none"]),
        ("a group without members", [log, one, "group g any", f"quorum {a}"]),
        ("a group without a threshold", [log, one, "group g", f"quorum {a}"]),
        *(
            (f"a threshold of {k!r}", [log, one, two, f"group g {k} {a} {b}", "quorum g"])
            for k in (
                "0",
                "3",
                "-1",
                "+1",
                "1.0",
                "01",
                "1e0",
                "two",
                "ANY",
                "ALL",
                "\u0661",
                "99999999999999999999",
            )
        ),
        ("a member twice", [log, one, two, f"group g 2 {a} {a}", "quorum g"]),
        ("a member of two groups", [log, one, two, f"group g any {a}", f"group h any {a}", "quorum h"]),
        (
            "a group in two groups",
            [log, one, f"group g any {a}", "group h any g", "group i any g", "quorum h"],
        ),
        ("one name for two keepers", [log, one, two.replace(f"witness {b}", f"witness {a}"), f"quorum {a}"]),
        ("one name for a keeper and a group", [log, one, two, f"group {a} any {b}", f"quorum {a}"]),
        ("one key for two keepers", [log, one, f"witness x {key_a}", f"group g 2 {a} x", "quorum g"]),
        (
            "one key for two keepers, by another name",
            [log, one, f"witness x {again(key_a)}", f"group g 2 {a} x", "quorum g"],
        ),
        ("one key for two logs", [log, log, one, two, group, quorum]),
        ("a keeper's key as the log's", [f"log {key_a}", log, one, two, group, quorum]),
        ("a log's key as a keeper's", [log, f"witness x {log.split()[1]}", "quorum none"]),
        (
            "a key whose id is another's",
            [log, one.replace(key_a.split("+")[1], "00000000"), two, group, quorum],
        ),
        (
            "a key whose id is in capitals",
            [log, one.replace(key_a.split("+")[1], "ABCDEF01"), two, group, quorum],
        ),
        ("a key of 31 bytes", [log, f"witness x {again(key_a, octets=31)}", "quorum none"]),
        (
            "a key under which anybody can sign",
            [log, "witness x " + vkey("x.example", bytes([4, 1, *bytes(31)])), "quorum none"],
        ),
        ("a key that isn't base64", [log, one.replace(public, public[:-2] + "*="), two, group, quorum]),
        (
            "a key with padding it has no use for",
            [log, one.replace(public, f"{public}="), two, group, quorum],
        ),
        ("a key without a name", [log, f"witness x +{key_a.split('+', 1)[1]}", "quorum none"]),
        ("no key", [log, "witness x", "quorum none"]),
        ("a log without a key", ["log", log, "quorum none"]),
        ("two addresses", [f"{log} https://a.example https://b.example", one, two, group, quorum]),
        ("a comment after a line", [log, one, two, group, f"{quorum} # so be it"]),
        ("a line it doesn't know", [log, one, two, group, quorum, "trust me"]),
        ("a keyword in capitals", [log, one, two, group, quorum.upper()]),
        ("no-break spaces", [log, one, two, group, quorum.replace(" ", "\u00a0")]),
        ("another K", [log, f"witness K {key_a}", "quorum \u212a"]),
        ("names that differ in an octet that isn't UTF-8", [log, f"witness \udcff {key_a}", "quorum \udcfe"]),
        ("lines that end as on Windows", [f"{line}\r" for line in text.splitlines()]),
        ("a form feed", [log, one, two, group, quorum, "\x0c"]),
        ("a vertical tab", [log, one, two, group, quorum.replace(" ", "\x0b")]),
        ("a zero byte in a comment", ["# \0", log, one, two, group, quorum]),
        ("a delete sign in a comment", ["# \x7f", log, one, two, group, quorum]),
        ("another log alone", [register, one, two, group, quorum]),
    ]:
        yield f"policy: {why}", policy(*lines), REFUSED


def vkey(name: str, blob: bytes) -> str:
    """A verifier key as text, whatever is in it."""
    identity = sha256(name.encode() + b"\n" + blob).hexdigest()[:8]
    return f"{name}+{identity}+{base64.b64encode(blob).decode()}"
