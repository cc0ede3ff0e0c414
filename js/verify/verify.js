// Checks a notice's .tlog-proof with WebCrypto alone. The protocol: docs/reference/ledger.md.
const bytes = (text) => new TextEncoder().encode(text);
const hex = (text) => {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw Error(`not hexadecimal: ${text}`);
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
};
const base64 = (text) => {
  const data = Uint8Array.from(atob(text), (sign) => sign.charCodeAt());
  if (btoa(String.fromCharCode(...data)) !== text) throw Error(`not canonical base64: ${text}`);
  return data;
};
const join = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const number = (value, size) => hex(BigInt(value).toString(16).padStart(size * 2, "0"));
const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);
const sha256 = async (data) => new Uint8Array(await crypto.subtle.digest("SHA-256", data));
const hmac = async (key, data) => {
  if (key.length !== 32) throw Error("a key has 32 bytes");
  const use = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", use, data));
};
const leaf = (data) => sha256(join([0], data));
const node = (left, right) => sha256(join([1], left, right));

/** Throws unless `path` leads from a leaf's hash at `index` of a tree of `size` to `root` (RFC 9162, 2.1.3.2). */
export async function checkInclusion(hash, index, size, path, root) {
  if (!(index >= 0 && index < size) || [hash, root, ...path].some((part) => part.length !== 32)) {
    throw Error("not a place in that tree");
  }
  let [place, last] = [BigInt(index), BigInt(size) - 1n];
  for (const part of path) {
    if (last === 0n) throw Error("the proof is too long");
    const right = place & 1n || place === last;
    hash = right ? await node(part, hash) : await node(hash, part);
    if (right) while (place && !(place & 1n)) [place, last] = [place >> 1n, last >> 1n];
    [place, last] = [place >> 1n, last >> 1n];
  }
  if (last || !same(hash, root)) throw Error("the proof leads to another root");
}

/** The time in seconds for a witness, 0 for a log, null if the key didn't sign; throws if its signature is false. */
async function signedAt(note, vkey) {
  const [name, id, key] = [...vkey.split("+", 2), base64(vkey.split("+").slice(2).join("+"))];
  const hash = await sha256(join(bytes(`${name}\n`), key));
  if (!same(hash.slice(0, 4), hex(id)) || key.length !== 33) throw Error(`the key of ${name} is damaged`);
  const line = note.signatures.find((one) => one.name === name && same(one.data.slice(0, 4), hex(id)));
  if (!line) return null;
  const witness = key[0] === 4;
  const time = witness ? Number(new DataView(line.data.buffer).getBigUint64(4)) : 0;
  const text = witness ? `cosignature/v1\ntime ${time}\n${note.text}` : note.text;
  const use = await crypto.subtle.importKey("raw", key.slice(1), "Ed25519", false, ["verify"]);
  if (!(await crypto.subtle.verify("Ed25519", use, line.data.slice(witness ? 12 : 4), bytes(text)))) {
    throw Error(`the signature of ${name} doesn't hold`);
  }
  return time;
}

function parseNote(whole) {
  const end = whole.lastIndexOf("\n\n");
  if (end < 0 || !whole.endsWith("\n")) throw Error("the checkpoint isn't a signed note");
  const signatures = whole.slice(end + 2, -1).split("\n").map((line) => {
    const [dash, name, data, ...more] = line.split(" ");
    if (dash !== "\u2014" || !data || more.length) throw Error("a signature line is damaged");
    return { name, data: base64(data) };
  });
  return { text: whole.slice(0, end + 1), signatures };
}

/** Who signed, by the policy: `{origin, size, root, times, quorum}`. */
export async function openCheckpoint(whole, policy) {
  const note = parseNote(whole);
  const [origin, size, root] = note.text.split("\n");
  if (!/^(0|[1-9]\d{0,15})$/.test(size)) throw Error("the checkpoint's size isn't a number");
  let [signed, quorum, times, met] = [false, null, {}, { none: true }];
  for (const line of policy.split("\n")) {
    const [word, ...rest] = line.trim().split(/[ \t]+/);
    if (word === "log" && rest[0].startsWith(`${origin}+`)) {
      signed = (await signedAt(note, rest[0])) !== null || signed;
    } else if (word === "witness") {
      const time = await signedAt(note, rest[1]);
      if (time) times[rest[0]] = time;
      met[rest[0]] = Boolean(time);
    } else if (word === "group") {
      const [name, threshold, ...members] = rest;
      const asked = { any: 1, all: members.length }[threshold] ?? Number(threshold);
      if (!(asked >= 1)) throw Error("the policy has a group without a threshold");
      met[name] = members.filter((member) => met[member]).length >= asked;
    } else if (word === "quorum") quorum = met[rest[0]] === true;
    else if (word && word !== "log" && !word.startsWith("#")) throw Error(`the policy has an unknown line: ${word}`);
  }
  if (quorum === null) throw Error("the policy has no quorum line");
  if (!signed) throw Error(`no key in the policy signed for ${origin}`);
  return { origin, size: Number(size), root: base64(root), times, quorum };
}

/** Checks a proof file's text. Throws an Error that says what doesn't hold, else tells what was sealed, and when. */
export async function verifyNotice(proof, policy) {
  const [head, ...others] = proof.split("\n\n");
  const lines = head.split("\n");
  if (lines[0] !== "c2sp.org/tlog-proof@v1") throw Error("that isn't a proof file");
  const [extra, index] = [lines[1], lines[2] ?? ""];
  if (!extra?.startsWith("extra ") || !/^index (0|[1-9]\d{0,15})$/.test(index)) throw Error("the proof has no notice");
  const notice = JSON.parse(new TextDecoder().decode(base64(extra.slice(6))));
  const checkpoint = await openCheckpoint(others.join("\n\n"), policy);
  const [period, slots, first] = checkpoint.origin.split("/").slice(-3).map(Number);
  const { tick, slot, type } = notice;
  const place = Number(index.slice(6));
  if (!(type >= 1 && type <= 4) || !(slot >= 0 && slot < slots) || (tick - first) * slots + slot !== place) {
    throw Error("the notice names another slot than its proof");
  }
  const digests = await Promise.all(notice.fields.map(({ name, value, salt, digest }) =>
    value === undefined ? hex(digest) : hmac(hex(salt), join(bytes(name), [0], bytes(value)))));
  if (digests.length !== 15) throw Error("a notice has fifteen fields");
  let row = await Promise.all([...digests, hex(notice.rest)].map(leaf));
  while (row.length > 1) row = await Promise.all(row.flatMap((hash, at) => (at % 2 ? [] : [node(hash, row[at + 1])])));
  const message = [bytes("scopeofduty/slot/v1\0"), await sha256(bytes(checkpoint.origin)), number(tick, 8)];
  const sealed = await hmac(hex(notice.nonce), join(...message, number(slot, 2), [type], row[0]));
  const entry = await leaf(join(sealed, hex(notice.escrow)));
  await checkInclusion(entry, place, checkpoint.size, lines.slice(3).map(base64), checkpoint.root);
  const fields = Object.fromEntries(notice.fields.map(({ name, value }) => [name, value ?? null]));
  return { ...checkpoint, tick, slot, type, fields, sealedFrom: tick * period, sealedUntil: (tick + 1) * period };
}
