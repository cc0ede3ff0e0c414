import assert from "node:assert/strict";
import { test } from "node:test";
import { answersFor, fresh, isOurs } from "./desk_keep.mjs";

const keep = { scope: "/desk/", page: "/desk/offline/", law: "/desk/law.json", staff: ["/desk/rules/"] };

test("the worker answers for public pages of the desk and no other", () => {
  for (const path of ["/desk/", "/desk/life/", "/desk/contacted/backup/", "/desk/at/police/"]) assert.ok(isOurs(keep, path), path);
  for (const path of ["/", "/contacts/", "/contacts/new", "/staff/", "/desk/rules/", "/desk/rules/ab/sign/", "/sealed/", "/es/desk/"])
    assert.ok(!isOurs(keep, path), path);
});

test("a page that can't be reached opens at the same place offline", () => {
  assert.equal(answersFor(keep, "/desk/"), "/desk/offline/#");
  assert.equal(answersFor(keep, "/desk/life/"), "/desk/offline/#life");
  assert.equal(answersFor(keep, "/desk/contacted/backup/"), "/desk/offline/#contacted/backup");
  assert.equal(answersFor(keep, "/desk/at/police/contacted/backup/"), "/desk/offline/#contacted/backup");
  assert.equal(answersFor(keep, "/desk/collect/library/card/citizenship/"), "/desk/offline/#collect/library/card/citizenship");
  assert.equal(answersFor(keep, "/desk/card/police/"), "/desk/offline/#");
  assert.equal(answersFor(keep, "/desk/offline/"), "/desk/offline/");
});

test("the law is fetched again after ten minutes, or when its date can't be read", () => {
  const at = Date.parse("2026-11-23T08:00:00Z");
  assert.ok(fresh("Mon, 23 Nov 2026 07:55:00 GMT", at));
  assert.ok(!fresh("Mon, 23 Nov 2026 07:49:00 GMT", at));
  assert.ok(!fresh("Mon, 23 Nov 2026 08:30:00 GMT", at));
  assert.ok(!fresh(null, at));
  assert.ok(!fresh("yesterday", at));
});
