// Joins verify.js to a form: <form data-holds data-unwitnessed data-refused data-unable data-sealed data-saw data-withheld>,
// data-field-event, data-field-about ... for the names of a notice's fields, data-told-event ... and data-here for
// what the page says of them,
// with inputs `proof` and `policy` (files, or text areas) or data-proof-url and data-policy-url, and an <output>.
// All words come from the page.
import { verifyNotice } from "./verify.js";

const when = (seconds, language) =>
  new Date(seconds * 1000).toLocaleString(language || [], { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });

/** Whether this browser can do the sums: old ones know no Ed25519, and pages without TLS get no WebCrypto at all. */
async function able() {
  try {
    const basePoint = Uint8Array.from({ length: 32 }, (_, at) => (at ? 0x66 : 0x58));
    await crypto.subtle.importKey("raw", basePoint, "Ed25519", false, ["verify"]);
    return true;
  } catch {
    return false;
  }
}

/**
 * What to show: `{state, title, rows}`; state is "holds", "unwitnessed", "refused", or "unable" where the browser
 * can't tell; rows are pairs of text.
 */
export async function outcome(proof, policy, words, language) {
  if (!(await able())) return { state: "unable", title: words.unable, rows: [] };
  try {
    const found = await verifyNotice(proof, policy);
    const alone = Object.keys(found.times).length === 0;
    const state = found.quorum && !alone ? "holds" : "unwitnessed";
    const sealed = `${when(found.sealedFrom, language)} – ${when(found.sealedUntil, language)} UTC`;
    const fields = Object.entries(found.fields).filter(([, value]) => value !== "");
    const word = (kind, name) => words[`${kind}${name[0].toUpperCase()}${name.slice(1)}`];
    // What was sealed is told in the log's own words; beside it, what the page around the form says in this place.
    const beside = (name, value) => {
      const told = word("told", name);
      return value === null ? words.withheld : told && told !== value ? `${value} (${words.here} ${told})` : value;
    };
    return {
      state,
      title: (alone && words.alone) || words[state],
      rows: [
        [words.sealed, sealed],
        ...fields.map(([name, value]) => [word("field", name) ?? name, beside(name, value)]),
        ...Object.entries(found.times).map(([name, time]) => [name, `${words.saw} ${when(time, language)} UTC`]),
      ],
    };
  } catch (error) {
    return { state: "refused", title: words.refused, rows: [["", error.message]] };
  }
}

async function given(form, name) {
  const address = form.dataset[`${name}Url`];
  const input = form.elements[name];
  if (!address) return input.type === "file" ? (input.files[0]?.text() ?? "") : input.value;
  const answer = await fetch(address);
  if (!answer.ok) throw Error(`${address}: ${answer.status}`);
  return answer.text();
}

/** Makes the form check its proof in the browser; it sends nothing anywhere, and fetches only what it names. */
export function attach(form) {
  const output = form.querySelector("output");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const words = form.dataset;
    const { state, title, rows } = await Promise.all([given(form, "proof"), given(form, "policy")]).then(
      ([proof, policy]) => outcome(proof, policy, words, document.documentElement.lang),
      (error) => ({ state: "refused", title: words.unread ?? words.refused, rows: [["", error.message]] }),
    );
    const list = document.createElement("dl");
    for (const [name, value] of rows) {
      list.append(Object.assign(document.createElement("dt"), { textContent: name }));
      list.append(Object.assign(document.createElement("dd"), { textContent: value }));
    }
    output.dataset.state = state;
    output.replaceChildren(Object.assign(document.createElement("strong"), { textContent: title }), list);
  });
}
