// Realms made after the guard: same-origin frames and popups get the same wrappers before script gets hold of their
// window through an element, and a document that came from a URL, and so inherits nothing, gets the pinned policies too.
// `window[0]` cannot be intercepted: `inserting` sees to it that the frame there has been taken in.
import {
  append,
  apply,
  attribute,
  createElement,
  document,
  each,
  getter,
  inherited,
  listen,
  method,
  scope,
  setAttribute,
  view as ownView,
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
const countOf = scope.document && inherited(ownView, "length")?.get;
const framesIn = (window) => (window && countOf ? apply(countOf, window, []) : 0);
const connectedOf = getter("Node", "isConnected");
const localNameOf = getter("Element", "localName");
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
  const count = framesIn(ownView);
  let reached = 0;
  for (let at = 0; at < count; at++) {
    if (adopt(ownView[at], true)) reached++;
  }
  return { __proto__: null, count, reached };
};

/** What the watch does to an element, to what is below a node and in open shadow trees, and to a frame before it comes in. */
const watch = { __proto__: null, look: undefined, within: undefined, refuse: undefined };
export const watchBy = (look, within, refuse) => {
  watch.look = look;
  watch.within = within;
  watch.refuse = refuse;
};
/** Takes a frame out that may not come in as it is, or would be with an attribute set. True where it did. */
export const refuse = (frame, name, value) => watch.refuse?.(frame, name, value) ?? false;
export const look = (element) => watch.look?.(element);
export const lookWithin = (root) => watch.within?.(root);

/** Adopts the frames that a document has now. */
export const adoptFrames = (owner) => {
  const view = apply(viewOf, owner, []);
  const count = framesIn(view);
  for (let at = 0; at < count; at++) adopt(view[at]);
};

// More than what follows needs: an engine that has optimized `reserve` gives each of its calls a fraction of the stack that it
// gives a call that is not optimized yet, and what follows may be such calls.
const DEPTH = 1_024;
/** Throws where the stack would not do for what comes after a call that brings a frame: it would be there, not taken in. */
export const reserve = (depth = DEPTH) => (depth > 0 ? reserve(depth - 1) + 1 : 0);

/**
 * Makes a call that may insert at a node, or beside it, below `parent`, and takes in the windows that are new. The newest is
 * the last one (HTML § 7.3.1.3, document-tree child navigables), wherever in the tree its frame is.
 */
export const inserting = (node, parent, original, self, args) => {
  const owner = apply(ownerOf, node, []) ?? node;
  const view = apply(viewOf, owner, []);
  const count = framesIn(view);
  const newest = count > 0 ? view[count - 1] : undefined;
  try {
    return apply(original, self, args);
  } finally {
    if (view !== null) {
      const after = framesIn(view);
      if (after > 0 && (after > count || view[after - 1] !== newest)) adoptFrames(owner);
    }
    // What ran inside may have moved either to another document.
    const now = apply(ownerOf, node, []) ?? node;
    if (now !== owner) adoptFrames(now);
    const above = parent === null ? owner : (apply(ownerOf, parent, []) ?? parent);
    if (above !== owner && above !== now) adoptFrames(above);
  }
};

/** The same of a node that is in no document, as most are that an application builds. */
export const insertingOutside = (node, parent, original, self, args) => {
  try {
    return apply(original, self, args);
  } finally {
    if (apply(connectedOf, node, []) || (parent !== null && apply(connectedOf, parent, []))) {
      adoptFrames(apply(ownerOf, node, []) ?? node);
      if (parent !== null) adoptFrames(apply(ownerOf, parent, []) ?? parent);
    }
  }
};

/** The address of a blank document that tells nobody when a plugin has it. */
export const isOddBlank = (url) => apply(startsWith, url, ["about:"]) && url !== "about:blank";

const LOADED = { __proto__: null, iframe: 1, frame: 1, object: 1, embed: 1 };
/** Adopts frames as they load: Chromium and WebKit say so while a blank one is inserted, or a plugin's is laid out. */
const loaded = (event) => {
  if (!installed()) return;
  const frame = apply(targetOf, event, []);
  try {
    if (LOADED[apply(localNameOf, frame, [])] !== 1) return;
    // One beside it may have been inserted in the same call, and not be loaded yet.
    adoptFrames(apply(ownerOf, frame, []));
    adopt(apply(contentWindowOf, frame, []));
  } catch {
    // Not a frame of HTML's, or one in a shadow tree that is none.
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
const trustedScript = method("TrustedScript", "toString");
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
const stringifies = (method, value) => {
  if (!method) return false;
  try {
    apply(method, value, []);
    return true;
  } catch {
    return false;
  }
};
/** `document.all` says that it is undefined. */
export const isObject = (value) => value !== null && value !== undefined && OBJECTS[typeof value] === 1;
const OBJECTS = { __proto__: null, object: 1, function: 1, undefined: 1 };
/** Markup or script that a policy made, whose text does not change. */
export const isTrusted = (value) =>
  isObject(value) && (stringifies(trustedText, value) || stringifies(trustedScript, value));

/** What an attribute of a frame is to be set to. The frame is taken out first, if it may not have that in the page. */
export const valueFor = (frame, name, value) => {
  if (isTrusted(value)) return value;
  const text = `${value}`;
  if (apply(connectedOf, frame, [])) refuse(frame, name, text);
  return name === "srcdoc" ? seeded(frame, text) : text;
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
    set: (self, args, set) => {
      apply(set, self, [valueFor(self, "srcdoc", args[0])]);
      if (apply(connectedOf, self, [])) look(self);
    },
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
