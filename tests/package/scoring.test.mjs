// docs/scoring.md: its program prints what it says, and the command line what it shows.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { auditHeaders } from "../../pkg/index.js";
import { parsed, textOf } from "./pages.mjs";

const { blocks } = parsed(textOf("docs/scoring.md"));
const blockOf = (language) => blocks.find((block) => block.language === language).code;

test("the program prints what stands behind it", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "scoring-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const code = blockOf("js");
  const entry = new URL("../../pkg/index.js", import.meta.url).href;
  writeFileSync(join(folder, "program.mjs"), code.replace('"mcp-cordon"', JSON.stringify(entry)));
  const printed = execFileSync(process.execPath, [join(folder, "program.mjs")], { encoding: "utf8" });
  const said = code.split("\n").filter((line) => line.startsWith("// "));
  const words = (text) => text.replaceAll(/[\s'"]+/g, "");
  assert.equal(words(printed), words(said.map((line) => line.slice(3)).join("\n")));
});

test("the ways out are those of a page that lets images come from anywhere", () => {
  const policy = "default-src 'self'; img-src *; form-action 'self'; base-uri 'self'; frame-ancestors 'self'";
  const { open, closed } = auditHeaders({ "Content-Security-Policy": policy });
  const [first, ...lines] = blockOf("text").trimEnd().split("\n");
  assert.equal(first, `Of ${open.length + closed.length} ways out, ${open.length} are open:`);
  const shown = open.map(({ channel, widest = "-", what }) => [channel, widest, what].join(" "));
  assert.deepEqual(
    lines.map((line) => line.trim().replaceAll(/ {2,}/g, " ")),
    shown,
  );
});
