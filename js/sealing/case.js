// A case as one reader reads it: which epochs open with their key, which messages follow, which are refused.
import { bytesToHex, SealingError } from "./canonical.js";
import { openWraps, sendersOf } from "./epoch.js";
import { chainOf, follow, openMessage } from "./message.js";

const OTHER_EDITION = /another edition of the roster/;
const NOT_MINE = /wraps is for this key/;

/** Keys of everyone who may ever read with this edition: for a reader who wasn't there in the epoch before. */
const readersOf = (roster) =>
  new Set([...roster.members.values()]
    .filter((one) => one.duty === "recipient" || one.duty === "outside").map((one) => one.signing_key));

/** Whoever the case named stays named: leaving them out would let their chain of command in again. */
function checkNamed(before, epoch, roster) {
  const dropped = before?.named.find((id) => roster.members.has(id) && !epoch.named.includes(id));
  if (dropped) throw new SealingError(`epoch ${epoch.number} no longer names ${dropped}, whom the case names; tell the monitor`);
}

async function openOne(stored, id, identity, rosters, before) {
  let reason;
  for (const roster of rosters) {
    try {
      const senders = before ? sendersOf(before.epoch, before.roster) : readersOf(roster);
      const epoch = await openWraps(stored.wraps, identity, { case: id, number: stored.number, roster, senders });
      checkNamed(before?.epoch, epoch, roster);
      return { epoch, roster };
    } catch (error) {
      reason = error;
      if (!OTHER_EDITION.test(error.message)) break;
    }
  }
  if (NOT_MINE.test(reason.message)) return null;
  throw reason;
}

/**
 * Read a case: {id, epochs: [{number, wraps}], messages: [{place, epoch, data}], files} with a key.
 * `rosters`: every edition that was ever in force, the newest first. Returns null if nothing is for this key.
 * What isn't what it says (a server's own epoch, a forged message) stands in `refused` and nowhere else.
 */
export async function readCase(stored, identity, rosters) {
  const opened = new Map();
  const refused = [];
  let last = null;
  for (const each of stored.epochs) {
    try {
      const one = await openOne(each, stored.id, identity, rosters, last);
      if (one) opened.set(each.number, (last = one));
    } catch (error) {
      if (!(error instanceof SealingError)) throw error;
      refused.push({ what: "epoch", number: each.number, why: error.message });
    }
  }
  if (!last) return refused.length ? { id: stored.id, refused, entries: [], epoch: null } : null;
  return { id: stored.id, ...last, refused, ...(await readMessages(stored, opened, refused)), places: stored.messages.length, files: stored.files };
}

async function readMessages(stored, opened, refused) {
  const entries = [];
  let chain = chainOf(stored.id);
  for (const { place, epoch, data } of stored.messages) {
    const key = opened.get(epoch);
    const signed = key && (await openMessage(data, key.epoch.identity).catch((error) => error));
    // A decoy, or a message of an epoch that isn't for this key.
    if (!signed || /doesn't open/.test(signed.message?.toString())) continue;
    if (signed instanceof Error) {
      refused.push({ what: "message", number: place, why: signed.message });
      continue;
    }
    try {
      // Whoever joined later begins with the first message that is for them.
      if (!entries.length && epoch > 0 && !opened.has(0)) {
        chain = { ...chain, seq: signed.message.seq, head: fromHex(signed.message.previous) };
      }
      chain = follow(chain, signed, epoch, sendersOf(key.epoch, key.roster));
      entries.push({ place, ...signed.message, from: nameOf(key, signed.message.sender), bytes: signed.bytes });
    } catch (error) {
      refused.push({ what: "message", number: place, why: error.message });
    }
  }
  return { entries, chain };
}

const fromHex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));

function nameOf({ epoch, roster }, sender) {
  if (sender === epoch.reporterKey) return null;
  const found = [...roster.members.values()].find((one) => one.signing_key === sender);
  return found ? `${found.person}, ${found.role}` : bytesToHex(fromHex(sender));
}
