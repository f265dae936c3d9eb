export { applyPatch } from "./html-module.js";
export {
  createPatchStream,
  renderToolResult,
  sanitizeMarkdown,
  sanitizeToolResult,
  streamToolOutput,
} from "./markdown-module.js";
export { CordonError, init } from "./shared.js";
export const version = __VERSION__;
