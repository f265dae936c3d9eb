// What the guard reads of markup, as a parser reads it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eachToken, lower, refreshAddress, stripped } from "../../src/browser/guard/html.js";
import { LEAVES, sandboxOf } from "../../src/browser/guard/sandbox.js";

const tokens = (text) => {
  const found = [];
  eachToken(text, (token) => found.push(token));
  return found;
};

test("tokens are split at ASCII white space alone", () => {
  assert.deepEqual(tokens(""), []);
  assert.deepEqual(tokens(" \t\n\f\r"), []);
  assert.deepEqual(tokens("a\tb\nc\fd\re  f "), ["a", "b", "c", "d", "e", "f"]);
  assert.deepEqual(tokens("a\u000bb c\u00a0d e\ufefff g\u2028h"), ["a\u000bb", "c\u00a0d", "e\ufefff", "g\u2028h"]);
});

test("ASCII letters alone become small ones", () => {
  assert.equal(lower("PreConnect"), "preconnect");
  assert.equal(lower("already"), "already");
  assert.equal(lower("\u212a\u0130Ä"), "\u212a\u0130Ä");
  assert.equal(stripped("\t\n a\u00a0 \f"), "a\u00a0");
});

test("the address in a refresh", () => {
  for (const [content, address] of [
    ["", undefined],
    ["5", undefined],
    ["x", undefined],
    ["5x; url=a", undefined],
    ["5\u00a0; url=a", undefined],
    ["0; url=a", "a"],
    ["0;URL = 'a'b", "a"],
    ['0,url="a', "a"],
    [" .5 \t url\f=\fa b", "a b"],
    ["0; a", "a"],
    ["0; ur=a", "ur=a"],
    ["0; url a", "url a"],
    ["0; 'a'", "a"],
    ["0; url=", ""],
    ["; url=a", "a"],
  ]) {
    assert.equal(refreshAddress(content), address, content);
  }
});

test("what a sandbox lets out of a frame", () => {
  const { nobody, user, script } = LEAVES;
  for (const [value, guarded, leaves] of [
    [null, true, nobody],
    ["", false, nobody],
    ["allow-scripts", false, nobody],
    ["allow-scripts allow-same-origin allow-popups", true, nobody],
    ["allow-same-origin allow-popups", false, user],
    ["allow-popups", false, user],
    ["ALLOW-DOWNLOADS", false, user],
    ["allow-scripts\fallow-top-navigation-by-user-activation", false, user],
    ["allow-scripts allow-top-navigation", false, script],
    ["allow-scripts x\u00a0allow-same-origin allow-popups-to-escape-sandbox", false, script],
    ["allow-forms allow-modals constructor __proto__", false, nobody],
  ]) {
    const found = sandboxOf(value);
    assert.deepEqual([found.guarded, found.leaves], [guarded, leaves], value);
  }
});
