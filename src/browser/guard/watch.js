// What no script API opens and no CSP covers: speculation rules, resource hints, refreshes. A script that names one
// through an attribute's setter is refused there; what markup brings in is removed and reported, in the microtask after
// it. By then a browser may have opened a connection for a hint. Frames and plugins off the policy are held by the
// pinned CSP, and taken out.
import { apply, attribute, getter, method, resolve, scope, setAttribute } from "../natives.js";
import { adopt, onShadow, seeded, shadowFound } from "./realm.js";
import {
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
const addedOf = getter("MutationRecord", "addedNodes");
const targetOf = getter("MutationRecord", "target");
const typeOf = getter("MutationRecord", "type");
const lengthOf = getter("NodeList", "length");
const itemOf = method("NodeList", "item");
const localNameOf = getter("Element", "localName");
const shadowRootOf = getter("Element", "shadowRoot");
const DOCUMENT_NODE = 9;
const nodeTypeOf = getter("Node", "nodeType");
const removeOf = method("Element", "remove");
const querySelectorAllOf = method("Element", "querySelectorAll");
const ownerOf = getter("Node", "ownerDocument");
const contentWindowOf = getter("HTMLIFrameElement", "contentWindow");
const toLowerCase = method("String", "toLowerCase");
const exec = method("RegExp", "exec");
const trim = method("String", "trim");

const WATCHED = "script[type], link[rel], meta[http-equiv], iframe, frame, object, embed";
const HINT = /(?:^|\s)(?:preconnect|dns-prefetch|prefetch|prerender)(?:\s|$)/;
/** HTML § 4.2.5.3, shared declarative refresh steps: the address stands in quotes, or is the rest. */
const REFRESH = /^[\s\d.]*[;,\s]\s*(?:url\s*=\s*)?(?:"([^"]*)|'([^']*)|(.*))/is;
/** A frame of an origin of its own, whose script may take the page elsewhere or open windows: there is no guard in it. */
const OPAQUE =
  /^(?!(?:.*\s)?allow-same-origin(?:\s|$))(?=(?:.*\s)?allow-scripts(?:\s|$))(?:.*\s)?allow-(?:top-navigation|popups)/is;

const LOCAL = /^(?:about|blob|data|javascript):/;

const lower = (text) => apply(toLowerCase, text ?? "", []);

/** Whether an element may stay as it is now, or would be with `name` set to `value`. */
const mayStay = (element, kind, name, value) => {
  const read = (wanted) => (wanted === name ? value : attribute(element, wanted));
  const owner = apply(ownerOf, element, []);
  switch (kind) {
    case "script":
      return apply(trim, lower(read("type")), []) !== "speculationrules" || allows("speculationrules", "");
    case "link": {
      const href = read("href");
      if (href === null || apply(exec, HINT, [lower(read("rel"))]) === null) return true;
      const url = resolve(href, owner);
      return url === undefined || allows("hint", url);
    }
    case "meta": {
      if (apply(trim, lower(read("http-equiv")), []) !== "refresh") return true;
      const found = apply(exec, REFRESH, [read("content") ?? ""]);
      const written = found && (found[1] ?? found[2] ?? found[3]);
      const url = written ? resolve(written, owner) : undefined;
      return url === undefined || allows("refresh", url);
    }
    case "iframe":
    case "frame":
    case "object":
    case "embed": {
      const written = read(kind === "object" ? "data" : "src");
      const url = written ? resolve(written, owner) : undefined;
      const local = url === undefined || apply(exec, LOCAL, [url]) !== null || read("srcdoc") !== null;
      if (kind === "iframe" && local && apply(exec, OPAQUE, [read("sandbox") ?? ""]) !== null)
        return allows("sandbox", "");
      return url === undefined || allows("frame", url);
    }
    default:
      return true;
  }
};

const look = (element) => {
  const kind = apply(localNameOf, element, []);
  if (!mayStay(element, kind)) {
    if (enforcing()) apply(removeOf, element, []);
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

let observer;
const OPTIONS = {
  __proto__: null,
  childList: true,
  subtree: true,
  attributes: true,
  attributeFilter: sequence(["rel", "href", "type", "http-equiv", "content", "src", "data", "sandbox", "srcdoc"], 9),
};

const lookBelow = (node) => {
  let kind;
  try {
    kind = apply(localNameOf, node, []);
  } catch {
    // Text, or a comment.
    return;
  }
  look(node);
  const root = apply(shadowRootOf, node, []);
  if (root) shadowFound(root);
  const found = apply(querySelectorAllOf, node, [WATCHED]);
  const length = apply(lengthOf, found, []);
  for (let at = 0; at < length; at++) look(apply(itemOf, found, [at]));
  return kind;
};

const changed = (records) => {
  if (!installed()) return;
  for (let at = 0; at < records.length; at++) {
    const record = records[at];
    if (apply(typeOf, record, []) === "attributes") {
      look(apply(targetOf, record, []));
      continue;
    }
    const target = apply(targetOf, record, []);
    if (apply(nodeTypeOf, target, []) === DOCUMENT_NODE) rearm(target);
    const added = apply(addedOf, record, []);
    const length = apply(lengthOf, added, []);
    for (let child = 0; child < length; child++) lookBelow(apply(itemOf, added, [child]));
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
  setter("HTMLMetaElement", "meta", "content");
  setter("HTMLMetaElement", "meta", "httpEquiv", "http-equiv");
  wrapMethod("setAttribute", realm, "Element", "setAttribute", (self, args, original) => {
    if (args.length < 2) return apply(original, self, args);
    let kind;
    try {
      kind = apply(localNameOf, self, []);
    } catch {
      return apply(original, self, args);
    }
    if (kind !== "script" && kind !== "link" && kind !== "meta" && kind !== "iframe") {
      return apply(original, self, args);
    }
    const name = `${args[0]}`;
    if (kind === "iframe") {
      const seed = lower(name) === "srcdoc" && typeof args[1] === "string";
      return apply(original, self, [name, seed ? seeded(self, args[1]) : args[1]]);
    }
    // A TrustedScriptURL stays one.
    const value = lower(name) === "src" ? args[1] : `${args[1]}`;
    if (!refuses(self, kind, lower(name), value)) return apply(original, self, [name, value]);
  });
});

export const canWatch = Observer !== undefined;
