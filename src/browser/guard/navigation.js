// The Navigation API's `navigate` event: location, links, forms, downloads, refreshes, in Chromium and Firefox. It does
// not see a redirect's second hop or a new window.
import { apply, getter, listen, method, scope } from "../natives.js";
import { activated } from "./activation.js";
import { allows, installed, surface } from "./wrap.js";

const destinationOf = getter("NavigateEvent", "destination");
const userInitiatedOf = getter("NavigateEvent", "userInitiated");
const urlOf = getter("NavigationDestination", "url");
const preventDefaultOf = method("Event", "preventDefault");

/** Whether this engine has the event. */
export const canHold = destinationOf !== undefined && scope.navigation !== undefined;

surface((global) => {
  if (!canHold || !global.navigation) return;
  const navigated = (event) => {
    if (!installed() || !event.isTrusted) return;
    let allowed = false;
    try {
      const url = apply(urlOf, apply(destinationOf, event, []), []);
      allowed = allows("navigate", url, activated(global) || apply(userInitiatedOf, event, []));
    } finally {
      // An exhausted stack is no way out.
      if (!allowed) apply(preventDefaultOf, event, []);
    }
  };
  listen(global.navigation, "navigate", navigated, true);
});
