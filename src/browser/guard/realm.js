// Realms made after the guard: same-origin frames and popups get the same wrappers before script gets hold of their
// window through an element, and a document that came from a URL, and so inherits nothing, gets the pinned policies too.
//
// `window[0]` cannot be intercepted: a frame reached that way in the very task that made it has its own functions,
// under the policies that it inherits.
import { append, apply, createElement, document, getter, listen, method, scope, setAttribute } from "../natives.js";
import { enforcing, installInto, installed, surface, wrapAccessor } from "./wrap.js";

const headOf = getter("Document", "head");
const urlOf = getter("Document", "URL");
const targetOf = getter("Event", "target");
const contentWindowOf = getter("HTMLIFrameElement", "contentWindow");
const exceptionNameOf = getter("DOMException", "name");
const lengthOf = scope.document && (() => scope.length);

let policies;
/** A policy that every realm is to have, and each element that carries one. */
export const pin = (owner, csp) => {
  const meta = createElement(owner, "meta");
  setAttribute(meta, "http-equiv", "Content-Security-Policy");
  setAttribute(meta, "content", csp);
  append(apply(headOf, owner, []), meta);
};
export const pinEverywhere = (csp) => {
  policies = { __proto__: null, csp, next: policies };
  apply(pinnedSet, pinned, [document, policies]);
};

/** The documents that were given the policies. */
const pinned = new WeakMap();
const pinnedGet = method("WeakMap", "get");
const pinnedSet = method("WeakMap", "set");
const pinAll = (owner) => {
  if (apply(headOf, owner, []) === null || policies === undefined) return false;
  const before = apply(pinnedGet, pinned, [owner]);
  if (before === policies) return true;
  apply(pinnedSet, pinned, [owner, policies]);
  for (let policy = policies; policy && policy !== before; policy = policy.next) pin(owner, policy.csp);
  return true;
};

const pinInto = (owner) => {
  const url = apply(urlOf, owner, []);
  // These inherited what their maker had.
  if (url === "about:blank" || url === "about:srcdoc") return false;
  return pinAll(owner);
};

/** Takes a window in; one of another origin is left alone. True where it had to be given the policies. */
export const adopt = (global, existing = false) => {
  if (!enforcing() || !global) return false;
  let owner;
  try {
    owner = global.document;
  } catch (error) {
    // Of another origin. On an exhausted stack it is another error, and this throws: nobody gets the window then.
    apply(exceptionNameOf, error, []);
    return false;
  }
  if (!owner) return false;
  installInto(global);
  return existing ? pinAll(owner) : pinInto(owner);
};

/** The frames that were there before: how many, and how many of them could be given the policies. */
export const adoptExisting = () => {
  const count = lengthOf ? lengthOf() : 0;
  let reached = 0;
  for (let at = 0; at < count; at++) {
    if (adopt(scope[at], true)) reached++;
  }
  return { __proto__: null, count, reached };
};

surface((global) => {
  const window = (name) =>
    wrapAccessor(global, name, "contentWindow", "get", (self, args, get) => {
      const content = apply(get, self, []);
      adopt(content);
      return content;
    });
  const inner = (name) =>
    wrapAccessor(global, name, "contentDocument", "get", (self, args, get) => {
      const content = apply(get, self, []);
      if (content) adopt(content.defaultView);
      return content;
    });
  window("HTMLIFrameElement");
  window("HTMLFrameElement");
  window("HTMLObjectElement");
  inner("HTMLIFrameElement");
  inner("HTMLFrameElement");
  inner("HTMLObjectElement");
  if (!global.document) return;
  const loaded = (event) => {
    if (!installed()) return;
    try {
      adopt(apply(contentWindowOf, apply(targetOf, event, []), []));
    } catch {
      // Not a frame.
    }
  };
  listen(global.document, "load", loaded, true);
});

