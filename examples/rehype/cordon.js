import { fromHtml } from "hast-util-from-html";
import { toHtml } from "hast-util-to-html";
import { sanitizeToolOutput } from "mcp-cordon";

/** For unified: what the pipeline made, by way of the sanitizer's own parser. Nothing after it may write markup. */
export function rehypeCordon(options) {
  return (tree) =>
    fromHtml(sanitizeToolOutput(toHtml(tree, { allowDangerousHtml: true }), options), { fragment: true });
}
