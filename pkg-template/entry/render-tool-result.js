// What `<ToolOutput>` shows, without React.
import { again } from "./again.js";
import { describeResult } from "./blocks.js";
import { renderInSandbox, renderToolOutput } from "./html-module.js";
import { invoke, read } from "./members.js";
import { checkTarget } from "./target.js";

const { entries } = Object;
// A target's own content can have these names.
const ownerOf = read("Node", "ownerDocument");
const createElement = invoke("Document", "createElement");
const append = invoke("Element", "append");
const replaceChildren = invoke("Element", "replaceChildren");
const setAttribute = invoke("Element", "setAttribute");
const toggleAttribute = invoke("Element", "toggleAttribute");

export const renderToolResult = (target, result, options) => {
  checkTarget(target);
  const owner = ownerOf(target);
  const { safe, blocks, isError } = describeResult(result, options);
  const { text, ...rest } = options ?? {};
  const shown = blocks.map((block) => make(owner, block, rest));
  toggleAttribute(target, "data-mcp-error", isError);
  replaceChildren(target, ...shown);
  return safe;
};

const make = (owner, described, options) => {
  if (typeof described === "string") return described;
  const { tag, attributes = {}, children = [], html, framed } = described;
  const element = createElement(owner, tag);
  for (const [name, value] of entries(attributes)) setAttribute(element, name, value === true ? "" : value);
  if (framed) {
    const { policy } = options;
    const { html, title } = framed;
    renderInSandbox(element, html, policy ? { policy, title } : { title });
  } else if (html === undefined) {
    append(element, ...children.map((child) => make(owner, child, options)));
  } else {
    renderToolOutput(element, html, again(options));
  }
  return element;
};
