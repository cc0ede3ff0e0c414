// Signed messages of a case: age proves no sender, so each says whose it is and where it stands.
import { SealingError, bytesToHex, canonical, exactly, parseHex, readObject, same, sha256 } from "./canonical.js";
import { padText, seal, unseal } from "./envelope.js";
import { checkSignature } from "./receipt.js";

export const START = new Uint8Array(32);
const TYPES = {
  v: "number", case: "string", seq: "number", epoch: "number", sender: "string", previous: "string",
  server_saw: "boolean", body: "object",
};

/** Sign the message that comes next: {message, signature, bytes, digest}. */
export function sign(chain, signer, epoch, body) {
  const message = {
    v: 1, case: chain.case, seq: chain.seq, epoch, sender: bytesToHex(signer.public),
    previous: bytesToHex(chain.head), server_saw: false, body,
  };
  return signed(message, signer.sign("message", canonical(message)));
}

function signed(message, signature) {
  const bytes = canonical({ message, signature: bytesToHex(signature) });
  return { message, signature, bytes, digest: sha256(bytes) };
}

export const sealMessage = (one, recipient) => seal(padText(one.bytes), recipient);
export const openMessage = async (file, identity) => readMessage(await unseal(file, identity));

/** Read a decrypted message and check its signature; the rest is for `follow`. */
export function readMessage(plain) {
  const what = "the message";
  const outer = exactly(readObject(plain, what), { message: "object", signature: "string" }, what);
  const message = exactly(outer.message, TYPES, what);
  if (message.v !== 1) throw new SealingError("this message is written in a newer form than this version reads");
  parseHex(message.previous, 32, "the previous message");
  const signature = parseHex(outer.signature, 64, "the signature");
  checkSignature(parseHex(message.sender, 32, "the sender"), signature, "message", canonical(message));
  return signed(message, signature);
}

/** How far a case has been read; begin with `chainOf(case)`. */
export const chainOf = (id) => ({ case: id, seq: 0, head: START, epoch: 0 });

/** The chain with one message more. `senders`: hexadecimal keys that may write in this epoch. */
export function follow(chain, one, epoch, senders) {
  const { message } = one;
  if (!senders.has(message.sender)) {
    throw new SealingError("this message is signed by someone who may not write in this case");
  }
  if (message.case !== chain.case) throw new SealingError(`this message belongs to another case, not to ${chain.case}`);
  if (message.epoch !== epoch || epoch < chain.epoch) {
    throw new SealingError(`message ${message.seq} says epoch ${message.epoch}; its key is that of epoch ${epoch}, ` +
      `and the case had reached epoch ${chain.epoch}`);
  }
  if (message.seq !== chain.seq || !same(parseHex(message.previous, 32, "the previous message"), chain.head)) {
    throw new SealingError(
      `message ${message.seq} doesn't follow: number ${chain.seq} of this case is missing or changed`);
  }
  return { case: chain.case, seq: chain.seq + 1, head: one.digest, epoch };
}
