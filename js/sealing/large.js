// Attachments of any size: read, padded and sealed as a stream, so that a telephone needn't hold 100 MB twice.
import { Encrypter } from "age-encryption";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "./canonical.js";
import { fileSize } from "./envelope.js";

const PIECE = 65_536;

async function digestOf(blob) {
  const hash = sha256.create();
  const reader = blob.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return bytesToHex(hash.digest());
    hash.update(value);
  }
}

/** The blob's bytes, then zeros up to its padded size. */
function padded(blob) {
  let left = fileSize(blob.size) - blob.size;
  const reader = blob.stream().getReader();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (!done) return controller.enqueue(value);
      if (left) {
        const zeros = Math.min(left, PIECE);
        left -= zeros;
        return controller.enqueue(new Uint8Array(zeros));
      }
      controller.close();
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** Seal a file for an epoch: {sealed (a Blob, an age file), size, sha256}; the same file as `sealAttachment` makes. */
export async function sealFile(blob, recipient) {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const digest = await digestOf(blob);
  const sealed = await new Response(await encrypter.encrypt(padded(blob))).blob();
  return { sealed, size: blob.size, sha256: digest };
}
