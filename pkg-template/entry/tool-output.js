// `<ToolOutput>`: a result's blocks as elements, its markup as nodes.
import { Fragment, createElement, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useBrowserEffect } from "./react-effects.js";
import { checkUrl, parsePolicy, renderInSandbox, sanitizeToFragment, sanitizeToolOutput } from "./html-module.js";
import { sanitizeToolResult } from "./markdown-module.js";
import { GrowingOutput } from "./tool-output-stream.js";
import { decodeText } from "./text.js";

/** @param {any} props */
export function ToolOutput({ streaming, ...props }) {
  const grows = streaming !== undefined && typeof props.result === "string";
  return grows ? createElement(GrowingOutput, { ...props, streaming }) : createElement(WholeOutput, props);
}

/** @param {any} props */
function WholeOutput({ result, text, options, as = "div", onReport, ...attributes }) {
  const { blocks, isError, findings } = useMemo(() => read(result, text, options), [result, text, options]);
  useReport(onReport, findings);
  const { children, dangerouslySetInnerHTML, ...rest } = attributes;
  return createElement(as, { ...rest, "data-mcp-error": isError ? "" : undefined }, blocks);
}

const read = (result, text, options = {}) => {
  const input = typeof result === "string" ? { content: [{ type: "text", text: result }] } : result;
  const { result: safe, findings } = sanitizeToolResult(input, { ...options, text });
  const show = (block) => SHOWN[block.type](block, { "data-mcp-block": block.type }, options, text === "plain");
  const blocks = safe.content?.map((block, key) => createElement(Fragment, { key }, show(block)));
  return { blocks, isError: safe.isError === true, findings };
};

/** Once for each result, which StrictMode's second round of effects is not. */
const useReport = (onReport, findings) => {
  const told = useRef(null);
  useEffect(() => {
    if (told.current === findings) return;
    told.current = findings;
    onReport?.(findings);
  });
};

// ---- Blocks

const text = ({ text }, attributes, options, isPlain) =>
  isPlain ? createElement("pre", attributes, text) : createElement(Markup, { html: text, options, attributes });

const image = ({ data, mimeType }, attributes) =>
  createElement("img", { ...attributes, src: `data:${mimeType};base64,${data}`, alt: mimeType });

const audio = ({ data, mimeType }, attributes) =>
  createElement("audio", { ...attributes, src: `data:${mimeType};base64,${data}`, controls: true });

/** The class of every link in safe markup: pages leave it out of their speculation rules. */
const LINK = "mcp-cordon-link";

/** What a server calls a link says nothing of where it leads, so that stands beside it. */
const resourceLink = ({ uri, title, name, description }, attributes, { policy }) => {
  const { allowed, url, display } = checkUrl(uri, policy && { policy });
  const { origins, target, rel } = parsePolicy(policy ?? {}).links;
  const link = allowed ? { href: url, target, rel, className: LINK } : null;
  const label = title || name || display;
  return createElement(
    "div",
    attributes,
    createElement(Link, { link, isOriginBound: origins !== undefined }, label),
    label === display ? null : createElement("code", null, display),
    description ? createElement("p", null, description) : null,
  );
};

const resource = ({ resource, _meta }, attributes, options, isPlain) => {
  const { uri, mimeType = "", blob } = resource;
  const media = playable(blob, mimeType);
  if (media) return SHOWN[media.type](media, attributes);
  const { policy } = options;
  const { display } = checkUrl(uri, policy && { policy });
  const isDocument = _meta?.["mcp-cordon/sandbox"] === true;
  const content = resource.text ?? (isDocument ? decoded(blob) : undefined);
  if (content === undefined) {
    const about = [mimeType, blob === undefined ? "" : size(blob)].filter(Boolean).join(", ");
    return createElement("p", attributes, createElement("code", null, display), about ? ` ${about}` : null);
  }
  if (isDocument) return createElement(Sandbox, { html: content, policy, title: display, attributes });
  const kind = isPlain ? "data" : TEXT[essence(mimeType)];
  return kind === "lines"
    ? createElement(Markup, { html: content, options, attributes, as: "pre" })
    : text({ text: content }, attributes, options, kind !== "markup");
};

const SHOWN = { text, image, audio, resource_link: resourceLink, resource };

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

// ---- What is more than an element and its attributes

const subscribeToNothing = () => () => {};

/** Whether this is a server, or a browser that takes over what one wrote. */
const useFromServer = () =>
  useSyncExternalStore(
    subscribeToNothing,
    () => false,
    () => true,
  );

/** For what kept to the caller's limits and has grown a little since. */
const NO_LIMITS = { bytes: 2 ** 31, nodes: 2 ** 31, attributes: 2 ** 31, depth: 500 };

/** For a second pass: the URLs are rewritten already. */
const settled = ({ rewriteUrl, limits, ...options }) => ({ ...options, limits: NO_LIMITS });

/**
 * Safe markup. A server writes it as a string. In a browser nothing is parsed: nodes are put in by hand. React does not
 * touch them: for it the element has no children, or the string that a server wrote, which never becomes another.
 *
 * Either way it is sanitized once more, which changes nothing in what is safe: a block taken for another kind is no hole.
 */
function Markup({ html, options, attributes, as = "div" }) {
  /** @type {import("react").RefObject<any>} */
  const element = useRef(null);
  const fromServer = useFromServer();
  const [written] = useState(() => (fromServer ? { __html: sanitizeToolOutput(html, settled(options)) } : undefined));
  useBrowserEffect(() => {
    const target = element.current;
    const fragment = sanitizeToFragment(html, { ...settled(options), document: target.ownerDocument });
    if (!holdsTheSame(target, fragment)) target.replaceChildren(fragment);
  }, [html, options]);
  const props = { ...attributes, ref: element, suppressHydrationWarning: true, dangerouslySetInnerHTML: written };
  return createElement(as, props);
}

const holdsTheSame = ({ childNodes: held }, { childNodes: wanted }) =>
  held.length === wanted.length && [...held].every((node, at) => node.isEqualNode(wanted[at]));

/** A document in a frame of its own, which a server cannot make. */
function Sandbox({ html, policy, title, attributes }) {
  /** @type {import("react").RefObject<any>} */
  const element = useRef(null);
  useBrowserEffect(() => {
    const target = element.current;
    renderInSandbox(target, html, policy ? { policy, title } : { title });
    return () => target.replaceChildren();
  }, [html, policy, title]);
  return createElement("div", { ...attributes, ref: element });
}

/**
 * A server does not know which origin `'self'` is. Where that may decide, the link becomes one in the browser.
 * @param {any} props
 */
function Link({ link, isOriginBound, children }) {
  const fromServer = useFromServer();
  const isLink = link !== null && !(fromServer && isOriginBound);
  return createElement(isLink ? "a" : "span", isLink ? link : null, children);
}
