// The server's half: one decision, fitted into fetch-style handlers, Connect middleware and WebSocket handshakes.
import { CordonError, call, start } from "./instance.js";

export { CordonError };
export const version = __VERSION__;

/** Warms up: everything works without it. */
export async function init() {
  start();
}

export function decideRequest(request, options) {
  return call((cordon) => cordon.decideRequest(request, options));
}

export function corsPreflightRequired(request) {
  return call((cordon) => cordon.corsPreflightRequired(request));
}

export function corsBrowserCheck(input) {
  return call((cordon) => cordon.corsBrowserCheck(input));
}

export function decideCors(request, policy) {
  return call((cordon) => cordon.decideCors(request, policy));
}

export function auditCors(input) {
  return call((cordon) => cordon.auditCors(input));
}

export function auditRequestPolicy(input) {
  return call((cordon) => cordon.auditRequestPolicy(input));
}

export function auditRoutes(input) {
  return call((cordon) => cordon.auditRoutes(input));
}

export function requestProbes(target) {
  return call((cordon) => cordon.requestProbes(target));
}

export function corsProbes(target) {
  return call((cordon) => cordon.corsProbes(target));
}

export function speculationHeaders(options) {
  return call((cordon) => cordon.speculationHeaders(options));
}

export function refusalAttributes(refusal) {
  const attributes = {};
  for (const [name, attribute] of ATTRIBUTES) if (refusal[name] !== undefined) attributes[attribute] = refusal[name];
  return attributes;
}

export function createIsolation(options = {}) {
  const { cors, ...isolation } = Object(options);
  const install = (given) => call((cordon) => cordon.endpointOf(given, cors));
  const number = install(Object(options) === options ? isolation : options);
  // A handshake is judged by the same options, as what it is.
  return adapt(number, cors !== undefined, install({ ...isolation, preset: "websocket" }));
}

export function createCors(policy) {
  const { fetch, node } = adapt(call((cordon) => cordon.endpointOfCors(policy)), true);
  return Object.freeze({ fetch, node });
}

const FIELDS = [
  "sec-fetch-site",
  "sec-fetch-mode",
  "sec-fetch-dest",
  "sec-fetch-user",
  "sec-purpose",
  "purpose",
  "origin",
  "access-control-request-method",
  "access-control-request-headers",
  "access-control-request-private-network",
];
/** OpenTelemetry's semantic conventions name what a request is. */
const ATTRIBUTES = [
  ["reason", "cordon.reason"],
  ["method", "http.request.method"],
  ["status", "http.response.status_code"],
  ["path", "url.path"],
  ["query", "url.query"],
  ["host", "server.address"],
  ["client", "client.address"],
  ["origin", "http.request.header.origin"],
  ["site", "http.request.header.sec-fetch-site"],
  ["mode", "http.request.header.sec-fetch-mode"],
  ["dest", "http.request.header.sec-fetch-dest"],
  ["user", "http.request.header.sec-fetch-user"],
  ["purpose", "http.request.header.sec-purpose"],
];
/** What a CORS policy answers for: a handler's own word does not count beside it. */
const GRANTS = ["access-control-allow-origin", "access-control-allow-credentials", "access-control-expose-headers"];

const BODY = "Refused";
const REFUSAL = [["Content-Type", "text/plain; charset=utf-8"], ["Cache-Control", "no-store"]];

const NONE = "\0";

const halves = (text, between) => {
  const at = text.indexOf(between);
  return [text.slice(0, at), text.slice(at + between.length)];
};

const withVary = (before, vary) => {
  if (before === undefined || before === null || before === vary) return vary;
  const names = `${before}`.split(",").map((name) => name.trim()).filter(Boolean);
  if (names.includes("*")) return "*";
  const known = names.map((name) => name.toLowerCase());
  return [...names, ...vary.split(", ").filter((name) => !known.includes(name.toLowerCase()))].join(", ");
};

function adapt(own, cors, handshake) {
  const listeners = { violation: new Map(), storm: new Map() };

  /** `facts` are method, scheme, host and path; `field` reads a header by its lower-case name. */
  const judge = (which, facts, field, addressOf) => {
    let told = "";
    for (const fact of facts) told += `${fact ?? NONE}\n`;
    for (const name of FIELDS) told += `${field(name) ?? NONE}\n`;
    const [first, ...lines] = call((cordon) => cordon.endpointRule(which, told.slice(0, -1))).split("\n");
    const [status, reason] = halves(first, " ");
    const headers = lines.map((line) => halves(line, ": "));
    const vary = headers.pop()[1];
    const isRefusal = status >= 400;
    if (isRefusal) report(which, facts, field, addressOf, reason, Number(status));
    return { status: Number(status), reason, headers, vary, isRefusal };
  };

  const report = (which, [method, , host, path], field, addressOf, reason, status) => {
    const time = Date.now();
    const client = `${addressOf() ?? ""}`;
    const signal = call((cordon) => cordon.endpointRefused(which, client, time));
    const target = `${path}`.split("#")[0];
    const queryAt = target.indexOf("?");
    const [bare, query] = queryAt < 0 ? [target] : [target.slice(0, queryAt), target.slice(queryAt + 1)];
    const event = { time, method, host, path: bare, client, reason, status };
    for (const [key, name] of [["site", 0], ["mode", 1], ["dest", 2], ["user", 3], ["purpose", 4], ["origin", 6]]) {
      const value = field(FIELDS[name]);
      if (value !== undefined) event[key] = value;
    }
    if (signal & 1) tell("violation", event, query);
    if (signal & 2) tell("storm", event, query);
  };

  const tell = (name, event, query) => {
    for (const [listener, wantsQuery] of listeners[name].values()) {
      try {
        listener(wantsQuery && query !== undefined ? { ...event, query } : { ...event });
      } catch (error) {
        // A listener that throws must not let a request through, nor take the server down.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  };

  const ofNode = (which, request) => {
    const { headers, socket } = request;
    const field = (name) => headers[name];
    const facts = [request.method, schemeOf(socket?.encrypted), hostOf(headers), request.originalUrl ?? request.url];
    return judge(which, facts, field, () => socket?.remoteAddress);
  };

  /** Sets what the policy says when the head is written, so that no handler lifts it. */
  const hold = (request, response, { headers, vary }) => {
    const set = () => {
      if (cors) for (const name of GRANTS) if (response.hasHeader(name)) response.removeHeader(name);
      for (const [name, value] of headers) response.setHeader(name, value);
      response.setHeader("Vary", withVary(response.getHeader("Vary"), vary));
    };
    // HTTP/2's response writes a head that nobody asked for without a call of its own method.
    if (request.httpVersionMajor > 1) set();
    const { writeHead } = response;
    response.writeHead = (status, ...rest) => {
      const given = typeof rest.at(-1) === "object" ? rest.pop() : undefined;
      if (!response.headersSent) {
        if (given) setAll(response, given);
        set();
      }
      return writeHead.call(response, status, ...rest);
    };
  };

  return Object.freeze({
    fetch(handler, { client = () => "" } = {}) {
      if (typeof handler !== "function") throw new CordonError("invalid-input", "handler: expected a function");
      if (typeof client !== "function") throw new CordonError("invalid-option", "options.client: expected a function");
      return async (request, ...rest) => {
        const url = new URL(request.url);
        const field = (name) => request.headers.get(name) ?? undefined;
        const facts = [request.method, schemeOf(url.protocol === "https:"), field("host") ?? url.host, url.pathname + url.search];
        const { status, headers, vary, isRefusal } = judge(own, facts, field, () => client(request, ...rest));
        if (status) {
          const all = [...headers, ...(isRefusal ? REFUSAL : []), ["Vary", vary]];
          return new Response(isRefusal ? BODY : null, { status, headers: all });
        }
        const answer = await handler(request, ...rest);
        if (answer.status < 200) return answer;
        // What an upstream answered cannot be written to.
        const response = new Response(answer.body, answer);
        if (cors) for (const name of GRANTS) response.headers.delete(name);
        for (const [name, value] of headers) response.headers.set(name, value);
        response.headers.set("Vary", withVary(response.headers.get("Vary"), vary));
        return response;
      };
    },
    node() {
      return (request, response, next) => {
        const ruling = ofNode(own, request);
        hold(request, response, ruling);
        const { status, isRefusal } = ruling;
        if (!status) return next();
        response.writeHead(status, isRefusal ? Object.fromEntries(REFUSAL) : {}).end(isRefusal ? BODY : undefined);
      };
    },
    upgrade(request) {
      const { status, reason } = ofNode(handshake, request);
      return { decision: status ? "deny" : "allow", reason };
    },
    on(event, listener, { query = false } = {}) {
      if (!Object.hasOwn(listeners, event)) {
        throw new CordonError("invalid-input", `event: expected "violation" or "storm", got ${JSON.stringify(event)}`);
      }
      if (typeof listener !== "function") throw new CordonError("invalid-input", "listener: expected a function");
      const key = Symbol(event);
      listeners[event].set(key, [listener, query]);
      return () => void listeners[event].delete(key);
    },
  });
}

/** Without TLS of its own a server may stand behind a proxy that has it. */
const schemeOf = (isEncrypted) => (isEncrypted ? "https" : undefined);

/** HTTP/2 has `:authority`; a `Host` beside it has to say the same (RFC 9113 § 8.3.1). */
function hostOf({ host, ":authority": authority }) {
  if (authority === undefined || host === undefined) return authority ?? host ?? "";
  return authority.toLowerCase() === host.toLowerCase() ? authority : "";
}

/** As `writeHead` takes them: an object, a list of pairs, or names and values in turn. */
function setAll(response, headers) {
  if (!Array.isArray(headers)) {
    for (const [name, value] of Object.entries(headers)) if (value !== undefined) response.setHeader(name, value);
    return;
  }
  const flat = headers.flat();
  const names = flat.filter((_, at) => at % 2 === 0);
  for (const name of names) response.removeHeader(name);
  names.forEach((name, at) => response.appendHeader(name, flat[2 * at + 1]));
}
