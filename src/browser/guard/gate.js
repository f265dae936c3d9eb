// Whether the service worker that controls the page has the gate: asked once a controller, of the worker alone. The gate
// answers a request for its own script with a query of ours; without one that is a request for a script.
import { apply, getter, listen, method, parseUrl, scope } from "../natives.js";

const { fetch, navigator } = scope;
const containerOf = getter("Navigator", "serviceWorker");
const controllerOf = getter("ServiceWorkerContainer", "controller");
const scriptUrlOf = getter("ServiceWorker", "scriptURL");
const headersOf = getter("Response", "headers");
const hasHeader = method("Headers", "has");
const thenOf = method("Promise", "then");

/** None in a worker, and in a sandboxed document, which may not even ask. */
const containerOfPage = () => {
  try {
    return containerOf && apply(containerOf, navigator, []);
  } catch {
    return undefined;
  }
};
const container = containerOfPage();

const MARK = "mcp-cordon-gate";
const INIT = { __proto__: null, cache: "no-store", credentials: "omit", redirect: "error" };

let state;
let mayAsk = false;
let watching = false;

const answered = (up) => {
  state = {
    __proto__: null,
    up,
    detail: `the worker that controls this page ${up ? "answered for its" : "has no"} gate`,
  };
};
const unknown = (detail) => {
  state = { __proto__: null, up: false, detail };
};

const ask = () => {
  const controller = container && controllerOf ? apply(controllerOf, container, []) : null;
  if (!controller) return unknown("no service worker controls this page");
  if (!mayAsk) return unknown("a service worker controls this page; without 'self' in policy.connect it is not asked");
  unknown("a service worker controls this page and has not answered yet");
  const heard = (response) => answered(apply(hasHeader, apply(headersOf, response, []), [MARK]));
  const failed = () => answered(false);
  const question = parseUrl(`?${MARK}`, apply(scriptUrlOf, controller, []));
  apply(thenOf, apply(fetch, scope, [question, INIT]), [heard, failed]);
};

/** Asks now, if the policy lets the page ask, and again whenever another worker takes over. */
export const watchGate = (allowed) => {
  mayAsk = allowed;
  ask();
  if (watching || !container || !controllerOf) return;
  watching = true;
  listen(container, "controllerchange", ask);
};
export const gateState = () => state;
