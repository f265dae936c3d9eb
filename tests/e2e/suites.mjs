// The end-to-end suites: which engines each runs in, and where it is. `run.mjs` runs them, `node run.mjs ENGINE [SUITE…]`.
import { Chromium } from "../support/browsers/chromium.mjs";
import { Firefox } from "../support/browsers/firefox.mjs";
import { WebKit } from "../support/browsers/webkit.mjs";

export const BROWSERS = { chromium: Chromium, firefox: Firefox, webkit: WebKit };

const ONE = ["chromium"];
const TWO = ["chromium", "firefox"];
const ALL = ["chromium", "firefox", "webkit"];

const suite = (engines, load, name) => ({ engines, load: async () => (await load())[name] });

/** A suite is a function of a browser. The longest come first, so that none is left alone at the end. */
export const SUITES = {
  bypass: suite(ALL, () => import("./bypass/suite.mjs"), "bypass"),
  inert: suite(ALL, () => import("./inert/suite.mjs"), "inertness"),
  "lab-attacks": suite(TWO, () => import("./lab/attacks.mjs"), "attackLab"),
  channels: suite(ALL, () => import("./channels/suite.mjs"), "channelSuite"),
  "lab-look": suite(ONE, () => import("./lab/look.mjs"), "look"),
  csp: suite(TWO, () => import("./csp/suite.mjs"), "csp"),
  surfaces: suite(ALL, () => import("./surfaces.mjs"), "surfaces"),
  "background-fetch": suite(ONE, () => import("./bypass/background-fetch.mjs"), "backgroundFetches"),
  "service-worker": suite(TWO, () => import("./service-worker/suite.mjs"), "gate"),
  "lab-views": suite(ONE, () => import("./lab/views.mjs"), "labViews"),
  endpoint: suite(TWO, () => import("./endpoint/suite.mjs"), "endpoint"),
  hardened: suite(ALL, () => import("./hardened.mjs"), "hardened"),
  "lab-files": suite(TWO, () => import("./lab/files.mjs"), "labAsFiles"),
  "service-worker-background-fetch": suite(
    ONE,
    () => import("./service-worker/background-fetch.mjs"),
    "backgroundFetches",
  ),
  audit: suite(TWO, () => import("./audit.mjs"), "audit"),
  apps: suite(TWO, () => import("./apps/suite.mjs"), "apps"),
  compiled: suite(TWO, () => import("./compiled.mjs"), "compiled"),
  stream: suite(TWO, () => import("./stream.mjs"), "stream"),
  entry: suite(TWO, () => import("./entry.mjs"), "entry"),
};
