// A reporter's receipt: one 128-bit secret, from which every key of a case derives.
import { hkdf } from "@noble/hashes/hkdf.js";
import { ed25519, x25519 } from "@noble/curves/ed25519.js";
import { bech32 } from "@scure/base";
import { SealingError, bytesToHex, concatBytes, sha256, systemRandom, utf8ToBytes } from "./canonical.js";
import * as words from "./words.js";

const SALT = utf8ToBytes("scopeofduty/receipt/v1");

/** 32 bytes as "AGE-SECRET-KEY-1...". */
export const ageIdentity = (secret) => bech32.encodeFromBytes("age-secret-key-", secret).toUpperCase();
const ageRecipient = (secret) => bech32.encodeFromBytes("age", x25519.getPublicKey(secret));

const labelled = (label, data) => concatBytes(utf8ToBytes(`scopeofduty/${label}/v1\0`), data);

/** Signs with Ed25519 (RFC 8032); every signature says what it is over. */
export class Signer {
  #seed;

  constructor(seed) {
    if (seed.length !== 32) throw new SealingError(`a signing key has 32 bytes, not ${seed.length}`);
    this.#seed = seed;
    this.public = ed25519.getPublicKey(seed);
  }

  sign(label, data) {
    return ed25519.sign(labelled(label, data), this.#seed);
  }
}

/** Throw unless the holder of `key` signed `data` as a `label`. */
export function checkSignature(key, signature, label, data) {
  let holds = false;
  try {
    holds = ed25519.verify(signature, labelled(label, data), key, { zip215: false });
  } catch {
    // A key that is no point of the curve signs nothing.
  }
  if (!holds) throw new SealingError(`the signature of this ${label} doesn't hold`);
}

/** The id of the case that the holder of this public key began. */
export const caseOf = (reporter) =>
  bytesToHex(sha256(concatBytes(utf8ToBytes("scopeofduty/case/v1\0"), reporter))).slice(0, 32);

export class Receipt {
  #secret;

  constructor(secret) {
    if (secret.length !== 16) throw new SealingError(`a receipt's secret has 16 bytes, not ${secret.length}`);
    this.#secret = secret;
  }

  static make(random = systemRandom) {
    return new Receipt(random(16));
  }

  static read(text, language) {
    return new Receipt(words.read(text, language));
  }

  spell(language) {
    return words.spell(this.#secret, language);
  }

  /** 32 bytes for one use: HKDF-SHA256 with the label as its info. */
  derive(label) {
    return hkdf(sha256, this.#secret, SALT, utf8ToBytes(label), 32);
  }

  /** 32 bytes for one use in one protected activity, numbered from 0. */
  deriveFor(label, activity) {
    if (!Number.isInteger(activity) || activity < 0 || activity > 0xffffffff) {
      throw new SealingError(`a protected activity has a number from 0 to 4294967295, not ${activity}`);
    }
    return this.derive(`${label}/${activity}`);
  }

  get identity() {
    return ageIdentity(this.derive("age-x25519"));
  }

  get recipient() {
    return ageRecipient(this.derive("age-x25519"));
  }

  get signer() {
    return new Signer(this.derive("sign-ed25519"));
  }

  /** What the reporter sends to find the case again, and to be let in. The server keeps their SHA-256 only. */
  get lookup() {
    return this.derive("lookup");
  }

  get auth() {
    return this.derive("auth");
  }

  get case() {
    return caseOf(this.signer.public);
  }
}

/** Two different places (1 to 12, in order) whose words the reporter types back. */
export function placesToConfirm(random = systemRandom) {
  for (;;) {
    const [first, second] = [...random(2)].map((byte) => (byte % words.COUNT) + 1);
    if (first !== second) return [Math.min(first, second), Math.max(first, second)];
  }
}
