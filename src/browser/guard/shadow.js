// Calls that parse markup which may declare a shadow tree. One that declares a closed tree is refused; an open tree is looked
// into before the call returns, so that nothing in it is what it will not be a moment later.
import {
  accessor,
  apply,
  createElement,
  asString,
  documentOf,
  eachOf,
  getter,
  method,
  put,
  scope,
} from "../natives.js";
import { namesFrame } from "./html.js";
import { declares, declaresClosed, wholeUpTo } from "./declared.js";
import { inserting, isObject, look, lookWithin, reserve } from "./realm.js";
import {
  allows,
  argument,
  enforcing,
  inLockdown,
  rearm,
  securityError,
  surface,
  wrapMethod,
  wrapStatic,
} from "./wrap.js";

const API = "shadow";

const trustedText = method("TrustedHTML", "toString");
const exec = method("RegExp", "exec");
const indexOf = method("String", "indexOf");
const slice = method("String", "slice");
const writeOf = method("Document", "write");
const writelnOf = method("Document", "writeln");
const weakGet = method("WeakMap", "get");
const weakSet = method("WeakMap", "set");
const contentTypeOf = getter("Document", "contentType");
const doctypeOf = getter("Document", "doctype");
const documentElementOf = getter("Document", "documentElement");
const outerHtmlOf = getter("Element", "outerHTML");
const Parser = scope.DOMParser;
const parseOf = method("DOMParser", "parseFromString");
const HTML = "text/html";
const innerHtmlOf = accessor("Element", "innerHTML");
const EMPTY = scope.trustedTypes?.emptyHTML ?? "";
/** A tag that goes on behind the text, and what may run in the middle of it. */
const UNFINISHED = /<[a-z][^>]*$/i;
const RUNS = /<(?:script|svg)/i;
/** What is kept for the next call at most. */
const MAX_KEPT = 65_536;

/** The text of what a parser is given: a string is made of it once, and TrustedHTML stays what it is. */
const markupOf = (value) => {
  if (trustedText && typeof value === "object" && value !== null) {
    try {
      return { __proto__: null, text: apply(trustedText, value, []), sent: value };
    } catch {
      // Not one of them.
    }
  }
  const text = asString(value);
  return { __proto__: null, text, sent: text };
};

/** Whether a page takes a string for markup; throws where it is given one that it does not take. */
const takesStrings = (owner, trusted) => {
  try {
    apply(innerHtmlOf.set, createElement(owner, "template"), [""]);
    return true;
  } catch (error) {
    if (!trusted) throw error;
    return false;
  }
};

const refuse = () => {
  throw securityError(API, "");
};
const judge = (text) => {
  if (declaresClosed(text) && !allows(API, "")) refuse();
};

/**
 * The beginning of a template's tag that a document has been written: it goes on with what is written next. Where a parser
 * waits, the order of the calls is not the order of what it reads, so it is given whole tags.
 */
const kept = new WeakMap();

surface((realm) => {
  if (!realm.document) return;

  /** What a call parses, its first argument, and how; a script beside a frame would run inside the call. */
  const settled = (args) => {
    const { text, sent } = markupOf(args[0]);
    judge(text);
    const options = argument(args, 1);
    if (!isObject(options)) return { __proto__: null, text, given: args.length > 1 ? [sent, options] : [sent] };
    const copy = { __proto__: null, runScripts: options.runScripts && !namesFrame(text) };
    const { sanitizer } = options;
    if (sanitizer !== undefined) copy.sanitizer = sanitizer;
    return { __proto__: null, text, given: [sent, copy] };
  };
  /** A call that inserts what it parses; `rootOf` says below what. */
  const inserts = (rootOf) => (self, args, original) => {
    if (args.length < 1) return apply(original, self, args);
    const { text, given } = settled(args);
    const root = rootOf(self);
    if (namesFrame(text)) {
      reserve();
      rearm(documentOf(root));
    }
    const result = inserting(root, null, original, self, given);
    if (namesFrame(text)) eachOf(root, "iframe", look);
    if (declares(text)) lookWithin(root);
    return result;
  };
  const itself = inserts((self) => self);
  const beside = inserts(documentOf);
  const made = (self, args, original) => {
    if (args.length < 1) return apply(original, self, args);
    const { text, given } = settled(args);
    const result = apply(original, self, given);
    if (declares(text)) lookWithin(result);
    return result;
  };
  // In lockdown only with the platform's own default configuration: a permissive one keeps `link` and `meta`.
  const plainly = (parse) => (self, args, original) =>
    parse(self, inLockdown() && args.length > 1 ? [args[0]] : args, original);
  const holders = ["Element", "ShadowRoot"];
  for (let at = 0; at < holders.length; at++) {
    wrapMethod("", realm, holders[at], "setHTMLUnsafe", itself);
    wrapMethod("", realm, holders[at], "setHTML", plainly(itself));
  }
  // In no browser yet.
  const positions = ["append", "prepend", "before", "after", "replaceWith"];
  for (let at = 0; at < positions.length; at++) {
    wrapMethod("", realm, "Element", `${positions[at]}HTMLUnsafe`, beside);
    wrapMethod("", realm, "ShadowRoot", `${positions[at]}HTMLUnsafe`, itself);
  }
  wrapMethod("", realm, "Range", "createContextualFragment", made);
  wrapStatic(realm.Document, "parseHTMLUnsafe", made);
  wrapStatic(realm.Document, "parseHTML", plainly(made));

  // A document that XSLT makes is parsed, too, from a text that nobody is shown: it is parsed once more without such trees.
  wrapMethod("", realm, "XSLTProcessor", "transformToDocument", (self, args, original) => {
    if (inLockdown() && !allows("element", "")) throw securityError("element", "");
    const made = apply(original, self, args);
    if (!made || !enforcing() || apply(contentTypeOf, made, []) !== HTML) return made;
    const root = apply(documentElementOf, made, []);
    const doctype = apply(doctypeOf, made, []) ? "<!doctype html>" : "";
    return apply(parseOf, new Parser(), [doctype + (root ? apply(outerHtmlOf, root, []) : ""), HTML]);
  });

  // What a default policy makes of a string goes to the parser, unseen.
  wrapMethod("", realm, "TrustedTypePolicyFactory", "createPolicy", (self, args, original) => {
    const name = args.length > 0 ? asString(args[0]) : "";
    const rules = argument(args, 1);
    if (name !== "default" || !isObject(rules)) return apply(original, self, args);
    const { createHTML, createScript, createScriptURL } = rules;
    const judged = (input, type, sink) => {
      const result = apply(createHTML, undefined, [input, type, sink]);
      if (result === undefined || result === null) return result;
      const text = asString(result);
      judge(text);
      return text;
    };
    const copy = { __proto__: null, createHTML: typeof createHTML === "function" ? judged : createHTML };
    if (createScript !== undefined) copy.createScript = createScript;
    if (createScriptURL !== undefined) copy.createScriptURL = createScriptURL;
    return apply(original, self, [name, copy]);
  });

  /** Gives a parser a text; a script in it finds no frame that has not been taken in. */
  const give = (owner, text, sent) => {
    judge(text);
    inserting(owner, null, writeOf, owner, [sent]);
    if (declares(text)) lookWithin(owner);
  };
  /** The same up to the end of each tag: a frame is there as soon as its tag is over. */
  const giveByTag = (owner, text) => {
    judge(text);
    const looks = declares(text);
    let tag = "";
    for (let from = 0; from < text.length; ) {
      const close = apply(indexOf, text, [">", from]);
      const to = close < 0 ? text.length : close + 1;
      const piece = apply(slice, text, [from, to]);
      inserting(owner, null, writeOf, owner, [piece]);
      from = to;
      if (!looks) continue;
      tag += piece;
      if (wholeUpTo(tag) < tag.length) continue;
      if (declares(tag)) lookWithin(owner);
      tag = "";
    }
  };
  /** Nothing of TrustedHTML can be kept, and no tag of it given alone, where the page takes no string. */
  const giveTrusted = (owner, text, sent) => {
    if (wholeUpTo(text) < text.length && !allows(API, "")) refuse();
    if (
      (apply(exec, UNFINISHED, [text]) !== null || (namesFrame(text) && apply(exec, RUNS, [text]) !== null)) &&
      !allows("frame", "")
    )
      throw securityError("frame", "");
    give(owner, text, sent);
  };
  const giveText = (owner, text) => {
    const all = (apply(weakGet, kept, [owner]) ?? "") + text;
    const to = wholeUpTo(all);
    if (all.length - to > MAX_KEPT && !allows(API, "")) refuse();
    const sent = apply(slice, all, [0, to]);
    apply(weakSet, kept, [owner, apply(slice, all, [to])]);
    giveByTag(owner, sent);
  };
  const writes = (end) => (self, args) => {
    let all = "";
    let trusted = args.length > 0;
    const list = [];
    for (let at = 0; at < args.length; at++) {
      put(list, at, markupOf(args[at]));
      all += list[at].text;
      trusted &&= list[at].sent !== list[at].text;
    }
    // Where a string is refused, nothing is to be opened. Where this opens the document anew, it takes the listeners away.
    const takesText = takesStrings(realm.document, trusted);
    reserve();
    apply(writeOf, self, [EMPTY]);
    rearm(self);
    if (takesText) return giveText(self, all + end);
    for (let at = 0; at < list.length; at++) giveTrusted(self, list[at].text, list[at].sent);
    if (end) apply(writelnOf, self, [EMPTY]);
  };
  wrapMethod("", realm, "Document", "write", writes(""));
  wrapMethod("", realm, "Document", "writeln", writes("\n"));
  wrapMethod("", realm, "Document", "close", (self, args, close) => {
    const rest = apply(weakGet, kept, [self]);
    if (rest) {
      apply(weakSet, kept, [self, ""]);
      apply(writeOf, self, [rest]);
    }
    return apply(close, self, args);
  });
});
