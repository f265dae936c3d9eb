// The sandboxed frame around a document that Rust wrote.
import { call } from "./instance.js";
import { getter } from "./members.js";
import { trust } from "./trust.js";

const { apply } = Reflect;
// A document's own content can be named `documentElement`.
const documentElement = getter("Document", "documentElement");

/** Until the content has been measured, and where the target is never laid out. */
const FIRST_HEIGHT = 150;

export const renderInSandbox = (target, html, options) => {
  const { shown, ruler, title, height, mostHeight } = call((cordon) => cordon.sandboxDocuments(target, html, options));
  const frame = make(target.ownerDocument, shown, "");
  frame.title = title;
  frame.style.width = "100%";
  frame.style.border = "0";
  frame.style.height = `${height ?? FIRST_HEIGHT}px`;
  target.replaceChildren(frame);
  if (height === undefined) resize(frame, ruler, mostHeight);
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
 * An opaque origin cannot be measured from outside, and without script it cannot say its own height. So the same content
 * is laid out once more, out of sight and as wide as the frame, where its origin can be read: still without script, under
 * a policy that lets nothing load, and gone as soon as it was measured. That happens when the frame first has a width,
 * which a detached or hidden target has not, and again when it has another.
 */
const resize = (frame, srcdoc, mostHeight) => {
  const view = frame.ownerDocument.defaultView;
  if (!view?.ResizeObserver) return;
  let heights = new Map();
  let windowWidth;
  let pending;

  const measure = () => {
    const width = frame.clientWidth;
    if (width === 0) return;
    if (windowWidth !== view.innerWidth) heights = new Map();
    windowWidth = view.innerWidth;
    // Content that is low where it is narrow and high where it is wide would make the host's scrollbar come and go for
    // ever. So a width that comes back while the window stays never lowers the frame.
    if (heights.has(width)) return show(Math.max(heights.get(width), parseFloat(frame.style.height)));
    heights.set(width, 0);
    pending?.remove();
    pending = lay(frame.ownerDocument, srcdoc, width, (height) => {
      heights.set(width, Math.min(height, mostHeight));
      show(heights.get(width));
    });
  };
  const show = (height) => {
    frame.style.height = `${height}px`;
  };
  new view.ResizeObserver(measure).observe(frame);
};

const lay = (owner, srcdoc, width, measured) => {
  const ruler = make(owner, srcdoc, "allow-same-origin");
  ruler.setAttribute("aria-hidden", "true");
  ruler.tabIndex = -1;
  ruler.inert = true;
  const place = "position:fixed;top:0;left:0;height:0;border:0;visibility:hidden;pointer-events:none";
  for (const rule of [...place.split(";"), `width:${width}px`]) {
    const [property, value] = rule.split(":");
    // The host's own style sheets may have words for every frame.
    ruler.style.setProperty(property, value, "important");
  }
  ruler.addEventListener("load", () => {
    const content = ruler.contentDocument;
    const root = content && apply(documentElement, content, []);
    const height = root?.scrollHeight;
    ruler.remove();
    if (height !== undefined) measured(height);
  });
  (owner.body ?? owner.documentElement).append(ruler);
  return ruler;
};
