// What each cell of the matrix came to.
import { test } from "node:test";

/** What is asked of a row; not every row can be asked everything. */
export const COLUMNS = {
  package: "no objection that is not answered",
  shows: "shows a hostile result",
  refused: "without `'wasm-unsafe-eval'`",
  guard: "guard",
  slim: "`./slim`",
  server: "`./server`",
};

const described = {};

/** Says what a row runs with: the pinned toolchain's name, and the line that names the bytes for the slim entry. */
export function describe(row, description) {
  described[row] = description;
}

export const description = (row) => described[row] ?? {};

/** `{ row, column, outcome, seconds }`, and of some what a page loads. */
export const results = [];

/** A test that is a cell of the table. A body that cannot run here returns why. */
export function check(row, column, body, options = {}) {
  const result = { row, column, outcome: "fails", seconds: 0 };
  results.push(result);
  test(`${row}: ${COLUMNS[column]}`, options, async (t) => {
    const start = performance.now();
    try {
      const why = await body(t, result);
      result.outcome = why === undefined ? "yes" : `skipped: ${why}`;
      if (why !== undefined) t.skip(why);
    } finally {
      result.seconds = Math.round((performance.now() - start) / 100) / 10;
    }
  });
}
