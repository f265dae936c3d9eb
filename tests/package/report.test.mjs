// A report makes its list of removals when somebody reads it, and looks like any other object.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { pkg } from "./support.mjs";

const { inspectToolOutput } = await import(pathToFileURL(join(pkg, "index.js")));

const HTML = '<p onclick="x()">a<script>b()</script></p>';
const inspect = () => inspectToolOutput(HTML);

const whole = () => {
  const { html, removed, changed } = inspect();
  return { html, removed: [...removed], changed };
};

test("it is what an object of its properties is", () => {
  const expected = whole();
  assert.deepEqual(
    expected.removed.map(({ code }) => code),
    ["attribute-event-handler", "element-script"],
  );
  assert.deepEqual(inspect(), expected);
  assert.deepEqual({ ...inspect() }, expected);
  assert.deepEqual(structuredClone(inspect()), expected);
  assert.equal(JSON.stringify(inspect()), JSON.stringify(expected));
  assert.deepEqual(Object.entries(inspect()), Object.entries(expected));
  assert.deepEqual(Object.assign({}, inspect()), expected);
});

test("it is made once", () => {
  const report = inspect();
  assert.equal(report.removed, report.removed);
  const frozen = Object.freeze(inspect());
  assert.equal(frozen.removed, frozen.removed);
  assert.equal(frozen.removed.length, 2);
});

test("it may be written to", () => {
  const report = inspect();
  report.removed = report.removed.filter(({ code }) => code === "element-script");
  assert.equal(report.removed.length, 1);
  const other = inspect();
  other.removed = [];
  assert.deepEqual(other.removed, []);
  delete other.removed;
  assert.deepEqual(Object.keys(other), ["html", "changed"]);
});

test("what a script replaced later has no part in it", () => {
  const report = inspect();
  const { parse } = JSON;
  JSON.parse = () => [];
  try {
    assert.equal(report.removed.length, 2);
  } finally {
    JSON.parse = parse;
  }
});
