// Small pieces of page, made without markup in strings: what a report says is text and never code.
export function el(tag, more = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(more)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

let fields = 0;
/** A labelled control: {field, control}. */
export function field(label, control, hint = "") {
  const id = control.id || `made-${(fields += 1)}`;
  control.id = id;
  const told = hint && el("p", { class: "hint", id: `${id}-hint` }, hint);
  if (told) control.setAttribute("aria-describedby", told.id);
  return el("div", { class: "field" }, el("label", { for: id }, label), told, control);
}

export const choice = (name, options, chosen) =>
  el("select", { name }, Object.entries(options).map(([value, label]) =>
    el("option", { value, selected: value === chosen }, label)));

export function facts(rows) {
  return el("dl", { class: "facts" }, rows.filter(([, value]) => value?.length !== 0 && value).flatMap(([name, value]) =>
    [el("dt", {}, name), el("dd", {}, value)]));
}

/** Offer bytes as a file. */
export function download(bytes, name) {
  const address = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

export const base64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
export function toBase64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
}

/** Post a form with the page's token; throw an Error that says what the server said. */
export async function post(address, values) {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) {
    form.append(name, value instanceof Uint8Array ? new Blob([value]) : value, ...(value instanceof Uint8Array ? [`${name}.age`] : []));
  }
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(address, {
    method: "POST", body: form, headers: { "X-CSRFToken": token, Accept: "application/json" },
  });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Error(said.error ?? `${answer.status}`), { status: answer.status });
  return said;
}

/** Fetch JSON; with `key`, of a case: whoever can read it knows the key that began it. */
export const get = async (address, key) => (await fetched(address, key)).json();

export async function fetched(address, key) {
  const answer = await fetch(address, { headers: { Accept: "application/json", ...(key && { "X-Case-Key": key }) } });
  if (!answer.ok) throw Object.assign(new Error(`${answer.status}`), { status: answer.status });
  return answer;
}
