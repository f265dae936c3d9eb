// Today's clients. Most render Markdown and pass the result through DOMPurify as it comes; some insert what they are given.
import DOMPurify from "dompurify";
import { marked } from "marked";
import type { ResultTask, Told } from "../task.ts";
import { blocksOf, type Block } from "./blocks.ts";
import type { Shower } from "./stream.ts";

export function showAsToday(output: HTMLElement, { client, text, result }: ResultTask): Told {
  const html = blocksOf(result)
    .map((block) => htmlOf(block, text))
    .join("\n");
  if (client === "sanitized") output.innerHTML = DOMPurify.sanitize(html);
  else insert(output, html);
  return { type: "shown", layers: [] };
}

/** Most clients that stream make the whole anew with each chunk. */
export function streamAsToday(output: HTMLElement, task: ResultTask): Shower {
  let text = "";
  return {
    append(chunk) {
      text += chunk;
      showAsToday(output, { ...task, result: { content: [{ type: "text", text }] } });
    },
    end() {},
  };
}

/** Unlike `innerHTML`, this runs the scripts too: what a client does that builds its page from strings. */
function insert(output: HTMLElement, html: string): void {
  const range = document.createRange();
  range.selectNodeContents(output);
  // cordon-ignore-next-line scan-markup-from-output: what a client without a sanitizer does, in a frame of another origin
  output.replaceChildren(range.createContextualFragment(html));
}

/** As template literals would, in a client that trusts its servers. */
function htmlOf(block: Block, text: string): string {
  switch (block.type) {
    case "text":
      return markup(String(block.text), text);
    case "image":
      return imageOf(block);
    case "audio":
      return `<audio controls src="data:${block.mimeType};base64,${block.data}"></audio>`;
    case "resource_link":
      return `<p>${iconsOf(block)}<a href="${block.uri}">${block.title ?? block.name}</a> ${block.description ?? ""}</p>`;
    case "resource":
      return resourceOf(block.resource ?? {});
    case "structuredContent":
      return `<table>${Object.entries(block.structuredContent ?? {})
        .map(rowOf)
        .join("")}</table>`;
    default:
      return `<pre>${escaped(JSON.stringify(block))}</pre>`;
  }
}

/** A drawing goes in as one, to take the page's colors. */
const imageOf = ({ mimeType, data }: Block): string =>
  mimeType === "image/svg+xml" ? atob(String(data)) : `<img alt="" src="data:${mimeType};base64,${data}">`;

const iconsOf = ({ icons }: Block): string =>
  Array.isArray(icons)
    ? icons.map(({ src }: { src?: string }) => `<img alt="" width="16" height="16" src="${src}">`).join("")
    : "";

const rowOf = ([key, value]: [string, unknown]): string => `<tr><th>${key}</th><td>${String(value)}</td></tr>`;

function resourceOf({ uri, mimeType = "", text = "" }: { uri?: string; mimeType?: string; text?: string }): string {
  if (uri?.startsWith("ui:")) return `<iframe srcdoc="${escaped(text).replaceAll('"', "&quot;")}"></iframe>`;
  if (mimeType.startsWith("text/html")) return text;
  return markup(text, mimeType.startsWith("text/markdown") ? "markdown" : "plain");
}

function markup(text: string, kind: string): string {
  if (kind === "html") return text;
  if (kind === "markdown") return marked.parse(text, { async: false });
  return `<pre>${escaped(text)}</pre>`;
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
