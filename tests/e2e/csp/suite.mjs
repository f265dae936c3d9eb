// Are the matcher and a browser of one mind? Generated policies, each on a page of its own, and what that page may ask for.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, suite, test } from "node:test";
import { PAIRS_A_POLICY } from "./generate.mjs";
import { expected, run } from "./run.mjs";

const OWN_SEED = 152;
const SEED = Number(process.env.CORDON_SEED ?? OWN_SEED);
const POLICIES = 72;
const LEAST_POLICIES = 60;
const LEAST_PAIRS = 2_000;
/** Of all pairs, what either answer must at least have: a test of refusals alone would show half of it. */
const LEAST_SHARE = 0.2;

/**
 * Where an engine is known to differ: it takes a whole `token` of a policy as if `read` stood there,
 * for requests of a `kind` alone if there is one, or it has a `rule` of its own.
 */
const KNOWN = JSON.parse(readFileSync(new URL("known.json", import.meta.url), "utf8"));

const RULES = {
  "a name outside ASCII is taken": (policy) => {
    const taken = new Set();
    const counts = (directive) => {
      const name = directive.trim().split(/\s/)[0].toLowerCase();
      if (OUTSIDE_ASCII.test(directive)) taken.add(name);
      return !taken.has(name);
    };
    return policy.split(";").filter(counts).join(";");
  },
};
const OUTSIDE_ASCII = /[^\0-\x7f]/;

const told = ({ outcome }) => outcome === "allowed" || outcome === "blocked";
const policiesOf = ({ headers, meta }) => [...headers, ...meta].join(" | ");

/** What the matcher says of a pair, where the policies are read as those rows have it. */
export function expectedBy(rows) {
  const rules = rows.filter(({ rule }) => rule).map(({ rule }) => RULES[rule]);
  const tokens = rows.filter(({ token }) => token);
  const patterns = tokens.map(({ kind, token, read }) => ({ kind, whole: new RegExp(`^(?:${token})$`, "i"), read }));
  const reread = (text, asked) => {
    const read = (token) => {
      const row = patterns.find(({ kind, whole }) => (kind ?? asked) === asked && whole.test(token));
      return row ? token.replace(row.whole, row.read) : token;
    };
    const policies = text.split(",").map((policy) => rules.reduce((policy, rule) => rule(policy), policy));
    // A directive outside ASCII is dropped before anything is read.
    const each = (directive) => (OUTSIDE_ASCII.test(directive) ? directive : directive.replace(/\S+/g, read));
    return policies.map((policy) => policy.replace(/[^;]+/g, each)).join(",");
  };
  return (pair) => {
    const { request, page } = pair;
    const [headers, meta] = [page.headers, page.meta].map((texts) => texts.map((text) => reread(text, request.kind)));
    return expected({ request, page: { ...page, headers, meta } });
  };
}

/** Pairs on which `matcher` and the browser differ. */
const disagreements = (pairs, matcher) => pairs.filter((pair) => told(pair) && matcher(pair) !== pair.outcome);

const shown = ({ drawn, request, outcome }) =>
  `${outcome} by the browser: ${request.kind} ${drawn.request.redirect ?? drawn.request.url} on ${drawn.origin} under ` +
  `${JSON.stringify(drawn.headers)}${drawn.meta.length > 0 ? ` and meta ${JSON.stringify(drawn.meta)}` : ""}`;

export function csp(Browser) {
  const { engine } = Browser;

  suite(`generated policies in ${engine}`, () => {
    let pairs, version;

    before(async () => {
      ({ pairs, version } = await run(Browser, SEED, POLICIES));
    });

    test("there are as many as promised, and both answers come", (t) => {
      const count = (outcome) => pairs.filter((pair) => pair.outcome === outcome).length;
      const [allowed, blocked, untold] = ["allowed", "blocked", "untold"].map(count);
      t.diagnostic(
        `${engine} ${version}, seed ${SEED}: ${allowed} allowed, ${blocked} blocked, ${untold} cannot be told`,
      );
      const policies = new Set(pairs.filter(told).map(({ drawn }) => policiesOf(drawn))).size;
      assert.ok(policies >= LEAST_POLICIES, `${policies} policies`);
      assert.ok(allowed + blocked >= LEAST_PAIRS, `${allowed + blocked} pairs`);
      assert.equal(pairs.length, POLICIES * PAIRS_A_POLICY);
      for (const [name, number] of Object.entries({ allowed, blocked })) {
        assert.ok(number / (allowed + blocked) >= LEAST_SHARE, `${number} ${name}`);
      }
    });

    test("the browser's answer is clear", () => {
      const unclear = pairs.filter(({ outcome }) => outcome === "unclear");
      assert.deepEqual(unclear.map(shown), []);
    });

    test("the matcher says the same, but where it is known why not", (t) => {
      const rows = KNOWN.filter((row) => row.engine === engine);
      assert.deepEqual(disagreements(pairs, expectedBy(rows)).map(shown), []);
      const found = disagreements(pairs, expected);
      t.diagnostic(`${found.length} pairs differ as known`);
      if (SEED !== OWN_SEED) return;
      const needed = (row) => disagreements(found, expectedBy(rows.filter((other) => other !== row))).length > 0;
      assert.deepEqual(
        rows.filter((row) => !needed(row)),
        [],
        "known, and not seen",
      );
    });

    test("a matcher that is wrong about one policy is found out", () => {
      const [{ page: wrong }] = pairs;
      const inverse = { allowed: "blocked", blocked: "allowed" };
      const turned = (pair) => (pair.page === wrong ? inverse[expected(pair)] : expected(pair));
      const extra = disagreements(pairs, turned).filter((pair) => pair.page === wrong);
      const before = disagreements(pairs, expected).filter((pair) => pair.page === wrong);
      assert.equal(extra.length + before.length, pairs.filter((pair) => pair.page === wrong && told(pair)).length);
      assert.ok(extra.length > 0);
    });

    test("the specification's dialect is found out too", (t) => {
      const differ =
        disagreements(pairs, (pair) => expected(pair, "spec")).length - disagreements(pairs, expected).length;
      t.diagnostic(`${differ} more pairs differ`);
      assert.ok(differ > 0);
    });
  });
}
