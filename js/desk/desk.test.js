import assert from "node:assert/strict";
import { test } from "node:test";
import { age, collecting, contacted, determine } from "./desk.js";

const signed = { name: "Corey Counsel", on: "2026-11-01", review_on: "2027-06-01" };
const rule = (id, outcome, condition, more = {}) => ({
  id, outcome, condition, defeats: [], duties: [], approver: "", approval: "counsel", hash: id, signed, weak: false, stands: true, ...more,
});

// One act, two rules: backup for civil enforcement is prohibited; a life in danger sets that aside.
const desk = (more = {}) => ({
  day: "2026-11-23",
  changes: null,
  phrase_of: { required: "must", permitted: "may", discretionary: "may", prohibited: "no", "needs approval": "commission", refer: "counsel", silent: "silent" },
  help: ["backup"],
  calm: { threat_to_life: false },
  departments: [{ id: "police", actor: "police" }, { id: "library", actor: "library" }],
  register: [],
  law: {
    ends: ["false", "true", "silent", "discretionary", "permitted", "needs approval", "required", "prohibited", "conflict", "refer", "impossible"],
    facts: {
      purpose: { kind: "one-of", question: "What for?", choices: [["civil", "civil"], ["crime", "crime"]], groups: {}, who_knows: "officer", unit: "", for_staff: true },
      threat_to_life: { kind: "yes-no", question: "Danger?", choices: [[true, "yes"], [false, "no"]], groups: {}, who_knows: "officer", unit: "", for_staff: true },
    },
    implies: [],
    duties: { report: "Report it" },
    duty_rules: [{ id: "report", acts: ["backup"], condition: ["is", "purpose", ["civil"]] }],
    rules: [
      rule("5(a)", "prohibited", ["is", "purpose", ["civil"]], more),
      rule("5(b)", "permitted", ["is", "threat_to_life", [true]], { defeats: [0] }),
    ],
    acts: {
      backup: {
        variables: [
          { fact: "purpose", cells: [["civil"], ["crime"]], weights: [0.5, 0.5], tests: [], tested: true },
          { fact: "threat_to_life", cells: [[true], [false]], weights: [0.25, 0.75], tests: [], tested: true },
        ],
        nodes: [[1, 4, 7], [1, 4, 2], [0, 11, 12]],
        root: 13,
        rules: [0, 1],
      },
    },
  },
});
const BACKUP = { act: "backup", actor: "police", facts: { threat_to_life: false }, first: "" };

test("a question is open until its answer decides", () => {
  const open = contacted(desk(), BACKUP);
  assert.equal(open.phrase, "undetermined");
  assert.equal(open.question.fact, "purpose");
  const said = contacted(desk(), BACKUP, { purpose: "civil" });
  assert.equal(said.phrase, "no");
  assert.deepEqual(said.citations.map((each) => each.id), ["5(a)"]);
  assert.deepEqual(said.duties, ["report"]);
});

test("a rule that counsel has not signed, or that is weakly founded, answers: ask counsel", () => {
  assert.equal(contacted(desk({ signed: null, stands: false }), BACKUP, { purpose: "civil" }).phrase, "counsel");
});

test("a threat to life is answered whether or not anything is signed or known", () => {
  const unsigned = desk({ signed: null, stands: false });
  assert.equal(determine(unsigned, { act: "backup", facts: { threat_to_life: true } }).phrase, "may");
});

test("what a register lists for the form makes asking a duty, and only there", () => {
  const listing = { ...desk(), register: [{ department: "library", service: "card", information: ["citizenship"], duty: true }] };
  const where = { department: listing.departments[1], information: { id: "citizenship", info: "immigration_status" } };
  assert.equal(collecting(listing, { ...where, service: "card" }).phrase, "must");
  assert.equal(collecting(listing, { ...where, service: "room" }).phrase, "silent");
});

test("old law warns, and so does law that was to change since", () => {
  assert.deepEqual(age(desk(), "2026-11-24"), { days: 1, old: false, changed: null });
  assert.equal(age(desk(), "2026-12-24").old, true);
  assert.equal(age(desk(), "2026-11-20").old, true);
  assert.equal(age({ ...desk(), changes: "2026-11-24" }, "2026-11-24").changed, "2026-11-24");
});
