// The rows measured in browsers, by the package as Node has it: one goes in as it stands.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { explainCsp } from "../../pkg/index.js";

const rows = JSON.parse(readFileSync(new URL("../data/csp_match.json", import.meta.url), "utf8"));

for (const dialect of ["browsers", "spec"]) {
  test(`explainCsp agrees with all rows, dialect ${dialect}`, () => {
    assert.ok(rows.length > 100);
    for (const row of rows) {
      const expected = dialect === "spec" ? (row.specExpected ?? row.expected) : row.expected;
      const { allowed, trace } = explainCsp({ ...row, dialect });
      assert.equal(allowed, expected === "allowed", `${row.id}: ${row.note}`);
      assert.equal(
        trace.every((step) => step.allowed || step.disposition === "report"),
        allowed,
        row.id,
      );
    }
  });
}

test("the trace names the policy, the directive and the source", () => {
  const { trace } = explainCsp({
    headers: ["connect-src *, default-src 'self' https://api.test"],
    reportOnly: ["connect-src 'none'"],
    meta: ["img-src 'none'"],
    selfOrigin: "https://app.test",
    url: "https://api.test/x",
    directive: "connect-src",
  });
  assert.deepEqual(trace, [
    { policy: 0, directive: "connect-src", source: "*", allowed: true, disposition: "enforce" },
    { policy: 1, directive: "default-src", source: "https://api.test", allowed: true, disposition: "enforce" },
    { policy: 2, directive: "connect-src", source: null, allowed: false, disposition: "report" },
    { policy: 3, directive: null, source: null, allowed: true, disposition: "enforce" },
  ]);
});

test("what cannot be asked is an error that names the field", () => {
  const input = { headers: [], selfOrigin: "https://app.test", url: "https://a.test/", directive: "connect-src" };
  for (const [change, says] of [
    [{ directive: "connect" }, /directive: "connect": expected/],
    [{ url: "/x" }, /url: "\/x": expected an absolute URL/],
    [{ redirect: "x" }, /redirect: "x"/],
    [{ selfOrigin: "app.test" }, /selfOrigin: "app.test"/],
    [{ headers: "connect-src *" }, /headers/],
    [{ dialect: "chrome" }, /dialect/],
  ]) {
    assert.throws(
      () => explainCsp({ ...input, ...change }),
      (error) => {
        assert.equal(error.name, "CordonError");
        assert.equal(error.code, "invalid-input");
        assert.match(error.message, says);
        return true;
      },
    );
  }
});
