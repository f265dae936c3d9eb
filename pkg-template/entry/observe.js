// What a page can be seen to have. Gathers and converts; the judging is in Rust.
import { put } from "./boundary.js";
import { getter, inherited, method } from "./members.js";
import { CordonError } from "./shared.js";

const { apply } = Reflect;
const { floor, random } = Math;
const { AbortSignal, URL, document, fetch, location, navigator, performance, setTimeout, top, window } = globalThis;
const ancestorsOf = inherited(location, "ancestorOrigins")?.get;
const timeout = AbortSignal?.timeout;

const read = (name, property) => {
  const get = getter(name, property);
  return (object) => (get && object ? apply(get, object, []) : undefined);
};
const call = (name, property) => {
  const original = method(name, property);
  return (object, ...args) => (original && object ? apply(original, object, args) : undefined);
};

const headOf = read("Document", "head");
const inDocument = call("Document", "querySelectorAll");
const inElement = call("Element", "querySelectorAll");
const lengthOf = read("NodeList", "length");
const itemOf = call("NodeList", "item");
const rootOf = read("Document", "documentElement");
const baseOfNode = read("Node", "baseURI");
/** happy-dom tells it of the nodes in a document alone. */
const baseOf = (owner) => {
  try {
    return baseOfNode(owner);
  } catch {
    return baseOfNode(rootOf(owner));
  }
};
const referrerOf = read("Document", "referrer");
const textOf = read("Node", "textContent");
const attributeOf = call("Element", "getAttribute");
const contentOf = read("HTMLMetaElement", "content");
const hrefOf = read("HTMLLinkElement", "href");
const srcOf = read("HTMLIFrameElement", "src");
const eachHeader = call("Headers", "forEach");
const headersOf = read("Response", "headers");
const typeOf = read("Response", "type");
const bodyOf = read("Response", "body");
const cancel = call("ReadableStream", "cancel");
const ignoring = call("Promise", "catch");
const entriesOf = call("Performance", "getEntriesByType");
const entryName = read("PerformanceEntry", "name");
const initiatorOf = read("PerformanceResourceTiming", "initiatorType");
const containerOf = read("Navigator", "serviceWorker");
const registrationsOf = call("ServiceWorkerContainer", "getRegistrations");
const scopeOf = read("ServiceWorkerRegistration", "scope");
const activeOf = read("ServiceWorkerRegistration", "active");
const waitingOf = read("ServiceWorkerRegistration", "waiting");
const installingOf = read("ServiceWorkerRegistration", "installing");
const scriptOf = read("ServiceWorker", "scriptURL");
const split = call("String", "split");
const startsWith = call("String", "startsWith");
const has = call("Array", "includes");
const listen = call("EventTarget", "addEventListener");
const unlisten = call("EventTarget", "removeEventListener");
const blockedOf = read("SecurityPolicyViolationEvent", "blockedURI");
const dispositionOf = read("SecurityPolicyViolationEvent", "disposition");
const policyOf = read("SecurityPolicyViolationEvent", "originalPolicy");

const ANSWER_MS = 5000;
const PROBE_MS = 1000;
const SETTLE_MS = 100;
const MOST_ELEMENTS = 100;
const MOST_WORKERS = 10;

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
 * `expect` hears of the URLs that the page's own policies may refuse the audit, and of none once all is over.
 * @returns what `auditObserved` takes
 */
export const observePage = async ({ probe, refetch }, expect) => {
  if (!document) return {};
  const observed = {
    base: baseOf(document),
    response: [],
    meta: metas("content-security-policy"),
    metaReportOnly: metas("content-security-policy-report-only"),
    enforced: [],
    reported: [],
    missing: [],
    workers: [],
    frames: frames(),
    embedder: embedder(),
    rules: rules(),
  };
  const witness = witnessOf(observed, expect);
  if (refetch) await readOrigin(observed, witness);
  if (probe) await askForce(probe, observed, witness);
  witness.end();
  return observed;
};

const add = (list, value) => put(list, list.length, value);

/** What a selector finds, made into values; what is made undefined is left out. */
const gather = (found, make) => {
  const list = [];
  const length = lengthOf(found) ?? 0;
  for (let at = 0; at < length && list.length < MOST_ELEMENTS; at++) {
    const value = make(itemOf(found, at));
    if (value !== undefined) add(list, value);
  }
  return list;
};

// Only a <meta> in <head> is enforced (HTML Standard § 4.2.5.3).
const metas = (name) => gather(inElement(headOf(document), `meta[http-equiv='${name}' i]`), (meta) => contentOf(meta));

const frames = () =>
  gather(inDocument(document, "iframe"), (frame) => {
    const told = [srcOf(frame) ?? "", attributeOf(frame, "srcdoc") === null ? "" : "srcdoc"];
    const sandbox = attributeOf(frame, "sandbox");
    if (sandbox !== null) add(told, sandbox);
    return told;
  });

/** The origin of the page around this one; empty where there is none. */
const embedder = () => {
  if (top === window) return "";
  const ancestors = ancestorsOf && apply(ancestorsOf, location, []);
  if (ancestors) return `${ancestors[0]}`;
  try {
    return new URL(referrerOf(document)).origin;
  } catch {
    return "null";
  }
};

const rules = () => gather(inDocument(document, "script[type='speculationrules' i]"), (script) => textOf(script));

const withoutHash = (url) => split(url, "#")[0];

/** The page once more, a page that is not there, and the scripts of workers. */
const readOrigin = async (observed, witness) => {
  const url = withoutHash(location.href);
  if (location.protocol !== "http:" && location.protocol !== "https:") return;
  observed.response = await ask(url, witness);
  observed.missing = await ask(`${location.origin}/cordon-audit-${unique()}`, witness);
  const found = await workersInUse();
  for (let at = 0; at < found.length; at++) {
    const { script, scope } = found[at];
    const answer = await ask(script, witness);
    const told = [scope];
    for (let part = 0; part < answer.length; part++) add(told, answer[part]);
    if (answer.length > 0) add(observed.workers, told);
  }
  // A page whose own connect-src forbids its URL has no headers to show; what forbids it names itself.
  if (observed.response.length === 0) await quiet(observed, SETTLE_MS);
};

const unique = () => floor(random() * 1e15);

/** The URL, and the names and values of the answer's headers in turn; nothing where there is none, or a redirect. */
const ask = async (url, witness) => {
  witness.expect(url);
  try {
    const signal = timeout ? apply(timeout, AbortSignal, [ANSWER_MS]) : null;
    const options = { __proto__: null, cache: "no-store", credentials: "same-origin", redirect: "manual", signal };
    const response = await apply(fetch, undefined, [url, options]);
    ignoring(cancel(bodyOf(response)), () => {});
    if (typeOf(response) === "opaqueredirect") return [];
    const told = [url];
    eachHeader(headersOf(response), (value, name) => {
      add(told, name);
      add(told, value);
    });
    return told;
  } catch {
    return [];
  }
};

/** The service workers of this origin, and what look like the scripts of the page's own workers, without a scope. */
const workersInUse = async () => {
  const found = [];
  // Workers' scripts are "other" in both engines; so are a few links. What is no script is told by its type.
  const linked = gather(inDocument(document, "link[href]"), (link) => hrefOf(link));
  const entries = entriesOf(performance, "resource") ?? [];
  for (let at = 0; at < entries.length && found.length < MOST_WORKERS; at++) {
    const url = entryName(entries[at]);
    if (initiatorOf(entries[at]) !== "other" || !startsWith(url, `${location.origin}/`)) continue;
    if (has(linked, url)) continue;
    add(linked, url);
    add(found, { script: url, scope: "" });
  }
  try {
    const registrations = (await registrationsOf(containerOf(navigator))) ?? [];
    for (let at = 0; at < registrations.length; at++) {
      const one = registrations[at];
      const script = scriptOf(activeOf(one) ?? waitingOf(one) ?? installingOf(one));
      if (script !== undefined && found.length < 2 * MOST_WORKERS) add(found, { script, scope: scopeOf(one) });
    }
  } catch {
    // Without a secure context, or storage, there are none.
  }
  return found;
};

/** Hears which policies refuse what the audit itself asks for: each names itself, with its whole text. */
const witnessOf = (observed, expect) => {
  const asked = [];
  let expected = "";
  const heard = (event) => {
    // A script can make an event, but not one that is trusted.
    if (!event.isTrusted || !policyOf(event)) return;
    const blocked = blockedOf(event);
    for (let at = 0; at < asked.length; at++) {
      if (blocked === asked[at])
        add(dispositionOf(event) === "enforce" ? observed.enforced : observed.reported, policyOf(event));
    }
  };
  listen(document, "securitypolicyviolation", heard);
  return {
    expect(url) {
      add(asked, url);
      expected += ` ${url}`;
      expect(expected);
    },
    end() {
      unlisten(document, "securitypolicyviolation", heard);
      expect("");
    },
  };
};

/** Until policies have named themselves and no more come, or for that long. */
const quiet = async (observed, patience) => {
  let before = 0;
  for (let waited = 0; waited < patience; waited += SETTLE_MS) {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const now = observed.enforced.length + observed.reported.length;
    if (now > 0 && now === before) return;
    before = now;
  }
};

/**
 * Asks the browser what it enforces: a request that a policy refuses raises one event a policy. `"invalid"` is a fresh name
 * in `.invalid`: a refusal happens before any look-up, and where nothing refuses, the browser asks DNS for it, in vain.
 * `"data"` is a URL that holds its own content, so that nothing is asked of anybody; a policy that lists `data:` lets it be.
 */
const askForce = async (probe, observed, witness) => {
  const url = probe === "data" ? "data:," : `https://cordon-${unique()}.invalid/`;
  // Of what is no network address, an event names the scheme.
  witness.expect(probe === "data" ? "data" : url);
  try {
    await apply(fetch, undefined, [url, { __proto__: null, mode: "no-cors", credentials: "omit" }]);
  } catch {
    await quiet(observed, PROBE_MS);
  }
};
