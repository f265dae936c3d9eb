// `XMLHttpRequest`: judged at `open`, where the URL is.
//
// A refused request is opened on an address that no network has, so that `send` fails as a network error does: state,
// `error` and `loadend` events, `NetworkError` where it is synchronous.
import { apply, asString, resolve } from "../natives.js";
import { allows, replaced, surface, wrapMethod } from "./wrap.js";

/** Fetch Standard § 4.3: `about:` other than `about:blank` is a network error, before any look-up. */
const NOWHERE = "about:invalid";

surface((realm) => {
  wrapMethod("XMLHttpRequest", realm, "XMLHttpRequest", "open", (self, args, open) => {
    if (args.length < 2) return apply(open, self, args);
    const verb = asString(args[0]);
    const written = asString(args[1]);
    // What does not resolve is the platform's to refuse: it throws a SyntaxError.
    const url = resolve(written, realm.document) ?? written;
    return apply(open, self, replaced(args, 2, verb, allows("XMLHttpRequest", url) ? url : NOWHERE));
  });
});
