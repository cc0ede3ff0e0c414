// Takes out of a picture what it says about who made it, where and with what: a JPEG, PNG or WebP without metadata.
// Left as it is: what can be seen in the picture, and the fingerprint that a sensor leaves in its noise.

const ascii = (bytes, at, length) => String.fromCharCode(...bytes.subarray(at, at + length));
const joined = (parts) => {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (out.set(part, at), at + part.length), 0);
  return out;
};

// Kept of a JPEG: what a decoder needs. APP0 (JFIF) is written anew without its thumbnail, APP14 holds the colours.
const JFIF = new Uint8Array([0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]);

/** Where the coded picture after a scan's header ends: at the next marker that is neither stuffing nor a restart. */
function endOfScan(bytes, from) {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    const next = bytes[at + 1];
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
}

function jpeg(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const kept = [bytes.subarray(0, 2), JFIF];
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1];
    if (marker === 0xff) { at += 1; continue; }
    if (marker === 0xd9) break;
    let end = at + 2 + view.getUint16(at + 2);
    if (end > bytes.length) return null;
    const metadata = (marker >= 0xe0 && marker <= 0xef && marker !== 0xee) || marker === 0xfe;
    if (marker === 0xda) end = endOfScan(bytes, end);
    if (!metadata) kept.push(bytes.subarray(at, end));
    at = end;
  }
  // Whatever follows the end of the picture (a second picture, a film, a maker's block) is left out.
  return joined([...kept, new Uint8Array([0xff, 0xd9])]);
}

const PNG = new Set(["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD", "acTL", "fcTL", "fdAT"]);

function png(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const kept = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) return null;
    const name = ascii(bytes, at + 4, 4);
    if (PNG.has(name)) kept.push(bytes.subarray(at, end));
    if (name === "IEND") return joined(kept);
    at = end;
  }
  return null;
}

function webp(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const kept = [];
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    const end = at + 8 + size + (size % 2);
    if (end > bytes.length) return null;
    const name = ascii(bytes, at, 4);
    const chunk = bytes.slice(at, end);
    if (name === "VP8X") chunk[8] &= ~0x2c; // no colour profile, no EXIF, no XMP
    if (!["EXIF", "XMP ", "ICCP"].includes(name)) kept.push(chunk);
    at = end;
  }
  const body = joined(kept);
  const head = bytes.slice(0, 12);
  new DataView(head.buffer).setUint32(4, body.length + 4, true);
  return joined([head, body]);
}

/** The picture without metadata, or null: another kind of file, or one that isn't whole. */
export function stripped(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpeg(bytes);
  if (ascii(bytes, 0, 8) === "\x89PNG\r\n\x1a\n") return png(bytes);
  if (ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 4) === "WEBP") return webp(bytes);
  return null;
}
