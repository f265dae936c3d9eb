// What `<ToolOutput>` shows, without React.
import { again } from "./again.js";
import { describeResult } from "./blocks.js";
import { renderInSandbox, renderToolOutput } from "./html-module.js";
import { getter, method } from "./members.js";
import { checkTarget } from "./target.js";

const { apply } = Reflect;
const { entries } = Object;
// A target's own content can have these names.
const ownerDocument = getter("Node", "ownerDocument");
const createElement = method("Document", "createElement");
const append = method("Element", "append");
const replaceChildren = method("Element", "replaceChildren");
const setAttribute = method("Element", "setAttribute");
const toggleAttribute = method("Element", "toggleAttribute");

export const renderToolResult = (target, result, options) => {
  checkTarget(target);
  const owner = apply(ownerDocument, target, []);
  const { safe, blocks, isError } = describeResult(result, options);
  const { text, ...rest } = options ?? {};
  const shown = blocks.map((block) => make(owner, block, rest));
  apply(toggleAttribute, target, ["data-mcp-error", isError]);
  apply(replaceChildren, target, shown);
  return safe;
};

const make = (owner, described, options) => {
  if (typeof described === "string") return described;
  const { tag, attributes = {}, children = [], html, framed } = described;
  const element = apply(createElement, owner, [tag]);
  for (const [name, value] of entries(attributes)) {
    apply(setAttribute, element, [name, value === true ? "" : value]);
  }
  if (framed) {
    const { policy } = options;
    renderInSandbox(element, framed.html, policy ? { policy, title: framed.title } : { title: framed.title });
  } else if (html === undefined) {
    apply(
      append,
      element,
      children.map((child) => make(owner, child, options)),
    );
  } else {
    renderToolOutput(element, html, again(options));
  }
  return element;
};
