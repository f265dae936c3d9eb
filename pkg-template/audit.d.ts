// The audits and what is made of a policy, without the sanitizer and the guard.
export {
  CordonError,
  auditHeaders,
  auditPage,
  auditSpeculationRules,
  compilePolicy,
  explainCsp,
  init,
  policyFromUiMeta,
  toSarif,
  version,
} from "./index.js";
export type {
  AuditReport,
  CompileOptions,
  CompiledPolicy,
  CspStep,
  Finding,
  FindingCode,
  OpenWay,
  PageReport,
  Policy,
  SarifLog,
  SeenPolicy,
  Severity,
  Source,
} from "./index.js";
