// The npm archive, installed in an empty project: every entry that Node can load, by `import` and by `require`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { HOSTILE, SAFE, project, run } from "../package/support.mjs";

const archive = process.env.CORDON_ARCHIVE;

/** Entries that need another package beside this one. */
const NEED = { "mcp-cordon/react": "react" };

/** Prints what each entry exports, or the message with which it fails. */
const LOAD = {
  "import.mjs": `
    const told = {};
    for (const name of process.argv.slice(2)) {
      told[name] = await import(name).then((module) => Object.keys(module).sort(), (error) => error.message);
    }
    console.log(JSON.stringify(told));`,
  "require.cjs": `
    const told = {};
    for (const name of process.argv.slice(2)) {
      try { told[name] = Object.keys(require(name)).sort(); } catch (error) { told[name] = error.message; }
    }
    console.log(JSON.stringify(told));`,
};

const REQUEST = {
  method: "POST",
  host: "mcp.example",
  path: "/mcp",
  headers: { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty" },
};

const USE = `
  const told = {
    html: sanitizeToolOutput(${JSON.stringify(HOSTILE)}),
    request: decideRequest(${JSON.stringify(REQUEST)}).reason,
    dompurify: sanitize(${JSON.stringify(HOSTILE)}),
  };
  console.log(JSON.stringify(told));`;

const FILES = {
  ...LOAD,
  "use.mjs": `
    import { sanitizeToolOutput } from "mcp-cordon";
    import { decideRequest } from "mcp-cordon/server";
    import { sanitize } from "mcp-cordon/dompurify";${USE}`,
  "use.cjs": `
    const { sanitizeToolOutput } = require("mcp-cordon");
    const { decideRequest } = require("mcp-cordon/server");
    const { sanitize } = require("mcp-cordon/dompurify");${USE}`,
  "files.cjs": `
    const { readFileSync } = require("node:fs");
    require("node:vm").runInThisContext(readFileSync(require.resolve("mcp-cordon/global"), "utf8"));
    const slim = require("mcp-cordon/slim");
    slim.init(readFileSync(require.resolve("mcp-cordon/wasm"))).then(() => {
      const html = ${JSON.stringify(HOSTILE)};
      console.log(JSON.stringify([mcpCordon.sanitizeToolOutput(html), slim.sanitizeToolOutput(html)]));
    });`,
};

test("the npm archive, installed", async (t) => {
  const directory = project(t, FILES, archive);
  const node = (...args) => JSON.parse(run(directory, "node", ...args));
  const { exports, version } = JSON.parse(
    readFileSync(join(directory, "node_modules/mcp-cordon/package.json"), "utf8"),
  );
  const entries = Object.keys(exports)
    .filter((key) => exports[key].require)
    .map((key) => key.replace(".", "mcp-cordon"));
  const alone = entries.filter((name) => !(name in NEED));

  await t.test("every entry can be imported and required, with the same names", () => {
    const imported = node("import.mjs", ...alone);
    assert.ok(alone.length >= 6);
    for (const name of alone)
      assert.ok(Array.isArray(imported[name]) && imported[name].length > 0, `${name}: ${imported[name]}`);
    assert.deepEqual(node("require.cjs", ...alone), imported);
  });

  for (const [name, needed] of Object.entries(NEED))
    await t.test(`${name} names what it needs`, () => {
      for (const file of Object.keys(LOAD)) assert.match(node(file, name)[name], new RegExp(`['"]${needed}`), file);
    });

  for (const file of ["use.mjs", "use.cjs"])
    await t.test(`${file}: a result is sanitized, a request judged`, () => {
      assert.deepEqual(node(file), { html: SAFE, request: "cross-site", dompurify: SAFE });
    });

  await t.test("the classic script, and the module in a file of its own", () => {
    assert.deepEqual(node("files.cjs"), [SAFE, SAFE]);
  });

  await t.test("it is the version that the archive is called after, and needs no other package", () => {
    assert.ok(archive.endsWith(`/mcp-cordon-${version}.tgz`), archive);
    assert.deepEqual(Object.keys(JSON.parse(run(directory, "npm", "ls", "--all", "--json")).dependencies), [
      "mcp-cordon",
    ]);
  });
});
