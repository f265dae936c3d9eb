// SARIF by the package: what Rust's tests hold to the schema, reached from a JavaScript object.
import assert from "node:assert/strict";
import { test } from "node:test";
import { auditHeaders, toSarif } from "../../pkg/index.js";

const POLICY = "default-src 'self'; connect-src *; script-src 'nonce-4ih5rP0r1s8Pq7bC1Q2d3A==' 'unsafe-eval'";
const report = auditHeaders({ "content-security-policy": POLICY, "permissions-policy": "background-fetch=()" });

test("a log of one run, the same from the report and from its JSON", () => {
  const log = toSarif(report, { url: "https://app.example/" });
  assert.equal(log.version, "2.1.0");
  assert.match(log.$schema, /sarif-schema-2\.1\.0\.json$/);
  const [run] = log.runs;
  assert.deepEqual(run.properties, { score: report.score, grade: report.grade, breakdown: report.breakdown });
  assert.deepEqual(
    run.results.map(({ properties }) => properties.code),
    report.findings.map(({ code }) => code),
  );
  for (const { ruleId, ruleIndex, level, message, locations, partialFingerprints } of run.results) {
    assert.equal(run.tool.driver.rules[ruleIndex].id, ruleId);
    assert.match(level, /^(error|warning|note)$/);
    assert.ok(message.text.length > 20);
    assert.equal(locations[0].physicalLocation.artifactLocation.uri, "https://app.example/");
    assert.equal(Object.keys(partialFingerprints).length, 1);
  }
  assert.deepEqual(toSarif(JSON.parse(JSON.stringify(report)), { url: "https://app.example/" }), log);
  assert.equal(JSON.stringify(toSarif(report)).includes("app.example"), false);
  assert.equal(structuredClone(log).runs[0].results.length, report.findings.length);
});

test("what is no report is an error that names the field", () => {
  const [finding] = report.findings;
  const with_ = (changes) => ({ ...report, findings: [{ ...finding, ...changes }] });
  for (const [given, options, code, says] of [
    [undefined, {}, "invalid-input", /^report: .*undefined/],
    [null, {}, "invalid-input", /^report: .*null/],
    ["{}", {}, "invalid-input", /^report: .*string/],
    [{}, {}, "invalid-input", /^report\.score: is missing/],
    [{ ...report, extra: 1 }, {}, "invalid-input", /^report\.extra/],
    [{ ...report, score: 1.5 }, {}, "invalid-input", /^report\.score: .*1\.5/],
    [{ ...report, grade: "E" }, {}, "invalid-input", /^report\.grade: .*"E"/],
    [with_({ severity: "worst" }), {}, "invalid-input", /^report\.findings\[0\]\.severity: .*"worst"/],
    [with_({ score: "-4" }), {}, "invalid-input", /^report\.findings\[0\]\.score: .*string/],
    [with_({ evidence: { span: [1] } }), {}, "invalid-input", /^report\.findings\[0\]\.evidence\.span/],
    [with_({ evidence: { span: [-1, 2] } }), {}, "invalid-input", /^report\.findings\[0\]\.evidence\.span\[0\]/],
    [report, { uri: "x" }, "invalid-option", /^options\.uri/],
    [report, { url: 1 }, "invalid-option", /^options\.url/],
  ]) {
    assert.throws(
      () => toSarif(given, options),
      (error) => {
        assert.deepEqual([error.name, error.code], ["CordonError", code], String(says));
        assert.match(error.message, says);
        return true;
      },
    );
  }
});

test("a span that fits no value is left out, and nothing breaks", () => {
  const broken = { header: "Content-Security-Policy", value: "é", span: [1, 9] };
  const [result] = toSarif({ ...report, findings: [{ ...report.findings[0], evidence: broken }] }).runs[0].results;
  assert.equal(result.locations[0].physicalLocation.region, undefined);
});
