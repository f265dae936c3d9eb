// What no script API opens and no CSP covers: speculation rules, resource hints, refreshes. A script that names one
// through an attribute's setter is refused there; what markup brings in is removed and reported, in the microtask after
// it. By then a browser may have opened a connection for a hint. Frames and plugins off the policy are held by the
// pinned CSP, and taken out.
import { apply, attribute, eachOf, getter, method, resolve, scope, setAttribute, setOf } from "../natives.js";
import { declaresClosed } from "./declared.js";
import { eachToken, lower, refreshAddress, stripped } from "./html.js";
import { adopt, isOddBlank, onShadow, seeded, shadowFound, valueFor, watchBy } from "./realm.js";
import { LEAVES, sandboxOf } from "./sandbox.js";
import {
  HOW,
  allows,
  enforcing,
  inLockdown,
  installed,
  rearm,
  sequence,
  surface,
  wrapAccessor,
  wrapMethod,
} from "./wrap.js";

const Observer = scope.MutationObserver;
const observeOf = method("MutationObserver", "observe");
/** In happy-dom a record's members are its own, and its lists are arrays. */
const isPlain = !getter("MutationRecord", "type");
const own = (property) =>
  function () {
    return this[property];
  };
const recorded = (property) => (isPlain ? own(property) : getter("MutationRecord", property));
const addedLengthOf = isPlain ? own("length") : getter("NodeList", "length");
const addedItemOf = isPlain ? Array.prototype.at : method("NodeList", "item");
const addedOf = recorded("addedNodes");
const targetOf = recorded("target");
const typeOf = recorded("type");
const nameOf = recorded("attributeName");
const oldValueOf = recorded("oldValue");
const localNameOf = getter("Element", "localName");
const shadowRootOf = getter("Element", "shadowRoot");
const ELEMENT_NODE = 1;
const DOCUMENT_NODE = 9;
const nodeTypeOf = getter("Node", "nodeType");
const removeOf = method("Element", "remove");
const ownerOf = getter("Node", "ownerDocument");
const connectedOf = getter("Node", "isConnected");
const contentWindowOf = getter("HTMLIFrameElement", "contentWindow");
const weakGet = method("WeakMap", "get");
const startsWith = method("String", "startsWith");

const WATCHED = "script[type], link[rel], meta[http-equiv], iframe, frame, object, embed";
/** The elements whose attributes are judged before they are set. */
const SET = { __proto__: null, script: 1, link: 1, meta: 1, iframe: 1, object: 1, embed: 1 };
const HINTS = { __proto__: null, preconnect: 1, "dns-prefetch": 1, prefetch: 1, prerender: 1 };
const isHint = (rel) => {
  let found = false;
  eachToken(rel, (token) => (found ||= HINTS[lower(token)] === 1));
  return found;
};

/** Schemes of documents that the page itself writes. */
const LOCAL = ["about:", "blob:", "data:", "javascript:"];
const isLocal = (url) => {
  for (let at = 0; at < LOCAL.length; at++) if (apply(startsWith, url, [LOCAL[at]])) return true;
  return false;
};

/** Reads an element's attributes as they are now, or would be with `name` set to `value`. */
const reading = (element, name, value) => (wanted) => (wanted === name ? value : attribute(element, wanted));

/** Whether an element may stay as it is now, or would be with `name` set to `value`. */
const mayStay = (element, kind, name, value) => {
  const read = reading(element, name, value);
  const owner = apply(ownerOf, element, []);
  switch (kind) {
    case "script":
      return stripped(lower(read("type") ?? "")) !== "speculationrules" || allows("speculationrules", "");
    case "link": {
      const href = read("href");
      if (href === null || !isHint(read("rel") ?? "")) return true;
      const url = resolve(href, owner);
      return url === undefined || allows("hint", url);
    }
    case "meta": {
      if (stripped(lower(read("http-equiv") ?? "")) !== "refresh") return true;
      const written = refreshAddress(read("content") ?? "");
      const url = written ? resolve(written, owner) : undefined;
      return url === undefined || allows("refresh", url);
    }
    case "iframe":
    case "frame":
    case "object":
    case "embed": {
      const written = read(kind === "object" ? "data" : "src");
      const url = written ? resolve(written, owner) : undefined;
      const srcdoc = kind === "iframe" ? read("srcdoc") : null;
      if (srcdoc !== null && declaresClosed(srcdoc) && !allows("shadow", "")) return false;
      if ((kind === "object" || kind === "embed") && url !== undefined && isOddBlank(url)) return allows("frame", "");
      if (kind === "iframe" && (url === undefined || isLocal(url) || srcdoc !== null)) {
        const { leaves } = sandboxOf(read("sandbox"));
        if (leaves !== LEAVES.nobody && !allows("sandbox", "", leaves === LEAVES.user ? HOW.activated : 0))
          return false;
      }
      return url === undefined || allows("frame", url);
    }
    default:
      return true;
  }
};

/** What was taken out, and is not to be reported once more when the observer hears that it came. */
const dropped = new WeakMap();
const drop = (element) => {
  if (!enforcing()) return;
  setOf(dropped, element, true);
  apply(removeOf, element, []);
};

const look = (element) => {
  const kind = apply(localNameOf, element, []);
  if (apply(weakGet, dropped, [element]) && !apply(connectedOf, element, [])) return;
  if (!mayStay(element, kind)) {
    drop(element);
  } else if (kind === "iframe") {
    try {
      adopt(apply(contentWindowOf, element, []));
      // The document is made in another task.
      const srcdoc = attribute(element, "srcdoc");
      const first = srcdoc === null ? null : seeded(element, srcdoc);
      if (first !== srcdoc) setAttribute(element, "srcdoc", first);
    } catch {
      // An element of that name in another namespace, or a page that takes no string here.
    }
  }
};

/** Whether the page itself wrote what a frame is to show. */
const isWritten = (element, name, value) => {
  const read = reading(element, name, value);
  if (read("srcdoc") !== null) return true;
  const written = read("src");
  const url = written ? resolve(written, apply(ownerOf, element, [])) : undefined;
  return url !== undefined && isLocal(url);
};

/**
 * Looks at a frame that a call has just brought in, if the page itself wrote its document: where the task goes on for long, it is
 * made meanwhile. A blank one may be given its address after its sandbox.
 */
const lookNow = (element) => {
  if (isWritten(element)) look(element);
};
/** Takes a frame out that may not come in, or have `name` set to `value`: a moment in the page may be enough for it. */
const refuse = (frame, name, value) => {
  if (apply(localNameOf, frame, []) !== "iframe" || !isWritten(frame, name, value)) return false;
  if (mayStay(frame, "iframe", name, value) || !enforcing()) return false;
  drop(frame);
  return true;
};

let observer;
const OPTIONS = {
  __proto__: null,
  childList: true,
  subtree: true,
  attributes: true,
  attributeOldValue: true,
  attributeFilter: sequence(["rel", "href", "type", "http-equiv", "content", "src", "data", "sandbox", "srcdoc"], 9),
};

/** In which round a shadow tree was visited last: hosts in hosts would have it visited once for each of them. */
const visited = new WeakMap();
let round = 0;
/** Visits a tree, and each open shadow tree in it; no call deep, as deep as they may be. */
const eachTree = (tree, visit) => {
  let left = { __proto__: null, tree, next: undefined };
  const enter = (host) => {
    const root = apply(shadowRootOf, host, []);
    if (!root || apply(weakGet, visited, [root]) === round) return;
    setOf(visited, root, round);
    shadowFound(root);
    left = { __proto__: null, tree: root, next: left };
  };
  while (left) {
    const { tree: one } = left;
    left = left.next;
    if (visit) visit(one);
    if (apply(nodeTypeOf, one, []) === ELEMENT_NODE) enter(one);
    eachOf(one, "*", enter);
  }
};
const lookAtWatched = (tree) => eachOf(tree, WATCHED, look);
watchBy(
  lookNow,
  (root) => {
    round++;
    eachTree(root, lookAtWatched);
  },
  refuse,
);
const lookBelow = (node) => {
  if (apply(nodeTypeOf, node, []) !== ELEMENT_NODE) return;
  look(node);
  eachTree(node, lookAtWatched);
};

const changed = (records) => {
  if (!installed()) return;
  round++;
  for (let at = 0; at < records.length; at++) {
    const record = records[at];
    if (apply(typeOf, record, []) === "attributes") {
      const element = apply(targetOf, record, []);
      // A frame's document may have been begun under the sandbox that was there before.
      const before = apply(nameOf, record, []) === "sandbox" ? apply(oldValueOf, record, []) : null;
      const judge = before !== null && !apply(weakGet, dropped, [element]);
      if (judge && !mayStay(element, apply(localNameOf, element, []), "sandbox", before)) drop(element);
      else look(element);
      continue;
    }
    const target = apply(targetOf, record, []);
    if (apply(nodeTypeOf, target, []) === DOCUMENT_NODE) rearm(target);
    const added = apply(addedOf, record, []);
    const length = apply(addedLengthOf, added, []);
    for (let child = 0; child < length; child++) lookBelow(apply(addedItemOf, added, [child]));
  }
};

const observe = (root) => apply(observeOf, observer, [root, OPTIONS]);
onShadow((root) => {
  if (observer) observe(root);
});

surface((realm) => {
  if (!realm.document || !Observer) return;
  observer ??= new Observer(changed);
  observe(realm.document);
  // The page's own was there first; what another realm's has is looked at as if it came now.
  round++;
  eachTree(realm.document, realm === scope ? undefined : lookAtWatched);

  const refuses = (self, kind, name, value) =>
    (inLockdown() && !allows("element", "")) || (!mayStay(self, kind, name, value) && enforcing());
  const setter = (api, kind, property, name = property) =>
    wrapAccessor(realm, api, property, "set", (self, args, set) => {
      const value = `${args[0]}`;
      if (!refuses(self, kind, name, value)) apply(set, self, [value]);
    });
  setter("HTMLScriptElement", "script", "type");
  setter("HTMLLinkElement", "link", "rel");
  setter("HTMLLinkElement", "link", "href");
  setter("HTMLObjectElement", "object", "data");
  setter("HTMLEmbedElement", "embed", "src");
  setter("HTMLMetaElement", "meta", "content");
  setter("HTMLMetaElement", "meta", "httpEquiv", "http-equiv");
  wrapMethod("", realm, "Element", "setAttribute", (self, args, original) => {
    if (args.length < 2) return apply(original, self, args);
    let kind;
    try {
      kind = apply(localNameOf, self, []);
    } catch {
      return apply(original, self, args);
    }
    if (SET[kind] !== 1) return apply(original, self, args);
    const name = `${args[0]}`;
    if (kind === "iframe") {
      const result = apply(original, self, [name, valueFor(self, lower(name), args[1])]);
      if (apply(connectedOf, self, [])) lookNow(self);
      return result;
    }
    // A TrustedScriptURL stays one.
    const value = lower(name) === "src" ? args[1] : `${args[1]}`;
    if (!refuses(self, kind, lower(name), value)) return apply(original, self, [name, value]);
  });
});

export const canWatch = Observer !== undefined;
