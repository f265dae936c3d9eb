// Links: `download`, `ping` and `target` are all the same click.
//
// A click is judged where it enters a tree: the window, a shadow tree, a tree in no document. What runs after that may still
// turn the link elsewhere, and where it opens a window no `navigate` event says so. After a user's click a microtask
// follows each listener, and the link is judged again. A script's click is cancelled at once, in a way that no listener
// sees, and when all have run the link is judged as it is then and followed by a copy of it.
import {
  accessor,
  apply,
  attribute,
  construct,
  createElement,
  each,
  getter,
  listen,
  method,
  resolve,
  scope,
  setAttribute,
  setOf,
} from "../natives.js";
import { activated } from "./activation.js";
import { eachToken, lower } from "./html.js";
import { onShadow } from "./realm.js";
import {
  HOW,
  allows,
  argument,
  arm,
  enforcing,
  installed,
  surface,
  wrapAccessor,
  wrapAccessors,
  wrapMethod,
} from "./wrap.js";

const API = "link";
const MATHML = "http://www.w3.org/1998/Math/MathML";
const XLINK = "http://www.w3.org/1999/xlink";

const preventDefaultOf = method("Event", "preventDefault");
const cancelableOf = getter("Event", "cancelable");
const stopOf = method("Event", "stopImmediatePropagation");
const typeOf = getter("Event", "type");
const bubblesOf = getter("Event", "bubbles");
const initEventOf = method("Event", "initEvent");
const pathOf = method("Event", "composedPath");
const parentOf = getter("Node", "parentNode");
const ownerOf = getter("Node", "ownerDocument");
const viewOf = getter("Document", "defaultView");
const hostOf = getter("ShadowRoot", "host");
const localNameOf = getter("Element", "localName");
const namespaceOf = getter("Element", "namespaceURI");
const removeAttributeOf = method("Element", "removeAttributeNS");
const setAttributeNsOf = method("Element", "setAttributeNS");
const clickOf = method("HTMLElement", "click");
const handlersOf = [accessor("HTMLElement", "onclick"), accessor("SVGElement", "onclick")];
const svgHrefOf = getter("SVGAElement", "href");
const svgTargetOf = getter("SVGAElement", "target");
const animatedOf = getter("SVGAnimatedString", "animVal");
const controlOf = getter("HTMLLabelElement", "control");
const assignedOf = method("HTMLSlotElement", "assignedNodes");
const querySelectorAllOf = method("DocumentFragment", "querySelectorAll");
const lengthOf = getter("NodeList", "length");
const itemOf = method("NodeList", "item");
const weakGet = method("WeakMap", "get");
const Observer = scope.MutationObserver;
const observeOf = method("MutationObserver", "observe");
const disconnectOf = method("MutationObserver", "disconnect");
const { setTimeout } = scope;

const ask = (getter, node) => {
  try {
    return apply(getter, node, []);
  } catch {
    return undefined;
  }
};

// ---- What a link says

const animated = (getter, link) => (getter ? ask(animatedOf, ask(getter, link)) : undefined);

/** Every address that an engine may follow: by attribute, by that of SVG 1.1, as SMIL has it now. */
const hrefs = (link) => [attribute(link, "href"), attribute(link, "href", XLINK), animated(svgHrefOf, link)];

/** With an address or without: a listener may give it one. WebKit follows any element of MathML. */
const isLink = (node) => {
  const name = ask(localNameOf, node);
  return name === "a" || name === "area" || (name !== undefined && ask(namespaceOf, node) === MATHML);
};

const HERE = { __proto__: null, "": 1, _self: 1, _top: 1, _parent: 1 };
const isElsewhere = (target) => typeof target === "string" && HERE[lower(target)] !== 1;

/** Whether a link opens a window, or names one. */
const opens = (link, owner) => {
  const target = attribute(link, "target");
  if (isElsewhere(target) || isElsewhere(animated(svgTargetOf, link))) return true;
  let based = false;
  if (target === null) each(owner, "base[target]", (base) => (based ||= isElsewhere(attribute(base, "target"))));
  return based;
};

/** Whether every URL of a `ping` may be told. */
const mayPing = (ping, owner) => {
  let allowed = true;
  eachToken(ping, (written) => {
    const url = resolve(written, owner);
    if (url !== undefined && !allows("ping", url)) allowed = false;
  });
  return allowed;
};

const mayFollow = (link) => {
  const owner = apply(ownerOf, link, []);
  const how =
    (activated(apply(viewOf, owner, []) ?? scope) ? HOW.activated : 0) +
    (attribute(link, "download") !== null ? HOW.download : opens(link, owner) ? HOW.newWindow : 0);
  const written = hrefs(link);
  for (let at = 0; at < written.length; at++) {
    const url = typeof written[at] === "string" ? resolve(written[at], owner) : undefined;
    if (url !== undefined && !allows(API, url, how)) return false;
  }
  const ping = attribute(link, "ping");
  if (ping !== null && !mayPing(ping, owner) && enforcing()) apply(removeAttributeOf, link, [null, "ping"]);
  return true;
};

// ---- Clicks

const listenAt = (root) => {
  listen(root, "click", clicked, true);
  listen(root, "auxclick", clicked, true);
};

/** Elements whose own click comes before that of a link around them, in some engine. */
const INTERACTIVE = { __proto__: null, button: 1, input: 1, label: 1, option: 1, select: 1, summary: 1, textarea: 1 };

/** Scripts' clicks that were cancelled by us: whether a listener wanted it too, and the link. */
const suppressed = new WeakMap();

/** A click that cannot be cancelled finds no address; the next task finds it again. */
const defuse = (link) => {
  const href = attribute(link, "href");
  const old = attribute(link, "href", XLINK);
  apply(removeAttributeOf, link, [null, "href"]);
  apply(removeAttributeOf, link, [XLINK, "href"]);
  const back = () => {
    if (href !== null) setAttribute(link, "href", href);
    if (old !== null) apply(setAttributeNsOf, link, [XLINK, "xlink:href", old]);
  };
  apply(setTimeout, scope, [back]);
};

/** The call that clicks now: the link that it is about, which a closed shadow tree may hide, and what it cancelled. */
let call;

const clicked = (event) => {
  if (!installed()) return;
  const path = apply(pathOf, event, []);
  // A label that script clicks has its control clicked, in WebKit as if a user did: no microtask comes in between.
  const byUser = event.isTrusted && call === undefined;
  let link;
  let mixed = false;
  for (let at = 0; at < path.length; at++) {
    if (!isLink(path[at])) {
      mixed ||= link === undefined && INTERACTIVE[ask(localNameOf, path[at])] === 1;
      continue;
    }
    link ??= path[at];
    if (!mayFollow(path[at])) {
      apply(preventDefaultOf, event, []);
      apply(stopOf, event, []);
      if (!apply(cancelableOf, event, [])) defuse(path[at]);
      return;
    }
    if (byUser) judgeAgain(path[at]);
  }
  if (byUser || !enforcing()) return;
  link ??= call?.link;
  if (link === undefined) return;
  const known = apply(weakGet, suppressed, [event]);
  if (known?.running) {
    known.link = link;
    apply(preventDefaultOf, event, []);
  } else if (!call || mixed || !apply(cancelableOf, event, [])) {
    // It was judged, and nobody may change it now.
    apply(stopOf, event, []);
  } else {
    const cancelled = { __proto__: null, prevented: false, running: true, link, next: call.cancelled };
    call.cancelled = cancelled;
    setOf(suppressed, event, cancelled);
    apply(preventDefaultOf, event, []);
    for (let at = 0; at < path.length; at++) hearHandler(path[at], cancelled);
  }
};

/** An `onclick` that returns false cancels the event, and no getter says so: for this call it is one that tells. */
const hearHandler = (node, cancelled) => {
  for (let at = 0; at < handlersOf.length; at++) {
    const handler = handlersOf[at] && ask(handlersOf[at].get, node);
    if (typeof handler !== "function") continue;
    const { set } = handlersOf[at];
    const told = function (event) {
      const answer = apply(handler, this, [event]);
      if (answer === false) cancelled.prevented = true;
      return answer;
    };
    apply(set, node, [told]);
    const back = () => {
      if (ask(handlersOf[at].get, node) === told) apply(set, node, [handler]);
    };
    call.swapped = { __proto__: null, back, next: call.swapped };
  }
};

/** Follows a link as it is now, by a copy that no listener knows. */
const follow = (link) => {
  if (!mayFollow(link)) return;
  const owner = apply(ownerOf, link, []);
  const copy = createElement(owner, "a");
  const keep = (name) => {
    const value = attribute(link, name);
    if (value !== null) setAttribute(copy, name, value);
  };
  keep("target");
  keep("rel");
  keep("download");
  keep("ping");
  keep("referrerpolicy");
  const written = attribute(link, "href") ?? attribute(link, "href", XLINK) ?? animated(svgHrefOf, link);
  if (typeof written !== "string") return;
  setAttribute(copy, "href", resolve(written, owner) ?? written);
  apply(clickOf, copy, []);
};

/** What a slot of a closed shadow tree shows stands in the path of its events, and says nothing of it. */
const slotOf = (node, root) => {
  let found;
  const length = apply(lengthOf, apply(querySelectorAllOf, root, ["slot"]), []);
  for (let at = 0; at < length && !found; at++) {
    const slot = apply(itemOf, apply(querySelectorAllOf, root, ["slot"]), [at]);
    const shown = apply(assignedOf, slot, []);
    for (let one = 0; one < shown.length; one++) if (shown[one] === node) found = slot;
  }
  return found;
};

/** The first link on a node's way up, through every shadow tree that was attached; listens at the roots that it passes. */
const linkFrom = (node) => {
  let link;
  for (let at = node; at; ) {
    link ??= isLink(at) ? at : undefined;
    const parent = ask(parentOf, at);
    const root = parent && apply(weakGet, shadows, [parent]);
    const next = (root && slotOf(at, root)) ?? parent ?? ask(hostOf, at);
    if (!next && at.addEventListener) listenAt(at);
    at = next;
  }
  return link;
};

/** Runs what clicks, and then follows what was cancelled. */
const run = (realm, node, click) => {
  // `document.open` takes every listener away.
  listenAt(realm);
  const control = ask(controlOf, node);
  const outer = call;
  const link = linkFrom(node) ?? (control ? linkFrom(control) : undefined);
  call = { __proto__: null, link, cancelled: undefined, swapped: undefined };
  const { cancelled, result } = finish(click, outer);
  for (let one = cancelled; one; one = one.next) if (!one.prevented) follow(one.link);
  return cancelled ? !cancelled.prevented : result;
};

const finish = (click, outer) => {
  const mine = call;
  try {
    return { __proto__: null, result: click(), cancelled: mine.cancelled };
  } finally {
    call = outer;
    for (let one = mine.cancelled; one; one = one.next) one.running = false;
    for (let one = mine.swapped; one; one = one.next) one.back();
  }
};

// ---- A user's click, until it is over

let watched;
const again = () => {
  for (let one = watched; one; one = one.next) {
    if (mayFollow(one.link)) continue;
    apply(removeAttributeOf, one.link, [null, "href"]);
    apply(removeAttributeOf, one.link, [XLINK, "href"]);
  }
};
const observer = Observer && construct(Observer, [again]);
const ATTRIBUTES = { __proto__: null, attributes: true };

const judgeAgain = (link) => {
  if (!observer) return;
  if (!watched) {
    apply(setTimeout, scope, [
      () => {
        watched = undefined;
        apply(disconnectOf, observer, []);
      },
    ]);
  }
  watched = { __proto__: null, link, next: watched };
  apply(observeOf, observer, [link, ATTRIBUTES]);
};

/** Shadow trees by their hosts. */
const shadows = new WeakMap();
onShadow((root) => {
  setOf(shadows, apply(hostOf, root, []), root);
  listenAt(root);
});

surface((realm) => {
  if (!realm.document) return;
  arm(realm, realm, "click", clicked);
  arm(realm, realm, "auxclick", clicked);

  wrapMethod("link.click", realm, "HTMLElement", "click", (self, args, click) => {
    run(realm, self, () => apply(click, self, args));
  });
  wrapMethod("", realm, "EventTarget", "dispatchEvent", (self, args, dispatchEvent) => {
    const event = argument(args, 0);
    const type = ask(typeOf, event);
    if (type !== "click" && type !== "auxclick") return apply(dispatchEvent, self, args);
    const fixed = !ask(cancelableOf, event) && enforcing();
    if (fixed) apply(initEventOf, event, [type, ask(bubblesOf, event), true]);
    const result = run(realm, self, () => apply(dispatchEvent, self, args));
    return fixed || result;
  });

  // What a listener is told of an event that was cancelled by us is what the listeners themselves made of it.
  wrapMethod("", realm, "Event", "preventDefault", (self, args, preventDefault) => {
    const known = apply(weakGet, suppressed, [self]);
    if (known) known.prevented = true;
    return apply(preventDefault, self, args);
  });
  wrapAccessor(realm, "Event", "defaultPrevented", "get", (self, args, get) => {
    const known = apply(weakGet, suppressed, [self]);
    return known ? known.prevented : apply(get, self, args);
  });
  wrapAccessors(realm, "Event", "returnValue", {
    __proto__: null,
    get: (self, args, get) => {
      const known = apply(weakGet, suppressed, [self]);
      return known ? !known.prevented : apply(get, self, args);
    },
    set: (self, args, set) => {
      const known = apply(weakGet, suppressed, [self]);
      if (known && !args[0]) known.prevented = true;
      return apply(set, self, args);
    },
  });
});
