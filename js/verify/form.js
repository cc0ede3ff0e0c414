// Joins verify.js to a form: <form data-holds data-unwitnessed data-refused data-sealed data-saw data-withheld>,
// and data-field-event, data-field-about ... for the names of a notice's fields,
// with inputs `proof` and `policy` (files, or text areas) and an <output>. All words come from the page.
import { verifyNotice } from "./verify.js";

const when = (seconds, language) =>
  new Date(seconds * 1000).toLocaleString(language || [], { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });

/** What to show: `{state, title, rows}`; state is "holds", "unwitnessed" or "refused", rows are pairs of text. */
export async function outcome(proof, policy, words, language) {
  try {
    const found = await verifyNotice(proof, policy);
    const state = found.quorum ? "holds" : "unwitnessed";
    const sealed = `${when(found.sealedFrom, language)} – ${when(found.sealedUntil, language)} UTC`;
    const fields = Object.entries(found.fields).filter(([, value]) => value !== "");
    return {
      state,
      title: words[state],
      rows: [
        [words.sealed, sealed],
        ...fields.map(([name, value]) => [words[`field${name[0].toUpperCase()}${name.slice(1)}`] ?? name, value ?? words.withheld]),
        ...Object.entries(found.times).map(([name, time]) => [name, `${words.saw} ${when(time, language)} UTC`]),
      ],
    };
  } catch (error) {
    return { state: "refused", title: words.refused, rows: [["", error.message]] };
  }
}

const read = (input) => (input.type === "file" ? (input.files[0]?.text() ?? "") : input.value);

/** Makes the form check its proof in the browser, without sending anything anywhere. */
export function attach(form) {
  const output = form.querySelector("output");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [proof, policy] = await Promise.all([read(form.elements.proof), read(form.elements.policy)]);
    const { state, title, rows } = await outcome(proof, policy, form.dataset, document.documentElement.lang);
    const list = document.createElement("dl");
    for (const [name, value] of rows) {
      list.append(Object.assign(document.createElement("dt"), { textContent: name }));
      list.append(Object.assign(document.createElement("dd"), { textContent: value }));
    }
    output.dataset.state = state;
    output.replaceChildren(Object.assign(document.createElement("strong"), { textContent: title }), list);
  });
}
