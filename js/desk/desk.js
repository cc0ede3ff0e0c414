// What the desk says from the law kept on a device: the same phrases as the desk online, from the same table.
// Follows determination.py, asker.py and collecting.py of city/desk; its test_offline.py holds them together.
import { QuestionError, ask, settle, truth } from "../law/law.js";

export { QuestionError };

const LIFE = "threat_to_life";
const VOTE = "governing_body_approved";
const NEEDS_APPROVAL = "needs approval";
const ACTOR = "actor";
const OPEN = new Set(["undetermined", "counsel", "silent"]);
export const ASK = "ask about immigration information";
export const RECORD = "record immigration information";

/** The one phrase that all outcomes share, or null. Whose approval is needed decides between two phrases. */
function common(desk, outcomes, answer) {
  const approver = [...answer.citations, ...answer.possibly].find((rule) => rule.approver);
  const phrase = (outcome) => (outcome === NEEDS_APPROVAL && approver ? approver.approval : desk.phrase_of[outcome]);
  const phrases = new Set(outcomes.map(phrase));
  return phrases.size === 1 ? [...phrases][0] : null;
}

const awaitsTheVote = (answer) =>
  answer.missing.join() === VOTE && [...answer.possible].sort().join() === [NEEDS_APPROVAL, "permitted"].sort().join();

/** The engine's question, or the next one that the desk may put to an employee. */
function askable(law, answer, first) {
  const best = answer.question;
  if (!best || (!answer.missing.includes(first) && law.facts[best.fact].for_staff)) return best;
  const names = [...answer.missing].sort((a, b) => (a !== first) - (b !== first));
  const fact = names.find((name) => law.facts[name].for_staff);
  if (!fact) return null;
  const { question, kind, unit, choices } = law.facts[fact];
  return { fact, text: question, kind, unit, choices };
}

/** An answer rests on rules that counsel has signed as they are written, and that are well founded. */
function mayBeSaid(said, citations) {
  if (OPEN.has(said)) return true;
  if (said === "no") return citations.some((rule) => rule.stands);
  return citations.length > 0 && citations.every((rule) => rule.stands);
}

/** A threat to life is always answered, signed or not, decided or not. */
function atRisk(desk, act, said) {
  if (OPEN.has(said) && desk.help.includes(act)) return "may";
  return said === "undetermined" ? "counsel" : said;
}

function dutiesOf(law, answer, act, facts, actor) {
  const situation = settle(law, actor ? { ...facts, actor } : facts);
  const named = [...answer.citations, ...answer.beside].flatMap((rule) => rule.duties);
  const attached = law.duty_rules.filter(
    (duty) => (!duty.acts.length || duty.acts.includes(act)) && truth(duty.condition, situation),
  );
  return [...new Set([...named, ...attached.map((duty) => duty.id)])].filter((duty) => law.duties[duty]);
}

/** What the law kept says of one act. Throws QuestionError for facts that contradict each other. */
export function determine(desk, { act, actor = null, facts, first = "" }) {
  const { law } = desk;
  const answer = ask(law, act, actor, facts);
  const vote = awaitsTheVote(answer);
  const citations =
    !answer.citations.length && vote ? answer.possibly.filter((rule) => rule.outcome === NEEDS_APPROVAL) : answer.citations;
  let question = askable(law, answer, first);
  const outcomes = vote ? [NEEDS_APPROVAL] : answer.possible;
  const said = common(desk, outcomes, answer) ?? (question ? "undetermined" : "counsel");
  const life = facts[LIFE] === true;
  if (said !== "undetermined" || life) question = null;
  const phrase = life ? atRisk(desk, act, said) : mayBeSaid(said, citations) ? said : "counsel";
  const { possible, set_aside, conflict, missing } = answer;
  const duties = dutiesOf(law, answer, act, facts, actor);
  return { act, actor, facts, phrase, question, citations, set_aside, possible, conflict: conflict.length > 0, missing, duties };
}

const gist = (found) =>
  JSON.stringify([found.phrase, found.question?.fact, found.citations.map((rule) => rule.hash).sort(), found.missing]);

/** Leave out the question who would act, when every department gets the same answer. */
function forWhoeverAsks(desk, found) {
  if (found.question?.fact !== ACTOR) return found;
  const actors = new Set(desk.departments.map((office) => office.actor));
  const each = [...(actors.size ? actors : ["any_employee"])].map((actor) => determine(desk, { ...found, actor, first: "" }));
  return new Set(each.map(gist)).size === 1 ? each[0] : found;
}

/** The first door: one kind of contact, and what was told since. `told` maps facts to values, the actor among them. */
export function contacted(desk, kind, told = {}) {
  const { actor = kind.actor, ...facts } = { ...kind.facts, ...told };
  return forWhoeverAsks(desk, determine(desk, { act: kind.act, actor, facts: known(facts), first: kind.first }));
}

/** The second door: may this form ask for this, or write it down? The register says what a law obliges to. */
export function collecting(desk, { department, service, information, act = ASK, told = {} }) {
  const rows = desk.register.filter(
    (row) => row.department === department.id && row.information.includes(information.id) && [null, service].includes(row.service),
  );
  const narrow = rows.filter((row) => row.service !== null);
  const listed = narrow.length ? narrow : rows;
  const obliged = listed.some((row) => row.duty);
  const { actor = department.actor, ...facts } = { ...desk.calm, ...told };
  const supplied = { ...known(facts), info: information.info, required_by_law: obliged };
  const found = determine(desk, { act, actor, facts: supplied });
  const room = found.possible.every((outcome) => ["must", "may", "silent"].includes(desk.phrase_of[outcome]));
  const must = obliged && room;
  return { ...found, phrase: must ? "must" : found.phrase, question: must ? null : found.question, listed };
}

const known = (facts) => Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null && value !== undefined));

/** Days between two dates (ISO). */
const days = (from, to) => Math.floor((Date.parse(to) - Date.parse(from)) / 86_400_000);
const OLD = 7;

/** How old the law kept is, on a day: in days, and whether the reader must be told. Age never stops an answer. */
export function age(desk, today) {
  const kept = days(desk.day, today);
  const changed = desk.changes !== null && today >= desk.changes;
  return { days: kept, old: kept < 0 || kept > OLD, changed: changed ? desk.changes : null };
}
