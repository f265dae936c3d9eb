// The parser of Markdown, and the functions that need it; a tool's result is read with it.
export { describeResult } from "./blocks.js";
export { createPatchStream, sanitizeMarkdown, sanitizeToolResult, streamToolOutput } from "./markdown-calls.js";
export { renderToolResult } from "./render-tool-result.js";
