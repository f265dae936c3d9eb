// Every surface, in this order, and what Rust needs of them.
import "./fetch.js";
import "./beacon.js";
import "./xhr.js";
import "./event_source.js";
import "./web_socket.js";
import "./web_transport.js";
import "./background_fetch.js";
import "./rtc.js";
import "./worker.js";
import "./payment.js";
import "./credential.js";
import "./advertising.js";
import "./presentation.js";
import "./window_open.js";
import "./picture_in_picture.js";
import "./form.js";
import "./link.js";
import { gateState } from "./gate.js";
import { windowsState } from "./messages.js";
import { canHold } from "./navigation.js";
import { adoptExisting, noteNonces, pin, pinEverywhere, pinNoLookUps } from "./realm.js";
import { canWatch } from "./watch.js";
import "./insertion.js";
import "./shadow.js";
import "./lockdown.js";
import { document, scope } from "../natives.js";
import { installInto, names, settle } from "./wrap.js";

/** Installs the surfaces; from now on `judge` decides. */
export const settleGuard = (judge, lockdown, enforce) => {
  settle(judge, lockdown, enforce);
  if (document) noteNonces();
  installInto(scope);
};
export const releaseGuard = () => settle(undefined, false, true);

const NAVIGATION = canHold
  ? "links, forms and the navigate event; not seen: a redirect's second hop, a new window, a script that exhausted the " +
    "stack; after a user's act, what script navigates to counts as the user's for some seconds"
  : "links and forms only: this browser has no Navigation API, so setting location is not held";
const holdsInsertion = canWatch && document !== undefined;
const WATCH = holdsInsertion
  ? "speculation rules, resource hints, refreshes and frames: refused where an attribute's setter names them, else " +
    "removed once inserted; a connection may be open by then"
  : "there is no document";

const NO_WINDOWS = { __proto__: null, up: false, detail: "there are no windows" };

/** `guard.layers`. */
export const guardLayers = (csp, cspDetail, mayTell, opener, reportOnly) => {
  const only = reportOnly ? "; reports only" : "";
  const layer = (name, up, detail) => ({ name, active: up && !reportOnly, detail: `${detail}${up ? only : ""}` });
  const gate = gateState();
  const windows = document ? windowsState(mayTell, opener) : NO_WINDOWS;
  return [
    layer("apis", true, names()),
    { name: "csp", active: csp, detail: cspDetail },
    layer("navigation", canHold, NAVIGATION),
    layer("watch", holdsInsertion, WATCH),
    layer("windows", windows.up, windows.detail),
    { name: "service-worker", active: gate.up, detail: gate.detail },
  ];
};

export const pinCsp = (csp) => {
  pinNoLookUps(document);
  pin(document, csp);
  pinEverywhere(csp);
};
/** How many frames there were before, and how many of them share the page's origin. */
export const existingFrames = () => {
  const { count, reached } = adoptExisting();
  return count === 0 ? "" : `; ${count} frames were there before, ${reached} of them of this origin and given it too`;
};
