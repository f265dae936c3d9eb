"use client";
// `<ToolOutput>`: a result's blocks as elements, its markup as nodes.
import { Fragment, createElement, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { again } from "./again.js";
import { renderInSandbox, sanitizeToFragment, sanitizeToolOutput } from "./html-module.js";
import { describeResult } from "./markdown-module.js";
import { useBrowserEffect } from "./react-effects.js";
import { GrowingOutput } from "./tool-output-stream.js";

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
  const { safe, blocks, isError } = describeResult(result, { ...options, text });
  const shown = blocks.map((block, key) => createElement(Fragment, { key }, make(block, options)));
  return { blocks: shown, isError, findings: safe.findings };
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

/** @type {(described: any, options: any) => any} */
const make = (described, options) => {
  if (typeof described === "string") return described;
  const { tag, attributes = {}, children = [], html, framed, boundToOrigin } = described;
  const { class: className, ...rest } = attributes;
  const props = className === undefined ? rest : { ...rest, className };
  if (framed) return createElement(Sandbox, { ...framed, policy: options.policy, attributes: props });
  if (html !== undefined) return createElement(Markup, { html, options, attributes: props, as: tag });
  const made = children.map((child) => make(child, options));
  return boundToOrigin ? createElement(Link, props, ...made) : createElement(tag, props, ...made);
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

/**
 * Safe markup. A server writes it as a string. In a browser nothing is parsed: nodes are put in by hand. React does not
 * touch them: for it the element has no children, or the string that a server wrote, which never becomes another.
 *
 * Either way it is sanitized once more, which changes nothing in what is safe: a block taken for another kind is no hole.
 */
function Markup({ html, options, attributes, as }) {
  /** @type {import("react").RefObject<any>} */
  const element = useRef(null);
  const fromServer = useFromServer();
  const [written] = useState(() => (fromServer ? { __html: sanitizeToolOutput(html, again(options)) } : undefined));
  useBrowserEffect(() => {
    const target = element.current;
    const fragment = sanitizeToFragment(html, { ...again(options), document: target.ownerDocument });
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
function Link({ children, ...link }) {
  const fromServer = useFromServer();
  return fromServer ? createElement("span", null, children) : createElement("a", link, children);
}
