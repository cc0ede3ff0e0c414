// Reads a table and a corpus of questions with the Python engine's answers; prints what differs.
// Usage: node conformance.mjs TABLE.json CORPUS.json
import { readFileSync } from "node:fs";
import { ask } from "./law.js";

const [law, corpus] = process.argv.slice(2).map((name) => JSON.parse(readFileSync(name, "utf8")));
const ids = (rules) => rules.map((rule) => rule.id);
let differing = 0;
for (const row of corpus) {
  const found = ask(law, row.act, row.actor, row.facts);
  const said = {
    outcome: found.outcome,
    possible: found.possible,
    citations: ids(found.citations),
    set_aside: ids(found.set_aside),
    conflict: ids(found.conflict),
    question: found.question?.fact ?? null,
  };
  for (const [name, value] of Object.entries(said)) {
    if (JSON.stringify(value) === JSON.stringify(row[name])) continue;
    differing += 1;
    console.log(JSON.stringify({ asked: row, name, said: value }));
    break;
  }
}
console.log(`${corpus.length} asked, ${differing} differ`);
process.exit(differing ? 1 : 0);
