// The frame of every surface: how a member of the platform is replaced, and how the replacement asks and refuses.
//
// A surface is installed into a realm, once. The replacement is a Proxy of the original, so that name, length, statics,
// prototype and subclassing are the original's own; it stands behind an accessor that nobody can delete or redefine,
// and that answers with the original while no guard is installed.
//
// Arguments arrive as arrays of their own elements. No file here iterates with `for…of`, spreads an iterable or reads
// past an array's end: a script can put something else there.
import {
  apply,
  asString,
  construct,
  define,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  inherited,
  listen,
  method,
  originOf,
  put,
  resolve,
  scope,
  view,
} from "../natives.js";

const NativeProxy = Proxy;
const NativeTypeError = TypeError;
const NativePromise = Promise;
const rejectOf = Promise.reject;
const NativeDOMException = scope.DOMException;
const WeakMapConstructor = WeakMap;
const weakGet = method("WeakMap", "get");
const weakSet = method("WeakMap", "set");

/** What the installed guard decided on; `judge` is undefined while there is none. */
const state = { __proto__: null, judge: undefined, lockdown: false, enforce: true };
export const installed = () => state.judge !== undefined;
export const inLockdown = () => installed() && state.lockdown && state.enforce;
export const enforcing = () => installed() && state.enforce;
export const settle = (judge, lockdown, enforce) => {
  state.judge = judge;
  state.lockdown = lockdown;
  state.enforce = enforce;
};

/** What Rust is told of a navigation besides, as a sum: a user has just acted; one thing that is navigated, if not the page. */
export const HOW = { __proto__: null, activated: 1, newWindow: 2, download: 4, frame: 6 };

/** Whether Rust lets a call go on; a refusal is reported by then. */
export const allows = (api, url, how = 0) => {
  if (state.judge === undefined) return true;
  try {
    return state.judge(api, url, how) === true;
  } catch {
    // An exhausted stack, or an instance that stopped: nothing goes out.
    return !state.enforce;
  }
};

const refusal = (api, url) => `mcp-cordon refused ${api} to ${originOf(url)}: the policy does not allow it`;
export const rejected = (error) => apply(rejectOf, NativePromise, [error]);
export const typeError = (api, url) => new NativeTypeError(refusal(api, url));
export const securityError = (api, url) => new NativeDOMException(refusal(api, url), "SecurityError");

// ---- Surfaces

/** Every surface, in the order of its file's evaluation; linked, because an array's methods can be replaced. */
let first;
let last;
export const surface = (install, locked = false) => {
  const entry = { __proto__: null, install, locked, next: undefined };
  if (last) last.next = entry;
  else first = entry;
  last = entry;
};

/** Global objects, and whether those of lockdown are in there too. */
const realms = new WeakMapConstructor();
let wrapped = "";
let missing = "";

/** The surfaces in a global object, once each; that of this module is where the names are kept. */
export const installInto = (realm) => {
  const owner = realm.document ?? realm;
  const before = apply(weakGet, realms, [owner]);
  if (before === true || (before === false && !state.lockdown)) return;
  for (let entry = first; entry; entry = entry.next) {
    if (entry.locked ? state.lockdown : before === undefined) entry.install(realm);
  }
  // Not before: on an exhausted stack this may have stopped half way.
  apply(weakSet, realms, [owner, state.lockdown]);
};
export const names = () => `wraps ${wrapped}${missing && `; not in this browser: ${missing}`}`;

/** An empty name: replaced for another surface's sake, and not named. */
const note = (realm, api, found) => {
  if (realm !== scope || api === "") return;
  if (found) wrapped += wrapped ? `, ${api}` : api;
  else missing += missing ? `, ${api}` : api;
};

// ---- Replacing

const originals = new WeakMapConstructor();
const proxies = new WeakMapConstructor();
export const originalOf = (value) => apply(weakGet, originals, [value]) ?? value;

const proxyOf = (original, handler) => {
  const known = apply(weakGet, proxies, [original]);
  if (known) return known;
  const proxy = new NativeProxy(original, handler);
  apply(weakSet, originals, [proxy, original]);
  apply(weakSet, proxies, [original, proxy]);
  return proxy;
};

/** A test runner's global object, which is no window: its members are accessors, some of them, and it takes them away. */
const isCopy = (holder) => holder === scope && view !== scope;
const heldBy = (holder, { get, value }) => (get && isCopy(holder) ? apply(get, holder, []) : value);

/** Puts a value before that of a property, for as long as a guard is installed. */
export const place = (holder, property, instead, only = installed) => {
  const descriptor = getOwnPropertyDescriptor(holder, property);
  if (!descriptor?.configurable) return false;
  let value = heldBy(holder, descriptor);
  let own = false;
  // Methods have a name and no prototype, as the platform's have.
  const { get, set } = {
    get() {
      return !own && only() ? instead : value;
    },
    // The application may put its own function on top: it calls ours. On an instance it becomes the instance's own.
    set(next) {
      if (this === undefined || this === holder) {
        own = true;
        value = next;
      } else {
        put(this, property, next);
      }
    },
  };
  return define(holder, property, {
    __proto__: null,
    get,
    set,
    enumerable: descriptor.enumerable,
    configurable: isCopy(holder),
  });
};

const holderOf = (object, property) => {
  while (object && !getOwnPropertyDescriptor(object, property)) object = getPrototypeOf(object);
  return object;
};

const replaceMethod = (holder, property, original, handle) => {
  const proxy = proxyOf(original, {
    __proto__: null,
    apply: (target, self, args) => (installed() ? handle(self, args, target) : apply(target, self, args)),
  });
  return place(holder, property, proxy);
};

/** Replaces a static method, or nothing. */
export const wrapStatic = (holder, property, handle) => {
  const owner = holderOf(holder, property);
  const original = owner && getOwnPropertyDescriptor(owner, property).value;
  if (typeof original === "function") replaceMethod(owner, property, original, handle);
};

/** Replaces a method where the prototype chain of `interface` (of the global, where that is empty) holds it. */
export const wrapMethod = (api, realm, name, property, handle) => {
  const holder = holderOf(name === "" ? realm : realm[name]?.prototype, property);
  const original = holder && heldBy(holder, getOwnPropertyDescriptor(holder, property));
  if (typeof original !== "function") return note(realm, api, false);
  note(realm, api, replaceMethod(holder, property, original, handle));
};

/** Replaces a constructor, and itself on its prototype. */
export const wrapConstructor = (api, realm, name, handle) => {
  const original = realm[name];
  if (typeof original !== "function") return note(realm, api, false);
  const proxy = proxyOf(original, {
    __proto__: null,
    construct: (target, args, newTarget) => {
      const made = newTarget === proxy ? target : newTarget;
      return installed() ? handle(target, args, made) : construct(target, args, made);
    },
  });
  place(original.prototype, "constructor", proxy);
  note(realm, api, place(realm, name, proxy));
};

/** Replaces the getter and the setter of an attribute, or one of them. */
export const wrapAccessors = (realm, name, property, { get, set }) => {
  const holder = realm[name]?.prototype;
  const descriptor = inherited(holder, property);
  if (!descriptor?.configurable || (!descriptor.get && !descriptor.set)) return;
  const instead = (original, handle) =>
    original && handle
      ? proxyOf(original, {
          __proto__: null,
          apply: (target, self, args) => (installed() ? handle(self, args, target) : apply(target, self, args)),
        })
      : original;
  define(holder, property, {
    __proto__: null,
    ...descriptor,
    get: instead(descriptor.get, get),
    set: instead(descriptor.set, set),
    configurable: false,
  });
};
export const wrapAccessor = (realm, name, property, kind, handle) =>
  wrapAccessors(realm, name, property, { __proto__: null, [kind]: handle });

// ---- Arguments

export const argument = (args, index) => (index < args.length ? args[index] : undefined);

/** The arguments, the first `count` of them replaced. */
export const replaced = (args, count, one, two) => {
  if (args.length <= 1) return [one];
  const copy = [one, count > 1 ? two : args[1]];
  for (let at = 2; at < args.length; at++) put(copy, at, args[at]);
  return copy;
};

const iterator = Symbol.iterator;
/** What Web IDL reads as a sequence: `list`'s first `length` elements, whatever the page made of arrays' iterators. */
export const sequence = (list, length) => {
  // An array, since happy-dom takes nothing else.
  const copy = [];
  for (let at = 0; at < length; at++) put(copy, at, list[at]);
  put(copy, iterator, () => {
    let at = 0;
    return {
      __proto__: null,
      next: () =>
        at < length
          ? { __proto__: null, done: false, value: copy[at++] }
          : { __proto__: null, done: true, value: undefined },
    };
  });
  return copy;
};

/** Visits each element of a caller's iterable, once, by its own iterator. */
export const iterate = (iterable, visit) => {
  const open = iterable[iterator];
  if (typeof open !== "function") throw new NativeTypeError("The provided value cannot be converted to a sequence.");
  const steps = apply(open, iterable, []);
  const next = steps.next;
  for (;;) {
    const step = apply(next, steps, []);
    if (step.done) return;
    visit(step.value);
  }
};
export const isIterable = (value) =>
  typeof value === "object" && value !== null && typeof value[iterator] === "function";

// ---- A URL as the first argument

const plain = (value) => ({ __proto__: null, written: asString(value), sent: undefined });
const same = (url) => url;

/**
 * The arguments of a call with its URL read once, against the base that the platform would use, or a SecurityError.
 * `read` says what was written and, where that is no string, what goes on in its place; `adapt` is the API's own part.
 */
export const judged = (api, realm, args, read = plain, adapt = same) => {
  const { written, sent } = read(args[0]);
  const url = adapt(resolve(written, realm.document));
  // What does not resolve is the platform's to refuse.
  if (url !== undefined && !allows(api, url)) throw securityError(api, url);
  return replaced(args, 1, sent ?? url ?? written);
};

export const wrapUrlConstructor = (api, realm, read, adapt) =>
  wrapConstructor(api, realm, api, (target, args, newTarget) =>
    construct(target, args.length < 1 ? args : judged(api, realm, args, read, adapt), newTarget),
  );

// ---- Listeners

const armed = new WeakMapConstructor();
/** Listens in a realm, ahead of what comes later. */
export const arm = (realm, target, type, listener) => {
  const owner = realm.document;
  listen(target, type, listener, true);
  apply(weakSet, armed, [owner, { __proto__: null, target, type, listener, next: apply(weakGet, armed, [owner]) }]);
};
/** `document.open` takes every listener of a document and its window away. */
export const rearm = (owner) => {
  for (let one = apply(weakGet, armed, [owner]); one; one = one.next) listen(one.target, one.type, one.listener, true);
};

// ---- What the replacements call themselves

/** `function fetch() { [native code] }`, as the original says it. */
surface((realm) => {
  const holder = realm.Function.prototype;
  const original = holder.toString;
  const proxy = proxyOf(original, {
    __proto__: null,
    apply: (target, self, args) => apply(target, typeof self === "function" ? originalOf(self) : self, args),
  });
  place(holder, "toString", proxy);
});
