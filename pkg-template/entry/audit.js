export {
  auditHeaders,
  auditPage,
  auditSpeculationRules,
  compilePolicy,
  explainCsp,
  policyFromUiMeta,
  toSarif,
} from "./audit-module.js";
export { CordonError, init } from "./shared.js";
export const version = __VERSION__;
