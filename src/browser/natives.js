// The platform's own functions, captured once when this module is evaluated: ahead of anything untrusted.
// Everything here converts or forwards; nothing decides.

const { apply, construct, defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
const { stringify, parse } = JSON;
const scope = globalThis;

const getter = (name, property) => {
  const prototype = scope[name]?.prototype;
  return prototype && getOwnPropertyDescriptor(prototype, property)?.get;
};
const method = (name, property) => scope[name]?.prototype?.[property];

const URL = scope.URL;
const urlHref = getter("URL", "href");
const Request = scope.Request;
const requestUrl = getter("Request", "url");
const TypeErrorConstructor = TypeError;
const PromiseConstructor = Promise;
const rejectPromise = Promise.reject;
const StringConstructor = String;
const now = Date.now;

const document = scope.document;
const baseURI = getter("Node", "baseURI");
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
const addEventListenerTo = scope.EventTarget?.prototype.addEventListener;

// `location.origin` is "null" in an about:blank or srcdoc frame that inherits its origin; `self.origin` is not.
const origin = scope.origin ?? scope.location?.origin ?? "null";

export const selfOrigin = () => `${origin}`;
export const time = () => apply(now, Date, []);

/** The URL standard's parser, as the runtime has it; undefined for failure. */
export const parseUrl = (input, base) => {
  try {
    return apply(urlHref, construct(URL, base === undefined ? [input] : [input, base]), []);
  } catch {
    return undefined;
  }
};

/** A URL against the document's base URL, as the platform would. */
export const resolve = (input) => parseUrl(input, document ? apply(baseURI, document, []) : scope.location?.href);

export const toText = (value) => StringConstructor(value);
export const toJson = (value) => apply(stringify, JSON, [value]);
export const fromJson = (text) => apply(parse, JSON, [text]);

// ---- Nodes

export const documentOf = (node) => (node === undefined ? document : (apply(ownerDocument, node, []) ?? node));
export const createElement = (owner, name) => apply(createElementOf, owner, [name]);
export const append = (parent, child) => apply(appendChildTo, parent, [child]);
export const setAttribute = (element, name, value) => apply(setAttributeOf, element, [name, value]);

const namespaces = ["http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"];

/** Builds what `nodes.rs` wrote down: 0 text, 1 the end of an element, 2 and above its start in a namespace. */
export const buildFragment = (owner, names, characters, instructions) => {
  const known = apply(splitText, names, [" "]);
  const fragment = apply(createFragmentOf, owner, []);
  let parent = fragment;
  let read = 0;
  const take = (length) => apply(sliceText, characters, [read, (read += length)]);
  for (let at = 0; at < instructions.length; ) {
    const instruction = instructions[at++];
    if (instruction === 0) {
      apply(appendChildTo, parent, [apply(createTextNodeOf, owner, [take(instructions[at++])])]);
    } else if (instruction === 1) {
      parent = apply(parentNodeOf, parent, []);
    } else {
      const element = apply(createElementNSOf, owner, [namespaces[instruction - 2], known[instructions[at++]]]);
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

/** Origins of the scripts and style sheets that the document names now, separated by spaces. */
export const sourcesInUse = () => {
  if (!document) return "";
  let origins = "";
  for (const element of document.querySelectorAll("script[src], link[rel~=stylesheet][href]")) {
    const url = resolve(element.getAttribute("src") ?? element.getAttribute("href"));
    const from = url !== undefined && /^https?:/.test(url) ? new URL(url).origin : origin;
    if (from !== origin && !origins.includes(from)) origins += ` ${from}`;
  }
  return origins;
};

/** Calls back with what a trusted violation event of an enforced policy says; true if there is a document to hear it. */
export const onViolationOf = (listener) => {
  if (!document) return false;
  const heard = (event) => {
    if (event.isTrusted && event.disposition === "enforce") {
      listener(event.effectiveDirective, event.blockedURI, event.originalPolicy);
    }
  };
  apply(addEventListenerTo, document, ["securitypolicyviolation", heard]);
  return true;
};

// ---- Requests

/** A native Request: everything the caller handed over is read here, once. Throws as the platform's call would. */
export const makeRequest = (input, init) => construct(Request, init === undefined ? [input] : [input, init]);
export const urlOf = (request) => apply(requestUrl, request, []);

/** A RequestInfo or a sequence of them, as Web IDL tells them apart; each becomes a native Request. */
export const makeRequests = (input) => {
  const isList = typeof input === "object" && input !== null && typeof input[Symbol.iterator] === "function";
  const requests = [];
  let length = 0;
  for (const one of isList ? input : [input]) {
    defineProperty(requests, length++, { value: makeRequest(one), enumerable: true, configurable: true, writable: true });
  }
  return requests;
};
export const requestAt = (requests, index) => requests[index];

export const callWith = (target, self, args) => apply(target, self, args);
export const callWith1 = (target, self, one) => apply(target, self, [one]);
export const callWith2 = (target, self, one, two) => apply(target, self, [one, two]);
export const callWith3 = (target, self, one, two, three) => apply(target, self, [one, two, three]);
/** The arguments of a call, one of them replaced by what it was converted to. */
export const replaceArgument = (args, index, value) => {
  defineProperty(args, index, { value, enumerable: true, configurable: true, writable: true });
};
export const rejected = (message) => apply(rejectPromise, PromiseConstructor, [new TypeErrorConstructor(message)]);
export const rejectedWith = (error) => apply(rejectPromise, PromiseConstructor, [error]);
export const typeError = (message) => new TypeErrorConstructor(message);

// ---- Patches

/** The object in `name`'s chain that holds `property` itself, so that it is replaced where it lives. */
export const holderOf = (name, property) => {
  let object = name === "" ? scope : scope[name]?.prototype;
  while (object && !getOwnPropertyDescriptor(object, property)) object = getPrototypeOf(object);
  return object ?? undefined;
};

/**
 * Replaces a method by one that hands `(this, arguments)` to `handler`. Returns the original and a way back, or
 * undefined where the runtime lacks the API.
 */
export const patchMethod = (holder, property, handler) => {
  const descriptor = getOwnPropertyDescriptor(holder, property);
  const original = descriptor?.value;
  if (typeof original !== "function") return undefined;
  const { [property]: patched } = {
    [property](...args) {
      return handler(this, args, original);
    },
  };
  defineProperty(patched, "length", { value: original.length, configurable: true });
  if (!defineProperty(holder, property, { ...descriptor, value: patched })) return undefined;
  return () => {
    if (getOwnPropertyDescriptor(holder, property)?.value === patched) defineProperty(holder, property, descriptor);
  };
};

export const restore = (undo) => undo();
