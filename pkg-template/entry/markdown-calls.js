// The functions that need the parser of Markdown, which works for the sanitizer alone: what it returns is judged by nobody.
import { createPatchStreamBy, sanitizeMarkdownBy, sanitizeToolResultBy, streamToolOutputBy } from "./html-module.js";
import { call } from "./instance.js";

const toHtml = (markdown, dialect) => call((cordon) => cordon.markdownToHtml(markdown, dialect));

export function streamToolOutput(target, options) {
  return streamToolOutputBy(target, options, call);
}

export function createPatchStream(options) {
  return createPatchStreamBy(options, call);
}

export function sanitizeMarkdown(markdown, options) {
  return sanitizeMarkdownBy(markdown, options, toHtml);
}

export function sanitizeToolResult(result, options) {
  return sanitizeToolResultBy(result, options, toHtml);
}
