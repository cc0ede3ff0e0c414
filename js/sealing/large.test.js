import { test } from "node:test";
import assert from "node:assert/strict";
import { newKeyPair, openAttachment } from "./envelope.js";
import { hexToBytes } from "./canonical.js";
import { sealFile } from "./large.js";

for (const size of [0, 1, 4096, 4097, 65_536, 65_537, 1_000_003]) {
  test(`a file of ${size} bytes is sealed as a stream and opens as the same file`, async () => {
    const content = new Uint8Array(size).map((_, at) => at % 251);
    const { identity, recipient } = await newKeyPair();
    const { sealed, sha256, size: said } = await sealFile(new Blob([content]), recipient);
    const file = new Uint8Array(await sealed.arrayBuffer());
    assert.equal(said, size);
    assert.deepEqual(await openAttachment(file, { size, sha256: hexToBytes(sha256) }, identity), content);
  });
}

test("a changed, cut or reordered stream is refused", async () => {
  const content = new Uint8Array(200_000).fill(7);
  const { identity, recipient } = await newKeyPair();
  const { sealed, sha256 } = await sealFile(new Blob([content]), recipient);
  const file = new Uint8Array(await sealed.arrayBuffer());
  const described = { size: content.length, sha256: hexToBytes(sha256) };
  const head = file.length - (262_144 + 4 * 16 + 0);
  const chunk = 65_536 + 16;
  const swapped = file.slice();
  swapped.set(file.subarray(head, head + chunk), head + chunk);
  swapped.set(file.subarray(head + chunk, head + 2 * chunk), head);
  const flipped = file.slice();
  flipped[head + 100] ^= 1;
  for (const bad of [flipped, swapped, file.slice(0, head + chunk), file.slice(0, head + 2 * chunk), file.slice(0, -1)]) {
    await assert.rejects(openAttachment(bad, described, identity), /doesn't open/);
  }
});
