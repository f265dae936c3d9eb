// The suite: with no guard a script gets through, with one it does not, and what is not held is listed with its reason.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, suite, test } from "node:test";
import { shut } from "../../support/servers.mjs";
import { runAll } from "./run.mjs";
import { SCRIPTS } from "./scripts.mjs";
import { Site } from "./site.mjs";
import { launchTabs } from "./tabs.mjs";

const data = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
/** What does not get through in an engine with no guard at all: by engine, by reason. */
const ABSENT = data("absent.json");
/** What gets through all the same: by reason, by strength, in which engines; or now and then, by engine. */
const LIMITS = data("limits.json");

/** How often a script is run that comes too late: a busy machine is slow. */
const MOST_TRIES = 3;

export const STRENGTHS = ["standard", "lockdown"];

/** Why an engine lets a script through now and then with no guard, and not always. */
const SOMETIMES = "sometimes: ";
const absence = (engine, name) => Object.entries(ABSENT[engine] ?? {}).find(([, names]) => names.includes(name))?.[0];

/** What is under `SOMETIMES` is tried under a guard like any other. */
const isTried = (engine, name) => absence(engine, name)?.startsWith(SOMETIMES) ?? true;

/** Whether a script gets ahead of the guard now and then, by what is in it: then it must be held in the last of its tries. */
const mayRace = (engine, { source }) =>
  LIMITS.some(({ races }) => races?.[engine] !== undefined && `${source}`.toLowerCase().includes(races[engine]));
const tries = (run) => (run ? [run, ...tries(run.earlier)] : []);

const limit = (engine, strength, name) => LIMITS.find((one) => one[strength]?.[name]?.includes(engine));

export function bypass(Browser) {
  const { engine } = Browser;
  suite(`attacks on the guard in ${engine}`, () => {
    let site, tabs;
    const runs = {};

    /** What comes out other than it should for want of time is run again; what got through only where it gets ahead at times. */
    async function runInTime(scripts, strength, late) {
      runs[strength] = new Map();
      let left = scripts;
      for (let tries = 0; tries < MOST_TRIES && left.length > 0; tries++) {
        for (const [name, run] of await runAll(tabs, site, left, strength)) {
          run.earlier = runs[strength].get(name);
          runs[strength].set(name, run);
        }
        left = left.filter(({ name }) => late(runs[strength].get(name), name));
      }
    }

    before(async () => {
      site = await Site.start();
      tabs = await launchTabs(Browser, site.proxyScript);
      const [here, elsewhere] = [true, false].map((is) => SCRIPTS.filter(({ name }) => isTried(engine, name) === is));
      await runInTime(here, "off", ({ reached }) => !reached);
      for (const [name, run] of await runAll(tabs, site, elsewhere, "off")) runs.off.set(name, run);
      for (const strength of STRENGTHS) {
        await runInTime(
          here,
          strength,
          ({ ran, reached, script }, name) =>
            !ran || (reached ? mayRace(engine, script) : limit(engine, strength, name)),
        );
      }
    });

    after(() => shut(tabs, site));

    for (const { name } of SCRIPTS) {
      test(name, (t) => {
        const off = runs.off.get(name);
        const reason = absence(engine, name);
        assert.ok(off.ran || (reason && off.script.by), "with no guard, it ran");
        if (!isTried(engine, name)) {
          assert.ok(!off.reached, "it gets through here: absent.json is stale");
          return t.skip(reason);
        }
        assert.ok(off.reached || reason, `with no guard, it gets through; it said ${off.said}`);
        for (const strength of STRENGTHS) {
          const run = runs[strength].get(name);
          assert.ok(run.ran, `under ${strength}, it ran`);
          const known = limit(engine, strength, name);
          if (known) {
            if (!known.sometimes) assert.ok(run.reached, `under ${strength}, it is held: limits.json is stale`);
            continue;
          }
          // What comes late, after its document, is its own all the same.
          const through = tries(run).filter(({ reached }) => reached);
          const isHeld = mayRace(engine, run.script) ? !run.reached : through.length === 0;
          assert.ok(isHeld, `under ${strength}: ${through.map(({ requests }) => requests)}`);
        }
        if (!off.reached) t.skip(reason);
      });
    }

    test("each script gets through in one engine at least, and every name in a list is a script's", () => {
      const names = SCRIPTS.map((script) => script.name);
      assert.equal(new Set(names).size, names.length);
      const engines = Object.keys(ABSENT);
      for (const name of names)
        assert.ok(
          engines.some((one) => !absence(one, name)),
          name,
        );
      const listed = [
        ...engines.flatMap((one) => Object.values(ABSENT[one]).flat()),
        ...LIMITS.flatMap((one) => STRENGTHS.flatMap((strength) => Object.keys(one[strength] ?? {}))),
      ];
      for (const name of listed) assert.ok(names.includes(name), `${name} is no script`);
    });
  });
}
