// Everything, each function from the module that it needs: a bundler leaves out what is not imported.
export {
  auditHeaders,
  auditPage,
  auditSpeculationRules,
  compilePolicy,
  explainCsp,
  policyFromUiMeta,
  toSarif,
} from "./audit-module.js";
export { installGuard, parsePolicy } from "./guard-module.js";
export {
  applyPatch,
  checkUrl,
  cleanText,
  inspectToolOutput,
  renderInSandbox,
  renderToolOutput,
  sanitizeToFragment,
  sanitizeToolOutput,
  sanitizeToTrustedHTML,
} from "./html-module.js";
export {
  createPatchStream,
  renderToolResult,
  sanitizeMarkdown,
  sanitizeToolResult,
  streamToolOutput,
} from "./markdown-module.js";
export { CordonError, init } from "./shared.js";
export const version = __VERSION__;
