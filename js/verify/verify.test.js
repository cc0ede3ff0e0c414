import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { checkInclusion, openCheckpoint, verifyNotice } from "./verify.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const vectors = JSON.parse(readFileSync(join(here, "vectors.json"), "utf8"));
const published = join(here, "../../../shared/data/tlog");
const absent = existsSync(published) ? false : "../shared/data/tlog isn't here";
const decode = (text) => new Uint8Array(Buffer.from(text ?? "", "base64"));

test("a notice made by the Python package holds", async () => {
  const found = await verifyNotice(vectors.proof, vectors.policy);
  assert.deepEqual(found.fields, vectors.fields);
  assert.equal(found.tick, vectors.tick);
  assert.equal(found.sealedUntil - found.sealedFrom, 86400);
  assert.equal(found.quorum, true);
  assert.equal(Object.keys(found.times).length, 2);
});

test("a flipped bit in any part of the file is refused", async () => {
  const data = Buffer.from(vectors.proof);
  for (let at = 0; at < data.length; at += 5) {
    const flipped = Buffer.from(data);
    flipped[at] ^= 1 << at % 7;
    const held = await verifyNotice(flipped.toString(), vectors.policy).then((found) => found.quorum, () => false);
    assert.equal(held, false, `byte ${at}`);
  }
});

test("every twisted file is decided as the Python package decides it", async () => {
  const put = (text, [begin, end, instead]) => text.slice(0, begin) + instead + text.slice(end);
  const hostile = JSON.parse(readFileSync(join(here, "hostile.json"), "utf8"));
  const decide = (proof, policy) => verifyNotice(proof, policy).then(
    (found) => (found.quorum ? "holds" : "unwitnessed"), () => "refused");
  assert.ok(hostile.length > 200);
  for (const { why, verdict, proof, policy } of hostile) {
    assert.equal(await decide(put(vectors.proof, proof), put(vectors.policy, policy)), verdict, why);
  }
});

test("a stranger's policy refuses it", async () => {
  await assert.rejects(verifyNotice(vectors.proof, "quorum none\n"), /no key in the policy/);
  await assert.rejects(verifyNotice(vectors.proof, ""), /no quorum line/);
  await assert.rejects(verifyNotice("", vectors.policy), /isn't a proof file/);
});

test("too few witnesses are told", async () => {
  const lines = vectors.proof.split("\n");
  const found = await verifyNotice([...lines.slice(0, -2), ""].join("\n"), vectors.policy);
  assert.equal(found.quorum, false);
});

test("published inclusion vectors", { skip: absent }, async () => {
  const folder = join(published, "rfc6962/inclusion");
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".json"));
  assert.equal(files.length, 98);
  for (const name of files) {
    const { leafIdx, treeSize, root, leafHash, proof, wantErr } = JSON.parse(readFileSync(join(folder, name), "utf8"));
    const path = (proof ?? []).map(decode);
    const refused = await checkInclusion(decode(leafHash), leafIdx, treeSize, path, decode(root)).then(() => false, () => true);
    assert.equal(refused, wantErr, name);
  }
});

test("checkpoints of a real log", { skip: absent }, async () => {
  const key = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
  for (let size = 0; size < 16; size++) {
    const text = readFileSync(join(published, `tessera/log/checkpoint.${size}`), "utf8");
    const found = await openCheckpoint(text, `log ${key}\nquorum none\n`);
    assert.equal(found.origin, "example.com/log/testdata");
  }
});
