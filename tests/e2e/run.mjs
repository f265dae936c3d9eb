// Runs suites in an engine, all of them or those that are named: `node tests/e2e/run.mjs firefox surfaces hardened`.
import { after, suite } from "node:test";
import { share } from "./shared.mjs";
import { BROWSERS, SUITES } from "./suites.mjs";

/** The longest that a suite may take, in milliseconds, and then what it left running. A busy machine is slow. */
const TIMEOUT = 3_000_000;
const LEFT_MS = 10_000;
/** Suites at once. */
const AT_ONCE = Number(process.env.CORDON_AT_ONCE ?? 2);

const [engine, ...names] = process.argv.slice(2);
const own = Object.keys(SUITES).filter((name) => SUITES[name].engines.includes(engine));
const unknown = names.find((name) => !own.includes(name));
if (own.length === 0) usage(`${Object.keys(BROWSERS).join("|")} [SUITE…]`);
if (unknown !== undefined) usage(`${engine} [${own.join("|")}]…`);

function usage(what) {
  console.error(`Usage: node tests/e2e/run.mjs ${what}`);
  process.exit(2);
}

const chosen = own.filter((name) => names.length === 0 || names.includes(name));
const registered = await Promise.all(chosen.map(async (name) => [name, await SUITES[name].load()]));
const browsers = share(BROWSERS[engine]);

// One suite waits while the other computes. They begin in the table's order.
suite(`end to end in ${BROWSERS[engine].engine}`, { concurrency: AT_ONCE }, () => {
  after(async () => {
    await browsers.end();
    // A suite that ran out of its time may go on for ever.
    setTimeout(() => process.exit(), LEFT_MS).unref();
  });
  for (const [name, register] of registered) {
    suite(name, { timeout: TIMEOUT, concurrency: 1 }, () => register(browsers));
  }
});
