// What a draft is, and what its saving says: no page in it, so that it is tested by itself.

const NOT_TYPED = new Set(["csrfmiddlewaretoken", "key", "do"]);

/** The draft as one text, to tell whether anything was typed since it was saved. */
export function draftOf(data) {
  return JSON.stringify([...data].filter(([name]) => !NOT_TYPED.has(name)));
}

/** The sentence under the form; `said` is the server's answer, `words` the form's own texts. */
export function stateOf(said, words, labelOf) {
  if (!said.saved) return said.why ?? words.unsaved;
  const left = Object.keys(said.left_out);
  const at = `${words.saved} ${said.at}`;
  return left.length ? `${at}. ${words.leftOut} ${left.map(labelOf).join(", ")}` : at;
}
