// Lockdown, for pages that only show results: no new frames, no elements of script's making that load or change where
// things load from, no parser but the sanitizer's. Trusted Types, pinned by a `<meta>`, refuse strings of markup; what
// is here makes nodes without one.
import { apply, construct, getter, method } from "../natives.js";
import { lower } from "./html.js";
import { allows, inLockdown, securityError, surface, wrapAccessor, wrapConstructor, wrapMethod } from "./wrap.js";

const API = "element";
const LOADS = {
  __proto__: null,
  applet: 1,
  base: 1,
  embed: 1,
  fencedframe: 1,
  frame: 1,
  frameset: 1,
  iframe: 1,
  link: 1,
  meta: 1,
  object: 1,
  portal: 1,
  script: 1,
};
/** The attributes that make one load. */
const LOADING = { __proto__: null, content: 1, data: 1, href: 1, "http-equiv": 1, rel: 1, src: 1, srcdoc: 1 };
const ATTRIBUTE_NODE = 2;
const SELECTOR = "applet, base, embed, fencedframe, frame, frameset, iframe, link, meta, object, portal, script";

const lastIndexOf = method("String", "lastIndexOf");
const slice = method("String", "slice");
const localNameOf = getter("Element", "localName");
const attributeNameOf = getter("Attr", "localName");
const ownerElementOf = getter("Attr", "ownerElement");
const nodeTypeOf = getter("Node", "nodeType");
const matchesOf = method("Element", "matches");
const querySelectorOf = [method("Element", "querySelector"), method("DocumentFragment", "querySelector")];

const localName = (name) => apply(slice, name, [apply(lastIndexOf, name, [":"]) + 1]);

const refuse = (name) => {
  if (inLockdown() && LOADS[lower(localName(name))] && !allows(API, "")) throw securityError(API, "");
};

/** Whether a tree has one of the elements in it. */
const holds = (node) => {
  try {
    if (apply(matchesOf, node, [SELECTOR])) return true;
  } catch {
    // No element.
  }
  for (let at = 0; at < querySelectorOf.length; at++) {
    try {
      return apply(querySelectorOf[at], node, [SELECTOR]) !== null;
    } catch {
      // Another kind of node.
    }
  }
  return false;
};

const install = (realm) => {
  const created = (property, index) =>
    wrapMethod("", realm, "Document", property, (self, args, original) => {
      if (!inLockdown() || args.length <= index) return apply(original, self, args);
      const name = `${args[index]}`;
      refuse(name);
      return apply(original, self, index === 0 ? [name] : [args[0], name]);
    });
  created("createElement", 0);
  created("createElementNS", 1);

  const copies = (property, name, node) =>
    wrapMethod("", realm, name, property, (self, args, original) => {
      if (inLockdown() && holds(node(self, args)) && !allows(API, "")) throw securityError(API, "");
      return apply(original, self, args);
    });
  copies("cloneNode", "Node", (self) => self);
  copies("importNode", "Document", (self, args) => (args.length > 0 ? args[0] : self));
  copies("adoptNode", "Document", (self, args) => (args.length > 0 ? args[0] : self));

  const never = (property, name) =>
    wrapMethod("", realm, name, property, (self, args, original) => {
      if (inLockdown() && !allows(API, "")) throw securityError(API, "");
      return apply(original, self, args);
    });
  never("createDocument", "DOMImplementation");
  never("createHTMLDocument", "DOMImplementation");
  never("transformToFragment", "XSLTProcessor");
  wrapConstructor("", realm, "XSLTProcessor", (target, args, newTarget) => {
    if (inLockdown() && !allows(API, "")) throw securityError(API, "");
    return construct(target, args, newTarget);
  });

  // Elements that load and were there before stay as they are.
  const refuseOn = (element) => {
    let name;
    try {
      name = apply(localNameOf, element, []);
    } catch {
      // Nobody's attribute.
      return;
    }
    refuse(name);
  };
  const kept = (property) =>
    wrapMethod("", realm, "Element", property, (self, args, original) => {
      if (inLockdown()) refuseOn(self);
      return apply(original, self, args);
    });
  kept("setAttributeNS");
  kept("setAttributeNode");
  kept("setAttributeNodeNS");
  kept("toggleAttribute");
  // A map of attributes does not say whose it is.
  const named = (property) =>
    wrapMethod("", realm, "NamedNodeMap", property, (self, args, original) => {
      const name = inLockdown() && args.length > 0 ? apply(attributeNameOf, args[0], []) : "";
      if (LOADING[lower(name)] && !allows(API, "")) throw securityError(API, "");
      return apply(original, self, args);
    });
  named("setNamedItem");
  named("setNamedItemNS");
  const valued = (name, property) =>
    wrapAccessor(realm, name, property, "set", (self, args, set) => {
      if (inLockdown() && apply(nodeTypeOf, self, []) === ATTRIBUTE_NODE) refuseOn(apply(ownerElementOf, self, []));
      return apply(set, self, args);
    });
  valued("Attr", "value");
  valued("Node", "nodeValue");
  valued("Node", "textContent");
  wrapAccessor(realm, "HTMLLinkElement", "relList", "get", (self, args, get) => {
    if (inLockdown()) refuse("link");
    return apply(get, self, args);
  });

  wrapMethod("", realm, "CustomElementRegistry", "define", (self, args, define) => {
    if (!inLockdown() || args.length < 3 || args[2] === undefined || args[2] === null) return apply(define, self, args);
    const built = args[2].extends;
    if (built === undefined) return apply(define, self, [args[0], args[1]]);
    const name = `${built}`;
    refuse(name);
    return apply(define, self, [args[0], args[1], { __proto__: null, extends: name }]);
  });

  // A document that a request parsed is markup that no Trusted Type has seen.
  wrapAccessor(realm, "XMLHttpRequest", "responseType", "set", (self, args, set) => {
    const type = `${args[0]}`;
    if (inLockdown() && type === "document" && !allows(API, "")) throw securityError(API, "");
    return apply(set, self, [type]);
  });
  wrapAccessor(realm, "XMLHttpRequest", "responseXML", "get", (self, _args, get) =>
    inLockdown() ? null : apply(get, self, []),
  );
};
surface(install, true);
