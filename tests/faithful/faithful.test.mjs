// What real tools return, shown raw, sanitized in each way, and by DOMPurify: the same words, the same picture, and nothing sent.
// The tools are packages of npm's registry, which this installs; showing what they made asks no network. `docs/faithful.md` has
// the table, which CORDON_WRITE=1 writes.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { before, suite, test } from "node:test";
import { NO_PACKAGES } from "../package/examples.mjs";
import { repository } from "../package/support.mjs";
import { installed, target } from "../matrix/installed.mjs";
import { WAYS, measure } from "./measure.mjs";

/** From here on two pictures are the same: the structural similarity of what has ink. */
const SAME = 0.98;
/** Of all outputs, those that must say all of their words, and those that must look the same. */
const LEAST = {
  default: { words: 1, pictures: 0 },
  rich: { words: 1, pictures: 0.95 },
  sandbox: { words: 1, pictures: 0.98 },
};
const DOCUMENT = join(repository, "docs", "faithful.md");
/** Why a picture is another one, of each output of which one is: `{ "mjml order": "…" }`. */
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

/** The text between the markers of the document. */
const MARKED = /(<!-- measured -->\n)[\s\S]*(\n<!-- \/measured -->)/;

suite("what real tools return", { skip: NO_PACKAGES }, () => {
  let results;

  before(async () => {
    results = await measure(installed(fileURLToPath(new URL(".", import.meta.url)), "faithful"));
    keepWorst(results);
  });

  for (const [way, least] of Object.entries(LEAST)) {
    test(`${way}: words are there`, () => {
      const without = results.filter(({ ways }) => !saysAll(ways[way]));
      const shown = without.map((one) => `${titleOf(one)} lacks ${one.ways[way].lost.slice(0, 8).join(" ")}`);
      assert.ok(share(results, way, saysAll) >= least.words, shown.join("\n"));
    });

    test(`${way}: pictures are the same`, (t) => {
      const reached = share(pictured(results), way, looksTheSame);
      t.diagnostic(`${percent(reached)} of ${pictured(results).length}`);
      const others = pictured(results).filter(({ ways }) => !looksTheSame(ways[way]));
      const shown = others.map((one) => `${titleOf(one)}: ${one.ways[way].ssim.toFixed(3)}`);
      assert.ok(reached >= least.pictures, `${percent(reached)}\n${shown.join("\n")}`);
    });

    test(`${way}: nothing is sent`, () => {
      assert.deepEqual(
        results.flatMap(({ ways }) => ways[way].sent),
        [],
      );
    });
  }

  test("DOMPurify loses words and sends requests, so that the measure can tell", () => {
    assert.ok(share(results, "dompurify", saysAll) < 1);
    assert.ok(results.some(({ ways }) => ways.dompurify.sent.length > 0));
  });

  test("each picture that is another one has its reason, and no other", () => {
    const others = pictured(results).filter(({ ways }) => !looksTheSame(ways.rich) || !looksTheSame(ways.sandbox));
    assert.deepEqual(others.map(titleOf).sort(), Object.keys(REASONS).sort());
  });

  test("the document has this run's table and these reasons", () => {
    const reasons = Object.entries(REASONS).map(([title, reason]) => `- **${title}:** ${reason}`);
    const text = [table(results), "", ...reasons].join("\n");
    const written = readFileSync(DOCUMENT, "utf8");
    assert.match(written, MARKED);
    const wanted = written.replace(MARKED, (_, from, to) => `${from}\n${text}\n${to}`);
    if (process.env.CORDON_WRITE) writeFileSync(DOCUMENT, wanted);
    else assert.equal(written, wanted);
  });
});

/** Pictures that are another one stay for somebody to look at: raw, and each way. */
function keepWorst(results) {
  const folder = join(target, "faithful", "pictures");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const one of results) {
    const own = Object.entries(one.ways).filter(
      ([way, seen]) => way in LEAST && way !== "default" && !looksTheSame(seen),
    );
    for (const [way, { png }] of [...own, ...(own.length > 0 ? [["raw", one.raw]] : [])]) {
      writeFileSync(join(folder, `${titleOf(one).replace(/\W+/g, "-")}-${way}.png`), png);
    }
  }
}
