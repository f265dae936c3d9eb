// What holds for the outputs of real tools, shown raw, sanitized in each way, and by DOMPurify: the same words, the same picture,
// and nothing sent. `docs/faithful.md` has the tables, which CORDON_WRITE=1 writes.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { marked } from "../support/marked.mjs";
import { repository } from "../support/run.mjs";
import { target } from "../matrix/installed.mjs";
import { WAYS, measure } from "./measure.mjs";

/** From here on two pictures are the same: the structural similarity of what has ink. */
const SAME = 0.98;
const HELD = ["default", "rich", "sandbox"];
const DOCUMENT = join(repository, "docs", "faithful.md");
/** Why a picture is another one, of each output of which one is: `{ "npm": { "mjml order": "…" } }`. */
const REASONS = JSON.parse(readFileSync(new URL("reasons.json", import.meta.url), "utf8"));

const share = (results, way, holds) => results.filter(({ ways }) => holds(ways[way])).length / results.length;
const pictured = (results) => results.filter(({ isRemote }) => !isRemote);
const saysAll = ({ lost }) => lost.length === 0;
const looksTheSame = ({ ssim }) => ssim >= SAME;
const percent = (share) => `${(100 * share).toFixed(1)} %`;
const titleOf = ({ tool, name }) => `${tool} ${name}`;

function table(results) {
  const tools = [...new Set(results.map(({ tool }) => tool))];
  const row = (title, own) => {
    const cells = WAYS.flatMap((way) => [
      own.filter(({ ways }) => saysAll(ways[way])).length,
      pictured(own).filter(({ ways }) => looksTheSame(ways[way])).length,
    ]);
    return `| ${[title, own.length, pictured(own).length, ...cells].join(" | ")} |`;
  };
  return [
    `| tool | outputs | pictures | ${WAYS.flatMap((way) => [`${way}: all words`, "same picture"]).join(" | ")} |`,
    `|---|${"--:|".repeat(2 + 2 * WAYS.length)}`,
    ...tools.map((tool) =>
      row(
        tool,
        results.filter((one) => one.tool === tool),
      ),
    ),
    row("**all**", results),
  ].join("\n");
}

/**
 * Holds what the tools of `from`, such as "npm", return. `make` gives the outputs, and the folder of those packages that draw in
 * a page. `least` is, for each way, the share of outputs that say all of their words and of those that look the same. Returns
 * what gives the results, in a test.
 */
export function compare(from, make, least) {
  let results;
  const reasons = REASONS[from];

  before(async () => {
    const { outputs, folder } = await make();
    results = await measure(outputs, folder);
    keepWorst(from, results);
  });

  for (const way of HELD) {
    test(`${way}: words are there`, () => {
      const without = results.filter(({ ways }) => !saysAll(ways[way]));
      const shown = without.map((one) => `${titleOf(one)} lacks ${one.ways[way].lost.slice(0, 8).join(" ")}`);
      assert.ok(share(results, way, saysAll) >= least[way].words, shown.join("\n"));
    });

    test(`${way}: pictures are the same`, (t) => {
      const reached = share(pictured(results), way, looksTheSame);
      t.diagnostic(`${percent(reached)} of ${pictured(results).length}`);
      const others = pictured(results).filter(({ ways }) => !looksTheSame(ways[way]));
      const shown = others.map((one) => `${titleOf(one)}: ${one.ways[way].ssim.toFixed(3)}`);
      assert.ok(reached >= least[way].pictures, `${percent(reached)}\n${shown.join("\n")}`);
    });

    test(`${way}: nothing is sent`, () => {
      assert.deepEqual(
        results.flatMap(({ ways }) => ways[way].sent),
        [],
      );
    });
  }

  test("each picture that is another one has its reason, and no other", () => {
    const others = pictured(results).filter(({ ways }) => !looksTheSame(ways.rich) || !looksTheSame(ways.sandbox));
    assert.deepEqual(others.map(titleOf).sort(), Object.keys(reasons).sort());
  });

  test("the document has this run's table and these reasons", () => {
    const explained = Object.entries(reasons).map(([title, reason]) => `- **${title}:** ${reason}`);
    const text = [table(results), "", ...explained].join("\n");
    const written = readFileSync(DOCUMENT, "utf8");
    const wanted = marked(written, from, text);
    if (process.env.CORDON_WRITE) writeFileSync(DOCUMENT, wanted);
    else assert.equal(written, wanted);
  });

  return () => results;
}

/** Pictures that are another one stay for somebody to look at: raw, and each way. */
function keepWorst(from, results) {
  const folder = join(target, "faithful", from);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const one of results) {
    const own = Object.entries(one.ways).filter(
      ([way, seen]) => HELD.includes(way) && way !== "default" && !looksTheSame(seen),
    );
    for (const [way, { png }] of [...own, ...(own.length > 0 ? [["raw", one.raw]] : [])]) {
      writeFileSync(join(folder, `${titleOf(one).replace(/\W+/g, "-")}-${way}.png`), png);
    }
  }
}
