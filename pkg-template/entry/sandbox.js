// The sandboxed frame around a document that Rust wrote.
import { CordonError, call } from "./instance.js";
import { trust } from "./trusted.js";

const DEFAULT_HEIGHT = 150;

export const renderInSandbox = (target, html, options = {}) => {
  const { title, height = "content", ...rest } = options ?? {};
  if (height !== "content" && !(Number.isFinite(height) && height >= 0)) {
    throw new CordonError("invalid-option", `options.height: expected "content" or a number of pixels, got ${height}`);
  }
  const srcdoc = call((cordon) => cordon.sandboxDocument(html, title, rest));
  const owner = target?.ownerDocument;
  if (!owner) throw new CordonError("invalid-input", "target: expected an Element");
  const frame = make(owner, srcdoc, "");
  frame.title = title;
  frame.style.width = "100%";
  frame.style.border = "0";
  frame.style.height = `${height === "content" ? DEFAULT_HEIGHT : height}px`;
  target.replaceChildren(frame);
  if (height === "content") fit(frame, srcdoc);
  return frame;
};

const make = (owner, srcdoc, sandbox) => {
  const frame = owner.createElement("iframe");
  frame.setAttribute("sandbox", sandbox);
  frame.setAttribute("referrerpolicy", "no-referrer");
  frame.srcdoc = trust(srcdoc);
  return frame;
};

/**
 * An opaque origin cannot be measured from outside, and without script it cannot say its own height. So the same document
 * is laid out once more, out of sight, as wide as the frame, where its origin can be read: still without script, under the
 * same policy, and gone as soon as it was measured.
 */
const fit = (frame, srcdoc) => {
  const ruler = make(frame.ownerDocument, srcdoc, "allow-same-origin");
  ruler.setAttribute("aria-hidden", "true");
  ruler.tabIndex = -1;
  ruler.inert = true;
  ruler.style.cssText = `position:absolute;visibility:hidden;border:0;height:0;width:${frame.clientWidth}px`;
  ruler.addEventListener("load", () => {
    const root = ruler.contentDocument?.documentElement;
    if (root) frame.style.height = `${root.scrollHeight}px`;
    ruler.remove();
  });
  frame.parentNode.append(ruler);
};
