import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToHex } from "./canonical.js";
import { ageIdentity } from "./receipt.js";
import { identityIn, signerOf } from "./recipient_key.js";

const identity = ageIdentity(Uint8Array.from({ length: 32 }, (_, at) => at));

test("the signing key follows from the identity, as in Python", () => {
  // The same value stands in src/scopeofduty/cli/tests/test_keys_and_match.py.
  assert.equal(bytesToHex(signerOf(identity).public).slice(0, 16), "cc2781e2133ac5be");
  assert.deepEqual(signerOf(` ${identity.toLowerCase().slice(0, 9)} ${identity.toLowerCase().slice(9)}`).public, signerOf(identity).public);
});

test("a mistyped identity and a file with none or two are refused", () => {
  for (const wrong of ["", "age1x", identity.slice(0, -1), `${identity.slice(0, -1)}X`]) {
    assert.throws(() => signerOf(wrong), /mistyped/);
  }
  assert.equal(identityIn(`# a key\r\n${identity}\r\n`), identity);
  assert.throws(() => identityIn("# nothing\n"), /not 0/);
  assert.throws(() => identityIn(`${identity}\n${identity}`), /not 2/);
});
