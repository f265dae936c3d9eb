// What a page can be seen to have. Gathers and converts; the judging is in Rust.
import { CordonError } from "./instance.js";

const { apply } = Reflect;
const fetch = globalThis.fetch;

const PROBE_PATIENCE_MS = 1000;
const PROBE_SETTLE_MS = 100;

/** What `Headers` would take, and an object whose values are lists: one a header that came more than once. */
export const headerEntries = (headers) => {
  if (typeof headers !== "object" || headers === null) {
    throw new CordonError("invalid-input", "headers: expected Headers, pairs of a name and a value, or an object");
  }
  try {
    const pairs = typeof headers[Symbol.iterator] === "function" ? [...headers] : Object.entries(headers);
    return pairs.flatMap(([name, value]) => (Array.isArray(value) ? value.map((one) => [name, one]) : [[name, value]]));
  } catch (cause) {
    throw new CordonError("invalid-input", `headers: could not be read: ${cause}`, { cause });
  }
};

/**
 * `expect` hears of the URL that the probe is about to have refused.
 * @returns what `auditObserved` takes
 */
export const observePage = async ({ probe, refetch }, expect) => {
  const observed = { headers: [], reportOnly: [], meta: [], enforced: [], reported: [] };
  if (typeof document === "undefined") return observed;
  // Only a <meta> in <head> is enforced (HTML Standard § 4.2.5.3).
  for (const meta of document.head?.querySelectorAll("meta[http-equiv]") ?? []) {
    if (meta.httpEquiv.trim().toLowerCase() === "content-security-policy") observed.meta.push(meta.content);
  }
  if (refetch) await readHeaders(observed);
  if (probe) await askForce(observed, expect);
  return observed;
};

const readHeaders = async (observed) => {
  const url = new URL(location.href);
  url.hash = "";
  if (!/^https?:$/.test(url.protocol)) return;
  let response;
  try {
    response = await apply(fetch, undefined, [url.href, { cache: "no-store", credentials: "same-origin" }]);
  } catch {
    // A page whose own connect-src forbids its URL has no headers to show; the probe still answers.
    return;
  }
  response.body?.cancel();
  const enforced = response.headers.get("content-security-policy");
  const reported = response.headers.get("content-security-policy-report-only");
  if (enforced !== null) observed.headers.push(enforced);
  if (reported !== null) observed.reportOnly.push(reported);
};

/**
 * Asks the browser what it enforces: a request that every policy worth its name refuses raises one event a policy, with
 * the policy's whole text. The name is fresh and in `.invalid`, so a refusal happens before any look-up; where nothing
 * refuses, the browser asks DNS for it, in vain.
 */
const askForce = (observed, expect) =>
  new Promise((resolve) => {
    const url = `https://${crypto.randomUUID()}.invalid/`;
    expect(url);
    let timer = setTimeout(done, PROBE_PATIENCE_MS);
    document.addEventListener("securitypolicyviolation", heard);
    apply(fetch, undefined, [url, { mode: "no-cors", credentials: "omit" }]).catch(() => {});

    function heard(event) {
      if (!event.isTrusted || !event.blockedURI.startsWith(url.slice(0, -1))) return;
      (event.disposition === "enforce" ? observed.enforced : observed.reported).push(event.originalPolicy);
      clearTimeout(timer);
      timer = setTimeout(done, PROBE_SETTLE_MS);
    }
    function done() {
      document.removeEventListener("securitypolicyviolation", heard);
      resolve();
    }
  });
