import MarkdownIt from "markdown-it";
import { sanitizeToolOutput } from "mcp-cordon";

const markdown = new MarkdownIt({ html: true, linkify: true });

/** Markdown as HTML that is safe to show. Last comes the sanitizer: nothing after it writes markup. */
export const render = (text, options) => sanitizeToolOutput(markdown.render(text), options);
