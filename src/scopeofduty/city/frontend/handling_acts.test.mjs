import assert from "node:assert/strict";
import { test } from "node:test";
import { askable, disclosed, readersAfter } from "./handling_acts.mjs";
import { addDays, addWorkingDays, bodyFor, standing } from "./handling_standing.mjs";

const one = {
  id: "ab".repeat(16), day: "2026-11-01", refused: [],
  entries: [
    { from: null, body: { kind: "report", violation: "held", text: "he was kept", who: "Ana", attachments: [], once: "x" } },
    { from: "Indra", body: { kind: "investigation", text: "we look", due: "2026-12-01", state: "investigating" } },
  ],
};
const page = { words: { stages: {}, report: "Report" }, violations: { held: "Held" }, today: "2026-12-02", limits: { acknowledge: 7, feedback: 90 } };

test("a field is withheld with its citation and in every message; the others are told", () => {
  assert.deepEqual(askable(one), ["from", "named", "violation", "text", "who", "due"]);
  const told = JSON.parse(new TextDecoder().decode(disclosed({ ...one, epoch: { named: ["ben"] }, roster }, { who: "K.S.A. 45-221(a)(10)", text: " " })));
  assert.deepEqual(told.messages[0].who, { withheld_under: "K.S.A. 45-221(a)(10)" });
  assert.equal(told.messages[0].text, "he was kept");
  assert.equal(told.messages[1].from, "Indra");
  assert.deepEqual(told.named, ["Ben"]);
  assert.ok(!JSON.stringify(told).includes("Ana"));
});

test("stage and the next clock follow from the messages alone", () => {
  const now = standing(one, page);
  assert.deepEqual([now.stage, now.due, now.late], ["investigating", "2026-12-01", true]);
  const fresh = standing({ ...one, entries: one.entries.slice(0, 1) }, page);
  assert.deepEqual([fresh.stage, fresh.due], ["received", "2026-11-08"]);
  assert.equal(addDays("2026-02-27", 2), "2026-03-01");
  assert.equal(addWorkingDays("2026-11-20", 5), "2026-11-27", "Friday to Friday");
  assert.equal(addWorkingDays("2026-11-21", 1), "2026-11-23", "Saturday to Monday");
});

const seat = (id, duty, more = {}) => [id, { id, duty, reports_to: "", beside: [], signing_key: duty === "none" ? "" : id, ...more }];
const roster = { members: new Map([
  seat("ana", "recipient"), seat("ben", "recipient", { person: "Ben" }), seat("out", "outside"), seat("away", "outside"),
  seat("officer", "none", { reports_to: "ana" }), seat("clerk", "none", { beside: ["out"] }),
]) };
const epoch = { named: ["gone"], readers: ["ana", "ben"] };

test("the next epoch is for those who remain; with nobody inside, for those outside whom the rule allows", () => {
  assert.deepEqual(readersAfter(epoch, roster, { without: "ana" }), { named: [], readers: ["ben"], outside: false });
  // Naming an officer excludes everybody above them.
  assert.deepEqual(readersAfter(epoch, roster, { also: "officer" }), { named: ["officer"], readers: ["ben"], outside: false });
  const last = readersAfter({ named: ["officer"], readers: ["ben"] }, roster, { without: "ben" });
  assert.deepEqual(last, { named: ["officer"], readers: ["out", "away"], outside: true });
  assert.deepEqual(readersAfter({ named: ["clerk"], readers: ["ben"] }, roster, { without: "ben" }).readers, ["away"]);
  assert.deepEqual(readersAfter({ named: ["clerk", "away"], readers: ["ben"] }, roster, { without: "ben" }).readers, []);
});

test("the body, its stand-in and its clock follow from the class, as assessed or else as reported", () => {
  const bodies = { held: { investigator: "Auditor", days: 60 }, access: { investigator: "Board", days: 10 } };
  const told = { ...page, today: "2026-11-02", bodies };
  assert.deepEqual([bodyFor(one, told).investigator, bodyFor(one, told).due], ["Auditor", "2026-12-31"]);
  const assessed = { ...one, entries: [...one.entries, { from: "Indra", body: { kind: "assessment", violation: "access" } }] };
  assert.deepEqual([bodyFor(assessed, told).investigator, bodyFor(assessed, told).due], ["Board", "2026-11-11"]);
  assert.equal(bodyFor(assessed, { ...told, today: "2026-12-20" }).due, "2027-01-19");
});
