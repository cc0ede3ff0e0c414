// The retaliation clock: a commitment to having reported, made public on the day, opened when it is needed.
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import {
  SealingError, bytesToHex, canonical, combine, concatBytes, exactly, parseHex, readObject, sha256,
  systemRandom, u32,
} from "./canonical.js";
import { Signer, checkSignature } from "./receipt.js";

const SIZE = 64;
const DEPTH = 6;
const BOX = 512;
const ENTRY = 32 + BOX;
const PLAIN = BOX - 12 - 16;
const HEAD = 4 + 32 + 2;
const DAY = 86_400;
const GRACE = 2 * DAY;

// Unicode's White_Space, written out: the two languages' own ideas of it differ.
const SPACES = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u;

/** How a person names themselves: spaces and Unicode form are settled, nothing else. */
export function identityOf({ name, position = "", contact = "" }) {
  const settle = (text) => text.normalize("NFC").split(SPACES).filter(Boolean).join(" ");
  const settled = { name: settle(name), position: settle(position), contact: settle(contact) };
  if (!settled.name) throw new SealingError("an identity has a name");
  return settled;
}

const bytesOf = (identity) => (identity ? canonical(identity) : new Uint8Array());
const readIdentity = (value) =>
  identityOf(exactly(value, { name: "string", position: "string", contact: "string" }, "an identity"));

function leafOf(randomiser, identity, content, key) {
  return combine("protected-activity/v1", combine("id", randomiser, bytesOf(identity)), content, key);
}

const signerOf = (receipt, number) => new Signer(receipt.deriveFor("pa-key", number));

/** What opens the content of an activity, apart from who did it. */
export const contentRandomiser = (receipt, number) => receipt.deriveFor("pa-content", number);
export const contentCommitment = (randomiser, report) => combine("content", randomiser, sha256(report));

/** Commit to an activity: {leaf, box}. Neither says who or what to anyone without the receipt. */
export function commit(receipt, number, report, identity, random = systemRandom) {
  const content = contentCommitment(contentRandomiser(receipt, number), report);
  const leaf = leafOf(receipt.deriveFor("pa-id", number), identity, content, signerOf(receipt, number).public);
  const typed = bytesOf(identity);
  if (typed.length > PLAIN - HEAD) {
    throw new SealingError(`the identity takes ${typed.length} bytes; there is room for ${PLAIN - HEAD}: shorten it`);
  }
  const plain = new Uint8Array(PLAIN);
  plain.set(concatBytes(u32(number), content, u32(typed.length).subarray(2), typed));
  const nonce = random(12);
  const sealed = chacha20poly1305(receipt.derive("pa-box"), nonce, leaf).encrypt(plain);
  return { leaf, box: concatBytes(nonce, sealed) };
}

const leafHash = (leaf) => sha256(concatBytes(new Uint8Array([0]), leaf));
const nodeHash = (left, right) => sha256(concatBytes(new Uint8Array([1]), left, right));

function levels(leaves) {
  const all = [leaves.map(leafHash)];
  while (all.at(-1).length > 1) {
    const below = all.at(-1);
    all.push(below.flatMap((hash, at) => (at % 2 ? [] : [nodeHash(hash, below[at + 1])])));
  }
  return all;
}

/** The RFC 6962 root over a batch's leaves. */
export const rootOf = (leaves) => levels(leaves).at(-1)[0];

/** Read a day's public file; `published` is {day, leaves, boxes} out of the public log. */
export function readBatch(data, published) {
  if (data.length !== SIZE * ENTRY) {
    throw new SealingError(`a day batch has ${SIZE * ENTRY} bytes, not ${data.length}`);
  }
  const entries = Array.from({ length: SIZE }, (_, at) => ({
    leaf: data.slice(at * ENTRY, at * ENTRY + 32), box: data.slice(at * ENTRY + 32, (at + 1) * ENTRY),
  }));
  const root = levels(entries.map((entry) => entry.leaf)).at(-1)[0];
  const boxes = sha256(concatBytes(...entries.map((entry) => entry.box)));
  if (bytesToHex(root) !== published.leaves || bytesToHex(boxes) !== published.boxes) {
    throw new SealingError(`this file isn't the batch of ${published.day} that the public log holds`);
  }
  return { day: published.day, entries };
}

/** All of a receipt's activities in a batch: [{number, content, identity, batch, index}]. */
export function find(receipt, batch) {
  const key = receipt.derive("pa-box");
  return batch.entries.flatMap(({ leaf, box }, index) => {
    let plain;
    try {
      plain = chacha20poly1305(key, box.subarray(0, 12), leaf).decrypt(box.subarray(12));
    } catch {
      return []; // someone else's, or a decoy
    }
    const view = new DataView(plain.buffer, plain.byteOffset);
    const typed = plain.subarray(HEAD, HEAD + view.getUint16(HEAD - 2));
    const identity = typed.length ? readIdentity(readObject(typed, "the identity in the box")) : null;
    return [{ number: view.getUint32(0), content: plain.slice(4, 36), identity, batch, index }];
  });
}

/** Open an activity for one verifier: the bytes of the file they get. */
export function openFor(receipt, found, to) {
  const signer = signerOf(receipt, found.number);
  const all = levels(found.batch.entries.map((entry) => entry.leaf));
  const opening = {
    v: 1, identity: found.identity ?? {}, randomiser: bytesToHex(receipt.deriveFor("pa-id", found.number)),
    content: bytesToHex(found.content), public_key: bytesToHex(signer.public), day: found.batch.day,
    index: found.index, path: all.slice(0, -1).map((level, at) => bytesToHex(level[(found.index >> at) ^ 1])), to,
  };
  return canonical({ opening, signature: bytesToHex(signer.sign("opening", canonical(opening))) });
}

const TYPES = {
  v: "number", identity: "object", randomiser: "string", content: "string", public_key: "string", day: "string",
  index: "number", path: "array", to: "string",
};

/**
 * Check an opening with nothing but the public log: {identity, day}.
 * `witnessedAt`: when independent keepers had signed a log with that entry, Unix seconds; null: none did.
 */
export function verify(data, published, witnessedAt, to) {
  const what = "the opening";
  const outer = exactly(readObject(data, what), { opening: "object", signature: "string" }, what);
  const opening = exactly(outer.opening, TYPES, what);
  if (opening.v !== 1) throw new SealingError("this opening is written in a newer form than this version reads");
  if (opening.to !== to) {
    throw new SealingError(`this opening was made for '${opening.to}', not for '${to}'; ask the reporter for your own`);
  }
  const key = parseHex(opening.public_key, 32, "the public key");
  checkSignature(key, parseHex(outer.signature, 64, "the signature"), "opening", canonical(opening));
  if (opening.day !== published.day) {
    throw new SealingError(`this opening is of ${opening.day}; the public entry is of ${published.day}`);
  }
  const identity = Object.keys(opening.identity).length ? readIdentity(opening.identity) : null;
  const randomiser = parseHex(opening.randomiser, 32, "the randomiser");
  const leaf = leafOf(randomiser, identity, parseHex(opening.content, 32, "the content's commitment"), key);
  if (bytesToHex(rootFrom(leaf, opening)) !== published.leaves) {
    throw new SealingError(`no such commitment stands in the batch of ${published.day}`);
  }
  checkWitnessed(published.day, witnessedAt);
  return { identity, day: opening.day };
}

function rootFrom(leaf, { index, path }) {
  if (!(Number.isInteger(index) && index >= 0 && index < SIZE && path.length === DEPTH)) {
    throw new SealingError(`a place is 0 to ${SIZE - 1} and a path has ${DEPTH} hashes`);
  }
  return path.map((one) => parseHex(one, 32, "a path's hash")).reduce(
    (at, other, depth) => ((index >> depth) & 1 ? nodeHash(other, at) : nodeHash(at, other)), leafHash(leaf));
}

function checkWitnessed(day, witnessedAt) {
  if (witnessedAt === null) {
    throw new SealingError(
      `no independent keeper has signed for the batch of ${day}: its date is the city's word only`);
  }
  const start = Date.parse(`${day}T00:00:00Z`) / 1000;
  const seen = new Date(witnessedAt * 1000).toISOString().slice(0, 10);
  if (!(witnessedAt < start + DAY + GRACE)) {
    throw new SealingError(`the batch calls itself ${day}, but was first seen by an independent keeper on ${seen}`);
  }
  if (witnessedAt < start) throw new SealingError(`the batch calls itself ${day}, but was seen before, on ${seen}`);
}

