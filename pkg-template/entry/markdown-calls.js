// The parser of Markdown, for the sanitizer alone: what it returns is judged by nobody.
import { sanitizeMarkdownBy, sanitizeToolResultBy } from "./html-module.js";
import { call } from "./instance.js";

const toHtml = (markdown, dialect) => call((cordon) => cordon.markdownToHtml(markdown, dialect));

export function sanitizeMarkdown(markdown, options) {
  return sanitizeMarkdownBy(markdown, options, toHtml);
}

export function sanitizeToolResult(result, options) {
  return sanitizeToolResultBy(result, options, toHtml);
}
