// The end-to-end suites: which engines each runs in, and where it is. `run.mjs` runs them, `node run.mjs ENGINE [SUITE…]`.
import { Firefox } from "../support/browsers/firefox.mjs";
import { WebKit } from "../support/browsers/webkit.mjs";
import { Chromium } from "../support/browsers/chromium.mjs";

export const BROWSERS = { chromium: Chromium, firefox: Firefox, webkit: WebKit };

const ONE = ["chromium"];
const TWO = ["chromium", "firefox"];
const ALL = ["chromium", "firefox", "webkit"];

/** A suite is a function of a browser. What waits most comes first, and what is short fills the gaps. */
export const SUITES = {
  "lab-attacks": { engines: TWO, load: async () => (await import("./lab/attacks.mjs")).attackLab },
  "lab-views": { engines: ONE, load: async () => (await import("./lab/views.mjs")).labViews },
  "lab-look": { engines: ONE, load: async () => (await import("./lab/look.mjs")).look },
  "lab-files": { engines: TWO, load: async () => (await import("./lab/files.mjs")).labAsFiles },
  bypass: { engines: ALL, load: async () => (await import("./bypass/suite.mjs")).bypass },
  channels: { engines: ALL, load: async () => (await import("./channels/suite.mjs")).channelSuite },
  surfaces: { engines: ALL, load: async () => (await import("./surfaces.mjs")).surfaces },
  hardened: { engines: ALL, load: async () => (await import("./hardened.mjs")).hardened },
  inert: { engines: TWO, load: async () => (await import("./inert/suite.mjs")).inertness },
  entry: { engines: TWO, load: async () => (await import("./entry.mjs")).entry },
  compiled: { engines: TWO, load: async () => (await import("./compiled.mjs")).compiled },
  csp: { engines: TWO, load: async () => (await import("./csp/suite.mjs")).csp },
  endpoint: { engines: TWO, load: async () => (await import("./endpoint/suite.mjs")).endpoint },
  audit: { engines: TWO, load: async () => (await import("./audit.mjs")).audit },
  "service-worker": { engines: TWO, load: async () => (await import("./service-worker/suite.mjs")).gate },
  "service-worker-background-fetch": {
    engines: ONE,
    load: async () => (await import("./service-worker/background-fetch.mjs")).backgroundFetches,
  },
  "background-fetch": {
    engines: ONE,
    load: async () => (await import("./bypass/background-fetch.mjs")).backgroundFetches,
  },
};
