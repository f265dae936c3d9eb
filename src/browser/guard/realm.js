// Realms made after the guard: same-origin frames and popups get the same wrappers before script gets hold of their
// window through an element, and a document that came from a URL, and so inherits nothing, gets the pinned policies too.
//
// `window[0]` cannot be intercepted: a frame reached that way in the very task that made it has its own functions,
// under the policies that it inherits.
import {
  append,
  apply,
  attribute,
  createElement,
  document,
  each,
  getOwnPropertyDescriptor,
  getter,
  listen,
  method,
  scope,
  setAttribute,
} from "../natives.js";
import { sandboxOf } from "./sandbox.js";
import {
  argument,
  arm,
  enforcing,
  installInto,
  installed,
  surface,
  wrapAccessor,
  wrapAccessors,
  wrapMethod,
} from "./wrap.js";

const headOf = getter("Document", "head");
const urlOf = getter("Document", "URL");
const targetOf = getter("Event", "target");
const contentWindowOf = getter("HTMLIFrameElement", "contentWindow");
const exceptionNameOf = getter("DOMException", "name");
const countOf = scope.document && getOwnPropertyDescriptor(scope, "length")?.get;
const ownerOf = getter("Node", "ownerDocument");
const viewOf = getter("Document", "defaultView");

let policies;
const pragma = (owner, name, content) => {
  const meta = createElement(owner, "meta");
  setAttribute(meta, "http-equiv", name);
  setAttribute(meta, "content", content);
  append(apply(headOf, owner, []), meta);
};
export const pin = (owner, csp) => pragma(owner, "Content-Security-Policy", csp);
/** Firefox looks up the host of each link of an http page, and of each hint, but not after this, which nothing lifts. */
export const pinNoLookUps = (owner) => pragma(owner, "x-dns-prefetch-control", "off");
export const pinEverywhere = (csp) => {
  policies = { __proto__: null, csp, next: policies };
  apply(pinnedSet, pinned, [document, policies]);
};

/** The documents that were given the policies. */
const pinned = new WeakMap();
const pinnedGet = method("WeakMap", "get");
const pinnedSet = method("WeakMap", "set");
/** Gives a document what it has not inherited from its maker. Answers whether it needed the policies, and has them. */
const pinInto = (owner, existing) => {
  if (apply(headOf, owner, []) === null || policies === undefined) return false;
  const before = apply(pinnedGet, pinned, [owner]);
  apply(pinnedSet, pinned, [owner, policies]);
  if (before === undefined) pinNoLookUps(owner);
  const url = apply(urlOf, owner, []);
  if (!existing && (url === "about:blank" || url === "about:srcdoc")) return false;
  for (let policy = policies; policy && policy !== before; policy = policy.next) pin(owner, policy.csp);
  return true;
};

/** Takes a window in; one of another origin is left alone. True where it had to be given the policies. */
export const adopt = (realm, existing = false) => {
  if (!enforcing() || !realm) return false;
  let owner;
  try {
    owner = realm.document;
  } catch (error) {
    // Of another origin. On an exhausted stack it is another error, and this throws: nobody gets the window then.
    apply(exceptionNameOf, error, []);
    return false;
  }
  if (!owner) return false;
  installInto(realm);
  return pinInto(owner, existing);
};

/** The frames that were there before: how many, and how many of them could be given the policies. */
export const adoptExisting = () => {
  const count = countOf ? apply(countOf, scope, []) : 0;
  let reached = 0;
  for (let at = 0; at < count; at++) {
    if (adopt(scope[at], true)) reached++;
  }
  return { __proto__: null, count, reached };
};

/** Looks at what the watch looks at below a node, in the open shadow trees there too. */
let watch;
export const watchBy = (within) => {
  watch = within;
};
export const lookWithin = (root) => watch?.(root);

/** Adopts the frames that a document has now. */
export const adoptFrames = (owner) => {
  const view = apply(viewOf, owner, []);
  if (!view || !countOf) return;
  const count = apply(countOf, view, []);
  for (let at = 0; at < count; at++) adopt(view[at]);
};

/** Adopts frames as they load: Chromium and WebKit say so while a blank one is inserted. */
const loaded = (event) => {
  if (!installed()) return;
  try {
    const frame = apply(targetOf, event, []);
    adopt(apply(contentWindowOf, frame, []));
    // One beside it may have been inserted in the same call, and not be loaded yet.
    adoptFrames(apply(ownerOf, frame, []));
  } catch {
    // Not a frame.
  }
};
/** What surfaces do with a shadow tree, which their listeners and observers at the document do not see into. */
let handlers;
export const onShadow = (handle) => {
  handlers = { __proto__: null, handle, next: handlers };
};
/** A shadow tree was attached, or found. */
export const shadowFound = (root) => {
  for (let one = handlers; one; one = one.next) one.handle(root);
};
onShadow((root) => listen(root, "load", loaded, true));

/**
 * What the document of a frame's `srcdoc` runs first: in there, asking for the own window has it adopted. Not where the page
 * lets scripts through by their nonce, which would report this one as refused, and lets no other of the frame's run.
 */
const SEED = "<script>try{frameElement.contentWindow}catch{}</script>";
const startsWith = method("String", "startsWith");
const slice = method("String", "slice");
const trustedText = method("TrustedHTML", "toString");
const nonceOf = getter("HTMLElement", "nonce");
let byNonce = false;
export const noteNonces = () => {
  each(document, "script", (script) => (byNonce ||= !!apply(nonceOf, script, [])));
};
/** Where a frame's script runs in the page's own origin: of another one it could not ask, and without scripts it is reported. */
export const seeded = (frame, html) => {
  if (byNonce || !enforcing() || apply(startsWith, html, [SEED])) return html;
  return sandboxOf(attribute(frame, "sandbox")).guarded ? SEED + html : html;
};
const isTrusted = (value) => {
  if (!trustedText || typeof value !== "object" || value === null) return false;
  try {
    apply(trustedText, value, []);
    return true;
  } catch {
    return false;
  }
};

const SHADOW_OPTIONS = [
  "mode",
  "delegatesFocus",
  "slotAssignment",
  "clonable",
  "serializable",
  "customElementRegistry",
];
/** The options of a shadow tree: a copy of a closed one, made with its host, would be one that was never found. */
const unclonable = (options) => {
  // A function is a dictionary, too.
  if ((typeof options !== "object" && typeof options !== "function") || options === null) return options;
  const copy = { __proto__: null };
  for (let at = 0; at < SHADOW_OPTIONS.length; at++) {
    const value = options[SHADOW_OPTIONS[at]];
    if (value !== undefined) copy[SHADOW_OPTIONS[at]] = value;
  }
  if (copy.mode !== undefined) copy.mode = `${copy.mode}`;
  if (copy.mode !== "open") copy.clonable = false;
  return copy;
};

surface((realm) => {
  const window = (name) =>
    wrapAccessor(realm, name, "contentWindow", "get", (self, _args, get) => {
      const content = apply(get, self, []);
      adopt(content);
      return content;
    });
  const inner = (name) =>
    wrapAccessor(realm, name, "contentDocument", "get", (self, _args, get) => {
      const content = apply(get, self, []);
      if (content) adopt(content.defaultView);
      return content;
    });
  wrapAccessors(realm, "HTMLIFrameElement", "srcdoc", {
    __proto__: null,
    get: (self, _args, get) => {
      const html = apply(get, self, []);
      return apply(startsWith, html, [SEED]) ? apply(slice, html, [SEED.length]) : html;
    },
    set: (self, args, set) => apply(set, self, [isTrusted(args[0]) ? args[0] : seeded(self, `${args[0]}`)]),
  });
  window("HTMLIFrameElement");
  window("HTMLFrameElement");
  window("HTMLObjectElement");
  inner("HTMLIFrameElement");
  inner("HTMLFrameElement");
  inner("HTMLObjectElement");
  const drawing = (name) =>
    wrapMethod("", realm, name, "getSVGDocument", (self, args, original) => {
      const content = apply(original, self, args);
      if (content) adopt(content.defaultView);
      return content;
    });
  drawing("HTMLIFrameElement");
  drawing("HTMLObjectElement");
  drawing("HTMLEmbedElement");
  if (!realm.document) return;
  arm(realm, realm.document, "load", loaded);
  wrapMethod("", realm, "Element", "attachShadow", (self, args, attachShadow) => {
    const root = apply(attachShadow, self, enforcing() ? [unclonable(argument(args, 0))] : args);
    shadowFound(root);
    return root;
  });
});
