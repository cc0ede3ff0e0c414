import assert from "node:assert/strict";
import test from "node:test";
import { draftOf, stateOf } from "./contacts_draft.mjs";

const WORDS = { saved: "Draft saved at", unsaved: "Could not be saved.", leftOut: "Not saved:" };
const label = (name) => ({ narrative: "Narrative", post: "Post" })[name] ?? name;

test("a draft changes when something is typed, and not with the form's own parts", () => {
  const before = [["key", "1"], ["csrfmiddlewaretoken", "a"], ["post", "North"]];
  const renewed = [["key", "1"], ["csrfmiddlewaretoken", "b"], ["do", "draft"], ["post", "North"]];
  assert.equal(draftOf(before), draftOf(renewed));
  assert.notEqual(draftOf(before), draftOf([...before, ["post", "South"]]));
});

test("what was saved says when", () => {
  assert.equal(stateOf({ saved: true, at: "09:05", left_out: {} }, WORDS, label), "Draft saved at 09:05");
});

test("what was left out is named by its label", () => {
  const said = { saved: true, at: "09:05", left_out: { narrative: ["…"], post: ["…"] } };
  assert.equal(stateOf(said, WORDS, label), "Draft saved at 09:05. Not saved: Narrative, Post");
});

test("what could not be saved says why, or that it is still on the page", () => {
  assert.equal(stateOf({ saved: false, why: "Open a new one." }, WORDS, label), "Open a new one.");
  assert.equal(stateOf({ saved: false }, WORDS, label), "Could not be saved.");
});
