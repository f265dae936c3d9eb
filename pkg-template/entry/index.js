import { headerEntries, observePage } from "./audit.js";
import { call } from "./instance.js";
import { trust } from "./trusted.js";

export { CordonError, init, installGuard, parsePolicy, version } from "./guard.js";
export { renderInSandbox } from "./sandbox.js";

export function sanitizeToolOutput(html, options) {
  return call((cordon) => cordon.sanitizeToolOutput(html, options));
}

export function sanitizeMarkdown(markdown, options) {
  return call((cordon) => cordon.sanitizeMarkdown(markdown, options));
}

export function inspectToolOutput(html, options) {
  return call((cordon) => cordon.inspectToolOutput(html, options));
}

export function sanitizeToFragment(html, options) {
  return call((cordon) => cordon.sanitizeToFragment(html, options));
}

export function sanitizeToTrustedHTML(html, options) {
  return trust(sanitizeToolOutput(html, options));
}

export function renderToolOutput(target, html, options) {
  return call((cordon) => cordon.renderToolOutput(target, html, options));
}

export function sanitizeToolResult(result, options) {
  return call((cordon) => cordon.sanitizeToolResult(result, options));
}

export function cleanText(text, options) {
  return call((cordon) => cordon.cleanText(text, options));
}

export function checkUrl(url, options) {
  return call((cordon) => cordon.checkUrl(url, options));
}

export function auditHeaders(headers, options) {
  return call((cordon) => cordon.auditHeaders({ headers: headerEntries(headers) }, options));
}

export function auditSpeculationRules(rulesJson, context) {
  return call((cordon) => cordon.auditSpeculationRules(rulesJson, context));
}

export function compilePolicy(policy, options) {
  return call((cordon) => cordon.compilePolicy(policy, options));
}

export function policyFromUiMeta(meta, host) {
  return call((cordon) => cordon.policyFromUiMeta(meta, host));
}

export function explainCsp(input) {
  return call((cordon) => cordon.explainCsp(input));
}

export function toSarif(report, options) {
  return call((cordon) => cordon.toSarif(report, options));
}

export async function auditPage(options) {
  const chosen = call((cordon) => cordon.auditOptions(options));
  const observed = await observePage(chosen, (urls) => call((cordon) => cordon.guardExpect(urls)));
  const { report, policies } = call((cordon) => cordon.auditObserved(observed, chosen.policy));
  return { ...report, policies };
}
