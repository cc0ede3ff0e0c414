// A report, sealed in this browser: the server gets age files, hashes and random ids, and nothing else.
import { bytesToHex, concatBytes, sha256, systemRandom, u32, utf8ToBytes } from "../../../../js/sealing/canonical.js";
import { newKeyPair, sealIdentityBox } from "../../../../js/sealing/envelope.js";
import { beginEpoch, wrapEpoch } from "../../../../js/sealing/epoch.js";
import { chainOf, sealMessage, sign } from "../../../../js/sealing/message.js";
import { commit, identityOf } from "../../../../js/sealing/protected_activity.js";
import { Receipt, placesToConfirm } from "../../../../js/sealing/receipt.js";
import { custodians, panel, readRoster } from "../../../../js/sealing/roster.js";
import { containsReceipt } from "../../../../js/sealing/words.js";
import { filesOf, post, say, sealFiles } from "./report_files.mjs";

const form = document.getElementById("report");
const find = (id) => document.getElementById(id);
const state = find("sealing-state");
const TEXTS = ["text", "when", "where", "who", "fears"];

document.querySelector("#server-sees").hidden = true;
find("sealed-here")?.removeAttribute("hidden");
const onward = form.querySelector("[data-when-sealed]");
onward.textContent = onward.dataset.whenSealed;
const chosen = filesOf(form.elements.files, find("files-chosen"));
form.elements.files.closest(".field").after(find("files-chosen"));
const tell = (text, wrong = false) => {
  find("your-words").after(state);
  state.className = wrong ? "danger" : "note";
  state.textContent = text;
};

let receipt = null;
let words = [];
let places = [];
let ready = null; // the sealed report: sent again as it is if the network fails

const value = (name) => form.elements[name]?.value.trim() ?? "";
const ticked = (name) => form.elements[name]?.checked ?? false;
const namedIds = () => [...form.querySelectorAll("[name=named]:checked")].map((box) => box.value);
const identity = () => (value("name") ? identityOf({ name: value("name"), position: value("position"), contact: value("contact") }) : null);

async function currentRoster() {
  const { editions } = await (await fetch(form.dataset.roster, { credentials: "omit" })).json();
  const [{ file, keepers, pinned }] = editions;
  return readRoster(utf8ToBytes(file), keepers, pinned);
}

/** Say what is missing, with the focus on it; true if the form can be sealed. */
function complete() {
  const violation = form.querySelector("[name=violation]:checked");
  form.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
  const problem = (text, at) => {
    tell(text, true);
    // Where the focus goes, and not below the button that was pressed.
    at.closest(".field").prepend(state);
    at.setAttribute("aria-invalid", "true");
    at.focus();
    return false;
  };
  if (!violation) return problem(say("empty"), form.querySelector("[name=violation]"));
  if (!value("text")) return problem(say("empty"), form.elements.text);
  const holding = [...TEXTS, "name", "position", "contact"].find((name) => containsReceipt(value(name)));
  if (holding) return problem(say("receipt"), form.elements[holding]);
  if (!value("name") && (ticked("for_custodians") || value("position") || value("contact"))) return problem(say("name"), form.elements.name);
  return true;
}

function showWords() {
  receipt ??= Receipt.make();
  words = receipt.spell(form.dataset.language);
  places = placesToConfirm();
  const list = document.querySelector(".words");
  list.replaceChildren(...words.map((word) => Object.assign(document.createElement("li"), { textContent: word })));
  ["first-word", "second-word"].forEach((id, at) => {
    const label = document.querySelector(`label[for=${id}]`);
    label.textContent = label.dataset.place.replace("%n", places[at]);
    find(id).value = "";
  });
  state.textContent = "";
  state.className = "";
  form.hidden = true;
  find("your-words").hidden = false;
  find("your-words").querySelector("h2").focus();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!complete()) return;
  try {
    panel(await currentRoster(), namedIds());
    await chosen();
  } catch (error) {
    tell(/everyone who could read/.test(error.message) ? say("nobody") : error.message, true);
    return;
  }
  ready = null;
  showWords();
});

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();

/** The place of a word that isn't the one on the slip. */
function wrongWord() {
  const at = ["first-word", "second-word"].findIndex((id, each) => plain(find(id).value) !== plain(words[places[each] - 1]));
  if (at < 0) return false;
  const id = ["first-word", "second-word"][at];
  tell(say("wrong", places[at]), true);
  find(id).focus();
  return true;
}

async function identityBox(roster, named) {
  if (!ticked("for_custodians")) return sealIdentityBox(new Uint8Array(), (await newKeyPair()).recipient, (await newKeyPair()).recipient);
  const signed = sign(chainOf(receipt.case), receipt.signer, 0, { kind: "identity", identity: identity() });
  const [first, second] = custodians(roster, named);
  return sealIdentityBox(signed.bytes, first.recipient, second.recipient);
}

async function sealed() {
  const roster = await currentRoster();
  const named = namedIds();
  const epoch = await beginEpoch(receipt, roster, named, panel(roster, named).readers.map((one) => one.id));
  const files = await sealFiles(await chosen(), epoch.recipient, tell);
  const told = Object.fromEntries(TEXTS.map((name) => [name, value(name)]));
  const body = {
    kind: "report", way: value("way") || "browser", reporter: form.dataset.reporter, language: form.dataset.language,
    violation: form.querySelector("[name=violation]:checked").value, once: bytesToHex(systemRandom(16)), ...told, ...files.members,
  };
  const first = sign(chainOf(receipt.case), receipt.signer, 0, body);
  const wraps = await wrapEpoch(epoch, roster, receipt.signer);
  const parts = {
    case: receipt.case, lookup_hash: bytesToHex(sha256(receipt.lookup)), auth_hash: bytesToHex(sha256(receipt.auth)),
    wraps: new Blob(wraps.flatMap((wrap) => [u32(wrap.length), wrap])),
    message: new Blob([await sealMessage(first, epoch.recipient)]),
    identity_box: new Blob([await identityBox(roster, named)]),
  };
  if (ticked("for_clock")) {
    const { leaf, box } = commit(receipt, 0, first.bytes, identity());
    parts.commitment = new Blob([concatBytes(leaf, box)]);
  }
  for (const [id, blob] of files.sealed) parts[`file-${id}`] = blob;
  return parts;
}

document.querySelector("[data-send]:not(form)").addEventListener("click", async (event) => {
  if (wrongWord()) return;
  const button = event.currentTarget;
  button.disabled = true;
  try {
    ready ??= await sealed();
    tell(say("sending"));
    await post(form.dataset.send, ready);
  } catch (error) {
    // An edition of the roster that came meanwhile: seal for that one, with the same words.
    if (error.status === 422) ready = null;
    tell(say("failed", error.message), true);
    return;
  } finally {
    button.disabled = false;
  }
  form.reset();
  document.querySelector(".words").replaceChildren();
  [receipt, words, ready] = [null, [], null];
  state.textContent = "";
  state.className = "";
  find("your-words").hidden = true;
  find("sent").hidden = false;
  find("sent").querySelector("h2").focus();
});

document.querySelector("[data-back]").addEventListener("click", () => {
  find("your-words").hidden = true;
  form.hidden = false;
  form.elements.text.focus();
});
document.querySelector("[data-print]").addEventListener("click", () => window.print());
