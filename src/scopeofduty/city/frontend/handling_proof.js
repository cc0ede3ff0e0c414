// Proof of having reported: find one's commitment, open it for one person, check one, count days, keep a diary.
// Nothing of it is sent: every day's file is fetched whole, so the city doesn't learn which day is meant.
import { bytesToHex, concatBytes, readObject, sha256 } from "../../../../js/sealing/canonical.js";
import { find, openFor, readBatch, rootOf, verify } from "../../../../js/sealing/protected_activity.js";
import { Receipt } from "../../../../js/sealing/receipt.js";
import { download, el, fill } from "./handling_dom.mjs";
import { addDays, addWorkingDays } from "./handling_standing.mjs";

const words = document.getElementById("proof-words").dataset;
const days = JSON.parse(document.getElementById("days").textContent);
const ENTRY = 544;

for (const each of document.querySelectorAll("[data-script]")) each.hidden = false;

async function batchOf(day) {
  const data = new Uint8Array(await (await fetch(`${words.address}${day}.bin`)).arrayBuffer());
  const rows = Array.from({ length: data.length / ENTRY }, (_, at) => data.slice(at * ENTRY, (at + 1) * ENTRY));
  const boxes = bytesToHex(sha256(concatBytes(...rows.map((row) => row.slice(32)))));
  const published = { day, leaves: bytesToHex(rootOf(rows.map((row) => row.slice(0, 32)))), boxes };
  return { published, batch: readBatch(data, published) };
}

function attach(id, does) {
  const form = document.getElementById(id);
  const said = form.querySelector("[data-said]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await does(form, said);
    } catch (error) {
      const typed = { count: words.typedCount, unknown: words.typedUnknown, none: words.typedNone }[error.fault];
      said.textContent = typed ? fill(typed, { at: error.at }) : error.message;
    }
  });
}

attach("find", async (form, said) => {
  const receipt = Receipt.read(document.getElementById("words").value);
  const to = document.getElementById("to").value.trim();
  said.textContent = fill(words.searching, { of: days.length });
  const told = [];
  for (const day of days) {
    for (const found of find(receipt, (await batchOf(day)).batch)) {
      download(openFor(receipt, found, to), `opening-${day}-${found.number}.json`);
      told.push(fill(words.found, { day, to }));
      document.getElementById("reported").value ||= day;
    }
  }
  document.getElementById("words").value = "";
  said.textContent = told.join(" ") || words.none;
});

attach("check", async (form, said) => {
  const data = new Uint8Array(await document.getElementById("opening").files[0].arrayBuffer());
  const { day } = readObject(data, "the opening").opening;
  const { published } = await batchOf(String(day));
  // The city's own word for the day: independent keepers' times are checked by the command line.
  const proven = verify(data, published, Date.parse(`${day}T12:00:00Z`) / 1000, document.getElementById("me").value.trim());
  const who = proven.identity ? [proven.identity.name, proven.identity.position].filter(Boolean).join(", ") : words.nameless;
  said.textContent = fill(words.holds, { who, day: proven.day });
});

const daysBetween = (first, second) => Math.round((Date.parse(second) - Date.parse(first)) / 86_400_000);

attach("count", async (form, said) => {
  const at = (id) => document.getElementById(id).value;
  const [reported, acted] = [at("reported"), at("acted")];
  const from = { report: reported, action: acted, charge: at("charged"), answer: at("answered"), request: at("requested") };
  const today = new Date().toISOString().slice(0, 10);
  for (const item of document.querySelectorAll("[data-days]")) {
    const since = from[item.dataset.from];
    const day = since && (item.dataset.unit ? addWorkingDays : addDays)(since, Number(item.dataset.days));
    const left = day && daysBetween(today, day);
    item.querySelector("strong").textContent = day
      ? `${fill(words.until, { day })} ${left < 0 ? words.over : fill(words.left, { days: left })}` : "";
  }
  if (reported && acted) {
    said.textContent = fill(words.between, { days: daysBetween(reported, acted) });
  }
});

const diary = [];
const entries = document.querySelector("[data-entries]");
const show = () => entries.replaceChildren(...diary.map(({ day, what }) => el("li", {}, `${day}: ${what}`)));
attach("diary", async (form) => {
  diary.push({ day: document.getElementById("day").value, what: document.getElementById("what").value.trim() });
  form.reset();
  show();
});
document.querySelector("[data-save]").addEventListener("click", () =>
  download(new TextEncoder().encode(JSON.stringify(diary, null, 1)), "diary.json"));
document.querySelector("[data-load]").addEventListener("change", async (event) => {
  const read = JSON.parse(await event.target.files[0].text());
  if (Array.isArray(read)) diary.push(...read.filter((each) => each?.day && each?.what));
  show();
});
