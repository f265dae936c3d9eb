export {
  applyPatch,
  checkUrl,
  cleanText,
  createMarkupPatchStream as createPatchStream,
  inspectToolOutput,
  parsePolicy,
  renderInSandbox,
  renderToolOutput,
  sanitizeToFragment,
  sanitizeToolOutput,
  sanitizeToTrustedHTML,
  streamMarkup as streamToolOutput,
} from "./html-module.js";
export { CordonError, init } from "./shared.js";
export const version = __VERSION__;
