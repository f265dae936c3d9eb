// What a policy compiles to, and what is made one, by the package.
import assert from "node:assert/strict";
import { test } from "node:test";
import { auditHeaders, auditSpeculationRules, compilePolicy, parsePolicy, policyFromUiMeta } from "../../pkg/index.js";

const POLICY = { connect: ["'self'", "https://api.example.com"], resources: ["https://cdn.example.com"] };
const REST = "form-action 'self'; frame-ancestors 'self'; require-trusted-types-for 'script'; report-uri /r";
const codes = ({ findings }) => findings.map(({ code }) => code);

test("a policy compiles to headers, a meta and a frame's attributes, and the audit has nothing to say", () => {
  for (const target of [undefined, "page", "sandbox", "service-worker"]) {
    const { headers, metaCsp, iframe } = compilePolicy(POLICY, { target });
    // A worker's policy comes with a script.
    const served = target === "service-worker" ? { ...headers, "Content-Type": "text/javascript" } : headers;
    const { score, findings } = auditHeaders(served, { policy: POLICY });
    assert.deepEqual([score, findings], [100, []], target);
    assert.match(headers["Content-Security-Policy"], /connect-src 'self' https:\/\/api\.example\.com/);
    assert.ok(new Headers(headers).get("content-security-policy").startsWith(metaCsp));
    assert.deepEqual(Object.keys(iframe), ["sandbox", "allow", "csp"]);
  }
});

test("a page wider than its policy is a finding with both sides", () => {
  const wider = {
    "Content-Security-Policy": `default-src 'self'; connect-src 'self' https://evil.example; ${REST}`,
  };
  const [finding, ...others] = auditHeaders(wider, { policy: POLICY, url: "https://app.example/" }).findings;
  assert.deepEqual([finding.code, others], ["policy-drift-connect", []]);
  assert.match(
    finding.why,
    /connect-src allows https:\/\/evil\.example; policy\.connect is 'self' https:\/\/api\.example\.com/,
  );
  assert.equal(finding.evidence.value.slice(...finding.evidence.span), "connect-src 'self' https://evil.example");
  assert.equal(finding.fix, "connect-src 'self' https://api.example.com");
  const narrower = {
    "Content-Security-Policy": `default-src 'none'; connect-src https://api.example.com; ${REST}`,
  };
  assert.deepEqual(auditHeaders(narrower, { policy: POLICY, url: "https://app.example/" }).findings, []);
});

test("an app's policy is what it asks for and its host grants, and is a policy", () => {
  const meta = { ui: { csp: { connectDomains: ["https://api.example.com", "*", "https://evil.example"] } } };
  const { policy, findings } = policyFromUiMeta(meta, POLICY);
  assert.deepEqual(policy.connect, ["https://api.example.com"]);
  assert.deepEqual(codes({ findings }), ["ui-meta-source-refused", "ui-meta-source-not-granted"]);
  assert.deepEqual(findings[0].evidence, { value: "*", path: "meta.ui.csp.connectDomains[1]" });
  assert.deepEqual(parsePolicy(policy), policy);
  assert.match(compilePolicy(policy, { target: "sandbox" }).metaCsp, /connect-src https:\/\/api\.example\.com;/);
  for (const nothing of [undefined, null, {}]) assert.deepEqual(policyFromUiMeta(nothing, POLICY).policy.connect, []);
});

test("speculation rules are judged", () => {
  const rules = JSON.stringify({ prefetch: [{ source: "document", eagerness: "immediate" }] });
  assert.deepEqual(codes(auditSpeculationRules(rules)), ["speculation-any-link"]);
  assert.deepEqual(codes(auditSpeculationRules("{", { baseUrl: "https://app.example/" })), [
    "speculation-rules-invalid",
  ]);
});
