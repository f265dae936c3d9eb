// The sanitizer of HTML. Markdown and tool results are in the same module, but for the parser of Markdown.
import { call } from "./instance.js";
import { createPatchStreamBy, streamToolOutputBy } from "./stream.js";
import { trust } from "./trust.js";

export { renderInSandbox } from "./sandbox.js";
export { applyPatch, createPatchStreamBy, streamToolOutputBy } from "./stream.js";

/** Of HTML and plain text; with Markdown they are in the other module. */
export function streamMarkup(target, options) {
  return streamToolOutputBy(target, options);
}

export function createMarkupPatchStream(options) {
  return createPatchStreamBy(options);
}

export function sanitizeToolOutput(html, options) {
  return call((cordon) => cordon.sanitizeToolOutput(html, options));
}

export function inspectToolOutput(html, options) {
  return call((cordon) => cordon.inspectToolOutput(html, options));
}

export function sanitizeToFragment(html, options) {
  return call((cordon) => cordon.sanitizeToFragment(html, options));
}

export function sanitizeToTrustedHTML(html, options) {
  return trust(sanitizeToolOutput(html, options));
}

export function renderToolOutput(target, html, options) {
  return call((cordon) => cordon.renderToolOutput(target, html, options));
}

export function cleanText(text, options) {
  return call((cordon) => cordon.cleanText(text, options));
}

export function checkUrl(url, options) {
  return call((cordon) => cordon.checkUrl(url, options));
}

export function parsePolicy(input) {
  return call((cordon) => cordon.parsePolicy(input));
}

/** `toHtml` makes markup of Markdown, which is then judged like any other. */
export function sanitizeMarkdownBy(markdown, options, toHtml) {
  return call((cordon) => cordon.sanitizeMarkdown(markdown, options, toHtml));
}

export function sanitizeToolResultBy(result, options, toHtml) {
  return call((cordon) => cordon.sanitizeToolResult(result, options, toHtml));
}
