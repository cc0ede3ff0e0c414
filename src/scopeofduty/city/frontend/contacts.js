// The contact form with a script: drafts save themselves, the answer follows the choice, errors take the focus.
// Without it, everything works by the form's own buttons.
import { draftOf, stateOf } from "./contacts_draft.mjs";

const EVERY = 4000;

document.querySelector("[data-focus]")?.focus();

const form = document.querySelector("form[data-autosave]");
if (form) {
  let saved = draftOf(new FormData(form));
  let leaving = false;
  const state = document.getElementById("autosave-state");

  const changed = () => draftOf(new FormData(form)) !== saved;

  const save = async () => {
    if (leaving || !changed()) return;
    const data = new FormData(form);
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: data, headers: { Accept: "application/json" } });
      const said = await answer.json();
      saved = draftOf(data);
      state.textContent = stateOf(said, form.dataset, labelOf);
    } catch {
      state.textContent = form.dataset.unsaved;
    }
  };

  const labelOf = (name) => {
    const field = document.getElementById(`field-${name}`);
    return field?.querySelector("label, legend")?.firstChild?.textContent.trim() ?? name;
  };

  const timer = setInterval(save, EVERY);
  form.addEventListener("submit", () => {
    leaving = true;
    clearInterval(timer);
  });
  addEventListener("pagehide", () => {
    if (!leaving && changed()) navigator.sendBeacon(form.dataset.autosave, new FormData(form));
  });
  for (const id of ["kind", "asked"]) {
    document.getElementById(id)?.addEventListener("change", () => form.querySelector('button[value="answer"]').click());
  }
}
