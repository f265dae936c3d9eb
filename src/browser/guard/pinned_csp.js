// What the pinned CSP needs of the page: what is in use, what a trusted violation event says, and a probe.
import { apply, attribute, document, each, getter, method, originOf, resolve, scope, selfOrigin } from "../natives.js";
import { arm } from "./wrap.js";

const { fetch } = scope;
const catchOf = method("Promise", "catch");
const { floor, random } = Math;
const directiveOf = getter("SecurityPolicyViolationEvent", "effectiveDirective");
const blockedOf = getter("SecurityPolicyViolationEvent", "blockedURI");
const policyOf = getter("SecurityPolicyViolationEvent", "originalPolicy");
const dispositionOf = getter("SecurityPolicyViolationEvent", "disposition");
const indexOf = method("String", "indexOf");

const inUse = (selector, name) => {
  if (!document) return "";
  let origins = "";
  each(document, selector, (element) => {
    const from = originOf(resolve(attribute(element, name) ?? "") ?? "");
    if (from !== "null" && from !== selfOrigin() && apply(indexOf, ` ${origins} `, [` ${from} `]) < 0) {
      origins += `${origins && " "}${from}`;
    }
  });
  return origins;
};

/** Origins of the scripts and style sheets that the document names now, separated by spaces. */
export const sourcesInUse = () => {
  const scripts = inUse("script[src]", "src");
  const styles = inUse("link[rel~=stylesheet][href]", "href");
  return scripts && styles ? `${scripts} ${styles}` : scripts + styles;
};
/** Those of the frames. */
export const framesInUse = () => inUse("iframe[src]", "src");

/** Calls back with what a trusted violation event of an enforced policy says. */
export const onViolationOf = (listener) => {
  if (!document || !policyOf) return;
  const heard = (event) => {
    if (event.isTrusted && apply(dispositionOf, event, []) === "enforce") {
      listener(apply(directiveOf, event, []), apply(blockedOf, event, []), apply(policyOf, event, []));
    }
  };
  arm(scope, document, "securitypolicyviolation", heard);
};

const ignore = () => {};

/** A name that `connect-src` refuses before DNS. The policy that refuses it names itself in an event. */
export const probeName = () => `https://cordon-${floor(random() * 1e15)}.invalid/`;
export const probe = (url) => {
  if (typeof fetch !== "function") return;
  apply(catchOf, apply(fetch, scope, [url, { __proto__: null, mode: "no-cors" }]), [ignore]);
};
