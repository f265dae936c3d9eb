export { renderToolResult, sanitizeMarkdown, sanitizeToolResult } from "./markdown-module.js";
export { CordonError, init } from "./shared.js";
export const version = __VERSION__;
