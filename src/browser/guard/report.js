// Violations to `policy.reportTo`, in the Reporting API's shape, by the platform's own `fetch`: the guard judges
// nothing here, so that a report is never reported. At most one request a second; what a storm adds beyond a batch is
// counted.
import { apply, document, getter, method, scope, toJson } from "../natives.js";

const { fetch, setTimeout, navigator } = scope;
const urlOf = getter("Document", "URL");
const catchOf = method("Promise", "catch");
const agent = navigator?.userAgent ?? "";
const HEADERS = { __proto__: null, "content-type": "application/reports+json" };
const MOST = 50;
const BATCH_MS = 1000;

let batch = "";
let length = 0;
let dropped = 0;

const ignore = () => {};

const flush = (endpoint) => {
  const more = `,{"type":"mcp-cordon-dropped","age":0,"url":"","user_agent":"","body":{"count":${dropped}}}`;
  const body = `[${batch}${dropped > 0 ? more : ""}]`;
  batch = "";
  length = 0;
  dropped = 0;
  const init = { __proto__: null, method: "POST", headers: HEADERS, body, keepalive: true, credentials: "same-origin" };
  try {
    apply(catchOf, apply(fetch, scope, [endpoint, init]), [ignore]);
  } catch {
    // There is nobody left to tell.
  }
};

/** Adds one to the batch. JSON is made of strings alone: an object's `toJSON` can be inherited. */
export const report = (endpoint, api, url, layer, reason, disposition) => {
  if (typeof fetch !== "function" || typeof setTimeout !== "function") return;
  if (length === MOST) {
    dropped++;
    return;
  }
  if (length === 0) apply(setTimeout, scope, [() => flush(endpoint), BATCH_MS]);
  const page = document ? apply(urlOf, document, []) : "";
  const body =
    `{"api":${toJson(api)},"blockedURL":${toJson(url)},"layer":${toJson(layer)},` +
    `"reason":${toJson(reason)},"disposition":${toJson(disposition)}}`;
  if (length++ > 0) batch += ",";
  batch += `{"type":"mcp-cordon-violation","age":0,"url":${toJson(page)},"user_agent":${toJson(agent)},"body":${body}}`;
};
