// Checks a notice's .tlog-proof with WebCrypto alone. The protocol: docs/reference/ledger.md.
const bytes = (text) => new TextEncoder().encode(text);
const hex = (text) => {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw Error(`not hexadecimal: ${text}`);
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
};
const hash32 = (text) => {
  if (typeof text !== "string" || text.length !== 64) throw Error("a hash, key or salt has 64 hexadecimal digits");
  return hex(text);
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

const NUMBER = /^(0|[1-9]\d{0,15})$/;
const NAME = /^[^\p{White_Space}+]+$/u;
const LOG = 1, WITNESS = 4;
const FIELDS = "event about week place agency domain request instrument answer section given minutes people reason until"
  .split(" ");
// The y of the points of small order, lowest byte first, without the sign: under such a key anybody can sign.
const WEAK = ["00".repeat(32), `01${"00".repeat(31)}`, `ec${"ff".repeat(30)}7f`,
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"];

/** A key from its text, `name+id+base64`, which must be of one kind. */
async function parseKey(text, kind) {
  const [name, id, ...rest] = text.split("+");
  const blob = base64(rest.join("+"));
  const y = Array.from(blob.slice(1), (byte, at) => (at === 31 ? byte & 127 : byte).toString(16).padStart(2, "0")).join("");
  const identity = (await sha256(join(bytes(`${name}\n`), blob))).slice(0, 4);
  if (!NAME.test(name) || blob.length !== 33 || blob[0] !== kind || !/^[0-9a-f]{8}$/.test(id) || !same(identity, hex(id))) {
    throw Error(`the policy's key of ${name} is damaged, or not of the kind that belongs there`);
  }
  if (WEAK.includes(y) || /^(e[d-f]|f.)(ff){30}7f$/.test(y)) throw Error(`anybody could sign under the key of ${name}`);
  return { name, id: identity, kind, public: blob.slice(1), text: y };
}

/** Whom a reader trusts (C2SP tlog-policy): logs, witnesses, and groups in the order in which they are defined. */
export async function parsePolicy(text) {
  const [logs, witnesses, groups, grouped] = [[], new Map(), new Map(), new Set()];
  let quorum = null;
  if (/[\0-\x08\x0b-\x1f\x7f]/.test(text)) throw Error("the policy has a control character in it");
  const defined = (name) => witnesses.has(name) || groups.has(name);
  const free = (name) => {
    if (name === "none" || defined(name)) throw Error(`the policy has two of the name ${name}`);
  };
  const once = (key, others) => {
    if (others.some((other) => same(other.public, key.public))) throw Error(`the policy lists the key of ${key.name} twice`);
    return key;
  };
  for (const line of text.split("\n")) {
    const [word, ...rest] = line.split(/[ \t]+/).filter(Boolean);
    if (!word || word.startsWith("#")) continue;
    const [name, threshold, ...members] = rest;
    if (word === "log" && (rest.length === 1 || rest.length === 2)) {
      logs.push(once(await parseKey(name, LOG), logs));
    } else if (word === "witness" && (rest.length === 2 || rest.length === 3)) {
      free(name);
      witnesses.set(name, once(await parseKey(threshold, WITNESS), [...witnesses.values()]));
    } else if (word === "group" && members.length) {
      free(name);
      for (const member of members) {
        if (!defined(member) || grouped.has(member)) throw Error(`${member} can't be in the policy's group ${name}`);
        grouped.add(member);
      }
      const asked = threshold === "any" ? 1 : threshold === "all" ? members.length : Number(threshold);
      if (!/^(any|all|[1-9]\d*)$/.test(threshold) || asked > members.length) throw Error(`${name} asks for ${threshold}`);
      groups.set(name, { asked, members });
    } else if (word === "quorum" && rest.length === 1 && quorum === null && (name === "none" || defined(name))) {
      quorum = name;
    } else throw Error(`the policy has a line that can't be there: ${line.slice(0, 60)}`);
  }
  if (quorum === null) throw Error("the policy has no quorum line");
  return { logs, witnesses, groups, quorum };
}

/** The latest time in seconds for a witness, 0 for a log, null if the key didn't sign; throws if a signature is false. */
async function signedAt(note, key) {
  let found = null;
  for (const { name, data } of note.signatures) {
    if (name !== key.name || !same(data.slice(0, 4), key.id)) continue;
    const time = key.kind === WITNESS && data.length === 76 ? new DataView(data.buffer).getBigUint64(4) : 0n;
    const text = key.kind === WITNESS ? `cosignature/v1\ntime ${time}\n${note.text}` : note.text;
    const use = await crypto.subtle.importKey("raw", key.public, "Ed25519", false, ["verify"]);
    const signature = data.slice(key.kind === WITNESS ? 12 : 4);
    const fits = key.kind === LOG || (time > 0n && time < 1n << 63n);
    if (!fits || !(await crypto.subtle.verify("Ed25519", use, signature, bytes(text)))) {
      throw Error(`the signature of ${name} doesn't hold`);
    }
    found = Math.max(found ?? 0, Number(time));
  }
  return found;
}

function parseNote(whole) {
  const end = whole.lastIndexOf("\n\n");
  if (end < 0 || !whole.endsWith("\n") || end === whole.length - 2) throw Error("the checkpoint isn't a signed note");
  if (/[\0-\x09\x0b-\x1f]/.test(whole)) throw Error("the checkpoint has a control character in it");
  const lines = whole.slice(end + 2, -1).split("\n");
  if (lines.length > 64) throw Error("the checkpoint has more than 64 signatures");
  const signatures = lines.map((line) => {
    const [dash, name, signature, ...more] = line.split(" ");
    if (dash !== "\u2014" || !NAME.test(name) || !signature || more.length) throw Error("a signature line is damaged");
    const data = base64(signature);
    if (data.length < 5) throw Error("a signature is too short");
    return { name, data };
  });
  return { text: whole.slice(0, end + 1), signatures };
}

/** Who signed, by the policy: `{origin, size, root, times, quorum}`. */
export async function openCheckpoint(whole, policy) {
  const note = parseNote(whole);
  const lines = note.text.slice(0, -1).split("\n");
  const [origin, size, root] = lines;
  if (lines.length < 3 || lines.includes("")) throw Error("a checkpoint has an origin, a size and a root");
  if (!NUMBER.test(size)) throw Error("the checkpoint's size isn't a number");
  const { logs, witnesses, groups, quorum } = await parsePolicy(policy);
  const signed = [];
  for (const key of logs.filter((log) => log.name === origin)) signed.push(await signedAt(note, key));
  if (!signed.some((time) => time !== null)) throw Error(`no key in the policy signed for ${origin}`);
  const times = Object.create(null);
  for (const [name, key] of witnesses) {
    const time = await signedAt(note, key);
    if (time !== null) times[name] = time;
  }
  const met = new Set(["none", ...Object.keys(times)]);
  for (const [name, { asked, members }] of groups) {
    if (members.filter((member) => met.has(member)).length >= asked) met.add(name);
  }
  return { origin, size: Number(size), root: base64(root), times, quorum: met.has(quorum) };
}

/** What a proof's extra line says; it must be written canonically (RFC 8785) and hold nothing else. */
function parseNotice(data) {
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  const { escrow, fields, nonce, rest, slot, tick, type } = JSON.parse(text);
  const again = fields.map(({ digest, name, salt, value }) => (digest === undefined ? { name, salt, value } : { digest, name }));
  if (JSON.stringify({ escrow, fields: again, nonce, rest, slot, tick, type }) !== text) {
    throw Error("the notice isn't written canonically, or holds more");
  }
  if (fields.length !== 15 || fields.some(({ name }, at) => name !== FIELDS[at])) throw Error("a notice has fifteen fields");
  for (const { value } of fields.filter(({ digest }) => digest === undefined)) {
    if (typeof value !== "string" || [...value].length > 400 || /[\p{Cc}\p{Cs}]/u.test(value)) throw Error("a value can't be");
  }
  if (![tick, slot, type].every((value) => Number.isSafeInteger(value) && value >= 0) || type < 1 || type > 4) {
    throw Error("the notice's place or type can't be");
  }
  return { escrow, fields, nonce, rest, slot, tick, type };
}

/** Checks a proof file's text. Throws an Error that says what doesn't hold, else tells what was sealed, and when. */
export async function verifyNotice(proof, policy) {
  const end = proof.indexOf("\n\n");
  const [header, extra, index, ...path] = proof.slice(0, Math.max(end, 0)).split("\n");
  if (header !== "c2sp.org/tlog-proof@v1") throw Error("that isn't a proof file");
  if (!extra?.startsWith("extra ") || !index?.startsWith("index ") || !NUMBER.test(index.slice(6)) || path.length > 63) {
    throw Error("the proof has no notice");
  }
  const { escrow, fields, nonce, rest, slot, tick, type } = parseNotice(base64(extra.slice(6)));
  const checkpoint = await openCheckpoint(proof.slice(end + 2), policy);
  const cadence = checkpoint.origin.split("/").slice(-3);
  const [period, slots, first] = cadence.map(Number);
  const place = Number(index.slice(6));
  if (!cadence.every((part) => NUMBER.test(part)) || slot >= slots || (tick - first) * slots + slot !== place) {
    throw Error("the notice names another slot than its proof");
  }
  const digests = await Promise.all(fields.map(({ name, value, salt, digest }) =>
    digest === undefined ? hmac(hash32(salt), join(bytes(name), [0], bytes(value))) : hash32(digest)));
  let row = await Promise.all([...digests, hash32(rest)].map(leaf));
  while (row.length > 1) row = await Promise.all(row.flatMap((hash, at) => (at % 2 ? [] : [node(hash, row[at + 1])])));
  const message = [bytes("scopeofduty/slot/v1\0"), await sha256(bytes(checkpoint.origin)), number(tick, 8)];
  const sealed = await hmac(hash32(nonce), join(...message, number(slot, 2), [type], row[0]));
  const entry = await leaf(join(sealed, hash32(escrow)));
  await checkInclusion(entry, place, checkpoint.size, path.map(base64), checkpoint.root);
  const shown = Object.fromEntries(fields.map(({ name, value }) => [name, value ?? null]));
  return { ...checkpoint, tick, slot, type, fields: shown, sealedFrom: tick * period, sealedUntil: (tick + 1) * period };
}
