// Reads an offline desk and questions with the desk's own answers; prints what differs.
// Usage: node conformance.mjs DESK.json QUESTIONS.json
import { readFileSync } from "node:fs";
import { collecting, contacted, determine } from "./desk.js";

const [desk, questions] = process.argv.slice(2).map((name) => JSON.parse(readFileSync(name, "utf8")));
const find = (list, id) => list.find((each) => each.id === id);
const put = {
  contacted: (row) => contacted(desk, find(desk.kinds, row.kind), row.told),
  life: () => determine(desk, { act: "give emergency help", actor: "any_employee", facts: { threat_to_life: true } }),
  collecting: (row) =>
    collecting(desk, {
      ...row,
      department: find(desk.departments, row.department),
      information: find(desk.information, row.information),
    }),
};
let differing = 0;
for (const row of questions) {
  const found = put[row.door](row);
  const said = {
    phrase: found.phrase,
    question: found.question?.fact ?? null,
    choices: found.question?.choices.map(([value]) => value) ?? [],
    citations: found.citations.map((rule) => rule.hash),
    set_aside: found.set_aside.map((rule) => rule.hash),
    duties: found.duties,
    missing: found.missing,
  };
  for (const [name, value] of Object.entries(said)) {
    if (JSON.stringify(value) === JSON.stringify(row.said[name])) continue;
    differing += 1;
    console.log(JSON.stringify({ asked: row, name, value }));
    break;
  }
}
console.log(`${questions.length} asked, ${differing} differ`);
process.exit(differing ? 1 : 0);
