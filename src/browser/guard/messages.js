// Messages between windows of other origins. What the page's own frames and its own origin say goes on. Of others, such as
// the window that opened this one, only those that `policy.messages` lists are heard: a message brings a port or a stream, and
// whoever holds its other end has a way out. `postMessage` of a window of another origin is made by the browser afresh
// whenever it is asked for, and cannot be replaced.
import { apply, document, getter, inherited, method, originOf, scope, view } from "../natives.js";
import { allows, arm, installed, securityError, surface, wrapAccessor } from "./wrap.js";

const API = "message";

const originOfEvent = getter("MessageEvent", "origin");
const sourceOf = getter("MessageEvent", "source");
const stopOf = method("Event", "stopImmediatePropagation");
const referrerOf = getter("Document", "referrer");
const opener = document && inherited(view, "opener");
const ancestorsOf = inherited(scope.location, "ancestorOrigins")?.get;
const { top } = scope;

/** Whether a window is a frame of another's, at any depth. `parent` is open to every origin. */
const isBelow = (source, realm) => {
  for (let at = source, above = at?.parent; above && above !== at; at = above, above = at.parent) {
    if (above === realm) return true;
  }
  return false;
};

surface((realm) => {
  if (!realm.document || !originOfEvent) return;
  const heard = (event) => {
    if (!installed() || !event.isTrusted) return;
    let mayHear = false;
    try {
      const source = apply(sourceOf, event, []);
      mayHear = source === realm || isBelow(source, scope) || allows(API, apply(originOfEvent, event, []));
    } finally {
      if (!mayHear) apply(stopOf, event, []);
    }
  };
  arm(realm, realm, "message", heard);
  // A page of another host of the site that has this one's window would have all that is in it.
  wrapAccessor(realm, "Document", "domain", "set", (self, args, set) => {
    if (!allows("document.domain", "")) throw securityError("document.domain", "");
    return apply(set, self, args);
  });
});

/** The origin of the document that opened this one, as far as its referrer tells; undefined where nothing opened it. */
export const openerOrigin = () => {
  if (!opener?.get || apply(opener.get, view, []) === null) return undefined;
  return originOf(apply(referrerOf, document, []));
};
/** Disowns the window that opened this one, for good: HTML § 7.2.2.1. */
export const severOpener = () => apply(opener.set, view, [null]);

/** The origin of the page around this one, or "null" where it cannot be told; undefined where there is none. */
export const embedderOrigin = () => {
  if (!document || top === scope) return undefined;
  const ancestors = ancestorsOf && apply(ancestorsOf, scope.location, []);
  return ancestors ? `${ancestors[0]}` : originOf(apply(referrerOf, document, []));
};

/** What became of the opener, as Rust counts. */
const OPENER = [
  "there is no opener",
  "the opener is kept: it is of the page's own origin, policy.messages lists it, or nothing is enforced",
  "the opener is severed",
];
/** Who has the page in a frame, and whether the policy lets the page talk to it. */
export const windowsState = (mayTell, opener) => {
  const origin = embedderOrigin();
  if (origin === undefined) return { __proto__: null, up: true, detail: `not framed; ${OPENER[opener]}` };
  const by = `framed by ${origin === "null" ? "a page of another origin" : origin}`;
  const detail = mayTell ? by : `${by}, not isolated: script can tell it anything; send frame-ancestors`;
  return { __proto__: null, up: mayTell, detail: `${detail}; ${OPENER[opener]}` };
};
