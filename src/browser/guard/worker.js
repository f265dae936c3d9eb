// `Worker`, `SharedWorker`, service workers and worklets: by where their script is.
//
// `blob:` and `data:` workers inherit the page's policies, a pinned one included, and are let through but in lockdown.
// A worker of the page's own origin has the policies of its own response.
import { apply, asString, construct, method, resolve } from "../natives.js";
import { allows, rejected, replaced, securityError, surface, wrapConstructor, wrapMethod } from "./wrap.js";

const trustedText = method("TrustedScriptURL", "toString");

/** What was written; a TrustedScriptURL cannot change, and a page may insist on one. */
const scriptUrl = (value) => {
  if (trustedText && typeof value === "object" && value !== null) {
    try {
      return { __proto__: null, written: apply(trustedText, value, []), trusted: value };
    } catch {
      // Not one of them.
    }
  }
  return { __proto__: null, written: asString(value), trusted: undefined };
};

surface((global) => {
  const constructor = (api) =>
    wrapConstructor(api, global, api, (target, args, newTarget) => {
      if (args.length < 1) return construct(target, args, newTarget);
      const { written, trusted } = scriptUrl(args[0]);
      const url = resolve(written, global.document);
      if (url !== undefined && !allows(api, url)) throw securityError(api, url);
      return construct(target, replaced(args, 1, trusted ?? url ?? written), newTarget);
    });
  constructor("Worker");
  constructor("SharedWorker");

  const loader = (api, name, property) =>
    wrapMethod(api, global, name, property, (self, args, original) => {
      if (args.length < 1) return apply(original, self, args);
      try {
        const { written, trusted } = scriptUrl(args[0]);
        const url = resolve(written, global.document);
        if (url !== undefined && !allows(api, url)) return rejected(securityError(api, url));
        return apply(original, self, replaced(args, 1, trusted ?? url ?? written));
      } catch (error) {
        return rejected(error);
      }
    });
  loader("ServiceWorker", "ServiceWorkerContainer", "register");
  loader("Worklet", "Worklet", "addModule");
});
