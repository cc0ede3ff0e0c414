// What a browser makes of a new report, for the Python tests: reads {secret, roster, keepers, digest} as JSON on
// standard input and writes age files in hexadecimal. `node js/sealing/as_browser.mjs`
import { readFileSync } from "node:fs";
import { bytesToHex, hexToBytes, sha256, utf8ToBytes } from "./canonical.js";
import { sealAttachment, sealIdentityBox } from "./envelope.js";
import { beginEpoch, wrapEpoch } from "./epoch.js";
import { chainOf, sealMessage, sign } from "./message.js";
import { commit, identityOf } from "./protected_activity.js";
import { Receipt } from "./receipt.js";
import { custodians, panel, readRoster } from "./roster.js";

const given = JSON.parse(readFileSync(0, "utf8"));
const receipt = new Receipt(hexToBytes(given.secret));
const roster = readRoster(utf8ToBytes(given.roster), given.keepers, given.digest);
const named = ["chief"];
const epoch = await beginEpoch(receipt, roster, named, panel(roster, named).readers.map((one) => one.id));
const content = utf8ToBytes("a photograph, say".repeat(9000));
const attachment = { name: "á.jpg", type: "image/jpeg", size: content.length, sha256: bytesToHex(sha256(content)) };
const first = sign(chainOf(receipt.case), receipt.signer, 0, { text: "€ ñ 😀", attachments: [attachment] });
const identity = identityOf({ name: "Lucía Ortega", position: "dispatcher" });
const told = sign(chainOf(receipt.case), receipt.signer, 0, { identity });
const [one, other] = custodians(roster, named);
const { leaf, box } = commit(receipt, 3, first.bytes, identity);
const files = {
  wraps: await wrapEpoch(epoch, roster, receipt.signer),
  message: [await sealMessage(first, epoch.recipient)],
  attachment: [await sealAttachment(content, epoch.recipient)],
  identity_box: [await sealIdentityBox(told.bytes, one.recipient, other.recipient)],
  commitment: [leaf, box],
};
const written = Object.entries(files).map(([name, list]) => [name, list.map(bytesToHex)]);
process.stdout.write(JSON.stringify(Object.fromEntries(written)));
