// The audit of headers by the package, on the same rows as in Rust.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { auditHeaders } from "../../pkg/index.js";

const rows = JSON.parse(readFileSync(new URL("../data/csp_audit.json", import.meta.url), "utf8"));
const list = (value) => (value === undefined ? [] : [value].flat());

test("every row's findings, and none that must not be", () => {
  assert.ok(rows.length > 30);
  for (const {
    id,
    headers: { meta, "meta-report-only": metaReportOnly, "x-second-response": second, ...headers },
    expectedFindings,
    mustNotFind,
  } of rows) {
    const codes = auditHeaders(headers, {
      meta: list(meta),
      metaReportOnly: list(metaReportOnly),
      second: list(second),
    }).findings.map(({ code }) => code);
    for (const code of expectedFindings) assert.ok(codes.includes(code), `${id}: no ${code} in ${codes}`);
    for (const code of mustNotFind) assert.ok(!codes.includes(code), `${id}: ${code}`);
  }
});

test("headers in each of their forms", () => {
  const policy =
    "default-src 'self'; connect-src *; form-action 'self'; frame-ancestors 'self'; require-trusted-types-for 'script'";
  const forms = [
    { "content-security-policy": policy },
    { "Content-Security-Policy": [policy] },
    [["Content-Security-Policy", policy]],
    new Headers({ "Content-Security-Policy": policy }),
    new Map([["CONTENT-SECURITY-POLICY", policy]]),
  ];
  for (const form of forms) {
    const { score, breakdown } = auditHeaders(form);
    assert.deepEqual(
      [score, breakdown.map(({ code }) => code)],
      [78, ["csp-connect-src-wildcard", "csp-reporting-missing"]],
    );
  }
});

test("what is no header is an error that names it", () => {
  for (const [headers, options, says] of [
    [null, {}, /headers/],
    ["x", {}, /headers/],
    [{ a: 1 }, {}, /headers/],
    [{}, { meta: "x" }, /meta/],
    [{}, { url: "/x" }, /url/],
    [{}, { metas: [] }, /metas/],
  ]) {
    assert.throws(
      () => auditHeaders(headers, options),
      (error) => {
        assert.equal(error.name, "CordonError");
        assert.match(error.message, says);
        return true;
      },
    );
  }
});
