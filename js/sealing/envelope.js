// Encryption: plain age files, padded so that sizes say little.
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { SealingError, sha256, same } from "./canonical.js";

const STEP = 4096;
const POWERS_UP_TO = 32 * 1024 * 1024;

export const textSize = (size) => Math.max(1, Math.ceil(size / STEP)) * STEP;

/** The padded size of a file: a power of two up to 32 MiB, PADMÉ above. */
export function fileSize(size) {
  if (!(Number.isSafeInteger(size) && size >= 0)) throw new SealingError(`a file can't have ${size} bytes`);
  if (size <= STEP) return STEP;
  const bits = (value) => value.toString(2).length;
  if (size <= POWERS_UP_TO) return 2 ** bits(size - 1);
  const exponent = bits(size) - 1;
  const step = 2 ** (exponent - bits(exponent));
  return Math.ceil(size / step) * step;
}

const padded = (content, size, byte) => {
  const out = new Uint8Array(size).fill(byte);
  out.set(content);
  return out;
};
/** Spaces, which JSON ignores: the age command's output stays readable. */
export const padText = (text, size = textSize(text.length)) => padded(text, size, 0x20);
export const padFile = (content) => padded(content, fileSize(content.length), 0);

export function unpadFile(content, size) {
  if (size < 0 || content.length !== fileSize(size) || content.subarray(size).some((byte) => byte)) {
    throw new SealingError(`${content.length} bytes aren't a padded file of ${size} bytes`);
  }
  return content.slice(0, size);
}

/** A fresh age key pair {identity, recipient}. */
export async function newKeyPair() {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

export const recipientOf = (identity) => identityToRecipient(identity);

export async function seal(content, recipient) {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter.encrypt(content);
}

async function opened(file, add) {
  try {
    const decrypter = new Decrypter();
    add(decrypter);
    return await decrypter.decrypt(file);
  } catch {
    throw new SealingError("this envelope doesn't open: it is for another key, or was cut or changed");
  }
}

export const unseal = (file, identity) => opened(file, (decrypter) => decrypter.addIdentity(identity));

/** A stock passphrase file of an identity. */
export async function lockIdentity(identity, passphrase) {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  return encrypter.encrypt(`${identity}\n`);
}

export async function unlockIdentity(file, passphrase) {
  const text = new TextDecoder().decode(await opened(file, (decrypter) => decrypter.addPassphrase(passphrase)));
  const found = text.split(/\r?\n/).filter((line) => line && !line.startsWith("#"));
  if (found.length !== 1) throw new SealingError(`a key file holds one identity, not ${found.length}`);
  await recipientOf(found[0]);
  return found[0];
}

export const sealAttachment = (content, recipient) => seal(padFile(content), recipient);

/** The content, if it is the file that a message names: {size, sha256 (bytes)}. */
export async function openAttachment(file, described, identity) {
  const content = unpadFile(await unseal(file, identity), described.size);
  if (!same(sha256(content), described.sha256)) throw new SealingError("this isn't the file that the message names");
  return content;
}

/** Age in age: for the first custodian, and that for the second. Both are needed to open it. */
export async function sealIdentityBox(plain, first, second) {
  if (first === second) throw new SealingError("an identity box needs two custodians, with a key each");
  return seal(await seal(padText(plain), first), second);
}
