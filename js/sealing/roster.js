// The roster and who may read: never the people named, nor anyone above or beside them. The rule runs here, in the
// browser, so that the server doesn't learn whom a report names.
import { SealingError, bytesToHex, exactly, parseHex, readObject, sha256, utf8ToBytes } from "./canonical.js";
import { checkSignature } from "./receipt.js";

const MEMBER = {
  id: "string", person: "string", role: "string", duty: "string", reports_to: "string", beside: "array",
  recipient: "string", signing_key: "string",
};

/** Read a signed roster: two of `keepers` (hexadecimal) signed it, and its digest is the pinned one. */
export function readRoster(data, keepers, pinned) {
  const what = "the roster";
  const file = exactly(readObject(data, what), { roster: "string", signatures: "array" }, what);
  const text = utf8ToBytes(file.roster);
  const digest = bytesToHex(sha256(text));
  if (digest !== pinned) {
    throw new SealingError("this isn't the roster whose digest is pinned in the public register; don't use it");
  }
  const signers = new Set(file.signatures.filter((one) => holds(one, text)).map((one) => one.key));
  const count = [...signers].filter((key) => keepers.includes(key)).length;
  if (count < 2) throw new SealingError(`the roster needs the signatures of 2 of its keepers; ${count} hold`);
  const body = exactly(readObject(text, what), { city: "string", number: "number", members: "array", v: "number" }, what);
  if (body.v !== 1) throw new SealingError("this roster is written in a newer form than this version reads");
  body.members.forEach((member) => exactly(member, MEMBER, "a member of the roster"));
  const members = new Map(body.members.map((member) => [member.id, member]));
  if (members.size !== body.members.length) throw new SealingError("two members of the roster have the same id");
  return { city: body.city, number: body.number, members, digest };
}

function holds(one, text) {
  const key = parseHex(one?.key, 32, "a keeper's key");
  const signature = parseHex(one?.signature, 64, "a keeper's signature");
  try {
    checkSignature(key, signature, "roster", text);
    return true;
  } catch {
    return false;
  }
}

function member(roster, id) {
  const found = roster.members.get(id);
  if (!found) throw new SealingError(`${id} isn't in roster ${roster.number} of ${roster.city}`);
  return found;
}

/** Ids of the people named, of their whole chain of command, and of all who stand beside them. */
export function excluded(roster, named) {
  const out = new Set(named);
  for (const id of named) {
    member(roster, id).beside.forEach((other) => out.add(other));
    for (const other of roster.members.values()) if (other.beside.includes(id)) out.add(other.id);
    const above = new Set([id]);
    for (let at = member(roster, id).reports_to; at; at = member(roster, at).reports_to) {
      if (above.has(at)) throw new SealingError(`the chain of command above ${id} comes back to ${at}`);
      above.add(at);
      out.add(at);
    }
  }
  return out;
}

const having = (roster, duty, out) =>
  [...roster.members.values()].filter((one) => one.duty === duty && !out.has(one.id));

/** The readers of a report that names these people: {readers, excluded, outside}. */
export function panel(roster, named) {
  const out = excluded(roster, named);
  for (const duty of ["recipient", "outside"]) {
    const readers = having(roster, duty, out);
    if (readers.length) return { readers, excluded: out, outside: duty === "outside" };
  }
  throw new SealingError("everyone who could read this report is excluded, and the roster names nobody outside; " +
    "the ordinance must name an outside recipient, so bring the report to one yourself until it does");
}

/** The rule once more, for a recipient's program after decrypting. */
export function checkReaders(roster, named, readers) {
  const allowed = panel(roster, named);
  for (const id of readers) {
    if (allowed.excluded.has(id)) {
      throw new SealingError(`${id} can read this case although the rule excludes them; tell the monitor`);
    }
    if (!allowed.readers.some((one) => one.id === id) && member(roster, id).duty !== "outside") {
      throw new SealingError(`${id} can read this case but isn't a recipient of reports`);
    }
  }
  if (!readers.length) throw new SealingError("nobody of the roster can read this case; tell the monitor");
}

/** The two who hold the identity box. */
export function custodians(roster, named) {
  const left = having(roster, "custodian", excluded(roster, named));
  if (left.length < 2) {
    throw new SealingError(`an identity box needs two custodians who aren't excluded; ${left.length} is left`);
  }
  return left.slice(0, 2);
}
