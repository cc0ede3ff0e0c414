// The drafts' editor: what is wrong and what would change, while somebody types; a section and its rules
// are shown together. Without it the page is two text areas and a button, and saving checks the same.

const form = document.querySelector("form.editor");
const text = form?.querySelector("#id_text");
const rules = form?.querySelector("#id_rules");
const result = document.getElementById("check-result");
const PAUSE = 250; // ms without a key before the server is asked

if (form && text && rules && result) start();

function start() {
  const labels = JSON.parse(form.dataset.labels);
  let timer = 0;
  let asked = 0;

  async function check() {
    const mine = ++asked;
    try {
      const response = await fetch(form.dataset.check, { method: "POST", body: new FormData(form), credentials: "same-origin" });
      if (!response.ok) throw new Error(String(response.status));
      const told = await response.json();
      if (mine === asked) show(told, labels);
    } catch {
      if (mine === asked) result.replaceChildren(line("p", labels.offline));
    }
  }

  for (const area of [text, rules]) {
    area.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(check, PAUSE);
    });
  }
  for (const button of form.querySelectorAll("[data-text-line]")) {
    button.addEventListener("click", () => {
      const label = button.textContent.trim();
      toLine(rules, lineOf(rules, label, false) || Number(button.dataset.ruleLine));
      toLine(text, lineOf(text, label, true) || Number(button.dataset.textLine));
    });
  }
  // Leaving with unsaved words asks first.
  const was = text.value + "\u0000" + rules.value;
  let saving = false;
  form.addEventListener("submit", () => { saving = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!saving && text.value + "\u0000" + rules.value !== was) event.preventDefault();
  });
}

function show(told, labels) {
  const parts = [];
  if (told.faults.length) {
    const list = document.createElement("ul");
    for (const fault of told.faults) {
      const area = fault.side === "text" ? text : rules;
      const name = document.querySelector(`label[for="${area.id}"]`).textContent;
      const item = document.createElement("li");
      if (fault.line) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "as-link";
        button.textContent = `${name}, ${labels.line} ${fault.line}`;
        button.addEventListener("click", () => toLine(area, fault.line));
        item.append(button, `: ${fault.message} ${fault.hint}`);
      } else item.textContent = `${name}: ${fault.message} ${fault.hint}`;
      list.append(item);
    }
    parts.push(list);
  } else {
    parts.push(line("p", labels.none));
    if (told.grave) parts.push(line("p", labels.grave));
    if (!told.situations.length) parts.push(line("p", labels.same));
    const list = document.createElement("ul");
    for (const each of told.situations) {
      list.append(line("li", `${each.acts.join("; ")}: ${each.before} → ${each.after}. ${each.when} (${labels.section} ${each.sections.join(", ")})`));
    }
    if (told.situations.length) parts.push(list);
  }
  result.replaceChildren(...parts);
}

function line(name, words) {
  const element = document.createElement(name);
  element.textContent = words;
  return element;
}

/** The line on which a section or its first rule begins; 0 if it is nowhere. */
function lineOf(area, label, heading) {
  const lines = area.value.split("\n");
  const at = lines.findIndex((one) =>
    heading ? one.replace(/^#+\s+/, "#").startsWith(`#${label} `) || one.trim() === `## ${label}` : one.startsWith(`${label} `) || one.startsWith(`${label}/`));
  return at + 1;
}

function toLine(area, number) {
  if (!number) return;
  const lines = area.value.split("\n");
  const start = lines.slice(0, number - 1).reduce((sum, one) => sum + one.length + 1, 0);
  area.focus({ preventScroll: true });
  area.setSelectionRange(start, start + (lines[number - 1] ?? "").length);
  const height = parseFloat(getComputedStyle(area).lineHeight) || 20;
  area.scrollTop = Math.max(0, (number - 3) * height);
}
