// `Worker`, `SharedWorker`, service workers and worklets: by where their script is.
//
// `blob:` and `data:` workers inherit the page's policies, a pinned one included, and are let through but in lockdown.
// A worker of the page's own origin has the policies of its own response.
import { apply, asString, method } from "../natives.js";
import { judged, rejected, surface, wrapMethod, wrapUrlConstructor } from "./wrap.js";

const trustedText = method("TrustedScriptURL", "toString");

/** What was written; a TrustedScriptURL cannot change, and goes on itself: a page may insist on one. */
const scriptUrl = (value) => {
  if (trustedText && typeof value === "object" && value !== null) {
    try {
      return { __proto__: null, written: apply(trustedText, value, []), sent: value };
    } catch {
      // Not one of them.
    }
  }
  return { __proto__: null, written: asString(value), sent: undefined };
};

surface((realm) => {
  wrapUrlConstructor("Worker", realm, scriptUrl);
  wrapUrlConstructor("SharedWorker", realm, scriptUrl);

  wrapMethod("", realm, "StorageAccessHandle", "SharedWorker", (self, args, original) =>
    apply(original, self, args.length < 1 ? args : judged("SharedWorker", realm, args, scriptUrl)),
  );

  const loader = (api, name, property) =>
    wrapMethod(api, realm, name, property, (self, args, original) => {
      if (args.length < 1) return apply(original, self, args);
      try {
        return apply(original, self, judged(api, realm, args, scriptUrl));
      } catch (error) {
        return rejected(error);
      }
    });
  loader("ServiceWorker", "ServiceWorkerContainer", "register");
  loader("Worklet", "Worklet", "addModule");
});
