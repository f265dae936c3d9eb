// `WebTransport`: HTTP/3 sessions.
import { asString, construct, resolve } from "../natives.js";
import { allows, replaced, securityError, surface, wrapConstructor } from "./wrap.js";

surface((global) => {
  wrapConstructor("WebTransport", global, "WebTransport", (target, args, newTarget) => {
    if (args.length < 1) return construct(target, args, newTarget);
    const written = asString(args[0]);
    const url = resolve(written, global.document);
    if (url !== undefined && !allows("WebTransport", url)) throw securityError("WebTransport", url);
    return construct(target, replaced(args, 1, url ?? written), newTarget);
  });
});
