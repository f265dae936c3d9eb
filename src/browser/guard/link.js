// Links: by the click where it enters the window, by `click()` and by a click that script dispatches, which raise
// nothing in a window where the link is in no document. `download`, `ping` and `target` are all the same click.
import { apply, attribute, getter, listen, method, resolve } from "../natives.js";
import { activated } from "./activation.js";
import { allows, argument, enforcing, installed, surface, wrapMethod } from "./wrap.js";

const API = "link";
const preventDefaultOf = method("Event", "preventDefault");
const stopOf = method("Event", "stopImmediatePropagation");
const typeOf = getter("Event", "type");
const pathOf = method("Event", "composedPath");
const parentOf = getter("Node", "parentNode");
const ownerOf = getter("Node", "ownerDocument");
const hostOf = getter("ShadowRoot", "host");
const localNameOf = getter("Element", "localName");
const removeAttributeOf = method("Element", "removeAttribute");
const charCodeAt = method("String", "charCodeAt");
const slice = method("String", "slice");

const ask = (getter, node) => {
  try {
    return apply(getter, node, []);
  } catch {
    return undefined;
  }
};

/** The link that a click on a node follows, through open and closed shadow trees. */
const linkAt = (node) => {
  for (let at = node; at; at = ask(parentOf, at) ?? ask(hostOf, at)) {
    const name = ask(localNameOf, at);
    if (name === "a" || name === "area") return at;
  }
  return undefined;
};

const isSpace = (code) => code === 32 || (code >= 9 && code <= 13 && code !== 11);

/** Whether every URL of a `ping` may be told. */
const mayPing = (ping, owner) => {
  let allowed = true;
  for (let start = 0, at = 0; at <= ping.length; at++) {
    if (at < ping.length && !isSpace(apply(charCodeAt, ping, [at]))) continue;
    const url = at > start ? resolve(apply(slice, ping, [start, at]), owner) : undefined;
    if (url !== undefined && !allows("ping", url)) allowed = false;
    start = at + 1;
  }
  return allowed;
};

const mayFollow = (global, link) => {
  const owner = apply(ownerOf, link, []);
  const written = attribute(link, "href") ?? attribute(link, "xlink:href");
  if (written === null) return true;
  const url = resolve(written, owner);
  if (url !== undefined && !allows(API, url, activated(global))) return false;
  const ping = attribute(link, "ping");
  if (ping !== null && !mayPing(ping, owner) && enforcing()) apply(removeAttributeOf, link, ["ping"]);
  return true;
};

surface((global) => {
  if (!global.document) return;
  const clicked = (event) => {
    if (!installed()) return;
    const path = apply(pathOf, event, []);
    const link = path.length > 0 ? linkAt(path[0]) : undefined;
    if (link && !mayFollow(global, link)) {
      apply(preventDefaultOf, event, []);
      apply(stopOf, event, []);
    }
  };
  listen(global, "click", clicked, true);
  listen(global, "auxclick", clicked, true);

  wrapMethod("link.click", global, "HTMLElement", "click", (self, args, click) => {
    const link = linkAt(self);
    if (!link || mayFollow(global, link)) return apply(click, self, args);
  });
  // Not every click that is dispatched can be cancelled: one that is refused is not dispatched.
  wrapMethod("dispatchEvent", global, "EventTarget", "dispatchEvent", (self, args, dispatchEvent) => {
    const type = ask(typeOf, argument(args, 0));
    if (type === "click" || type === "auxclick") {
      const link = linkAt(self);
      if (link && !mayFollow(global, link)) return false;
    }
    return apply(dispatchEvent, self, args);
  });
});
