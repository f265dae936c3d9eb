// Markdown and tool results, beside the sanitizer of HTML.
export { CordonError, init, renderToolResult, sanitizeMarkdown, sanitizeToolResult, version } from "./index.js";
export type { Finding, Policy, SafeToolResult, SanitizeOptions, Source } from "./index.js";
