// The platform's own functions, captured once when this module is evaluated: ahead of anything untrusted.
// Everything here converts or forwards; nothing decides.

export const { apply, construct, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
const { defineProperty } = Reflect;
const { stringify, parse } = JSON;
export const scope = globalThis;
/** A global, where there is one that can be had: Node loads some on first use, which can throw. */
const reach = (name) => {
  try {
    return scope[name];
  } catch {
    return undefined;
  }
};

/** A property's descriptor, wherever in the chain of prototypes it is: jsdom, happy-dom and polyfills make subclasses. */
export const inherited = (object, property) => {
  for (let at = object; at; at = getPrototypeOf(at)) {
    const descriptor = getOwnPropertyDescriptor(at, property);
    if (descriptor) return descriptor;
  }
  return undefined;
};
/** A getter and a setter of an interface, together. */
export const accessor = (name, property) => inherited(reach(name)?.prototype, property);
/** A getter of an interface, to be called on an instance of any realm. */
export const getter = (name, property) => accessor(name, property)?.get;
export const method = (name, property) => reach(name)?.prototype?.[property];

const URL = scope.URL;
const urlHref = getter("URL", "href");
const urlHostname = getter("URL", "hostname");
const StringConstructor = String;
const now = Date.now;

export const document = scope.document;
const viewOf = getter("Document", "defaultView");
const viewOfDocument = () => {
  try {
    return apply(viewOf, document, []) ?? scope;
  } catch {
    return scope;
  }
};
/** The document's window: `scope` in a page. In Vitest that is Node's global object with a window's members copied to it. */
export const view = viewOfDocument();
const baseURI = getter("Node", "baseURI");
const documentElement = getter("Document", "documentElement");
const ownerDocument = getter("Node", "ownerDocument");
const head = getter("Document", "head");
const createElementOf = method("Document", "createElement");
const createElementNSOf = method("Document", "createElementNS");
const createTextNodeOf = method("Document", "createTextNode");
const createFragmentOf = method("Document", "createDocumentFragment");
const parentNodeOf = getter("Node", "parentNode");
const sliceText = String.prototype.slice;
const splitText = String.prototype.split;
const appendChildTo = method("Node", "appendChild");
const setAttributeOf = method("Element", "setAttribute");
const replaceChildrenOf = method("Element", "replaceChildren");
const addEventListenerTo = method("EventTarget", "addEventListener");
const querySelectorAllOf = method("Document", "querySelectorAll");
const querySelectorAllOfElement = method("Element", "querySelectorAll");
const querySelectorAllOfFragment = method("DocumentFragment", "querySelectorAll");
const nodeTypeOf = getter("Node", "nodeType");
const createCommentOf = method("Document", "createComment");
const replaceChildOf = method("Node", "replaceChild");
const getAttributeOf = method("Element", "getAttributeNS");
const weakMapSet = method("WeakMap", "set");
const urlOrigin = getter("URL", "origin");
const lengthOfList = getter("NodeList", "length");
const itemOfList = method("NodeList", "item");

// `location.origin` is "null" in an about:blank or srcdoc frame that inherits its origin; `self.origin` is not.
const origin = scope.origin ?? scope.location?.origin ?? "null";

export const selfOrigin = () => `${origin}`;
export const time = () => apply(now, Date, []);

const exhaustions = [RangeError.prototype, scope.InternalError?.prototype];
/** The URL standard's parser, as the runtime has it; undefined for failure. On an exhausted stack nothing was parsed: it throws. */
export const parseUrl = (input, base) => {
  try {
    return apply(urlHref, construct(URL, base === undefined ? [input] : [input, base]), []);
  } catch (error) {
    const kind = getPrototypeOf(error);
    if (kind === exhaustions[0] || kind === exhaustions[1]) throw error;
    return undefined;
  }
};

/** The base URL of a document. happy-dom tells it of the nodes in one alone. */
const baseOf = (owner) => {
  try {
    return apply(baseURI, owner, []);
  } catch {
    return apply(baseURI, apply(documentElement, owner, []), []);
  }
};
/** A URL against the base URL of a document, this one's unless told, as the platform would. */
export const resolve = (input, against = document) => parseUrl(input, against ? baseOf(against) : scope.location?.href);
/** The origin of a URL, and "null" where it has none. */
export const originOf = (url) => {
  try {
    return apply(urlOrigin, construct(URL, [url]), []);
  } catch {
    return "null";
  }
};

/** The host of a URL that was parsed. */
export const hostOf = (url) => apply(urlHostname, construct(URL, [url]), []);

export const toText = (value) => StringConstructor(value);
/** As Web IDL makes a string of it: once, and throwing for a symbol. */
export const asString = (value) => `${value}`;
export const toJson = (value) => apply(stringify, JSON, [value]);
export const fromJson = (text) => apply(parse, JSON, [text]);

// ---- Nodes

export const documentOf = (node) => (node === undefined ? document : (apply(ownerDocument, node, []) ?? node));
export const createElement = (owner, name) => apply(createElementOf, owner, [name]);
export const append = (parent, child) => apply(appendChildTo, parent, [child]);
export const setAttribute = (element, name, value) => apply(setAttributeOf, element, [name, value]);

const NAMESPACES = ["http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"];
const TEXT = 0;
const CLOSE = 1;
const OPEN = 2;

/** Builds what `nodes.rs` wrote down. An element opens by `OPEN` and the number of its namespace. */
export const buildFragment = (owner, names, characters, instructions) => {
  const known = apply(splitText, names, [" "]);
  const fragment = apply(createFragmentOf, owner, []);
  let parent = fragment;
  let read = 0;
  const take = (length) => {
    const from = read;
    read += length;
    return apply(sliceText, characters, [from, read]);
  };
  for (let at = 0; at < instructions.length; ) {
    const instruction = instructions[at++];
    if (instruction === TEXT) {
      apply(appendChildTo, parent, [apply(createTextNodeOf, owner, [take(instructions[at++])])]);
    } else if (instruction === CLOSE) {
      parent = apply(parentNodeOf, parent, []);
    } else {
      const element = apply(createElementNSOf, owner, [NAMESPACES[instruction - OPEN], known[instructions[at++]]]);
      for (let count = instructions[at++]; count > 0; count--) {
        apply(setAttributeOf, element, [known[instructions[at++]], take(instructions[at++])]);
      }
      apply(appendChildTo, parent, [element]);
      parent = element;
    }
  }
  return fragment;
};

export const replaceChildren = (element, child) => apply(replaceChildrenOf, element, [child]);
export const documentHead = () => (document ? apply(head, document, []) : null);

const visitAll = (found, visit) => {
  const length = apply(lengthOfList, found, []);
  for (let at = 0; at < length; at++) visit(apply(itemOfList, found, [at]));
};
/** What a document's selector finds, handed over one by one. */
export const each = (root, selector, visit) => visitAll(apply(querySelectorAllOf, root, [selector]), visit);
const ELEMENT_NODE = 1;
const DOCUMENT_NODE = 9;
/** The same of an element, a fragment, a shadow tree or a document. */
export const eachOf = (root, selector, visit) => {
  const type = apply(nodeTypeOf, root, []);
  const find =
    type === ELEMENT_NODE
      ? querySelectorAllOfElement
      : type === DOCUMENT_NODE
        ? querySelectorAllOf
        : querySelectorAllOfFragment;
  visitAll(apply(find, root, [selector]), visit);
};
export const createComment = (owner) => apply(createCommentOf, owner, [""]);
export const replaceNode = (node, other) => apply(replaceChildOf, apply(parentNodeOf, node, []), [other, node]);
/** By its local name: two attributes may share a qualified one, and the platform reads this one. */
export const attribute = (element, name, namespace = null) => apply(getAttributeOf, element, [namespace, name]);
export const listen = (target, type, listener, options) =>
  apply(addEventListenerTo, target === scope ? view : target, [type, listener, options]);

export const setOf = (map, key, value) => apply(weakMapSet, map, [key, value]);

/** Defines a property; a prototype has no part in it. */
export const define = (object, key, descriptor) => defineProperty(object, key, { __proto__: null, ...descriptor });
/** An own property like any other, whatever setter a prototype may have. */
export const put = (object, key, value) =>
  define(object, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true });

export const callWith1 = (target, self, one) => apply(target, self, [one]);
export const callWith2 = (target, self, one, two) => apply(target, self, [one, two]);
