// Epochs: who can read a case for now. Its key is wrapped for each reader, among decoys; a leaver gets no next one.
import { SealingError, bytesToHex, canonical, exactly, parseHex, readObject, systemRandom } from "./canonical.js";
import { newKeyPair, padText, recipientOf, seal, textSize, unseal } from "./envelope.js";
import { caseOf, checkSignature } from "./receipt.js";
import { checkReaders } from "./roster.js";

const TYPES = {
  v: "number", case: "string", epoch: "number", recipient: "string", reporter: "string", reporter_key: "string",
  named: "array", readers: "array", roster: "string", sender: "string",
};

/** Epoch 0 of a new report: {case, number, identity, recipient, reporter, reporterKey, named, readers, roster}. */
export async function beginEpoch(receipt, roster, named, readers) {
  return {
    case: receipt.case, number: 0, ...(await newKeyPair()), reporter: receipt.recipient,
    reporterKey: bytesToHex(receipt.signer.public), named, readers, roster: roster.digest,
  };
}

/** The next epoch, for those who remain. */
export const nextEpoch = async (epoch, readers) =>
  ({ ...epoch, ...(await newKeyPair()), number: epoch.number + 1, readers });

/** Hexadecimal keys that may sign messages in this epoch, and begin the next. */
export const sendersOf = (epoch, roster) =>
  new Set([epoch.reporterKey, ...epoch.readers.map((id) => roster.members.get(id).signing_key)]);

/** An unbiased number from 0 up to, not including, `limit`. */
function below(limit, random) {
  const ceiling = 2 ** 32 - (2 ** 32 % limit);
  for (;;) {
    const drawn = new DataView(random(4).buffer).getUint32(0);
    if (drawn < ceiling) return drawn % limit;
  }
}

function shuffled(things, random) {
  const result = [...things];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = below(last + 1, random);
    [result[last], result[other]] = [result[other], result[last]];
  }
  return result;
}

/** Wrap an epoch's key for its readers and its reporter, among decoys, shuffled. */
export async function wrapEpoch(epoch, roster, signer, random = systemRandom) {
  if (epoch.roster !== roster.digest) throw new SealingError("the epoch was made for another edition of the roster");
  checkReaders(roster, epoch.named, epoch.readers);
  const announcement = {
    v: 1, case: epoch.case, epoch: epoch.number, recipient: epoch.recipient, reporter: epoch.reporter,
    reporter_key: epoch.reporterKey, named: epoch.named, readers: epoch.readers, roster: epoch.roster,
    sender: bytesToHex(signer.public),
  };
  const signature = bytesToHex(signer.sign("epoch", canonical(announcement)));
  const size = textSize(1024 + 2 * 43 * roster.members.size);
  const plain = padText(canonical({ announcement, identity: epoch.identity, signature }), size);
  const keys = [epoch.reporter, ...epoch.readers.map((id) => roster.members.get(id).recipient)];
  while (keys.length < roster.members.size + 1) keys.push((await newKeyPair()).recipient);
  // A decoy holds nothing, and its key is thrown away here.
  const real = epoch.readers.length + 1;
  const wraps = await Promise.all(keys.map((key, at) => seal(at < real ? plain : new Uint8Array(size), key)));
  return shuffled(wraps, random);
}

/** Find and open one's own wrap. `senders`: `sendersOf` the epoch before; epoch 0 is begun by the reporter alone. */
export async function openWraps(wraps, identity, { case: id, number, roster, senders = new Set() }) {
  const { epoch, sender } = await readWrap(await own(wraps, identity));
  if (epoch.case !== id || epoch.number !== number) {
    throw new SealingError(`this wrap is of another case or epoch than ${id}, ${number}`);
  }
  if (caseOf(parseHex(epoch.reporterKey, 32, "the reporter's key")) !== id) {
    throw new SealingError("the case's id doesn't belong to this reporter");
  }
  if (number ? !senders.has(sender) : sender !== epoch.reporterKey) {
    throw new SealingError(`epoch ${number} was begun by someone who may not; don't write in it`);
  }
  if (epoch.roster !== roster.digest) {
    throw new SealingError("this epoch was made with another edition of the roster; read it with that one");
  }
  checkReaders(roster, epoch.named, epoch.readers);
  return epoch;
}

async function own(wraps, identity) {
  for (const wrap of wraps) {
    const plain = await unseal(wrap, identity).catch(() => null);
    if (plain) return plain;
  }
  throw new SealingError(`none of these ${wraps.length} wraps is for this key`);
}

async function readWrap(plain) {
  const what = "the wrap";
  const outer = exactly(
    readObject(plain, what), { announcement: "object", identity: "string", signature: "string" }, what);
  const said = exactly(outer.announcement, TYPES, what);
  if (said.v !== 1) throw new SealingError("this wrap is written in a newer form than this version reads");
  const signature = parseHex(outer.signature, 64, "the signature");
  checkSignature(parseHex(said.sender, 32, "the sender"), signature, "epoch", canonical(said));
  if ((await recipientOf(outer.identity)) !== said.recipient) {
    throw new SealingError("the key in this wrap isn't the one that was signed");
  }
  const epoch = {
    case: said.case, number: said.epoch, identity: outer.identity, recipient: said.recipient,
    reporter: said.reporter, reporterKey: said.reporter_key, named: said.named, readers: said.readers,
    roster: said.roster,
  };
  return { epoch, sender: said.sender };
}
