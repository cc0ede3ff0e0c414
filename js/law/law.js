// Puts a question to the law's table (`duty export PACK`): the Python engine's answers without a network.

/** Who can be asked: never counsel, a record or the person concerned. */
export const STAFF_KNOW = ["officer", "caller"];

export class QuestionError extends Error {}
const contradiction = () => new QuestionError("These facts cannot all be so. Correct one of them.");

const OUTCOMES = ["silent", "discretionary", "permitted", "needs approval", "required", "prohibited", "conflict", "refer"];
const COMPARE = {
  "more than": (a, b) => a > b,
  "at least": (a, b) => a >= b,
  "less than": (a, b) => a < b,
  "at most": (a, b) => a <= b,
  exactly: (a, b) => a === b,
};

// Every value of a fact; null for a number.
const valuesOf = (fact) => (fact.kind === "number" ? null : fact.kind === "yes-no" ? [true, false] : fact.choices.map(([value]) => value));

const admits = (test, value) => (test[0] === "is" ? test[2].includes(value) : COMPARE[test[2]](value, test[3]));

/** A condition over the values still possible: true, false, or null. */
export function truth(condition, situation) {
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

/** The values each fact may still have, once every implication was followed. */
export function settle(law, facts) {
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

/** Follow an implication forwards, and backwards from a single open premise. */
function follow(law, [given, then], situation) {
  const fails = Object.entries(then).some(([fact, value]) => situation.has(fact) && !situation.get(fact).has(value));
  const open = Object.entries(given).filter(([fact, value]) => !only(situation.get(fact), value));
  if (!open.length) {
    if (fails) throw contradiction();
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

/** Which cell a value falls in. */
function cellOf(variable, value) {
  if (!variable.tests.length) return variable.cells.findIndex((members) => members.includes(value));
  const sign = (each) => variable.tests.map((test) => admits(test, each)).join();
  return variable.cells.findIndex((members) => sign(members[0]) === sign(value));
}

/** For each variable, the cells still possible (ascending). */
function domainsOf(act, situation) {
  return act.variables.map((variable) => {
    const known = situation.get(variable.fact);
    const all = variable.cells.map((_, cell) => cell);
    if (!known) return all;
    const cells = new Set([...known].map((value) => cellOf(variable, value)));
    return all.filter((cell) => cells.has(cell));
  });
}

/** Visit each node that is still possible, once. */
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

/** The share of each outcome over the blanks, by weight. */
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

/** The entropy expected once the variable at `level` is known. */
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

/** The variables, by their places, that can still change the outcome. */
function mattering(law, act, domains) {
  const found = new Set();
  walk(law, act, domains, (_, node) => {
    if (node && domains[node[0]].length > 1 && act.variables[node[0]].tested) found.add(node[0]);
  });
  return [...found].sort((a, b) => a - b);
}

/** The next best question, or null when none would help. */
function nextQuestion(law, act, domains, levels, knows) {
  const open = levels.filter((level) => knows.includes(law.facts[act.variables[level].fact].who_knows));
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

/** How each rule stands: live for sure, perhaps (null), or not. */
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
 * `actor` is an actor of the table or null; `facts` maps fact ids to true, false, a value, a group or a number; what is
 * left out is unknown, never false. `outcome` is null while several are `possible`; rules of the table stand in
 * `citations`, `set_aside`, `beside`, `possibly` and `conflict`; `missing` names the facts still open.
 * Throws QuestionError for a value that isn't one, or facts that contradict each other.
 */
export function ask(law, actName, actor, facts = {}, knows = STAFF_KNOW) {
  const act = law.acts[actName] ?? { variables: [], nodes: [], root: law.ends.indexOf("silent"), rules: [] };
  const situation = settle(law, actor ? { ...facts, actor } : facts);
  const domains = domainsOf(act, situation);
  const ends = new Set();
  walk(law, act, domains, (at, node) => node || ends.add(law.ends[at]));
  ends.delete("impossible");
  if (!ends.size) throw contradiction();
  const clash = ends.size === 1 && ends.has("conflict");
  const heard = new Set([...ends].map((end) => (end === "conflict" ? "refer" : end)));
  const possible = OUTCOMES.filter((outcome) => heard.has(outcome));
  const outcome = possible.length === 1 ? possible[0] : null;
  const { holds, live } = stand(law, act, situation);
  const says = (rule) => law.rules[rule].outcome;
  const are = (verdict) => act.rules.filter((rule) => live.get(rule) === verdict);
  const [sure, maybe] = [are(true), are(null)];
  let deciding = sure.filter((rule) => (clash ? says(rule) : outcome && says(rule) === outcome));
  if (!clash && outcome && outcome !== "silent" && !deciding.length)
    deciding = maybe.filter((rule) => says(rule) === outcome);
  const levels = outcome ? [] : mattering(law, act, domains);
  const rules = (numbers) => numbers.map((number) => law.rules[number]);
  const others = (numbers) => rules(numbers.filter((number) => !deciding.includes(number)));
  return {
    outcome,
    possible,
    citations: rules(deciding),
    set_aside: rules(are(false).filter((rule) => holds.get(rule))),
    beside: others(sure),
    possibly: others(maybe),
    conflict: clash ? rules(deciding) : [],
    question: nextQuestion(law, act, domains, levels, knows),
    missing: levels.map((level) => act.variables[level].fact),
  };
}
