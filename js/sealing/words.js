// The twelve words of a receipt: BIP39, English or Spanish, however someone types them.
import { entropyToMnemonic, mnemonicToEntropy } from "@scure/bip39";
import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import { wordlist as spanish } from "@scure/bip39/wordlists/spanish.js";
import { SealingError, bytesToHex } from "./canonical.js";

export const COUNT = 12;
const LISTS = { en: english, es: spanish };
const plain = (text) => text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();
const known = Object.fromEntries(
  Object.entries(LISTS).map(([language, list]) => [language, new Map(list.map((word) => [plain(word), word]))]));
/** An error that says what is wrong with typed words, for a page that tells it in its reader's language. */
const faulty = (message, fault, at = "") => Object.assign(new SealingError(message), { fault, at: String(at) });
const tokens = (text) => plain(text).match(/[a-z]+/g) ?? [];

function checked(language) {
  if (!Object.hasOwn(LISTS, language)) {
    throw new SealingError(`a receipt is written in one of ${Object.keys(LISTS).join(", ")}, not in ${language}`);
  }
  return language;
}

/** The twelve words of a 16-byte secret, composed (NFC), in "en" or "es". */
export function spell(secret, language) {
  if (secret.length !== 16) throw new SealingError(`a receipt's secret has 16 bytes, not ${secret.length}`);
  return entropyToMnemonic(secret, LISTS[checked(language)]).normalize("NFC").split(/\s+/u);
}

function decode(words, language) {
  try {
    return mnemonicToEntropy(words.map((word) => known[language].get(word)).join(" "), LISTS[language]);
  } catch {
    return null; // its checksum doesn't fit
  }
}

/** The secret that twelve words stand for. An error names the place of a wrong word, never the word. */
export function read(text, language) {
  const words = tokens(text);
  if (words.length !== COUNT) {
    throw faulty(`a receipt has ${COUNT} words; here are ${words.length}`, "count", words.length);
  }
  const tried = language ? [checked(language)] : Object.keys(LISTS);
  const unknown = tried.map((one) => words.flatMap((word, at) => (known[one].has(word) ? [] : [at + 1])));
  const found = new Map();
  tried.forEach((one, at) => {
    const secret = unknown[at].length ? null : decode(words, one);
    if (secret) found.set(bytesToHex(secret), secret);
  });
  if (found.size === 1) return [...found.values()][0];
  if (found.size) {
    throw faulty("these words are a receipt in both languages; say which one yours was written in", "none");
  }
  const nearest = unknown.reduce((best, one) => (one.length < best.length ? one : best));
  const places = nearest.join(", ");
  if (places) throw faulty(`not in the word list: word ${places}; look at the slip again`, "unknown", places);
  throw faulty("each word is in the list, but together they fit no receipt: look for one that is " +
    "mistaken for another, or for two that changed places", "none");
}

/** Whether a text has twelve words in a row that are a receipt, or an age secret key. */
export function containsReceipt(text) {
  if (text.toUpperCase().includes("AGE-SECRET-KEY-")) return true;
  const words = tokens(text);
  return Object.keys(LISTS).some((language) => words.some((_, at) => {
    const run = words.slice(at, at + COUNT);
    return run.length === COUNT && run.every((word) => known[language].has(word)) && decode(run, language) !== null;
  }));
}
