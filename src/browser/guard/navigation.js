// The Navigation API's `navigate` event: location, links, forms, downloads, refreshes, in Chromium and Firefox. It does
// not see a redirect's second hop or a new window.
import { apply, getter, listen, method, scope } from "../natives.js";
import { activated } from "./activation.js";
import { HOW, allows, installed, surface } from "./wrap.js";

const destinationOf = getter("NavigateEvent", "destination");
const userInitiatedOf = getter("NavigateEvent", "userInitiated");
const downloadOf = getter("NavigateEvent", "downloadRequest");
const urlOf = getter("NavigationDestination", "url");
const preventDefaultOf = method("Event", "preventDefault");

/** Whether this engine has the event. */
export const canHold = destinationOf !== undefined && scope.navigation !== undefined;

surface((realm) => {
  if (!canHold || !realm.navigation) return;
  const navigated = (event) => {
    if (!installed() || !event.isTrusted) return;
    let allowed = false;
    try {
      const url = apply(urlOf, apply(destinationOf, event, []), []);
      const byUser = activated(realm) || apply(userInitiatedOf, event, []);
      const saved = downloadOf !== undefined && apply(downloadOf, event, []) !== null;
      const what = saved ? HOW.download : realm.parent === realm ? 0 : HOW.frame;
      allowed = allows("navigate", url, (byUser ? HOW.activated : 0) + what);
    } finally {
      // An exhausted stack is no way out.
      if (!allowed) apply(preventDefaultOf, event, []);
    }
  };
  listen(realm.navigation, "navigate", navigated, true);
});
