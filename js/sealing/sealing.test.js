import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  bytesToHex, canonical, combine, hexToBytes, readObject, sha256, systemRandom, utf8ToBytes,
} from "./canonical.js";
import {
  fileSize, newKeyPair, openAttachment, padFile, padText, seal, sealAttachment, sealIdentityBox, textSize, unlockIdentity,
  unpadFile, unseal,
} from "./envelope.js";
import { beginEpoch, nextEpoch, openWraps, sendersOf, wrapEpoch } from "./epoch.js";
import { chainOf, follow, openMessage, readMessage, sealMessage, sign } from "./message.js";
import * as clock from "./protected_activity.js";
import { Receipt, Signer, placesToConfirm } from "./receipt.js";
import { checkReaders, custodians, excluded, panel, readRoster } from "./roster.js";
import { containsReceipt, read, spell } from "./words.js";

const vectors = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8"));
const { people } = vectors;
const receipt = new Receipt(hexToBytes(vectors.receipts[3].secret));
const roster = readRoster(utf8ToBytes(vectors.roster.file), vectors.roster.keepers, vectors.roster.digest);
const auditor = new Signer(hexToBytes(vectors.auditor_seed));
const published = vectors.clock.published;
const seen = Date.parse("2026-03-10T01:00:00Z") / 1000;
const stranger = () => new Signer(systemRandom(32));
const wrapsOf = (list) => list.map(hexToBytes);

test("receipts spell and derive as in Python", () => {
  for (const row of vectors.receipts) {
    const one = new Receipt(hexToBytes(row.secret));
    for (const language of ["en", "es"]) {
      assert.equal(one.spell(language).join(" "), row[language]);
      assert.equal(bytesToHex(read(row[language], language)), row.secret);
    }
    assert.equal(one.identity, row.identity);
    assert.equal(one.recipient, row.recipient);
    assert.equal(one.case, row.case);
    assert.equal(bytesToHex(one.signer.public), row.signing_key);
    assert.equal(bytesToHex(one.lookup), row.lookup);
    assert.equal(bytesToHex(one.auth), row.auth);
    assert.equal(bytesToHex(sha256(one.lookup)), row.lookup_hash);
    assert.equal(bytesToHex(sha256(one.auth)), row.auth_hash);
    assert.equal(bytesToHex(one.deriveFor("pa-id", 7)), row.pa_id_7);
  }
});

test("a receipt has 128 bits and isn't shown", () => {
  const asked = [];
  const made = Receipt.make((size) => (asked.push(size), systemRandom(size)));
  assert.deepEqual(asked, [16]);
  assert.equal(JSON.stringify(made), "{}");
  assert.throws(() => new Receipt(new Uint8Array(15)), /16 bytes, not 15/);
  for (let at = 0; at < 100; at += 1) {
    const [first, second] = placesToConfirm();
    assert.ok(first >= 1 && first < second && second <= 12);
  }
});

test("words are read as people type them, and a wrong one is named by its place only", () => {
  const { secret, es, en } = vectors.receipts[2];
  const typed = es.toUpperCase().normalize("NFD").replace(/\p{Mn}/gu, "").split(" ");
  assert.equal(bytesToHex(read(typed.map((word, at) => `${at + 1}. ${word}`).join("\n"))), secret);
  const wrong = en.split(" ").with(6, "shibboleth").join(" ");
  assert.throws(() => read(wrong), (error) => /word 7;/.test(error.message) && !/shibboleth/.test(error.message));
  assert.throws(() => read("one two"), /here are 2/);
  assert.throws(() => read(vectors.receipts[3].en.split(" ").with(0, "zoo").join(" "), "en"), /changed places/);
  assert.throws(() => spell(new Uint8Array(16), "fr"), /en, es/);
});

test("a text that holds a receipt is noticed", () => {
  for (const { en, es } of vectors.receipts) {
    assert.ok(containsReceipt(`My words: ${en}.`) && containsReceipt(`Mis palabras: ${es}, gracias`));
    assert.ok(!containsReceipt(en.split(" ").slice(1).join(" ")));
  }
  assert.ok(containsReceipt(receipt.identity));
  assert.ok(!containsReceipt("The officer asked my brother where he was born, and then left us alone."));
});

test("sizes, canonical JSON and hashes are those of Python", () => {
  for (const { size, text, file } of vectors.sizes) assert.deepEqual([textSize(size), fileSize(size)], [text, file]);
  assert.equal(new TextDecoder().decode(canonical(vectors.canonical.value)), vectors.canonical.text);
  const { label, parts, hash } = vectors.combine;
  assert.equal(bytesToHex(combine(label, ...parts.map(hexToBytes))), hash);
  assert.deepEqual(unpadFile(padFile(utf8ToBytes("four")), 4), utf8ToBytes("four"));
  assert.throws(() => unpadFile(padFile(utf8ToBytes("four")), 3), /padded file/);
  assert.deepEqual(readObject(padText(canonical({ a: "ñ" })), "it"), { a: "ñ" });
  for (const bad of ["", "[]", "{", '{"a": 1}', '{"b":1,"a":2}', '{"a":1,"a":1}', "{} x", '{"a":1.5}']) {
    assert.throws(() => readObject(utf8ToBytes(bad), "it"), /canonical/, bad);
  }
  assert.throws(() => canonical({ a: "\ud800" }), /canonical/);
});

test("envelopes of Python open, and its passphrase file", async () => {
  const { envelope } = vectors;
  assert.equal(new TextDecoder().decode(await unseal(hexToBytes(envelope.sealed), envelope.identity)), envelope.plain);
  assert.equal(await unlockIdentity(hexToBytes(envelope.key_file), envelope.passphrase), envelope.identity);
});

test("a flipped bit, a cut and swapped chunks are refused", async () => {
  const { identity, recipient } = await newKeyPair();
  const plain = new Uint8Array(3 * 65_536 + 7).map((_, at) => at);
  const file = await seal(plain, recipient);
  const chunk = 65_536 + 16;
  const body = file.length - 3 * chunk - 7 - 16;
  assert.deepEqual(await unseal(file, identity), plain);
  const refused = (changed) => assert.rejects(unseal(changed, identity), /doesn't open/);
  for (const at of [0, 30, 120, body - 1, body, body + chunk - 1, body + chunk, file.length - 1]) {
    await refused(file.with(at, file[at] ^ 1));
  }
  for (const chunks of [0, 1, 2, 3]) {
    for (const more of [-1, 0, 1]) await refused(file.slice(0, body + chunks * chunk + more));
  }
  const part = (at) => file.slice(body + at * chunk, body + (at + 1) * chunk);
  for (const order of [[1, 0, 2, 3], [0, 2, 1, 3], [0, 2, 3], [0, 0, 1, 2, 3]]) {
    await refused(new Uint8Array(await new Blob([file.slice(0, body), ...order.map(part)]).arrayBuffer()));
  }
  await assert.rejects(unseal(file, (await newKeyPair()).identity), /another key/);
});

test("the roster is read, and a substituted or half-signed one refused", () => {
  assert.equal(roster.city, "Riverbend");
  const { file, keepers, digest } = vectors.roster;
  assert.throws(() => readRoster(utf8ToBytes(file), keepers, "00".repeat(32)), /pinned/);
  assert.throws(() => readRoster(utf8ToBytes(file), keepers.slice(1), digest), /signatures of 2/);
  const outer = JSON.parse(file);
  const twice = canonical({ ...outer, signatures: [outer.signatures[0], outer.signatures[0]] });
  assert.throws(() => readRoster(twice, keepers, digest), /signatures of 2/);
});

test("who is excluded is the same as in Python", () => {
  for (const row of vectors.exclusion) {
    const found = panel(roster, row.named);
    assert.deepEqual(found.readers.map((one) => one.id), row.readers);
    assert.deepEqual([...excluded(roster, row.named)].sort(), row.excluded);
    assert.equal(found.outside, row.outside);
  }
  assert.throws(() => panel(roster, ["auditor", "chief", "state"]), /nobody outside/);
  assert.throws(() => checkReaders(roster, ["chief"], ["auditor", "deputy"]), /deputy/);
  assert.throws(() => checkReaders(roster, ["chief"], ["clerk"]), /isn't a recipient/);
  assert.throws(() => checkReaders(roster, ["chief"], []), /nobody/);
  assert.throws(() => panel(roster, ["ghost"]), /ghost isn't in roster 3/);
});

test("a case of Python is read from wrap to attachment", async () => {
  const given = vectors.case;
  const wraps = wrapsOf(given.wraps);
  const epoch = await openWraps(wraps, people.auditor, { case: receipt.case, number: 0, roster });
  assert.equal(epoch.identity, given.epoch_identity);
  assert.deepEqual(await openWraps(wraps, receipt.identity, { case: receipt.case, number: 0, roster }), epoch);
  await assert.rejects(openWraps(wraps, people.chief, { case: receipt.case, number: 0, roster }), /none of these 11/);
  let chain = chainOf(receipt.case);
  const messages = await Promise.all(given.sealed.map((one) => openMessage(hexToBytes(one), epoch.identity)));
  for (const one of messages) chain = follow(chain, one, 0, sendersOf(epoch, roster));
  assert.equal(bytesToHex(chain.head), given.digests[1]);
  assert.deepEqual(messages.map((one) => new TextDecoder().decode(one.bytes)), given.messages);
  const [described] = messages[0].message.body.attachments;
  const entry = { size: described.size, sha256: hexToBytes(described.sha256) };
  const content = await openAttachment(hexToBytes(given.attachment), entry, epoch.identity);
  assert.equal(bytesToHex(sha256(content)), given.attachment_sha256);
  const other = await sealAttachment(content.with(0, 0), epoch.recipient);
  await assert.rejects(openAttachment(other, entry, epoch.identity), /isn't the file/);
});

test("one custodian alone fails", async () => {
  const box = hexToBytes(vectors.case.identity_box);
  assert.deepEqual(custodians(roster, ["chief"]).map((one) => one.id), vectors.case.custodians);
  await assert.rejects(unseal(box, people.clerk), /doesn't open/);
  const inner = await unseal(box, people.counsel);
  await assert.rejects(unseal(inner, people.counsel), /doesn't open/);
  const told = readMessage(await unseal(inner, people.clerk));
  assert.equal(new TextDecoder().decode(told.bytes), vectors.case.told);
  await assert.rejects(sealIdentityBox(inner, "age1x", "age1x"), /two custodians/);
});

test("what a browser signs has the bytes that Python signs", () => {
  const [first] = vectors.case.messages.map((one) => JSON.parse(one));
  const made = sign(chainOf(receipt.case), receipt.signer, 0, first.message.body);
  assert.equal(new TextDecoder().decode(made.bytes), vectors.case.messages[0]);
});

test("forged, replayed, swapped and late messages are refused", async () => {
  const epoch = await beginEpoch(receipt, roster, ["sergeant"], ["deputy", "auditor"]);
  const senders = sendersOf(epoch, roster);
  const start = chainOf(receipt.case);
  const first = sign(start, receipt.signer, 0, { text: "one" });
  const one = follow(start, first, 0, senders);
  const second = sign(one, auditor, 0, { text: "two" });
  assert.throws(() => follow(start, sign(start, stranger(), 0, {}), 0, senders), /may not write/);
  assert.throws(() => follow(start, second, 0, senders), /doesn't follow/);
  assert.throws(() => follow(one, first, 0, senders), /doesn't follow/);
  assert.throws(() => follow(chainOf("0".repeat(32)), first, 0, senders), /another case/);
  assert.throws(() => follow({ ...one, epoch: 1 }, second, 0, senders), /reached epoch 1/);
  const forged = canonical({
    message: { ...first.message, body: { text: "withdrawn" } }, signature: bytesToHex(first.signature),
  });
  await assert.rejects(openMessage(await seal(forged, epoch.recipient), epoch.identity), /doesn't hold/);
});

test("a revoked reader can't read the next epoch, and a server can't begin one", async () => {
  const epoch = await beginEpoch(receipt, roster, ["chief"], ["auditor"]);
  const where = { case: receipt.case, number: 0, roster };
  const wraps = await wrapEpoch(epoch, roster, receipt.signer);
  assert.equal(wraps.length, 11);
  assert.equal(new Set(wraps.map((one) => one.length)).size, 1);
  assert.deepEqual(await openWraps(wraps, people.auditor, where), epoch);
  const second = await nextEpoch(epoch, ["state"]);
  const later = { ...where, number: 1, senders: sendersOf(epoch, roster) };
  const next = await wrapEpoch(second, roster, auditor);
  assert.deepEqual(await openWraps(next, receipt.identity, later), second);
  await assert.rejects(openWraps(next, people.auditor, later), /none of these/);
  const sealed = await sealMessage(sign(chainOf(receipt.case), receipt.signer, 1, {}), second.recipient);
  await assert.rejects(openMessage(sealed, epoch.identity), /doesn't open/);
  await assert.rejects(openWraps(await wrapEpoch(epoch, roster, stranger()), people.auditor, where), /may not/);
  await assert.rejects(openWraps(await wrapEpoch(second, roster, stranger()), receipt.identity, later), /may not/);
  await assert.rejects(openWraps(wraps, people.auditor, { ...where, case: "0".repeat(32) }), /another case/);
  await assert.rejects(
    wrapEpoch({ ...epoch, readers: ["chief"] }, roster, receipt.signer), /chief can read this case/);
});

test("the clock commits, finds, opens and verifies as Python does", () => {
  const identity = clock.identityOf({ name: "Luci\u0301a\u00a0 Ortega", position: "dispatcher" });
  const made = clock.commit(receipt, 0, utf8ToBytes("the report"), identity, () => hexToBytes(vectors.clock.box_nonce));
  assert.equal(bytesToHex(made.leaf), vectors.clock.leaf);
  assert.equal(bytesToHex(made.box), vectors.clock.box);
  const batch = clock.readBatch(hexToBytes(vectors.clock.batch), published);
  const found = clock.find(receipt, batch).sort((one, other) => one.number - other.number);
  assert.deepEqual(found.map((one) => one.identity), [identity, null]);
  const made_openings = found.map((one) => clock.openFor(receipt, one, "State court"));
  assert.deepEqual(
    made_openings.map((one) => new TextDecoder().decode(one)).sort(), [...vectors.clock.openings].sort());
  assert.deepEqual(clock.verify(made_openings[0], published, seen, "State court"), { identity, day: "2026-03-09" });
  assert.equal(clock.find(new Receipt(new Uint8Array(16)), batch).length, 0);
});

test("the clock refuses forgeries", () => {
  const [opening] = vectors.clock.openings.map((one) => utf8ToBytes(one));
  const verify = (...more) => () => clock.verify(...more);
  assert.throws(verify(opening, published, seen, "employer"), /made for 'State court'/);
  assert.throws(verify(opening, published, null, "State court"), /no independent keeper/);
  assert.throws(verify(opening, published, seen + 3 * 86_400, "State court"), /first seen/);
  assert.throws(verify(opening, published, seen - 3 * 86_400, "State court"), /seen before/);
  assert.throws(verify(opening, { ...published, day: "2026-03-01" }, seen, "State court"), /the public entry is of/);
  const file = hexToBytes(vectors.clock.batch);
  for (const at of [0, 40]) assert.throws(() => clock.readBatch(file.with(at, file[at] ^ 1), published), /isn't the batch/);
  const found = clock.find(receipt, clock.readBatch(file, published)).find((one) => one.identity);
  for (const change of [
    { identity: clock.identityOf({ name: "Bea Ruiz" }) }, { identity: null }, { content: new Uint8Array(32) },
    { index: (found.index + 1) % 64 },
  ]) {
    const changed = clock.openFor(receipt, { ...found, ...change }, "court");
    assert.throws(verify(changed, published, seen, "court"), /no such commitment/);
  }
  const edited = canonical({ ...JSON.parse(new TextDecoder().decode(opening)), signature: "00".repeat(64) });
  assert.throws(verify(edited, published, seen, "State court"), /doesn't hold/);
});

const age = spawnSync("age", ["--version"]).error ? "the `age` command isn't installed" : false;
test("the stock age command opens what a browser seals", { skip: age }, async () => {
  const sealed = await seal(utf8ToBytes("hello"), receipt.recipient);
  const opened = spawnSync("sh", ["-c", 'printf %s "$KEY" >"$F.key"; trap \'rm -f "$F.key"\' EXIT; age -d -i "$F.key"'], {
    input: sealed, env: { ...process.env, KEY: receipt.identity, F: `${process.env.TMPDIR ?? "/tmp"}/age-${process.pid}` },
  });
  assert.equal(opened.stdout.toString(), "hello");
});
