// `navigator.sendBeacon`: a POST that outlives the page, with no preflight for text. A refusal is `false`, as a full
// queue is (Beacon § 3.1), and is reported.
import { apply, asString, resolve } from "../natives.js";
import { allows, replaced, surface, wrapMethod } from "./wrap.js";

surface((realm) => {
  wrapMethod("sendBeacon", realm, "Navigator", "sendBeacon", (self, args, sendBeacon) => {
    if (args.length < 1) return apply(sendBeacon, self, args);
    const written = asString(args[0]);
    const url = resolve(written, realm.document);
    // What does not resolve is the platform's to refuse.
    if (url !== undefined && !allows("sendBeacon", url)) return false;
    return apply(sendBeacon, self, replaced(args, 1, url ?? written));
  });
});
