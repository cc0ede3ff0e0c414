import { test } from "node:test";
import assert from "node:assert/strict";
import { stripped } from "./report_strip.mjs";

const text = (bytes) => Buffer.from(bytes).toString("latin1");
const bytes = (...parts) => new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part)))));
const segment = (marker, body) => bytes([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255], body);
const chunk = (name, body) => bytes([0, 0, body.length >> 8, body.length & 255], name, body, "crc!");
const riff = (name, body) => bytes(name, [body.length & 255, body.length >> 8, 0, 0], body, body.length % 2 ? "\0" : "");

test("a JPEG loses EXIF, XMP, comments, thumbnails and what hangs behind it, and keeps the picture", () => {
  const scan = bytes(segment(0xda, "scan header"), "coded \xff\x00 picture \xff\xd3 more");
  const picture = bytes(
    [0xff, 0xd8], segment(0xe0, "JFIF\0 with thumbnail"), segment(0xe1, "Exif\0\0 SECRET GPS"), segment(0xe2, "ICC SECRET"),
    segment(0xfe, "SECRET comment"), segment(0xdb, "tables"), segment(0xee, "Adobe"), segment(0xc2, "frame"), scan,
    segment(0xc4, "more tables"), scan, [0xff, 0xd9], "SECRET film");
  const out = text(stripped(picture));
  assert.ok(!out.includes("SECRET") && !out.includes("thumbnail"));
  for (const kept of ["tables", "Adobe", "frame", "coded \xff\x00 picture \xff\xd3 more", "more tables"]) assert.ok(out.includes(kept), kept);
  assert.ok(out.endsWith("\xff\xd9"));
});

test("a PNG loses its texts, times and EXIF", () => {
  const picture = bytes("\x89PNG\r\n\x1a\n", chunk("IHDR", "head"), chunk("tEXt", "SECRET"), chunk("eXIf", "SECRET"), chunk("tIME", "SECRET"),
    chunk("IDAT", "pixels"), chunk("IEND", ""), "SECRET behind");
  assert.equal(text(stripped(picture)), "\x89PNG\r\n\x1a\n" + text(bytes(chunk("IHDR", "head"), chunk("IDAT", "pixels"), chunk("IEND", ""))));
});

test("a WebP loses EXIF and XMP, and says so in its header", () => {
  const body = bytes(riff("VP8X", "\x2e234567890"), riff("EXIF", "SECRET"), riff("VP8 ", "pixel"), riff("XMP ", "SECRET"));
  const out = stripped(bytes("RIFF", [body.length + 4, 0, 0, 0], "WEBP", body));
  assert.ok(!text(out).includes("SECRET") && text(out).includes("pixel"));
  assert.equal(new DataView(out.buffer, out.byteOffset).getUint32(4, true), out.length - 8);
  assert.equal(out[20], 0x02);
});

test("another kind of file, or half a picture, isn't called stripped", () => {
  for (const odd of ["%PDF-1.7", "", "\xff\xd8\xff\xe1\xff\xff", "\x89PNG\r\n\x1a\n\0\0\0\xffIHDR"]) assert.equal(stripped(bytes(odd)), null, odd);
  assert.equal(stripped(bytes([0xff, 0xd8], "no marker here")), null);
});
