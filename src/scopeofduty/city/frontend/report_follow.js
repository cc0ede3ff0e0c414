// A report opened with its words: they stay in this browser, and so does what they open.
import { bytesToHex, hexToBytes, systemRandom, utf8ToBytes } from "../../../../js/sealing/canonical.js";
import { readCase } from "../../../../js/sealing/case.js";
import { openAttachment } from "../../../../js/sealing/envelope.js";
import { sealMessage, sign } from "../../../../js/sealing/message.js";
import { Receipt } from "../../../../js/sealing/receipt.js";
import { readRoster } from "../../../../js/sealing/roster.js";
import { containsReceipt } from "../../../../js/sealing/words.js";
import { filesOf, post, say, sealFiles } from "./report_files.mjs";

const find = (id) => document.getElementById(id);
const form = find("follow");
const replying = find("reply");
const state = find("sealing-state");
let receipt = null;
let read = null;
let once = bytesToHex(systemRandom(16));

document.querySelector("#server-sees").hidden = true;
find("sealed-here").removeAttribute("hidden");
const chosen = filesOf(replying.elements.files, find("files-chosen"));
const tell = (text, wrong = false) => {
  state.className = wrong ? "danger" : "note";
  state.textContent = text;
};
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const mine = () => ({ lookup: bytesToHex(receipt.lookup), auth: bytesToHex(receipt.auth) });

async function rosters() {
  const { editions } = await (await fetch(form.dataset.roster, { credentials: "omit" })).json();
  return editions.map(({ file, keepers, pinned }) => readRoster(utf8ToBytes(file), keepers, pinned));
}

async function fetched() {
  const stored = await (await post(form.dataset.case, mine())).json();
  const epochs = stored.epochs.map(({ number, wraps }) => ({ number, wraps: wraps.map(bytes) }));
  const messages = stored.messages.map((one) => ({ ...one, data: bytes(one.data) }));
  return readCase({ id: stored.case, epochs, messages, files: stored.files }, receipt.identity, await rosters());
}

async function save(described, id, button) {
  button.disabled = true;
  try {
    const file = new Uint8Array(await (await post(form.dataset.file, { ...mine(), file: id })).arrayBuffer());
    const content = await openAttachment(file, { size: described.size, sha256: hexToBytes(described.sha256) }, read.epoch.identity);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content]));
    link.download = described.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  } catch (error) {
    tell(say("failed", error.message), true);
  } finally {
    button.disabled = false;
  }
}

function entry(one) {
  const item = document.createElement("li");
  const by = document.createElement("p");
  by.append(Object.assign(document.createElement("strong"), { textContent: one.from ?? say("you") }));
  if (one.server_saw) by.append(` (${say("saw")})`);
  const known = one.body.state && find("say").dataset[`state${one.body.state[0].toUpperCase()}${one.body.state.slice(1)}`];
  item.append(by);
  if (known) item.append(Object.assign(document.createElement("p"), { textContent: known }));
  item.append(Object.assign(document.createElement("p"), { className: "as-written", textContent: one.body.text ?? "" }));
  (one.body.attachments ?? []).forEach((described, at) => {
    const button = Object.assign(document.createElement("button"), {
      type: "button", className: "button button--quiet", textContent: say("download", described.name),
    });
    button.addEventListener("click", () => save(described, one.body.files[at], button));
    item.append(button);
  });
  return item;
}

function show() {
  const told = read.entries.filter((one) => one.from && one.body.state).at(-1)?.body.state;
  const known = told && find("say").dataset[`state${told[0].toUpperCase()}${told.slice(1)}`];
  document.querySelector("[data-state]").textContent = known || say("received");
  document.querySelector("[data-entries]").replaceChildren(...read.entries.map(entry));
  form.hidden = true;
  find("case").hidden = false;
  if (read.refused.length) tell(say("broken", read.refused[0].why), true);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    receipt = Receipt.read(form.elements.words.value);
    tell(say("open"));
    read = await fetched();
    if (!read?.epoch) throw new Error(read ? read.refused[0].why : say("none"));
    form.reset();
    state.textContent = "";
    state.className = "";
    show();
    find("case").querySelector("h2").focus();
  } catch (error) {
    const told = error.status === 404 ? say("none") : error.fault ? say(error.fault, error.at) : error.message;
    tell(told, true);
    form.elements.words.focus();
  }
});

/** Sign and post at the end of the case; whoever was first, is read first. */
async function add(body, sealed) {
  for (let tries = 0; ; tries += 1) {
    if (read.entries.some((one) => !one.from && one.body.once === body.once)) return;
    const signed = sign(read.chain, receipt.signer, read.epoch.number, body);
    const parts = { ...mine(), place: read.places, epoch: read.epoch.number, message: new Blob([await sealMessage(signed, read.epoch.recipient)]) };
    for (const [id, blob] of sealed) parts[`file-${id}`] = blob;
    try {
      await post(form.dataset.message, parts);
      return;
    } catch (error) {
      if (error.status !== 409 || tries === 5) throw error;
      read = await fetched();
    }
  }
}

replying.addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = replying.elements.text.value.trim();
  const button = replying.querySelector("button.button:last-of-type");
  if (containsReceipt(text)) return tell(say("receipt"), true);
  button.disabled = true;
  try {
    const files = await chosen();
    if (!text && !files.length) return tell(say("empty"), true);
    const { members, sealed } = await sealFiles(files, read.epoch.recipient, tell);
    tell(say("sending"));
    await add({ kind: "message", text, once, ...members }, sealed);
    once = bytesToHex(systemRandom(16));
    read = await fetched();
    replying.reset();
    replying.elements.files.dispatchEvent(new Event("change"));
    show();
    tell(say("sent"));
  } catch (error) {
    tell(say("failed", error.message), true);
  } finally {
    button.disabled = false;
  }
});
