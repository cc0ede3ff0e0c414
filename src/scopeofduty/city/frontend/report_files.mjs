// The files that somebody chooses to send: each with a copy without hidden data, where one can be made.
import { bytesToHex, systemRandom } from "../../../../js/sealing/canonical.js";
import { sealFile } from "../../../../js/sealing/large.js";
import { stripped } from "./report_strip.mjs";

const LARGEST = 100 * 1024 * 1024;
const MOST = 10;

/** What a page says: the texts of #say, with %n filled in. */
export const say = (name, filled = "") => document.getElementById("say").dataset[name].replace("%n", filled);

const bytesOf = async (file) => new Uint8Array(await file.arrayBuffer());

/** Keep the list under a file picker in step with it; `chosen()` gives {name, type, blob} for all that is to be sent. */
export function filesOf(input, list) {
  let rows = [];

  const select = (file, without) => {
    const choice = document.createElement("select");
    choice.id = `how-${rows.length}-${Math.random().toString(36).slice(2)}`;
    for (const how of without ? ["stripped", "both", "original"] : ["original"]) {
      choice.append(new Option(say(how), how));
    }
    const item = document.createElement("li");
    const label = document.createElement("label");
    label.htmlFor = choice.id;
    label.textContent = say("how", file.name);
    item.append(label, choice);
    if (!without) {
      const hint = document.createElement("p");
      hint.className = "hint";
      hint.textContent = `${file.name}: ${say("cannot")}`;
      item.replaceChildren(hint);
    }
    list.querySelector("ul").append(item);
    return { file, without, choice };
  };

  const show = async () => {
    const files = [...input.files];
    const looked = await Promise.all(files.map(async (file) => [file, file.size <= LARGEST ? stripped(await bytesOf(file)) : null]));
    list.querySelector("ul").replaceChildren();
    rows = [];
    for (const [file, without] of looked) rows.push(select(file, without));
    list.hidden = !rows.length;
  };
  let shown = Promise.resolve();
  input.addEventListener("change", () => { shown = show(); });

  return async () => {
    await shown;
    const large = rows.find(({ file }) => file.size > LARGEST);
    if (large) throw new Error(say("large", large.file.name));
    const all = rows.flatMap(({ file, without, choice }) => {
      const original = { name: file.name, type: file.type, blob: file };
      // The copy's own name says nothing of a camera's counter or of a day.
      const ending = file.name.includes(".") ? file.name.slice(file.name.lastIndexOf(".")) : "";
      const copy = without && { name: `picture${ending.toLowerCase()}`, type: file.type, blob: new Blob([without]) };
      return { stripped: [copy], both: [copy, original], original: [original] }[without ? choice.value : "original"];
    });
    if (all.length > MOST) throw new Error(say("many"));
    return all;
  };
}

/** Seal files for an epoch: members of a body that name them, and the age files by id. */
export async function sealFiles(files, recipient, told) {
  const attachments = [];
  const sealed = new Map();
  for (const { name, type, blob } of files) {
    told(say("lock", name));
    const one = await sealFile(blob, recipient);
    attachments.push({ name, type, size: one.size, sha256: one.sha256 });
    sealed.set(bytesToHex(systemRandom(16)), one.sealed);
  }
  return { members: { attachments, files: [...sealed.keys()] }, sealed };
}

/** Post parts; throw what the server says, or what the network did. */
export async function post(address, parts) {
  const data = new FormData();
  for (const [name, value] of Object.entries(parts)) data.append(name, value);
  const answer = await fetch(address, { method: "POST", body: data, credentials: "omit", referrerPolicy: "no-referrer" });
  if (answer.ok) return answer;
  const said = await answer.json().catch(() => ({}));
  throw Object.assign(new Error(said.problem ?? `HTTP ${answer.status}`), { status: answer.status });
}
