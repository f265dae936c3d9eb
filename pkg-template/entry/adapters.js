// One decision, fitted into fetch-style handlers, Connect middleware and WebSocket handshakes.
import { call } from "./instance.js";
import { refusals } from "./refusals.js";
import { CordonError } from "./shared.js";

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
const NONE = "\0";
/** How many decisions are kept, and of how many characters a request at most. */
const KEPT = 256;
const KEPT_CHARACTERS = 2_000;
const REBINDING =
  "mcp-cordon: no allowedHosts, and the local address of the connection is not known or not loopback: a page whose name was pointed at this server passes for one of its own";
/** What a CORS policy answers for: a handler's own word does not count beside it. */
const GRANTS = ["access-control-allow-origin", "access-control-allow-credentials", "access-control-expose-headers"];

/** As sockets print it. */
const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;

/** A target with an address in it. */
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i;

const BODY = "Refused";
const REFUSAL = [
  ["Content-Type", "text/plain; charset=utf-8"],
  ["Cache-Control", "no-store"],
];

/** What a policy says of a request. It depends on what it is told alone, so that the last rulings are kept: a map leads from the
 * first of that to a map for the second, and so on to the ruling. */
function rulings(number) {
  let kept = new Map();
  let count = 0;
  return (isHandshake, told) => {
    /** @type {any} */
    let known = kept.get(isHandshake);
    for (let at = 0; known && at < told.length; at++) known = known.get(told[at]);
    if (known) return known;
    const text = told.map((part) => part ?? NONE).join("\n");
    const ruling = parsed(call((cordon) => cordon.endpointRule(number, isHandshake, text)));
    if (text.length > KEPT_CHARACTERS) return ruling;
    if (count === KEPT) {
      kept = new Map();
      count = 0;
    }
    count++;
    let map = kept;
    for (const part of [isHandshake, ...told.slice(0, -1)]) {
      if (!map.has(part)) map.set(part, new Map());
      map = map.get(part);
    }
    map.set(told[told.length - 1], ruling);
    return ruling;
  };
}

function parsed(text) {
  const [first, ...lines] = text.split("\n");
  const [code, reason] = halves(first, " ");
  const status = Number(code);
  const headers = lines.map((line) => halves(line, ": "));
  const vary = /** @type {string[]} */ (headers.pop())[1];
  const set = headers.map(([name]) => name.toLowerCase());
  const lifted = GRANTS.filter((name) => !set.includes(name));
  return { status, reason, headers, lifted, vary, isRefusal: status >= 400 };
}

/** Adapters that ask the policy of this number. */
export function adapt(number, { hasCors, behindTls = false, namesHosts = true }) {
  const { report, on } = refusals(number);
  const rule = rulings(number);
  /** Where a response keeps what it is held to; each policy has a place of its own. */
  const held = Symbol("held");

  let warns = !namesHosts;
  /** A rebound name is told from the server's own where it is listed, or where only loopback's own can be meant. */
  const warn = () => {
    if (warns) console.warn(REBINDING);
    warns = false;
  };

  /** A request is its method, scheme, host and target; `field` reads a header by its lower-case name. */
  const judge = (request, isHandshake = false) => {
    const { method, isEncrypted, host, target, localAddress, field } = request;
    // Without TLS of its own a server may stand behind a proxy that has it.
    const scheme = isEncrypted || behindTls ? "https" : undefined;
    const told = [method, scheme, host, target, localAddress];
    for (const name of FIELDS) told.push(field(name));
    if (warns && !LOOPBACK.test(localAddress)) warn();
    const ruling = rule(isHandshake, told);
    if (ruling.isRefusal) report(request, ruling.reason, ruling.status);
    return ruling;
  };

  const set = (response, { headers, lifted, vary }) => {
    if (hasCors) for (const name of lifted) response.removeHeader(name);
    for (const [name, value] of headers) response.setHeader(name, value);
    response.setHeader("Vary", withVary(response.getHeader("Vary"), vary));
  };

  /**
   * Stands for a response's own method: sets what the policy says when the head is written, so that no handler lifts it.
   * @this {any}
   */
  function writeHead(status, reason, given) {
    const { response, own, ruling } = this[held];
    const hasMessage = typeof reason === "string";
    if (!response.headersSent) {
      const headers = hasMessage ? given : (given ?? reason);
      if (headers) setAll(response, headers);
      set(response, ruling);
    }
    return hasMessage ? own.call(response, status, reason) : own.call(response, status);
  }

  const hold = (request, response, ruling) => {
    // HTTP/2's response writes a head that nobody asked for without a call of its own method.
    if (request.httpVersionMajor > 1) set(response, ruling);
    if (response[held]) {
      response[held].ruling = ruling;
      return;
    }
    response[held] = { response, own: response.writeHead, ruling };
    response.writeHead = writeHead;
  };

  /** @type {import("../server.js").Isolation} */
  const adapters = {
    fetch(handler, { client = () => {} } = {}) {
      if (typeof handler !== "function") throw new CordonError("invalid-input", "handler: expected a function");
      if (typeof client !== "function") throw new CordonError("invalid-option", "options.client: expected a function");
      warn();
      return async (request, ...rest) => {
        const ruling = judge({ ...ofFetch(request), client: () => client(request, ...rest) });
        if (ruling.status) return answer(ruling);
        const own = await handler(request, ...rest);
        // What an upstream answered cannot be written to.
        return own.status < 200 ? own : added(new Response(own.body, own), ruling);
      };
    },
    node() {
      return (request, response, next) => {
        const ruling = judge(ofNode(request));
        hold(request, response, ruling);
        const { status, isRefusal } = ruling;
        if (!status) return next();
        response.writeHead(status, isRefusal ? Object.fromEntries(REFUSAL) : {}).end(isRefusal ? BODY : undefined);
      };
    },
    upgrade(request) {
      const { status, reason } = judge(ofNode(request), true);
      return { decision: status ? "deny" : "allow", reason };
    },
    on,
  };
  return Object.freeze(adapters);

  function answer({ status, headers, vary, isRefusal }) {
    const all = [...headers, ...(isRefusal ? REFUSAL : []), ["Vary", vary]];
    return new Response(isRefusal ? BODY : null, { status, headers: all });
  }

  function added(response, { headers, vary }) {
    if (hasCors) for (const name of GRANTS) response.headers.delete(name);
    for (const [name, value] of headers) response.headers.set(name, value);
    response.headers.set("Vary", withVary(response.headers.get("Vary"), vary));
    return response;
  }
}

function ofFetch(request) {
  const { protocol, host, pathname, search } = new URL(request.url);
  const field = (name) => request.headers.get(name) ?? undefined;
  const isEncrypted = protocol === "https:";
  return { method: request.method, isEncrypted, host: field("host") ?? host, target: pathname + search, field };
}

function ofNode(request) {
  const { headers, socket } = request;
  return {
    method: request.method,
    isEncrypted: socket?.encrypted,
    host: hostOf(request),
    target: request.originalUrl ?? request.url,
    localAddress: socket?.localAddress,
    field: (name) => headers[name],
    client: () => socket?.remoteAddress,
  };
}

/** HTTP/2's `:authority` and a target with an address in it count, and a `Host` beside them has to say the same (RFC 9112
 * § 3.2, RFC 9113 § 8.3.1). Two of them are no host at all. */
function hostOf({ headers, rawHeaders = [], url = "" }) {
  const { host, ":authority": authority = url.startsWith("/") ? undefined : ABSOLUTE.exec(url)?.[1] } = headers;
  for (let at = 0, seen = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at].length === 4 && rawHeaders[at].toLowerCase() === "host" && ++seen > 1) return "";
  }
  if (authority === undefined || host === undefined) return authority ?? host ?? "";
  return authority.toLowerCase() === host.toLowerCase() ? authority : "";
}

function halves(text, between) {
  const at = text.indexOf(between);
  return [text.slice(0, at), text.slice(at + between.length)];
}

function withVary(before, vary) {
  if (before === undefined || before === null || before === vary) return vary;
  const names = `${before}`
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  if (names.includes("*")) return "*";
  const known = names.map((name) => name.toLowerCase());
  return [...names, ...vary.split(", ").filter((name) => !known.includes(name.toLowerCase()))].join(", ");
}

/** As `writeHead` takes them: an object, a list of pairs, or names and values in turn. */
function setAll(response, headers) {
  if (!Array.isArray(headers)) {
    for (const [name, value] of Object.entries(headers)) if (value !== undefined) response.setHeader(name, value);
    return;
  }
  const pairs = Array.isArray(headers[0])
    ? headers
    : headers.flatMap((name, at) => (at % 2 === 0 ? [[name, headers[at + 1]]] : []));
  for (const [name] of pairs) response.removeHeader(name);
  for (const [name, value] of pairs) response.appendHeader(name, value);
}
