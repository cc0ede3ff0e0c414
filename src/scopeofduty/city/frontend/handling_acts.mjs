// What a reader does in a case: sign, seal, post. What leaves this page is ciphertext, and days without a name.
import { bytesToHex, canonical, concatBytes, sha256, systemRandom } from "../../../../js/sealing/canonical.js";
import { openAttachment, seal, sealAttachment } from "../../../../js/sealing/envelope.js";
import { beginEpoch, nextEpoch, wrapEpoch } from "../../../../js/sealing/epoch.js";
import { chainOf, follow, sealMessage, sign } from "../../../../js/sealing/message.js";
import { Receipt } from "../../../../js/sealing/receipt.js";
import { readCase } from "../../../../js/sealing/case.js";
import { containsReceipt } from "../../../../js/sealing/words.js";
import { excluded } from "../../../../js/sealing/roster.js";
import { base64, fetched, get, post, toBase64 } from "./handling_dom.mjs";
import { clockOf, hearingsOf, isHearing } from "./handling_standing.mjs";

const TRIES = 3;
const u32 = (value) => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
const framed = (parts) => concatBytes(...parts.flatMap((part) => [u32(part.length), part]));
const MOST = 100 * 1024 * 1024;

/** Fetch the case anew: somebody else wrote in it first. */
async function reread(one, told) {
  const stored = await get(`${told.address}${one.id}.json`, one.epoch.reporterKey);
  const taken = {
    ...stored,
    epochs: stored.epochs.map((epoch) => ({ ...epoch, wraps: epoch.wraps.map(base64) })),
    messages: stored.messages.map((message) => ({ ...message, data: base64(message.data) })),
  };
  Object.assign(one, await readCase(taken, told.key.identity, told.rosters));
}

async function attachAll(one, told, files) {
  const body = { attachments: [], files: [] };
  for (const file of files) {
    if (file.size > MOST) throw new Error(`${file.name}: ${file.size} B > 100 MiB`);
    const content = new Uint8Array(await file.arrayBuffer());
    const id = bytesToHex(systemRandom(16));
    await post(`${told.address}${one.id}/`, { do: "file", key: one.epoch.reporterKey, id, data: await sealAttachment(content, one.epoch.recipient) });
    body.attachments.push({ name: file.name, type: file.type, size: file.size, sha256: bytesToHex(sha256(content)) });
    body.files.push(id);
  }
  return body;
}

/** Send a message; whoever comes second reads what came first and signs again. */
export async function send(one, told, body, files = []) {
  if (containsReceipt(JSON.stringify(body))) throw new Error(told.page.words.holds_receipt);
  const whole = { ...body, ...(await attachAll(one, told, files)) };
  for (let left = TRIES; ; left -= 1) {
    const signed = sign(one.chain, told.key.signer, one.epoch.number, whole);
    const data = await sealMessage(signed, one.epoch.recipient);
    try {
      await post(`${told.address}${one.id}/`, {
        do: "message", key: one.epoch.reporterKey, place: one.places, epoch: one.epoch.number, data,
      });
    } catch (error) {
      if (error.status !== 409 || !left) throw error;
      await reread(one, told);
      continue;
    }
    const senders = new Set([signed.message.sender]);
    one.chain = follow(one.chain, signed, one.epoch.number, senders);
    const me = [...one.roster.members.values()].find((member) => member.signing_key === signed.message.sender);
    one.entries.push({ place: one.places, ...signed.message, from: `${me.person}, ${me.role}`, bytes: signed.bytes });
    one.places += 1;
    return;
  }
}

/** Tell the server how far some report is, without saying which. */
export async function step(one, told, stage, values = {}) {
  const closing = stage === "closed" ? { violation: values.violation, outcome: values.outcome } : {};
  await post(told.clocks, { clock: clockOf(one.epoch), arrived: one.day, stage, due: values.due ?? "", ...closing });
  if (stage === "closed") await keepFrom(one, told, values.outcome);
}

/** From now on the time of keeping runs: of the case, and of every hearing that was held in it. */
async function keepFrom(one, told, kept) {
  await post(`${told.address}${one.id}/`, { do: "keep", kept, key: one.epoch.reporterKey });
  for (const { case: id, key } of hearingsOf(one)) await post(`${told.address}${id}/`, { do: "keep", kept, key });
}

/** The clocks of a report begin when a reader first opens it: one that nobody answers runs out as well. */
export const begun = (one, told) => post(told.clocks, { clock: clockOf(one.epoch), arrived: one.day, stage: "received" });

/**
 * Who reads from the next epoch on: without `without` (a leaver, a conflict of interest), and without whomever the
 * rule excludes once `also` is named as well. If nobody inside is left, those outside read.
 */
export function readersAfter(epoch, roster, { without = "", also = "" }) {
  const named = [...new Set([...epoch.named.filter((id) => roster.members.has(id)), ...(also ? [also] : [])])];
  const out = excluded(roster, named);
  const may = (id) => id !== without && roster.members.get(id)?.signing_key && !out.has(id);
  const inside = epoch.readers.filter(may);
  if (inside.length) return { named, readers: inside, outside: false };
  const others = [...roster.members.values()].filter((one) => one.duty === "outside" && may(one.id));
  return { named, readers: others.map((one) => one.id), outside: true };
}

/** Begin the next epoch for those who remain. Returns {readers, outside}. */
export async function change(one, told, how) {
  const [roster] = told.rosters;
  const { named, readers, outside } = readersAfter(one.epoch, roster, how);
  if (!readers.length) throw new Error(told.page.words.nobody_left);
  const stays = readers.includes(told.page.me);
  // Whoever takes themself out can't sign in the next epoch, so they say it in this one.
  if (!stays) await send(one, told, { kind: "readers", text: told.page.words.removed });
  const stored = await get(`${told.address}${one.id}.json`, one.epoch.reporterKey);
  const next = { ...(await nextEpoch(one.epoch, readers)), named, number: stored.epochs.length, roster: roster.digest };
  const wraps = await wrapEpoch(next, roster, told.key.signer);
  await post(`${told.address}${one.id}/`, { do: "epoch", key: next.reporterKey, number: next.number, wraps: framed(wraps) });
  if (stays) {
    Object.assign(one, { epoch: next, roster });
    await send(one, told, { kind: "readers", text: told.page.words.removed });
  }
  return { readers, outside };
}

/**
 * Begin a hearing: a case of its own, whose twelve words the subject gets. Returns them.
 * It names the subject alone: whom else the report names, the subject doesn't learn.
 */
export async function begin(one, told, text, subject) {
  const [roster] = told.rosters;
  const receipt = Receipt.make();
  if (containsReceipt(text)) throw new Error(told.page.words.holds_receipt);
  const named = roster.members.has(subject) ? [subject] : [];
  const readers = one.epoch.readers.filter((id) => roster.members.get(id)?.signing_key);
  const epoch = await beginEpoch(receipt, roster, named, readers);
  const wraps = await wrapEpoch(epoch, roster, receipt.signer);
  const first = sign(chainOf(receipt.case), told.key.signer, 0, { kind: "allegation", text });
  await post(`${told.address}${receipt.case}/`, {
    do: "hearing", key: epoch.reporterKey, wraps: framed(wraps), data: await sealMessage(first, epoch.recipient),
    lookup_hash: bytesToHex(sha256(receipt.lookup)), auth_hash: bytesToHex(sha256(receipt.auth)),
  });
  await send(one, told, {
    kind: "hearing", case: receipt.case, key: epoch.reporterKey, text: told.page.words.heard,
  });
  return receipt.spell(told.page.language.startsWith("es") ? "es" : "en");
}

/** The whole case as one age file, attachments included: for `recipient`, or for this reader's own key. */
export async function exported(one, told, recipient) {
  const mine = one.roster.members.get(told.page.me)?.recipient;
  const attachments = [];
  for (const entry of one.entries) {
    for (const [at, each] of (entry.body.attachments ?? []).entries()) {
      const answer = await fetched(`${told.address}${one.id}/files/${entry.body.files?.[at]}`, one.epoch.reporterKey);
      const sha = Uint8Array.from(each.sha256.match(/../g), (pair) => parseInt(pair, 16));
      const content = await openAttachment(new Uint8Array(await answer.arrayBuffer()), { size: each.size, sha256: sha }, one.epoch.identity);
      attachments.push({ ...each, content: toBase64(content) });
    }
  }
  const messages = one.entries.map((entry) => new TextDecoder().decode(entry.bytes));
  return seal(canonical({ v: 1, case: one.id, messages, attachments }), recipient || mine);
}

const NEVER = new Set(["kind", "once", "files", "language", "way", "state", "case", "key"]);

/** Names of everything in a case that a public-records request could ask for. */
export const askable = (one) => [...new Set(["from", "named", ...one.entries.flatMap((entry) =>
  Object.keys(entry.body).filter((name) => !NEVER.has(name) && entry.body[name]?.length !== 0))])];

const namedIn = ({ epoch, roster }) => (epoch?.named ?? []).map((id) => roster.members.get(id)?.person ?? id);

/** The case for a public-records request: a field that is withheld stands with the citation that allows it. */
export function disclosed(one, citations) {
  const told = (name, value) => (citations[name]?.trim() ? { withheld_under: citations[name].trim() } : value);
  const messages = one.entries.map((entry) => ({
    kind: entry.body.kind, from: told("from", entry.from ?? (isHearing(one) ? "subject" : "reporter")),
    ...Object.fromEntries(askable(one).filter((name) => entry.body[name]).map((name) => [name, told(name, entry.body[name])])),
  }));
  return new TextEncoder().encode(JSON.stringify({ case: one.id, came: one.day, named: told("named", namedIn(one)), messages }, null, 1));
}
