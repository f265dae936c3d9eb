// Audits, and what is made of a policy.
import { call } from "./instance.js";
import { headerEntries, observePage } from "./observe.js";
import { guard } from "./shared.js";

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
  const observed = await observePage(chosen, guard.expect);
  observed.guarded = guard.enforces();
  const { report, policies } = call((cordon) => cordon.auditObserved(observed, chosen.policy));
  return { ...report, policies };
}
