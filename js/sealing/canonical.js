// One spelling for each value: canonical JSON (RFC 8785, whole numbers only), and hashes over parts that can't
// run together. The same as src/scopeofduty/sealing/canonical.py.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";

export { bytesToHex, concatBytes, hexToBytes, sha256, utf8ToBytes };

export class SealingError extends Error {}

const write = (value) => {
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.keys(value).sort().map((name) => `${write(name)}:${write(value[name])}`);
    return `{${members.join(",")}}`;
  }
  const fits = value === null || typeof value === "boolean" || Number.isSafeInteger(value) ||
    (typeof value === "string" && !/\p{Surrogate}/u.test(value));
  if (!fits) throw new SealingError(`this can't be written as canonical JSON (${typeof value})`);
  return JSON.stringify(value);
};

/** An object as the bytes of canonical JSON. */
export const canonical = (value) => utf8ToBytes(write(value));

/** Read a canonical JSON object that may end in padding spaces; `what` names it in the error. */
export function readObject(data, what) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data).replace(/ +$/, "");
    const value = JSON.parse(text);
    if (value !== null && typeof value === "object" && !Array.isArray(value) && write(value) === text) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError || error instanceof SealingError)) throw error;
  }
  throw new SealingError(`${what} isn't one object of canonical JSON (RFC 8785)`);
}

/** Refuse an object that has other members than these, or of another type: {name: "string" | "array" | ...}. */
export function exactly(value, types, what) {
  const odd = [...new Set([...Object.keys(value), ...Object.keys(types)])].filter(
    (name) => !Object.hasOwn(value, name) || !Object.hasOwn(types, name));
  if (odd.length) throw new SealingError(`${what}: these members are missing or too many: ${odd.sort().join(", ")}`);
  for (const [name, type] of Object.entries(types)) {
    const found = Array.isArray(value[name]) ? "array" : value[name] === null ? "null" : typeof value[name];
    if (found !== type) throw new SealingError(`${what}: ${name} must be ${type}, not ${found}`);
  }
  return value;
}

/** Lower-case hexadecimal of exactly `size` bytes. */
export function parseHex(text, size, what) {
  if (typeof text === "string" && text.length === 2 * size && /^[0-9a-f]*$/.test(text)) return hexToBytes(text);
  throw new SealingError(`${what} must be ${2 * size} lower-case hexadecimal digits`);
}

/** SHA-256 over a label and parts, each after its length (u32be). */
export function combine(label, ...parts) {
  const all = [utf8ToBytes(label), ...parts];
  return sha256(concatBytes(...all.flatMap((part) => [u32(part.length), part])));
}

export const u32 = (value) => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
};

export const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

/** Secret bytes from the browser; tests and vectors pass their own. */
export const systemRandom = (size) => crypto.getRandomValues(new Uint8Array(size));
