// The gate of a service worker: it hears of its clients' requests ahead of the application's own handlers, and answers
// those that are refused. What is refused is decided in Rust. It listens to no message.
import { call } from "./instance.js";
import { getter, method, reach } from "./members.js";
import { CordonError } from "./shared.js";

export { CordonError };
export const version = __VERSION__;

const { apply } = Reflect;
/** @type {any} */
const scope = globalThis;

const addEventListenerTo = method("EventTarget", "addEventListener");
const stopOthers = method("Event", "stopImmediatePropagation");
const waitUntil = method("ExtendableEvent", "waitUntil");
const respondWith = method("FetchEvent", "respondWith");
const requestOf = getter("FetchEvent", "request");
const urlOf = getter("Request", "url");
const destinationOf = getter("Request", "destination");
const modeOf = getter("Request", "mode");
const Response = reach("Response");
const networkError = Response?.error;
const { setTimeout, registration, clients } = scope;

/** A page's guard asks for this query of the worker's own script, to learn whether the gate is here. */
const MARK = "mcp-cordon-gate";
/** How long after one look at the background fetches the next one follows, at the soonest. */
const LOOK_EVERY_MS = 250;
const ENDS_OF_BACKGROUND_FETCHES = [
  "backgroundfetchsuccess",
  "backgroundfetchfail",
  "backgroundfetchabort",
  "backgroundfetchclick",
];

export function installServiceWorkerGate(policy, options) {
  if (!respondWith || !clients || !registration) {
    throw new CordonError("invalid-input", "installServiceWorkerGate belongs into a service worker, and this is none");
  }
  const { claim, skipWaiting, backgroundFetch } = call((cordon) => cordon.installGate(policy, options));
  const question = new URL(`?${MARK}`, scope.location.href).href;
  listen("fetch", (event) => {
    const request = apply(requestOf, event, []);
    if (apply(urlOf, request, []) === question) {
      apply(stopOthers, event, []);
      apply(respondWith, event, [new Response(null, { status: 204, headers: { [MARK]: version } })]);
      return;
    }
    if (refuses(request)) {
      apply(stopOthers, event, []);
      apply(respondWith, event, [refusal(request)]);
    }
    lookSoon();
  });
  if (skipWaiting) listen("install", (event) => apply(waitUntil, event, [scope.skipWaiting()]));
  listen("activate", (event) => {
    if (claim) apply(waitUntil, event, [clients.claim()]);
    lookSoon();
  });
  for (const type of ENDS_OF_BACKGROUND_FETCHES) {
    listen(type, (event) => {
      // What it brought must not reach a handler that keeps it.
      if (!backgroundFetch) apply(stopOthers, event, []);
      lookSoon();
    });
  }
}

const listen = (type, listener) => apply(addEventListenerTo, scope, [type, listener]);

const refuses = (request) => {
  try {
    const destination = apply(destinationOf, request, []);
    const url = apply(urlOf, request, []);
    return call((cordon) => cordon.gateRefuses(destination, url));
  } catch {
    return true;
  }
};

/**
 * A network error, but for a frame: Firefox takes one there for a fault of the worker's, asks the network instead, and
 * after a few of them removes the worker. So a frame gets an empty document that can do nothing.
 */
const refusal = (request) => {
  if (apply(modeOf, request, []) !== "navigate") return apply(networkError, Response, []);
  const headers = { "Content-Type": "text/plain", "Content-Security-Policy": "default-src 'none'; sandbox" };
  return new Response("", { status: 403, headers });
};

// ---- Background Fetch. No event says that one starts, so the gate looks whenever it is awake.

let looking = false;
let lookedAt = -Infinity;

/** No event waits for the look: Chromium replaces a worker, and answers one that is being activated, when none waits. */
const lookSoon = () => {
  if (looking || !registration.backgroundFetch) return;
  looking = true;
  setTimeout(look, Math.max(0, lookedAt + LOOK_EVERY_MS - performance.now()));
};

const look = async () => {
  // From here on, whoever asks may have started what this look does not see any more.
  lookedAt = performance.now();
  looking = false;
  try {
    const manager = registration.backgroundFetch;
    const fetches = (await manager.getIds()).map((id) => manager.get(id).then(abortRefused));
    await Promise.allSettled(fetches);
  } catch {
    // A worker that is not active yet has no background fetches.
  }
};

const abortRefused = async (fetching) => {
  if (fetching?.result !== "") return;
  const urls = await fetching.matchAll().then(
    (records) => records.map(({ request }) => apply(urlOf, request, [])),
    () => [],
  );
  if (call((cordon) => cordon.gateRefusesBackgroundFetch(urls))) await fetching.abort();
};
