// A recipient's one secret: the age identity of their key file, from which the signing key derives.
import { hkdf } from "@noble/hashes/hkdf.js";
import { bech32 } from "@scure/base";
import { SealingError, canonical, sha256, utf8ToBytes } from "./canonical.js";
import { Signer } from "./receipt.js";

const SALT = utf8ToBytes("scopeofduty/recipient/v1");
const PREFIX = "age-secret-key-";

/** The Ed25519 key that goes with an age identity. */
export function signerOf(identity) {
  let secret;
  try {
    secret = bech32.decodeToBytes(identity.replace(/\s/g, "").toLowerCase());
  } catch {
    secret = null;
  }
  if (secret?.prefix !== PREFIX || secret.bytes.length !== 32) {
    throw new SealingError(
      "that isn't an age identity: AGE-SECRET-KEY-1 and 58 more letters and digits; look for a mistyped one");
  }
  return new Signer(hkdf(sha256, secret.bytes, SALT, utf8ToBytes("sign-ed25519"), 32));
}

/** What a person signs with a new key: that this recipient is theirs (label recipient-key). */
export const claimOf = (person, recipient) => canonical({ person, recipient, v: 1 });

/** The identity in a key file: a plain one, or a passphrase file's content. */
export function identityIn(text) {
  const found = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));
  if (found.length !== 1) throw new SealingError(`a key file holds one identity, not ${found.length}`);
  signerOf(found[0]);
  return found[0];
}
