import assert from "node:assert/strict";
import { test } from "node:test";
import { readCase } from "./case.js";
import { newKeyPair } from "./envelope.js";
import { beginEpoch, nextEpoch, wrapEpoch } from "./epoch.js";
import { chainOf, sealMessage, sign } from "./message.js";
import { Receipt } from "./receipt.js";
import { signerOf } from "./recipient_key.js";

const member = async (id, duty, more = {}) => {
  const pair = duty === "none" ? { identity: "", recipient: "" } : await newKeyPair();
  const key = pair.identity ? Buffer.from(signerOf(pair.identity).public).toString("hex") : "";
  return { id, person: id, role: "", duty, reports_to: "", beside: [], recipient: pair.recipient, signing_key: key, ...more, identity: pair.identity };
};
const people = await Promise.all([member("ana", "recipient"), member("ben", "recipient"), member("chief", "none"),
  member("officer", "none", { reports_to: "chief" }), member("out", "outside")]);
const roster = { city: "T", number: 1, digest: "ab".repeat(32), members: new Map(people.map((one) => [one.id, one])) };
const by = Object.fromEntries(people.map((one) => [one.id, one]));
const receipt = Receipt.make();
const epoch = await beginEpoch(receipt, roster, ["officer"], ["ana", "ben"]);
const wraps = await wrapEpoch(epoch, roster, receipt.signer);
const first = sign(chainOf(receipt.case), receipt.signer, 0, { kind: "report", text: "x" });
const place = async (at, signed, of = epoch) => ({ place: at, epoch: of.number, data: await sealMessage(signed, of.recipient) });
const chain = { case: receipt.case, seq: 1, head: first.digest, epoch: 0 };
const stored = async (...messages) => ({ id: receipt.case, epochs: [{ number: 0, wraps }], messages: [await place(0, first), ...messages], files: [] });

test("readers read, others get nothing", async () => {
  const read = await readCase(await stored(), by.ana.identity, [roster]);
  assert.equal(read.entries[0].body.text, "x");
  assert.equal(read.entries[0].from, null);
  assert.deepEqual(read.refused, []);
  assert.equal(await readCase(await stored(), by.out.identity, [roster]), null);
});

test("a forged message is refused and shown as such; a decoy is passed by", async () => {
  const server = signerOf((await newKeyPair()).identity);
  const forged = await place(1, sign(chain, server, 0, { text: "drop it" }));
  const decoy = { place: 2, epoch: 0, data: await sealMessage(first, (await newKeyPair()).recipient) };
  const real = await place(3, sign(chain, signerOf(by.ben.identity), 0, { kind: "reply", text: "we read it" }));
  const read = await readCase(await stored(forged, decoy, real), by.ana.identity, [roster]);
  assert.deepEqual(read.entries.map((entry) => entry.body.text), ["x", "we read it"]);
  assert.equal(read.entries[1].from, "ben, ");
  assert.equal(read.refused.length, 1);
  assert.match(read.refused[0].why, /may not write/);
});

test("an epoch begun by the server is refused", async () => {
  const theirs = { ...(await nextEpoch(epoch, ["ana", "ben"])) };
  const server = signerOf((await newKeyPair()).identity);
  const case1 = { ...(await stored()), epochs: [{ number: 0, wraps }, { number: 1, wraps: await wrapEpoch(theirs, roster, server) }] };
  const read = await readCase(case1, by.ana.identity, [roster]);
  assert.match(read.refused[0].why, /begun by someone who may not/);
  assert.equal(read.epoch.number, 0);
});

test("whoever was taken out reads nothing of the next epoch; whoever is in reads on", async () => {
  const next = await nextEpoch(epoch, ["ana"]);
  const ana = signerOf(by.ana.identity);
  const later = await place(1, sign({ ...chain, epoch: 1 }, ana, 1, { kind: "reply", text: "after" }), next);
  const case1 = { ...(await stored(later)), epochs: [{ number: 0, wraps }, { number: 1, wraps: await wrapEpoch(next, roster, ana) }] };
  const texts = async (who) => (await readCase(case1, by[who].identity, [roster])).entries.map((entry) => entry.body.text);
  assert.deepEqual(await texts("ana"), ["x", "after"]);
  assert.deepEqual(await texts("ben"), ["x"]);
});

test("an epoch that no longer names somebody whom the case named is refused", async () => {
  const ana = signerOf(by.ana.identity);
  const next = { ...(await nextEpoch(epoch, ["ana"])), named: [] };
  const case1 = { ...(await stored()), epochs: [{ number: 0, wraps }, { number: 1, wraps: await wrapEpoch(next, roster, ana) }] };
  const read = await readCase(case1, by.ana.identity, [roster]);
  assert.match(read.refused[0].why, /no longer names officer/);
  assert.equal(read.epoch.number, 0);
});
