// One test a channel: what each column let through, against what must be, what was measured elsewhere, and what is kept.
// With CORDON_WRITE=1 the results are kept, and the docs written.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { before, suite, test } from "node:test";
import { render } from "./docs.mjs";
import { DOCS, agrees, differenceOf, keep, kept, limitOf, mustBe, settled } from "./expected.mjs";
import { channels, measured } from "./rows.mjs";
import { columns, keyOf, run } from "./run.mjs";

const GUARDED = ["standard", "lockdown"];
const MEASURED = ["none", "service worker"];
/** Outcomes that say nothing of a defense. */
const EMPTY = {
  absent: "the engine lacks it",
  "no-request": "nothing is sent without a guard either",
  unmeasured: "look-ups are not logged",
};

export function channelSuite(Browser) {
  const engine = keyOf(Browser);

  suite(`the channels in ${Browser.engine}`, () => {
    let found, keptRows;

    before(async () => {
      keptRows = kept(engine);
      found = await run(Browser);
      for (const channel of channels) {
        const row = found.rows[channel];
        for (const column of columns) row[column] = settled(engine, column, channel, row[column]);
      }
      if (process.env.CORDON_WRITE) {
        keep(engine, found);
        writeFileSync(DOCS, render());
        keptRows = kept(engine);
      }
    });

    test("each channel that was measured elsewhere has an attack, and each attack a name of its own", () => {
      assert.deepEqual(
        [...measured.keys()].filter((channel) => !channels.includes(channel)),
        [],
      );
      assert.equal(new Set(channels).size, channels.length);
    });

    for (const channel of channels) {
      test(channel, (t) => {
        const row = found.rows[channel];
        const empty = EMPTY[row.none];
        for (const column of MEASURED) {
          const listed = differenceOf(engine, column, channel) !== undefined;
          const problem = listed ? "agrees with what was measured, and is listed as different" : "is not as measured";
          const agreed = agrees(engine, column, channel, row[column]) ?? true;
          assert.notEqual(agreed, listed, `${column}: ${row[column]} ${problem}`);
        }
        for (const column of GUARDED) {
          if (!empty) assert.equal(row[column], mustBe(engine, column, channel), column);
          else assert.ok(!limitOf(engine, column, channel), `${column}: listed as a limit, and nothing is sent`);
        }
        assert.deepEqual(row, keptRows?.rows[channel], "the results that are kept; CORDON_WRITE=1 keeps these");
        if (empty) t.skip(empty);
      });
    }

    test("the docs say so", () => {
      assert.equal(readFileSync(DOCS, "utf8"), render());
    });
  });
}
