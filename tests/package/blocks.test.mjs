// Every code block of every page is held by a test, which the table names: a block that no row claims fails, and so does a row
// that claims none. What no other test holds is run here.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { renderToStaticMarkup } from "react-dom/server";
import { transform } from "esbuild";
import { csp } from "../matrix/pages.mjs";
import { pages, parsed, textOf } from "./pages.mjs";
import { beside } from "./react/page.mjs";
import { HOSTILE, SAFE, repository, run, write } from "./support.mjs";

const PAGES = new Map(pages().map((page) => [page, parsed(textOf(page)).blocks]));
const text = (path) => readFileSync(join(repository, path), "utf8");

/** The code of the files of some folders of examples/. */
function files(pattern, ending) {
  const folders = readdirSync(join(repository, "examples"), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  return folders
    .filter(({ name }) => pattern.test(name))
    .flatMap(({ name: folder }) => {
      const names = readdirSync(join(repository, "examples", folder)).filter((name) => ending.test(name));
      return names.map((name) => text(`examples/${folder}/${name}`).trimEnd());
    });
}
const HOW_TOS = files(/^how-to$/, /\.(rs|mjs)$/);
const RECIPES = files(/./, /\.js$/);

const is =
  (name, pattern = /^/) =>
  ({ language, code }) =>
    language === name && pattern.test(code);
const isOnly =
  (name) =>
  ({ language }, blocks) =>
    language === name && blocks.filter((block) => block.language === name).length === 1;
const isFile =
  (names, files) =>
  ({ language, code }) =>
    names.includes(language) && files.includes(code);

const README = /^README\.md$/;
const CLI = /^docs\/cli\.md$/;
const SCAN = /^docs\/scan\.md$/;
const SERVER = /^docs\/server\.md$/;
const EXAMPLE = /^examples\/([\w-]+\/)?README\.md$/;

/** The comment that leaves out a finding, as the page shows it, and not the rule about one without a reason. */
const isComment = ({ code }) => /^\/\/ cordon-ignore-next-line [\w-]+: /.test(code);

/** Of which page, what holds them, and which blocks. */
const HELD = [
  [README, "tests/package/quick-start.test.mjs", is("sh", /^npm install mcp-cordon$/)],
  [README, "tests/package/quick-start.test.mjs", is("js", /^import \{ auditPage/)],
  [README, "tests/package/stream.test.mjs", is("js", /^import \{ streamToolOutput/)],
  [README, "tests/package/blocks.test.mjs", isOnly("jsx")],
  // A doctest: src/lib.rs includes the page.
  [README, "src/lib.rs", is("rust")],
  // They start the lab, and the tests that would start them; that xtask has them, links.test.mjs sees.
  [README, "tests/package/links.test.mjs", is("sh", /^(cargo xtask (demo|test|test --packages) +# .*(\n|$))+$/)],
  // What each command prints for its help is compared.
  [
    CLI,
    "tests/it/cli/docs.rs",
    ({ language, before }) => language === "text" && /^<!-- cordon [a-z- ]*--help -->$/.test(before),
  ],
  // It builds what every suite builds, and installs that outside the repository.
  [CLI, "Cargo.toml", is("sh", /^cargo install --path \. --features cli$/)],
  [
    /^docs\/findings\.md$/,
    "tests/it/finding/registry.rs",
    ({ language }) => ["http", "html", "json", "text"].includes(language),
  ],
  // Each rule's examples are scanned, and the page is written from them.
  [SCAN, "scan/tests/rules.rs", (block) => ["html", "js", "json", "jsx"].includes(block.language) && !isComment(block)],
  [SCAN, "tests/it/cli/scan.rs", (block) => ["sh", "text", "yaml"].includes(block.language) || isComment(block)],
  [/^docs\/migration\.md$/, "tests/package/blocks.test.mjs", isOnly("js")],
  [/^docs\/streaming\.md$/, "tests/package/stream.test.mjs", is("js")],
  [/^docs\/streaming\.md$/, "tests/package/stream.test.mjs", is("jsx", /^import \{ ToolOutputStream/)],
  [
    /^docs\/streaming\.md$/,
    "tests/matrix/chats.test.mjs",
    is("jsx", /^import .* from "@(ai-sdk|assistant-ui)\/react"/),
  ],
  [/^docs\/scoring\.md$/, "tests/package/scoring.test.mjs", ({ language }) => ["js", "text"].includes(language)],
  [/^docs\/recipes\.md$/, "tests/package/recipes.test.mjs", isFile(["js"], RECIPES)],
  [SERVER, "tests/package/how-to.test.mjs", isFile(["js", "rust"], HOW_TOS)],
  // A refusal, below its program.
  [
    SERVER,
    "tests/package/how-to.test.mjs",
    (block, blocks) => block.language === "http" && HOW_TOS.includes(blocks[blocks.indexOf(block) - 1]?.code),
  ],
  [SERVER, "tests/package/how-to.test.mjs", is("sh", /^(curl|cordon) /)],
  // What the matrix serves its pages with.
  [
    /^docs\/toolchains\.md$/,
    "tests/matrix/pages.mjs",
    ({ code }) => code.replace(/\s+/g, " ") === `Content-Security-Policy: ${csp()}`,
  ],
  [EXAMPLE, "tests/package/examples.test.mjs", is("sh")],
  [EXAMPLE, "tests/package/recipes.test.mjs", isOnly("html")],
  // A drawing.
  [/^ARCHITECTURE\.md$/, "ARCHITECTURE.md", is("indented")],
];
const holders = (page, block, blocks) => HELD.filter(([pages, , claims]) => pages.test(page) && claims(block, blocks));

suite("code blocks", () => {
  const claimed = new Set();
  for (const [page, blocks] of PAGES) {
    if (blocks.length === 0) continue;
    test(page, () => {
      for (const block of blocks) {
        const rows = holders(page, block, blocks);
        assert.equal(rows.length, 1, `${page}:${block.line}: ${rows.length} rows hold this block:\n${block.code}`);
        claimed.add(rows[0]);
      }
    });
  }
  test("each row holds a block, and what it names is there", () => {
    assert.deepEqual(
      HELD.filter((row) => !claimed.has(row)),
      [],
    );
    for (const [, by] of HELD) assert.ok(existsSync(join(repository, by)), by);
  });
  test("a block that nobody holds is seen", () => {
    const { blocks } = parsed("```ts\nlet a: number = 1;\n```\n\n    indented\n");
    assert.deepEqual(
      blocks.map(({ language }) => language),
      ["ts", "indented"],
    );
    for (const block of blocks) assert.deepEqual(holders("docs/layers.md", block, blocks), []);
  });
});

test("the README's Rust is a doctest, and the command line a feature", () => {
  assert.match(text("src/lib.rs"), /^#!\[doc = include_str!\("\.\.\/README\.md"\)\]$/m);
  assert.match(text("Cargo.toml"), /^\[\[bin\]\]\nname = "cordon"\nrequired-features = \["cli"\]$/m);
});

const blockOf = (page, language) => PAGES.get(page).find((block) => block.language === language).code;

test("README.md: the component shows a result, and has these types", async (t) => {
  const code = blockOf("README.md", "jsx");
  assert.match(code, /\n<ToolOutput [^\n]*;$/);
  const shown = code.replace(/\n<ToolOutput /, "\nexport const shown = <ToolOutput ");
  const directory = beside(t);
  const types = `
    import type { Finding, Policy } from "mcp-cordon";
    import type { ToolResult } from "mcp-cordon/react";
    declare const policy: Policy, result: ToolResult, setFindings: (findings: Finding[]) => void;\n`;
  const result = JSON.stringify({ content: [{ type: "text", text: HOSTILE }] });
  const values = `const policy = {}, result = ${result}, setFindings = () => {};\n`;
  const options = { loader: "jsx", jsx: "automatic", format: "esm" };
  write(directory, {
    "package.json": `{ "type": "module" }`,
    "use.tsx": types + shown,
    "use.mjs": (await transform(values + shown, options)).code,
  });
  const strict = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--target", "es2022", "--lib", "es2022,dom"];
  const tsc = join(repository, "node_modules/.bin/tsc");
  assert.equal(run(directory, tsc, ...strict, "--jsx", "react-jsx", "--module", "nodenext", "use.tsx"), "");
  const module = await import(join(directory, "use.mjs"));
  const html = renderToStaticMarkup(module.shown);
  assert.ok(html.includes(SAFE), html);
  assert.doesNotMatch(html, /onclick|<script/);
});

test("docs/migration.md: DOMPurify's options, and a policy", async (t) => {
  const directory = beside(t);
  const html = JSON.stringify(`${HOSTILE}<img src="data:image/gif;base64,AA==">`);
  const values = `const output = {}, policy = {}, html = ${html};\n`;
  write(directory, { "use.mjs": `${values}${blockOf("docs/migration.md", "js")}\nexport { output };` });
  const { output } = await import(join(directory, "use.mjs"));
  assert.equal(output.innerHTML, SAFE);
});
