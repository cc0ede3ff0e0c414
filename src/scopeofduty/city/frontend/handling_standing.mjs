// How far a report is: read out of its own messages, so that the server needn't know.
import { bytesToHex, sha256, utf8ToBytes } from "../../../../js/sealing/canonical.js";

export const STAGES = ["received", "acknowledged", "assessed", "investigating", "finding", "feedback", "closed"];
const OF_KIND = { reply: "acknowledged", assessment: "assessed", investigation: "investigating", finding: "finding",
  feedback: "feedback", closed: "closed" };
const DAY = 86_400_000;

export const addDays = (day, days) => new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

/** Days from Monday to Friday: the holidays of a place aren't known here. */
export function addWorkingDays(day, days) {
  let at = day;
  for (let left = days; left > 0;) if (new Date(at = addDays(at, 1)).getUTCDay() % 6) left -= 1;
  return at;
}

/** The id of a case's clocks: readers know the reporter's age recipient, the server doesn't. */
export const clockOf = (epoch) => bytesToHex(sha256(utf8ToBytes(`scopeofduty/clock/v1\0${epoch.reporter}`))).slice(0, 32);

/** Who investigates a class of violation, as the ordinance names it, and when a finding is due. */
export function bodyFor(one, page) {
  const violation = last(one, "assessment")?.violation ?? last(one, "report")?.violation;
  const found = page.bodies[violation] ?? {};
  const days = found.days || page.limits.feedback;
  const due = addDays(one.day, days);
  return { ...found, due: due > page.today ? due : addDays(page.today, 30) };
}

export const last = (one, kind) => one.entries.map((entry) => entry.body).filter((body) => body.kind === kind).at(-1);

/** A hearing is a case whose first message is an allegation: its receipt is the subject's. */
export const isHearing = (one) => one.entries[0]?.body.kind === "allegation";

/** The hearings that readers held in a case: [{case, key}]. */
export const hearingsOf = (one) =>
  one.entries.filter((entry) => entry.from !== null && entry.body.kind === "hearing").map((entry) => entry.body);

export function standing(one, { words, violations, today, limits }) {
  const report = one.entries.find((entry) => entry.body.kind === "report")?.body;
  const mine = one.entries.filter((entry) => entry.from !== null).map((entry) => OF_KIND[entry.body.kind]);
  const stage = STAGES[Math.max(0, ...mine.map((each) => STAGES.indexOf(each)))];
  const at = STAGES.indexOf(stage);
  const investigation = last(one, "investigation");
  const title = isHearing(one) ? words.hearing
    : report ? violations[report.violation] ?? words.report : words.joined;
  let [due, dueLabel] = ["", ""];
  if (!isHearing(one) && stage !== "closed") {
    if (at < 1) [due, dueLabel] = [addDays(one.day, limits.acknowledge), words.stages.acknowledged];
    else if (investigation && at < 4) [due, dueLabel] = [investigation.due, words.stages.finding];
    else if (at < 5) [due, dueLabel] = [addDays(one.day, limits.feedback), words.stages.feedback];
  }
  return { stage, stageLabel: isHearing(one) ? "" : words.stages[stage], title, due, dueLabel, late: Boolean(due) && due < today, report };
}
