import assert from "node:assert/strict";
import { test } from "node:test";
import { askable, disclosed } from "./handling_acts.mjs";
import { addDays, standing } from "./handling_standing.mjs";

const one = {
  id: "ab".repeat(16), day: "2026-11-01", refused: [],
  entries: [
    { from: null, body: { kind: "report", violation: "held", text: "he was kept", who: "Ana", attachments: [], once: "x" } },
    { from: "Indra", body: { kind: "investigation", text: "we look", due: "2026-12-01", state: "investigating" } },
  ],
};
const page = { words: { stages: {}, report: "Report" }, violations: { held: "Held" }, today: "2026-12-02", limits: { acknowledge: 7, feedback: 90 } };

test("a field is withheld with its citation and in every message; the others are told", () => {
  assert.deepEqual(askable(one), ["from", "violation", "text", "who", "due"]);
  const told = JSON.parse(new TextDecoder().decode(disclosed(one, { who: "K.S.A. 45-221(a)(10)", text: " " })));
  assert.deepEqual(told.messages[0].who, { withheld_under: "K.S.A. 45-221(a)(10)" });
  assert.equal(told.messages[0].text, "he was kept");
  assert.equal(told.messages[1].from, "Indra");
  assert.ok(!JSON.stringify(told).includes("Ana"));
});

test("stage and the next clock follow from the messages alone", () => {
  const now = standing(one, page);
  assert.deepEqual([now.stage, now.due, now.late], ["investigating", "2026-12-01", true]);
  const fresh = standing({ ...one, entries: one.entries.slice(0, 1) }, page);
  assert.deepEqual([fresh.stage, fresh.due], ["received", "2026-11-08"]);
  assert.equal(addDays("2026-02-27", 2), "2026-03-01");
});
