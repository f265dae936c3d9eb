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

const FIELDS = [
  "sec-fetch-site",
  "sec-fetch-mode",
  "sec-fetch-dest",
  "sec-fetch-user",
  "sec-purpose",
  "purpose",
  "origin",
  "access-control-request-method",
];

const BODY = "Refused";
const headersOf = (vary) => ({ "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store", Vary: vary });

const withVary = (before, vary) => {
  const names = `${before ?? ""}`.split(",").map((name) => name.trim()).filter(Boolean);
  if (names.includes("*")) return "*";
  const known = names.map((name) => name.toLowerCase());
  return [...names, ...vary.split(", ").filter((name) => !known.includes(name.toLowerCase()))].join(", ");
};

export function createIsolation(options = {}) {
  const { number, vary } = call((cordon) => cordon.isolationOf(options));
  // A handshake is judged by the same options, as what it is.
  const handshake = call((cordon) => cordon.isolationOf({ ...options, preset: "websocket" }));
  const listeners = { violation: new Set(), storm: new Set() };

  /** `facts` are method, scheme, host and path; `field` reads a header by its lower-case name. */
  const judge = (which, facts, field, client) => {
    const told = [...facts, ...FIELDS.map(field)];
    const [code, reason] = call((cordon) => cordon.isolationJudge(which, told)).split(" ");
    const status = Number(code);
    if (status === 200) return { decision: "allow", reason, status };
    report(which, facts, field, client, reason);
    return { decision: "deny", reason, status };
  };

  const report = (which, [method, , host, path], field, client, reason) => {
    const time = Date.now();
    const signal = call((cordon) => cordon.isolationRefused(which, client, time));
    const event = { time, method, host, path: `${path}`.split(/[?#]/)[0], client, reason };
    for (const [key, name] of [["site", 0], ["mode", 1], ["dest", 2], ["user", 3], ["purpose", 4], ["origin", 6]]) {
      const value = field(FIELDS[name]);
      if (value !== undefined) event[key] = value;
    }
    if (signal & 1) tell("violation", event);
    if (signal & 2) tell("storm", event);
  };

  const tell = (name, event) => {
    for (const listener of listeners[name]) {
      try {
        listener({ ...event });
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
    // Without TLS of its own the server may stand behind a proxy that has it.
    const scheme = socket?.encrypted ? "https" : undefined;
    const facts = [request.method, scheme, headers.host ?? headers[":authority"] ?? "", request.originalUrl ?? request.url];
    return judge(which, facts, field, socket?.remoteAddress ?? "");
  };

  return Object.freeze({
    fetch(handler) {
      if (typeof handler !== "function") throw new CordonError("invalid-input", "handler: expected a function");
      return async (request, ...rest) => {
        const url = new URL(request.url);
        const field = (name) => request.headers.get(name) ?? undefined;
        const facts = [request.method, url.protocol.slice(0, -1), field("host") ?? url.host, url.pathname];
        const { decision, status } = judge(number, facts, field, "");
        if (decision === "deny") return new Response(BODY, { status, headers: headersOf(vary) });
        const answer = await handler(request, ...rest);
        if (answer.status < 200) return answer;
        // What an upstream answered cannot be written to.
        const response = new Response(answer.body, answer);
        response.headers.set("Vary", withVary(response.headers.get("Vary"), vary));
        return response;
      };
    },
    node() {
      return (request, response, next) => {
        const { decision, status } = ofNode(number, request);
        response.setHeader("Vary", withVary(response.getHeader("Vary"), vary));
        if (decision === "allow") return next();
        response.writeHead(status, { ...headersOf(vary), Vary: response.getHeader("Vary") }).end(BODY);
      };
    },
    upgrade(request) {
      const { decision, reason } = ofNode(handshake.number, request);
      return { decision, reason };
    },
    on(event, listener) {
      if (!Object.hasOwn(listeners, event)) {
        throw new CordonError("invalid-input", `event: expected "violation" or "storm", got ${JSON.stringify(event)}`);
      }
      if (typeof listener !== "function") throw new CordonError("invalid-input", "listener: expected a function");
      listeners[event].add(listener);
      return () => listeners[event].delete(listener);
    },
  });
}
