// The gate of a service worker: every request that its clients make through it, held to the policy.
import type { Policy, Source, Violation } from "./index.js";

export { CordonError, version } from "./index.js";
export type { Policy, Source, Verdict, Violation } from "./index.js";

export interface ServiceWorkerGateOptions {
  /** Where the app's own scripts and styles come from besides its own origin. Default `[]`. */
  app?: Source[];
  /** Whether pages that are open already are taken over as soon as the worker is active. Default `true`. */
  claim?: boolean;
  /**
   * Whether a new version of the worker takes over at once, instead of when the last page that uses the old one has gone.
   * Default `false`: many apps depend on the wait. With `true` a narrower policy holds from the update on.
   */
  skipWaiting?: boolean;
  /** Hears of each refusal; what it throws is ignored. `api` is the request's destination, or `"fetch"` without one. */
  onViolation?: (violation: Violation) => void;
}

/**
 * Installs the gate. Call it in the worker's first lines, before any handler of your own:
 *
 * ```js
 * import { installServiceWorkerGate } from "mcp-cordon/service-worker";
 * installServiceWorkerGate({ connect: ["'self'", "https://api.example.com"] });
 * ```
 *
 * or, in a worker that is no module, with the package's `service-worker.global.js` beside it:
 *
 * ```js
 * importScripts("/service-worker.global.js");
 * mcpCordon.installServiceWorkerGate({ connect: ["'self'", "https://api.example.com"] });
 * ```
 *
 * A refused request gets a network error, a refused frame an empty document, and no later `fetch` handler hears of it; the
 * gate answers no other, so the worker's own handlers, caches included, go on as before. It listens to no message, and
 * nothing changes or lifts it while the worker lives: another policy is another version of the worker's script. A worker
 * whose policy is in error fails to install. WebAssembly runs in it, so a CSP of the script's own response needs
 * `'wasm-unsafe-eval'`.
 *
 * By the request's destination:
 *
 * - none (`fetch`, `XMLHttpRequest`, beacons, `EventSource`, prefetch): `policy.connect`, and `policy.reportTo`;
 * - `image`, `audio`, `video`, `track`, `font`: the own origin and `policy.resources`;
 * - `script`, `style`, worklets, modules of JSON or text: the own origin and `options.app`;
 * - `frame`, `iframe`: `policy.frames`; a frame of the own origin needs `'self'` there, and so does the app itself where
 *   another site frames it;
 * - `document`: the own origin; a worker is asked about no other;
 * - `object`, `embed`: refused; everything else: the own origin.
 *
 * Background Fetch: a registration of the worker's scope with a URL that `policy.backgroundFetch` does not list is aborted
 * when the worker becomes active and whenever a request or a background fetch wakes it. No event tells a worker that one
 * starts, so its first bytes may have left by then: refusing it in the page is the guard's part. With nothing listed the
 * worker's own `backgroundfetch…` handlers hear nothing.
 *
 * What no service worker is told of, and the gate therefore does not hold (`*`: tests show it):
 *
 * - in Chromium: synchronous `XMLHttpRequest`*, `fetchLater`*, what script sends from inside frames of `about:blank`* and
 *   `blob:`*, icons, payment and FedCM discovery; in WebKit: synchronous `XMLHttpRequest`;
 * - in Firefox: `keepalive` requests*, audio and video*, shared workers made from `blob:` URLs*;
 * - in each of them: where a redirect leads*, for only the first URL is judged; frames of other origins*, and what these
 *   send; `object` and `embed`*; navigations and forms to other origins; `data:` workers and frames; WebSocket*,
 *   WebTransport, WebRTC, preconnect, DNS look-ups, speculation;
 * - pages that it does not control: opened before its first activation without `claim`, reloaded with Shift, or outside
 *   its scope;
 * - what the worker itself sends, and routes that it adds with `addRoutes`.
 *
 * When Firefox replaces a worker by `skipWaiting`, it sends to the network what the old one is just being asked about.
 *
 * A page's script may also unregister the worker; the pages that it controls stay controlled until they are closed or
 * reloaded. So the gate stands behind a CSP and the guard, not in their place.
 */
export function installServiceWorkerGate(policy: Policy, options?: ServiceWorkerGateOptions): void;
