import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { outcome } from "./form.js";

const vectors = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8"));
const words = { holds: "holds!", unwitnessed: "few", refused: "no!", sealed: "Sealed", saw: "saw it by", withheld: "(withheld)" };

test("what is shown of a notice that holds", async () => {
  const { state, title, rows } = await outcome(vectors.proof, vectors.policy, words, "en");
  assert.equal(`${state} ${title}`, "holds holds!");
  assert.match(rows[0][1], /October 4, 2024.*October 5, 2024.*UTC/);
  assert.deepEqual(rows.find(([name]) => name === "request"), ["request", "backup"]);
  assert.equal(rows.filter(([, value]) => value.startsWith("saw it by")).length, 2);
  assert.ok(!rows.some(([, value]) => value === ""), "fields that don't apply are left out");
});

test("a browser that can't check says so, and accuses nobody", async () => {
  const real = Object.getOwnPropertyDescriptor(globalThis, "crypto");
  const old = { subtle: { importKey: async () => { throw new DOMException("no Ed25519", "NotSupportedError"); } } };
  for (const value of [old, {}]) {
    Object.defineProperty(globalThis, "crypto", { value, configurable: true });
    const told = await outcome(vectors.proof, vectors.policy, { ...words, unable: "can't" }, "en");
    Object.defineProperty(globalThis, "crypto", real);
    assert.deepEqual(told, { state: "unable", title: "can't", rows: [] });
  }
});

test("what was sealed stands beside what the page says", async () => {
  const words = { toldRequest: "Back-up officers", toldAnswer: "refused", here: "on this page:", withheld: "-" };
  const rows = Object.fromEntries((await outcome(vectors.proof, vectors.policy, words, "en")).rows);
  assert.equal(rows.request, "backup (on this page: Back-up officers)");
  assert.equal(rows.answer, "refused");
});

test("what is shown of one that doesn't, and of one with too few witnesses", async () => {
  const refused = await outcome(vectors.proof.replace("index 2", "index 3"), vectors.policy, words, "en");
  assert.equal(refused.state, "refused");
  assert.match(refused.rows[0][1], /another slot/);
  const alone = `${vectors.proof.split("\n").slice(0, -3).join("\n")}\n`;
  assert.equal((await outcome(alone, vectors.policy, words, "es")).state, "unwitnessed");
});
