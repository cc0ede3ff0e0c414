// The inbox of reports: every recipient fetches the same batches and tries each case with their key, here.
import { readRoster } from "../../../../js/sealing/roster.js";
import { readCase } from "../../../../js/sealing/case.js";
import { utf8ToBytes } from "../../../../js/sealing/canonical.js";
import { base64, el, fill, get, post } from "./handling_dom.mjs";
import { begun } from "./handling_acts.mjs";
import { showCase } from "./handling_case.mjs";
import { isHearing, standing } from "./handling_standing.mjs";
import { attachUnlock } from "./handling_unlock.mjs";

const page = JSON.parse(document.getElementById("handling-data").textContent);
const { words } = page;
const root = document.getElementById("inbox");
const rosters = page.rosters.map(({ file, keepers, pinned }) => readRoster(utf8ToBytes(file), keepers, pinned));
const cases = new Map();
let shown = page.days.slice(0, page.shown);
for (const day of page.unread) if (!shown.includes(day)) shown.push(day);

const taken = (batch) => ({
  ...batch,
  epochs: batch.epochs.map((epoch) => ({ ...epoch, wraps: epoch.wraps.map(base64) })),
  messages: batch.messages.map((message) => ({ ...message, data: base64(message.data) })),
});

/** Lay the new part of a case beside what is known of it. */
function merge(part, day) {
  const known = cases.get(part.id) ?? { id: part.id, day, epochs: [], messages: [], files: [] };
  const add = (name, key) => {
    const have = new Set(known[name].map((each) => each[key]));
    known[name] = [...known[name], ...part[name].filter((each) => !have.has(each[key]))].sort((a, b) => a[key] - b[key]);
  };
  add("epochs", "number");
  add("messages", "place");
  known.files = part.files;
  if (day < known.day) known.day = day;
  cases.set(part.id, known);
}

async function fetchBatches(days, progress) {
  for (const [at, day] of [...days].sort().entries()) {
    progress(fill(words.fetching, { at: at + 1, of: days.length }));
    for (const part of (await get(`${root.dataset.batches}${day}.json`)).cases) merge(taken(part), day);
  }
}

async function openAll(key, progress) {
  const opened = [];
  let at = 0;
  for (const stored of cases.values()) {
    progress(fill(words.trying, { at: (at += 1), of: cases.size }));
    const found = await readCase(stored, key.identity, rosters);
    if (found) opened.push({ ...found, day: stored.day });
  }
  return opened.sort((one, other) => other.day.localeCompare(one.day));
}

function row(one, open) {
  const now = standing(one, page);
  return el("tr", {},
    el("th", { scope: "row" }, el("button", { class: "as-link", onclick: open }, now.title)),
    el("td", {}, el("time", {}, one.day)),
    el("td", {}, now.stageLabel),
    el("td", {}, now.due ? el("span", { class: "tag", ...(now.late && { "data-tone": "no" }) },
      `${now.dueLabel} `, el("time", {}, now.due), now.late ? ` (${words.overdue})` : "") : "—"),
    el("td", {}, one.refused.length ? el("span", { class: "tag", "data-tone": "no" }, words.refused_some) : ""));
}

function list(key, opened) {
  const heads = [words.case, words.arrived, words.stage, words.next, words.warnings];
  const older = page.days.filter((day) => !shown.includes(day)).slice(0, page.shown);
  const table = el("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": words.cases },
    el("table", {}, el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))),
      el("tbody", {}, opened.map((one) => row(one, () => open(key, one, opened))))));
  root.replaceChildren(
    el("h2", { tabindex: "-1" }, words.cases),
    el("p", {}, fill(words.opened, { opened: opened.length, tried: cases.size, days: shown.length })),
    opened.length ? table : el("p", {}, words.none),
    older.length ? el("button", { class: "button button--quiet", onclick: () => start(key, older) }, words.older) : "");
  root.querySelector("h2").focus();
}

function open(key, one, opened) {
  showCase(root, { key, page, rosters, address: root.dataset.cases, clocks: root.dataset.clocks }, one, {
    back: () => list(key, opened),
    again: async () => {
      merge(taken(await get(`${root.dataset.cases}${one.id}.json`, one.epoch.reporterKey)), one.day);
      const found = await readCase(cases.get(one.id), key.identity, rosters);
      open(key, Object.assign(one, found), opened);
    },
  });
}

async function start(key, more = []) {
  const said = document.getElementById("progress");
  const days = more.length ? more : shown;
  shown = [...new Set([...shown, ...more])];
  root.replaceChildren();
  const progress = (text) => { said.textContent = text; };
  try {
    await fetchBatches(days, progress);
    const opened = await openAll(key, progress);
    for (const one of opened.filter((each) => page.unread.includes(each.day) && each.epoch && !isHearing(each))) {
      await begun(one, { clocks: root.dataset.clocks });
    }
    for (const day of page.unread.splice(0)) await post(root.dataset.read, { day });
    progress("");
    document.getElementById("unlock").hidden = true;
    list(key, opened);
  } catch (error) {
    progress(fill(words.failed, { why: error.message }));
  }
}

attachUnlock(document.getElementById("unlock"), words, start);
addEventListener("pagehide", () => root.replaceChildren());
