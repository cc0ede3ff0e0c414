// One case, opened in the browser: what was said, by whom, and what its readers do about it.
import { openAttachment } from "../../../../js/sealing/envelope.js";
import { choice, download, el, facts, fetched, field, fill } from "./handling_dom.mjs";
import { askable, begin, change, disclosed, exported, send, step } from "./handling_acts.mjs";
import { bodyFor, hearingsOf, isHearing, last, standing } from "./handling_standing.mjs";

const SHOWN = ["when", "where", "who", "fears"];
const people = (ids, roster) => Object.fromEntries(ids.map((id) => [id, roster.members.get(id)?.person ?? id]));
const names = (ids, roster) => ids.map((id) => roster.members.get(id)?.person ?? id).join(", ");

function attachment(one, described, id, told) {
  const { words } = told.page;
  const take = async (event) => {
    const said = event.target.nextElementSibling;
    try {
      const answer = await fetched(`${told.address}${one.id}/files/${id}`, one.epoch.reporterKey);
      const sha256 = Uint8Array.from(described.sha256.match(/../g), (pair) => parseInt(pair, 16));
      const file = new Uint8Array(await answer.arrayBuffer());
      download(await openAttachment(file, { size: described.size, sha256 }, one.epoch.identity), described.name);
      said.textContent = words.saved;
    } catch (error) {
      said.textContent = error.message;
    }
  };
  return el("li", {}, el("button", { class: "as-link", onclick: take },
    `${described.name} (${described.size} B)`), " ", el("span", { role: "status", class: "meta" }));
}

function message(one, entry, told) {
  const { words, violations, outcomes } = told.page;
  const { body } = entry;
  const rows = [
    [words.violation, violations[body.violation]], ...SHOWN.map((name) => [words[name], body[name]]),
    [words.as, words.assessments[body.as]], [words.risk, words.risks[body.risk]], [words.body, body.body],
    [words.due, body.due], [words.outcome, outcomes[body.outcome]], [words.action, body.action],
    [words.appeal, body.appeal],
  ];
  const attached = (body.attachments ?? []).map((each, at) => attachment(one, each, body.files?.[at], told));
  return el("article", { class: "panel" },
    el("h3", {}, `${words.kinds[body.kind] ?? body.kind} · ${entry.from ?? (isHearing(one) ? words.subject : words.reporter)}`),
    entry.server_saw ? el("p", { class: "warning" }, words.server_saw) : "",
    facts(rows), body.text ? el("p", { class: "as-written" }, body.text) : "",
    attached.length ? el("ul", {}, attached) : "");
}

function act(told, name, title, controls, does) {
  const said = el("p", { role: "status" });
  const form = el("form", { novalidate: true, onsubmit: async (event) => {
    event.preventDefault();
    const pressed = form.querySelector("button");
    pressed.disabled = true;
    said.textContent = told.page.words.sealing;
    try {
      await does(Object.fromEntries(new FormData(form)), form, said);
    } catch (error) {
      said.textContent = error.message;
    }
    pressed.disabled = false;
  } }, controls, el("button", { class: "button" }, title), said);
  return el("details", { class: "panel", "data-act": name }, el("summary", {}, title), form);
}

const area = (name, label, hint) => field(label, el("textarea", { name, required: true, maxlength: "20000" }), hint);

function acts(one, told, after) {
  const { page } = told;
  const { words } = page;
  const now = standing(one, page);
  const investigates = bodyFor(one, page);
  const done = (kind, make, stage) => async (values, form) => {
    if (!values.text?.trim()) throw new Error(words.write_something);
    const files = [...(form.querySelector("input[type=file]")?.files ?? [])];
    await send(one, told, { kind, ...(stage && { state: stage }), ...make(values) }, files);
    if (stage && !isHearing(one)) await step(one, told, stage, values);
    await after.show();
  };
  const text = (values) => ({ text: values.text.trim() });
  const attach = () => field(words.attach, el("input", { type: "file", name: "files", multiple: true }));
  if (isHearing(one)) {
    return [
      act(told, "reply", words.kinds.reply, [area("text", words.text, words.subject_reads), attach()], done("reply", text)),
      act(told, "outcome", words.kinds.outcome, [area("text", words.text, words.subject_reads),
        field(words.appeal, el("input", { type: "text", name: "appeal", maxlength: "300" }), words.appeal_hint)],
        done("outcome", (values) => ({ appeal: values.appeal,
          text: [values.text.trim(), values.appeal.trim() && `${words.appeal}: ${values.appeal.trim()}`].filter(Boolean).join("\n") }))),
      act(told, "appeal_decided", words.kinds.appeal_decided, [area("text", words.text, words.subject_reads)], done("appeal_decided", text)),
      ...common(one, told, after),
    ];
  }
  const report = now.report ?? {};
  return [
    act(told, "reply", words.kinds.reply, [area("text", words.text, words.reporter_reads), attach()], done("reply", text, "acknowledged")),
    act(told, "assessment", words.kinds.assessment, [field(words.as, choice("as", words.assessments)),
      field(words.violation, choice("violation", page.violations, report.violation)),
      field(words.risk, choice("risk", words.risks), words.risk_hint), area("text", words.text, words.reporter_reads)],
      done("assessment", (values) => ({ ...text(values), as: values.as, violation: values.violation, risk: values.risk }), "assessed")),
    act(told, "investigation", words.kinds.investigation, [
      field(words.body, el("input", { type: "text", name: "body", maxlength: "300",
        value: investigates.investigator ? `${investigates.investigator} (§ ${investigates.section})` : "" }),
        investigates.investigator ? fill(words.body_hint, { fallback: investigates.fallback || "—" }) : words.nobody_named),
      field(words.due, el("input", { type: "date", name: "due", value: investigates.due })),
      area("text", words.text, words.reporter_reads)],
      done("investigation", (values) => ({ ...text(values), body: values.body, due: values.due }), "investigating")),
    act(told, "hearing", words.kinds.hearing, [field(words.heard_is, choice("subject", { ...people(one.epoch.named, one.roster), "": words.not_in_roster })),
      area("text", words.allegation, words.allegation_hint)], async (values, form, said) => {
      if (!values.text?.trim()) throw new Error(words.write_something);
      const spelled = await begin(one, told, values.text.trim(), values.subject);
      said.replaceChildren(el("strong", {}, words.subject_receipt), el("br"), el("code", { class: "key", "data-receipt": true }, spelled.join(" ")));
    }),
    // Outcome and action stand in the text too: the reporter's page shows texts.
    act(told, "finding", words.kinds.finding, [field(words.outcome, choice("outcome", page.outcomes)),
      field(words.action, el("input", { type: "text", name: "action", maxlength: "500" }),
        [words.action_hint, page.discipline && fill(words.discipline_hint, { who: page.discipline })].filter(Boolean).join(" ")),
      area("text", words.text, words.reporter_reads)],
      done("finding", (values) => ({ outcome: values.outcome, action: values.action,
        text: [page.outcomes[values.outcome], values.text.trim(), values.action.trim()].filter(Boolean).join("\n") }), "finding")),
    act(told, "feedback", words.kinds.feedback, [area("text", words.text, words.reporter_reads)], done("feedback", text, "feedback")),
    act(told, "closed", words.kinds.closed, [field(words.violation, choice("violation", page.violations, last(one, "assessment")?.violation ?? report.violation)),
      field(words.outcome, choice("outcome", page.outcomes, last(one, "finding")?.outcome), words.closed_hint),
      area("text", words.text, words.reporter_reads)],
      done("closed", (values) => ({ ...text(values), violation: values.violation, outcome: values.outcome }), "closed")),
    ...common(one, told, after),
  ];
}

function common(one, told, after) {
  const { words, me } = told.page;
  const [current] = told.rosters;
  const reads = one.epoch.readers.filter((id) => current.members.has(id) || id === me);
  const unnamed = [...current.members.keys()].filter((id) => !one.epoch.named.includes(id));
  const changed = (how) => async (values, form, said) => {
    const { readers, outside } = await change(one, told, how(values));
    if (!readers.includes(me)) said.textContent = [words.no_longer_you, outside && fill(words.outside_now, { names: names(readers, current) })].filter(Boolean).join(" ");
    else await after.show();
  };
  return [
    act(told, "remove", words.remove, [field(words.whom, choice("whom", people(reads, current)), words.remove_hint)],
      changed((values) => ({ without: values.whom }))),
    isHearing(one) ? "" : act(told, "name_more", words.name_more, [field(words.whom, choice("whom", people(unnamed, current)), words.name_more_hint)],
      changed((values) => ({ also: values.whom }))),
    act(told, "refer", words.refer, [
      field(words.recipient, el("input", { type: "text", name: "recipient", maxlength: "80", placeholder: "age1…", autocomplete: "off" }), words.refer_hint),
      isHearing(one) ? "" : field(words.referred_to, el("input", { type: "text", name: "to", maxlength: "200", autocomplete: "off" }), words.referred_hint)],
      async (values, form, said) => {
        const own = await exported(one, told, values.recipient?.trim());
        download(own, `case-${one.id.slice(0, 8)}.age`);
        said.textContent = words.exported;
        const to = values.to?.trim();
        if (!to) return;
        await send(one, told, { kind: "referral", to, text: fill(words.referred, { body: to }) });
        await after.show();
      }),
    act(told, "request", words.request, [el("p", {}, words.request_hint), ...askable(one).map((name) =>
      field(fill(words.withheld_under, { name: words.fields[name] ?? words[name] ?? name }), el("input", { type: "text", name, maxlength: "200", autocomplete: "off" })))],
      async (values, form, said) => {
        download(disclosed(one, values), `request-${one.id.slice(0, 8)}.json`);
        said.textContent = words.saved;
      }),
  ];
}

/** Show one case in `root`. */
export function showCase(root, told, one, after) {
  const { words } = told.page;
  const show = () => showCase(root, told, one, after);
  const now = standing(one, told.page);
  const fresh = el("button", { class: "button button--quiet", onclick: (event) => {
    event.target.disabled = true;
    after.again().catch((error) => { event.target.disabled = false; event.target.nextElementSibling.textContent = error.message; });
  } }, words.fetch_now);
  root.replaceChildren(
    el("p", {}, el("button", { class: "as-link", onclick: after.back }, `‹ ${words.cases}`)),
    el("h2", { tabindex: "-1" }, now.title),
    facts([[words.case, el("code", { class: "key" }, one.id)], [words.arrived, one.day], [words.stage, now.stageLabel],
      [words.next, now.due && `${now.dueLabel} ${now.due}${now.late ? ` (${words.overdue})` : ""}`],
      [words.named, one.epoch ? names(one.epoch.named, one.roster) || words.nobody : ""],
      [words.readers, one.epoch ? names(one.epoch.readers, one.roster) : ""],
      [words.gone_through, (told.page.gone_through[one.day] ?? []).join(", ")],
      [words.hearings, hearingsOf(one).map((each) => el("code", { class: "key" }, each.case))]]),
    now.late ? el("div", { class: "warning" }, el("p", {}, fill(words.late_hint, { fallback: bodyFor(one, told.page).fallback || "—" }))) : "",
    ...one.refused.map((each) => el("div", { class: "danger" },
      el("p", {}, fill(words.refused, { what: words.whats[each.what], number: each.number })), el("p", { lang: "en" }, each.why))),
    one.epoch ? el("p", { class: "done" }, words.rule_holds) : "",
    ...one.entries.map((entry) => message(one, entry, told)),
    el("p", {}, fresh, " ", el("span", { role: "status", class: "meta" }, words.fetch_hint)),
    ...(one.epoch ? [el("h2", {}, words.acts), ...acts(one, told, { ...after, show })] : []));
  root.querySelector("h2").focus();
}

