export {
  checkUrl,
  cleanText,
  inspectToolOutput,
  parsePolicy,
  renderInSandbox,
  renderToolOutput,
  sanitizeToFragment,
  sanitizeToolOutput,
  sanitizeToTrustedHTML,
} from "./html-module.js";
export { CordonError, init } from "./shared.js";
export const version = __VERSION__;
