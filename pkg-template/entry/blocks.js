// A result's blocks as elements, which `<ToolOutput>` and `renderToolResult` make each in its own way: what is here is data.
import { checkUrl, parsePolicy } from "./html-module.js";
import { sanitizeToolResult } from "./markdown-calls.js";
import { decodeText } from "./text.js";

/**
 * An element: with children, or with safe markup in their place, or with a document to be framed. What is `boundToOrigin`
 * depends on what `'self'` is, which a server does not know.
 * @typedef {object} Described
 * @property {string} tag
 * @property {Record<string, string | true>} [attributes]
 * @property {(Described | string)[]} [children]
 * @property {string} [html]
 * @property {{ html: string, title: string }} [framed]
 * @property {boolean} [boundToOrigin]
 */

/**
 * `safe` is what `sanitizeToolResult` returned.
 * @type {(result: any, options: any) => { safe: any, blocks: Described[], isError: boolean }}
 */
export const describeResult = (result, options) => {
  const input = typeof result === "string" ? { content: [{ type: "text", text: result }] } : result;
  const safe = sanitizeToolResult(input, options);
  const { content = [], isError } = safe.result;
  const { policy, text } = options ?? {};
  const describe = (block) => SHOWN[block.type](block, { "data-mcp-block": block.type }, policy, text === "plain");
  return { safe, blocks: content.map(describe), isError: isError === true };
};

const text = ({ text }, attributes, _policy, isPlain) =>
  isPlain ? { tag: "pre", attributes, children: [text] } : { tag: "div", attributes, html: text };

const image = ({ data, mimeType }, attributes) => ({
  tag: "img",
  attributes: { ...attributes, src: `data:${mimeType};base64,${data}`, alt: mimeType },
});

const audio = ({ data, mimeType }, attributes) => ({
  tag: "audio",
  attributes: { ...attributes, src: `data:${mimeType};base64,${data}`, controls: true },
});

/** The class of every link in safe markup: pages leave it out of their speculation rules. */
const LINK = "mcp-cordon-link";

/** What a server calls a link says nothing of where it leads, so that stands beside it. */
const resourceLink = ({ uri, title, name, description }, attributes, policy) => {
  const { allowed, url, display } = checkUrl(uri, policy && { policy });
  const { origins, target, rel } = parsePolicy(policy ?? {}).links;
  const label = title || name || display;
  /** @type {any} */
  const link = allowed
    ? { tag: "a", attributes: { href: url, target, rel, class: LINK }, boundToOrigin: origins !== undefined }
    : { tag: "span" };
  /** @type {(Described | string)[]} */
  const children = [{ ...link, children: [label] }];
  if (label !== display) children.push(" ", code(display));
  if (description) children.push({ tag: "p", children: [description] });
  return { tag: "div", attributes, children };
};

const resource = ({ resource, _meta }, attributes, policy, isPlain) => {
  const { uri, mimeType = "", blob } = resource;
  const media = playable(blob, mimeType);
  if (media) return SHOWN[media.type](media, attributes);
  const { display } = checkUrl(uri, policy && { policy });
  const isDocument = _meta?.["mcp-cordon/sandbox"] === true;
  const content = resource.text ?? (isDocument ? decoded(blob) : undefined);
  if (content === undefined) {
    const about = [mimeType, blob === undefined ? "" : size(blob)].filter(Boolean).join(", ");
    return { tag: "p", attributes, children: about ? [code(display), ` ${about}`] : [code(display)] };
  }
  if (isDocument) return { tag: "div", attributes, framed: { html: content, title: display } };
  const kind = isPlain ? "data" : TEXT[essence(mimeType)];
  return kind === "lines"
    ? { tag: "pre", attributes, html: content }
    : text({ text: content }, attributes, policy, kind !== "markup");
};

const SHOWN = { text, image, audio, resource_link: resourceLink, resource };

const code = (shown) => ({ tag: "code", children: [shown] });

/**
 * The embedded text that `sanitizeToolResult` returns as safe markup, of `text/plain` with the lines that it had. The rest is
 * data.
 * @type {any}
 */
const TEXT = { __proto__: null, "": "markup", "text/markdown": "markup", "text/plain": "lines" };
const essence = (mimeType) => mimeType.split(";")[0].trim().toLowerCase();

/** Of base64, as a file's size is given. */
const size = (base64) => {
  const bytes = Math.floor((base64.replace(/=+$/, "").length * 3) / 4);
  if (bytes < 1000) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  const unit = bytes < 1e6 ? 1 : 2;
  return `${(Math.floor(bytes / (100 * 1000 ** (unit - 1))) / 10).toFixed(1)} ${unit === 1 ? "kB" : "MB"}`;
};

/** Embedded bytes as the image or the sound that they were in a block of their own, if that would be shown. */
const playable = (data, mimeType) => {
  const type = /^(image|audio)\//i.exec(mimeType)?.[1].toLowerCase();
  if (data === undefined || type === undefined) return undefined;
  const block = sanitizeToolResult({ content: [{ type, data, mimeType }] }).result.content?.[0];
  return block?.type === type ? block : undefined;
};

/** Base64 that is none has a character too many or too few. */
const decoded = (base64) => {
  try {
    const bytes = Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));
    return decodeText(bytes, bytes.length).replace(/^\ufeff/, "");
  } catch {
    return undefined;
  }
};
