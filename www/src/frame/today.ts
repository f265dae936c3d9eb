// Today's clients. Most render Markdown and pass the result through DOMPurify as it comes; some insert what they are given.
import DOMPurify from "dompurify";
import { marked } from "marked";
import type { ResultTask, Told } from "../task.ts";
import { blocksOf } from "./blocks.ts";

export async function showAsToday(output: HTMLElement, { client, text, result }: ResultTask): Promise<Told> {
  const from = performance.now();
  for (const block of blocksOf(result)) {
    const part = output.appendChild(document.createElement("div"));
    const html = htmlOf(block, text);
    if (client === "sanitized") part.innerHTML = DOMPurify.sanitize(html);
    else insert(part, html);
  }
  return { type: "shown", ms: performance.now() - from };
}

/** As a template literal would, in a client that trusts its servers. */
function htmlOf(block: Record<string, any>, text: string): string {
  switch (block.type) {
    case "text":
      return markup(String(block.text), text);
    case "image":
      return `<img alt="" src="data:${block.mimeType};base64,${block.data}">`;
    case "audio":
      return `<audio controls src="data:${block.mimeType};base64,${block.data}"></audio>`;
    case "resource_link":
      return `<p><a href="${block.uri}">${block.title ?? block.name ?? block.uri}</a> ${block.description ?? ""}</p>`;
    case "resource":
      return block.resource?.text === undefined ? `<code>${block.resource?.uri}</code>` : markup(block.resource.text, kindOf(block.resource.mimeType, text));
    default:
      return `<pre>${JSON.stringify(block)}</pre>`;
  }
}

const kindOf = (mimeType: string | undefined, text: string): string => (mimeType?.startsWith("text/html") ? "html" : text);

function markup(text: string, kind: string): string {
  if (kind === "html") return text;
  if (kind === "markdown") return marked.parse(text, { async: false });
  return `<pre>${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</pre>`;
}

/** Unlike `innerHTML`, this runs the scripts too: what a client does that builds its page from strings. */
function insert(part: HTMLElement, html: string): void {
  const range = document.createRange();
  range.selectNodeContents(part);
  part.replaceChildren(range.createContextualFragment(html));
}
