// Puts a question to the law's table (`duty export PACK`): the same answers as the Python engine,
// without a network. No library. Outcomes, cited rules and the next question; see docs/reference/law-language.md.

/** The questions that staff can answer; never one for counsel, a record or the person concerned. */
export const STAFF_KNOW = ["officer", "caller"];

export class QuestionError extends Error {}

const OUTCOMES = ["silent", "discretionary", "permitted", "needs approval", "required", "prohibited", "conflict", "refer"];
const COMPARE = {
  "more than": (a, b) => a > b,
  "at least": (a, b) => a >= b,
  "less than": (a, b) => a < b,
  "at most": (a, b) => a <= b,
  exactly: (a, b) => a === b,
};

/** Every value a fact can have; null where it is a number. */
const valuesOf = (fact) => (fact.kind === "number" ? null : fact.kind === "yes-no" ? [true, false] : fact.choices.map(([value]) => value));

const admits = (test, value) => (test[0] === "is" ? test[2].includes(value) : COMPARE[test[2]](value, test[3]));

/** A condition in three values over sets of values still possible: true, false, or null when the blanks decide. */
function truth(condition, situation) {
  const [kind, ...parts] = condition;
  if (kind === "not") return negate(truth(parts[0], situation));
  if (kind === "all") return every(parts.map((part) => truth(part, situation)));
  if (kind === "any") return negate(every(parts.map((part) => negate(truth(part, situation)))));
  const possible = situation.get(condition[1]);
  if (!possible) return null;
  const verdicts = new Set([...possible].map((value) => admits(condition, value)));
  return verdicts.size === 1 ? [...verdicts][0] : null;
}

const negate = (value) => (value === null ? null : !value);
const every = (values) => (values.includes(false) ? false : values.includes(null) ? null : true);

/** The values each fact given may still have, once every implication has been followed. */
function settle(law, facts) {
  const situation = new Map();
  for (const [name, value] of Object.entries(facts)) {
    const fact = law.facts[name];
    if (value === null || value === undefined || value === "unknown" || !fact) continue;
    const known = valuesOf(fact);
    const group = known && !known.includes(value) ? fact.groups[value] : null;
    if (known && !known.includes(value) && !group) throw new QuestionError(`“${value}” is not a value of “${name}”.`);
    if (!known && !(Number.isFinite(value) && value >= 0)) throw new QuestionError(`“${name}” needs a number, zero or more.`);
    situation.set(name, new Set(group ?? [value]));
  }
  while (law.implies.map((tie) => follow(law, tie, situation)).includes(true));
  return situation;
}

const only = (values, value) => values?.size === 1 && values.has(value);

/** Follow an implication forwards, and backwards when a single premise is left open. */
function follow(law, [given, then], situation) {
  const fails = Object.entries(then).some(([fact, value]) => situation.has(fact) && !situation.get(fact).has(value));
  const open = Object.entries(given).filter(([fact, value]) => !only(situation.get(fact), value));
  if (!open.length) {
    if (fails) throw new QuestionError("These facts cannot all be so. Correct one of them.");
    const news = Object.entries(then).filter(([fact, value]) => !only(situation.get(fact), value));
    for (const [fact, value] of news) situation.set(fact, new Set([value]));
    return news.length > 0;
  }
  if (!fails || open.length > 1) return false;
  const [fact, value] = open[0];
  const values = situation.get(fact) ?? (law.facts[fact] && new Set(valuesOf(law.facts[fact])));
  if (!values?.has(value)) return false;
  situation.set(fact, new Set([...values].filter((each) => each !== value)));
  return true;
}

/** Which cell of a variable a value falls in. */
function cellOf(variable, value) {
  if (!variable.tests.length) return variable.cells.findIndex((members) => members.includes(value));
  const sign = (each) => variable.tests.map((test) => admits(test, each)).join();
  return variable.cells.findIndex((members) => sign(members[0]) === sign(value));
}

/** For each variable, by its place, the cells still possible (ascending). */
function domainsOf(act, situation) {
  return act.variables.map((variable) => {
    const known = situation.get(variable.fact);
    const all = variable.cells.map((_, cell) => cell);
    if (!known) return all;
    const cells = new Set([...known].map((value) => cellOf(variable, value)));
    return all.filter((cell) => cells.has(cell));
  });
}

/** Walk the diagram down every branch still possible; visit each node once. */
function walk(law, act, domains, visit) {
  const seen = new Set();
  const stack = [act.root];
  while (stack.length) {
    const at = stack.pop();
    if (seen.has(at)) continue;
    seen.add(at);
    const node = act.nodes[at - law.ends.length];
    visit(at, node);
    if (node) stack.push(...domains[node[0]].map((cell) => node[cell + 1]));
  }
}

/** The share of each outcome over the blanks, by the weights of the cells. */
function likelihood(law, act, domains) {
  const memo = new Map();
  const share = (at) => {
    if (at < law.ends.length) return law.ends[at] === "impossible" ? new Map() : new Map([[law.ends[at], 1]]);
    if (memo.has(at)) return memo.get(at);
    const [level, ...children] = act.nodes[at - law.ends.length];
    const weights = act.variables[level].weights;
    const total = domains[level].reduce((sum, cell) => sum + weights[cell], 0);
    const shares = new Map();
    for (const cell of domains[level])
      for (const [outcome, part] of share(children[cell]))
        shares.set(outcome, (shares.get(outcome) ?? 0) + (part * weights[cell]) / total);
    memo.set(at, shares);
    return shares;
  };
  return share(act.root);
}

const sum = (numbers) => numbers.reduce((total, each) => total + each, 0);

/** The entropy of the outcome expected once the variable at `level` is known. */
function uncertainty(law, act, domains, level) {
  let total = 0;
  let mass = 0;
  for (const cell of domains[level]) {
    const shares = [...likelihood(law, act, domains.with(level, [cell])).values()];
    const whole = sum(shares);
    const feasible = whole * act.variables[level].weights[cell];
    if (!feasible) continue;
    mass += feasible;
    total += feasible * -sum(shares.filter((each) => each > 0).map((each) => (each / whole) * Math.log2(each / whole)));
  }
  return mass ? total / mass : 0;
}

/** The next best question for people who know such facts, or null when none would help. */
function nextQuestion(law, act, domains, knows) {
  const matters = new Set();
  walk(law, act, domains, (_, node) => {
    if (node && domains[node[0]].length > 1 && act.variables[node[0]].tested) matters.add(node[0]);
  });
  const open = [...matters].sort((a, b) => a - b).filter((level) => knows.includes(law.facts[act.variables[level].fact].who_knows));
  let best = null;
  for (const level of open) {
    const bits = Math.round(uncertainty(law, act, domains, level) * 1e9);
    if (best === null || bits < best.bits) best = { bits, level };
  }
  if (best === null) return null;
  const variable = act.variables[best.level];
  const fact = law.facts[variable.fact];
  const choices = fact.choices.filter(([value]) => domains[best.level].includes(cellOf(variable, value)));
  return { fact: variable.fact, text: fact.question, kind: fact.kind, unit: fact.unit, choices };
}

/** How each rule of the act stands: live for sure, perhaps, set aside, or not at all. */
function stand(law, act, situation) {
  const holds = new Map(act.rules.map((rule) => [rule, truth(law.rules[rule].condition, situation)]));
  const live = new Map();
  const isLive = (rule) => {
    if (!live.has(rule)) {
      const defeated = act.rules.filter((other) => law.rules[other].defeats.includes(rule));
      live.set(rule, holds.get(rule) === false ? false : every([holds.get(rule), ...defeated.map((other) => negate(isLive(other)))]));
    }
    return live.get(rule);
  };
  for (const rule of act.rules) isLive(rule);
  return { holds, live };
}

/**
 * Ask what the law says.
 *
 * `actor` is an actor of the table or null; `facts` maps fact ids to true, false, a value, a group or a number;
 * what is left out is unknown, never false. Returns `outcome` (null while several are possible), `possible`,
 * `citations`, `set_aside` and `conflict` (rules of the table), and the next `question`.
 * Throws QuestionError for a word the table doesn't know or facts that contradict each other.
 */
export function ask(law, actName, actor, facts = {}, knows = STAFF_KNOW) {
  const act = law.acts[actName];
  const silent = { outcome: "silent", possible: ["silent"], citations: [], set_aside: [], conflict: [], question: null };
  if (!act) return silent;
  const situation = settle(law, actor ? { ...facts, actor } : facts);
  const domains = domainsOf(act, situation);
  const ends = new Set();
  walk(law, act, domains, (at, node) => node || ends.add(law.ends[at]));
  ends.delete("impossible");
  if (!ends.size) throw new QuestionError("These facts cannot all be so. Correct one of them.");
  const clash = ends.size === 1 && ends.has("conflict");
  const heard = new Set([...ends].map((end) => (end === "conflict" ? "refer" : end)));
  const possible = OUTCOMES.filter((outcome) => heard.has(outcome));
  const outcome = possible.length === 1 ? possible[0] : null;
  const { holds, live } = stand(law, act, situation);
  const says = (rule) => law.rules[rule].outcome;
  const sure = act.rules.filter((rule) => live.get(rule) === true);
  let deciding = sure.filter((rule) => (clash ? says(rule) : outcome && says(rule) === outcome));
  if (!clash && outcome && outcome !== "silent" && !deciding.length)
    deciding = act.rules.filter((rule) => live.get(rule) === null && says(rule) === outcome);
  const rules = (numbers) => numbers.map((number) => law.rules[number]);
  return {
    outcome,
    possible,
    citations: rules(deciding),
    set_aside: rules(act.rules.filter((rule) => holds.get(rule) === true && live.get(rule) === false)),
    conflict: clash ? rules(deciding) : [],
    question: outcome ? null : nextQuestion(law, act, domains, knows),
  };
}
