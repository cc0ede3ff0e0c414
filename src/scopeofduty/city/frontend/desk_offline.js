// The desk's page for when there is no network. It asks the law kept on this device; what is told stays in this
// page's memory and is gone with it. The address names the door and the kind, as online, and never what was told.
import { ASK, QuestionError, RECORD, age, collecting, contacted, determine } from "../../../../js/desk/desk.js";

const place = document.querySelector("[data-offline-desk]");
let desk = null;
let told = {};
let act = ASK;

/** Fill a copy of one of the page's templates: `words` by data-words, lists by data-list. */
function piece(name, words = {}) {
  const made = document.querySelector(`template[data-piece="${name}"]`).content.cloneNode(true);
  for (const spot of made.querySelectorAll("[data-words]")) {
    const text = words[spot.dataset.words];
    if (text === undefined || text === null || text === "") spot.remove();
    else spot.textContent = text;
  }
  return made;
}

const dayWords = (day) => (day ? new Date(`${day}T12:00:00`).toLocaleDateString(desk.language, { dateStyle: "long" }) : "");

const link = (hash, label, hint) => {
  const made = piece("choice-link", { label, hint });
  made.querySelector("a").href = `#${hash}`;
  return made;
};

function button(label, press, kind = "choice-button") {
  const made = piece(kind, { label });
  made.querySelector("button").addEventListener("click", press);
  return made;
}

const list = (made, name, items) => {
  const spot = made.querySelector(`[data-list="${name}"]`);
  if (items.length) spot.append(...items);
  else (spot.closest("[data-unless-empty]") ?? spot).remove();
};

/** The word for a value, in a fact's own choices; a department where the fact is who asks. */
const choicesOf = (fact, given) =>
  fact === "actor" ? desk.departments.map((office) => [office.actor, office.label]) : (given ?? desk.law.facts[fact].choices);
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const valueWords = (fact, value) => capital(choicesOf(fact).find(([each]) => each === value)?.[1] ?? String(value));

function tell(fact, value) {
  told = { ...told, [fact]: value };
  show();
}

function question(asked, side) {
  const made = piece("question", { text: asked.text });
  const answers = choicesOf(asked.fact, asked.choices);
  const first = desk.first[side][asked.fact] ?? answers.map(([value]) => value);
  const isFirst = ([value]) => first.includes(value);
  const shown = answers.some(isFirst) ? answers.filter(isFirst) : answers;
  const buttons = (each) => each.map(([value, label]) => button(capital(label), () => tell(asked.fact, value)));
  list(made, "choices", buttons(shown));
  list(made, "more", buttons(answers.filter((each) => !shown.includes(each))));
  const form = made.querySelector("form");
  if (asked.kind !== "number") form.remove();
  else {
    form.querySelector("label").textContent = `${asked.text} (${asked.unit})`;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      tell(asked.fact, Number(form.querySelector("input").value));
    });
  }
  return made;
}

/** Why an answer is counsel's. */
function reasons(found) {
  const said = found.conflict ? [piece("reason-conflict")] : [];
  for (const rule of found.citations) {
    if (rule.weak) said.push(piece("reason-weak", { section: rule.named }));
    else if (!rule.signed) said.push(piece("reason-unsigned", { section: rule.named }));
    if (rule.approver) said.push(piece("reason-approver", { section: rule.named, approver: rule.approver }));
  }
  if (!found.citations.length && found.missing.length) {
    const named = found.missing.slice(0, 4).map((fact) => `“${desk.law.facts[fact].question}”`);
    said.push(piece("reason-missing", { questions: named.join(", ") }));
  }
  return said;
}

function rule(each) {
  const heading = [each.named, each.heading].filter(Boolean).join(": ");
  const made = piece("rule", { heading, summary: each.summary, name: each.signed?.name, day: dayWords(each.signed?.on) });
  made.querySelector(each.signed ? "[data-unsigned]" : "[data-signed]").remove();
  return made;
}

function toldRow([fact, value]) {
  const made = piece("told", { text: desk.law.facts[fact].question, answer: value === true || value === false || value ? valueWords(fact, value) : "" });
  const others = choicesOf(fact).filter(([each]) => each !== value);
  list(made, "changes", others.map(([each, label]) => button(capital(label), () => tell(fact, each), "change")));
  made.querySelector("[data-unknown]").addEventListener("click", () => tell(fact, null));
  return made;
}

function answer(found, { doing, note, side, facts, back }) {
  const made = piece(found.question ? "open" : "answer", {
    phrase: desk.phrases[found.phrase],
    about: desk.about[found.phrase].replace("{act}", doing),
    now: desk.sentences[side][found.phrase].now,
    note,
    say: desk.sentences[side][found.phrase].say[desk.language],
    other: desk.sentences[side][found.phrase].say[desk.language === "es" ? "en" : "es"],
    counsel: [desk.counsel.name, desk.counsel.phone].filter(Boolean).join(": "),
  });
  made.querySelector("[data-phrase]")?.setAttribute("data-phrase", found.phrase);
  const call = made.querySelector("[data-call]");
  if (call && desk.counsel.phone && ["counsel", "silent", "commission"].includes(found.phrase)) {
    call.querySelector("a").href = `tel:${desk.counsel.phone.replaceAll(" ", "")}`;
  } else call?.remove();
  if (found.question) made.querySelector("[data-question]").append(question(found.question, side));
  else {
    list(made, "reasons", found.phrase === "counsel" ? reasons(found) : []);
    list(made, "listed", (found.listed ?? []).map((row) => piece(row.duty ? "duty" : "not-duty", { ...row, listed_on: dayWords(row.listed_on) })));
    list(made, "duties", found.duties.map((duty) => piece("item", { text: desk.law.duties[duty] })));
    list(made, "rules", found.phrase === "must" && found.listed?.some((row) => row.duty) ? [] : found.citations.map(rule));
    list(made, "aside", found.set_aside.map((each) => piece("item", { text: `${each.named}: ${each.summary}` })));
    list(made, "warnings", warnings(found));
  }
  list(made, "told", Object.entries(facts).filter(([fact]) => desk.law.facts[fact]).map(toldRow));
  made.querySelector("[data-back]").href = back;
  return made;
}

/** What is old about the rules cited, or about entries of the register. A warning never blocks the answer. */
function warnings(found) {
  const today = isoToday();
  const old = found.citations.filter((each) => each.signed && each.signed.review_on < today);
  const entries = (found.listed ?? []).filter((row) => row.review_on && row.review_on < today);
  const drafts = found.citations.filter((each) => each.draft);
  return [
    ...old.map((each) => piece("review", { section: each.named, day: dayWords(each.signed.review_on) })),
    ...entries.map((row) => piece("review", { section: row.law, day: dayWords(row.review_on) })),
    ...drafts.map((each) => piece("draft", { section: each.named })),
  ];
}

const pages = {
  "": () => piece("doors"),
  life: () => {
    const found = determine(desk, { act: "give emergency help", actor: "any_employee", facts: { threat_to_life: true } });
    const made = piece("life");
    list(made, "rules", ["must", "may"].includes(found.phrase) ? found.citations.map(rule) : []);
    return made;
  },
  contacted: (id) => {
    const kind = desk.kinds.find((each) => each.id === id);
    if (!kind) {
      const made = piece("kinds");
      list(made, "kinds", desk.kinds.map((each) => link(`contacted/${each.id}`, each.label, each.hint)));
      return made;
    }
    const facts = { ...(kind.actor ? { actor: kind.actor } : {}), ...kind.facts, ...told };
    const found = contacted(desk, kind, told);
    const shown = { doing: kind.doing, note: kind.note, side: "agent", facts: given(facts), back: "#contacted" };
    return answer(found, shown);
  },
  collect: (office, service, id) => {
    const department = desk.departments.find((each) => each.id === office);
    const information = desk.information.find((each) => each.id === id);
    if (!department || !service) return services();
    if (!information) {
      const made = piece("information");
      list(made, "information", desk.information.map((each) => link(`collect/${office}/${service}/${each.id}`, each.label, each.hint)));
      return made;
    }
    const found = collecting(desk, { department, service: service === "another" ? null : service, information, act, told });
    const doing = act === RECORD ? information.recording : information.asking;
    const facts = given({ actor: department.actor, ...desk.calm, ...told });
    const made = answer(found, { doing, side: "resident", facts, back: "#collect" });
    made.append(button(document.querySelector(`[data-turn="${act === ASK ? "record" : "ask"}"]`).textContent, turn, "turn"));
    return made;
  },
};

const given = (facts) => Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null && value !== undefined));

function turn() {
  act = act === ASK ? RECORD : ASK;
  show();
}

function services() {
  const made = piece("services");
  const groups = desk.departments.map((office) => {
    const group = piece("department", { name: office.label });
    const another = { id: "another", label: document.querySelector("[data-another]").textContent };
    list(group, "services", [...office.services, another].map((each) => link(`collect/${office.id}/${each.id}`, each.label)));
    return group;
  });
  list(made, "departments", groups);
  return made;
}

const isoToday = () => {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
};

function sayAge() {
  const spot = document.querySelector("[data-law-since]");
  const { old, changed } = age(desk, isoToday());
  const day = dayWords(desk.day);
  spot.replaceChildren(piece("since", { day }));
  if (old) spot.append(piece("old", { day }));
  if (changed) spot.append(piece("changed", { day: dayWords(changed) }));
}

/** Show what the address names; the heading gets the focus, as on a new page. */
function show(event) {
  const parts = location.hash.slice(1).split("/").filter(Boolean);
  if (event?.type === "hashchange") {
    told = {};
    act = ASK;
  }
  try {
    place.replaceChildren((pages[parts[0] ?? ""] ?? pages[""])(...parts.slice(1).map(decodeURIComponent)));
  } catch (error) {
    if (!(error instanceof QuestionError)) throw error;
    told = {};
    place.replaceChildren(piece("contradiction"));
  }
  const heading = place.querySelector("h1");
  document.title = `${heading.textContent} · ${place.dataset.title}`;
  if (event || Object.keys(told).length) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

async function open() {
  try {
    const found = await fetch(place.dataset.law);
    if (!found.ok) throw new Error(String(found.status));
    desk = await found.json();
  } catch {
    place.replaceChildren(piece("nothing"));
    return;
  }
  addEventListener("hashchange", show);
  sayAge();
  show();
}

open();
