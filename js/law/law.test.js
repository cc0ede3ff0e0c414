import assert from "node:assert/strict";
import { test } from "node:test";
import { QuestionError, ask } from "./law.js";

// One act, two rules: backup is prohibited; a life in danger sets that aside. Ends as `duty export` numbers them.
const law = {
  ends: ["false", "true", "silent", "discretionary", "permitted", "needs approval", "required", "prohibited", "conflict", "refer", "impossible"],
  facts: {
    threat_to_life: { kind: "yes-no", question: { en: "Is a life in danger?", es: "¿Peligra una vida?" }, choices: [[true, {}], [false, {}]], groups: {}, who_knows: "officer", unit: "" },
    requester: { kind: "one-of", question: { en: "Who asks?", es: "¿Quién pide?" }, choices: [["ice", {}], ["nobody", {}]], groups: { federal: ["ice"] }, who_knows: "caller", unit: "" },
    hours: { kind: "number", question: { en: "How long?", es: "¿Cuánto?" }, choices: [], groups: {}, who_knows: "officer", unit: "hours" },
  },
  implies: [[{ requester: "nobody" }, { threat_to_life: false }]],
  rules: [
    { id: "5(a)", outcome: "prohibited", condition: ["is", "requester", ["ice"]], defeats: [] },
    { id: "5(b)", outcome: "permitted", condition: ["is", "threat_to_life", [true]], defeats: [0] },
  ],
  acts: {
    backup: {
      variables: [
        { fact: "requester", cells: [["ice"], ["nobody"]], weights: [0.5, 0.5], tests: [], tested: true },
        { fact: "threat_to_life", cells: [[true], [false]], weights: [0.25, 0.75], tests: [], tested: true },
      ],
      nodes: [[1, 4, 7], [1, 10, 2], [0, 11, 12]],
      root: 13,
      rules: [0, 1],
    },
  },
};

test("what is left out is unknown, and the next question lowers it", () => {
  const open = ask(law, "backup", null, { requester: "ice" });
  assert.equal(open.outcome, null);
  assert.deepEqual(open.possible, ["permitted", "prohibited"]);
  assert.equal(open.question.fact, "threat_to_life");
});

test("a rule that is defeated is set aside", () => {
  const said = ask(law, "backup", null, { requester: "federal", threat_to_life: true });
  assert.equal(said.outcome, "permitted");
  assert.deepEqual(said.citations.map((rule) => rule.id), ["5(b)"]);
  assert.deepEqual(said.set_aside.map((rule) => rule.id), ["5(a)"]);
});

test("an implication settles a fact that nobody gave", () => {
  assert.equal(ask(law, "backup", null, { requester: "nobody" }).outcome, "silent");
});

test("an act without a rule is silent", () => {
  assert.equal(ask(law, "sing", null, {}).outcome, "silent");
});

test("facts that contradict each other, and words that nobody knows, are refused", () => {
  assert.throws(() => ask(law, "backup", null, { requester: "nobody", threat_to_life: true }), QuestionError);
  assert.throws(() => ask(law, "backup", null, { requester: "martians" }), QuestionError);
  assert.throws(() => ask(law, "backup", null, { hours: -1 }), QuestionError);
});

test("a question is never one for somebody who can't know", () => {
  assert.equal(ask(law, "backup", null, { requester: "ice" }, ["caller"]).question, null);
});
