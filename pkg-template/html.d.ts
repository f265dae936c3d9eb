// The sanitizer of HTML without Markdown, tool results, the guard and the audits. It is the same module that `mcp-cordon` has.
export {
  CordonError,
  checkUrl,
  cleanText,
  init,
  inspectToolOutput,
  parsePolicy,
  renderInSandbox,
  renderToolOutput,
  sanitizeToFragment,
  sanitizeToolOutput,
  sanitizeToTrustedHTML,
  version,
} from "./index.js";
export type {
  Finding,
  Policy,
  RemovalCode,
  Removal,
  SanitizeOptions,
  SanitizeReport,
  SanitizerConfig,
  SanitizerElement,
  SanitizerName,
  Severity,
  Source,
  TrustedHTML,
} from "./index.js";
