// What was refused, told to those who listen.
import { call } from "./instance.js";
import { CordonError } from "./shared.js";

const HEADERS = [
  ["site", "sec-fetch-site"],
  ["mode", "sec-fetch-mode"],
  ["dest", "sec-fetch-dest"],
  ["user", "sec-fetch-user"],
  ["purpose", "sec-purpose"],
  ["origin", "origin"],
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
  ...HEADERS.map(([key, name]) => [key, `http.request.header.${name}`]),
];

export function refusalAttributes(refusal) {
  const attributes = {};
  for (const [name, attribute] of ATTRIBUTES) if (refusal[name] !== undefined) attributes[attribute] = refusal[name];
  return attributes;
}

/** More of a value than any log needs: whoever is refused wrote it. */
const MOST_CHARACTERS = 1_000;
const short = (text) => (text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text);

/** What a target holds, its credentials left out: a user's name and password, and a path's parameters (`;jsessionid=1`). */
function partsOf(target) {
  const parts = /^(?:[a-z][a-z0-9+.-]*:\/\/[^/?#]*)?([^?#]*)(?:\?([^#]*))?/i.exec(target);
  const [, path, query] = /** @type {RegExpExecArray} */ (parts);
  return [path.replace(/;[^/]*/g, ""), query];
}

/** The refusals under one policy. */
export function refusals(number) {
  const listeners = { violation: new Map(), storm: new Map() };

  const tell = (name, event, query) => {
    for (const [listener, wantsQuery] of listeners[name].values()) {
      try {
        listener(wantsQuery && query !== undefined ? { ...event, query: short(query) } : { ...event });
      } catch (error) {
        // It must not let a request through, nor take the server down.
        console.error("mcp-cordon: a listener threw", error);
      }
    }
  };

  return {
    report({ method, host, target, field, client }, reason, status) {
      const [path, query] = partsOf(target);
      const event = {
        time: Date.now(),
        method: short(method),
        host: short(host.slice(host.lastIndexOf("@") + 1)),
        path: short(path),
        client: short(nameOf(client)),
        reason,
        status,
      };
      for (const [key, name] of HEADERS) {
        const value = field(name);
        if (value !== undefined) event[key] = short(value);
      }
      // Not by the time of day, which may be set back.
      const signal = call((cordon) => cordon.endpointRefused(number, event.client, performance.now()));
      if (signal & 1) tell("violation", event, query);
      if (signal & 2) tell("storm", event, query);
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
  };
}

/** A client is told from others by what the caller finds, if he finds it. */
function nameOf(client) {
  try {
    return `${client() ?? ""}`;
  } catch (error) {
    console.error("mcp-cordon: options.client threw", error);
    return "";
  }
}
