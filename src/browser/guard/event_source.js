// `EventSource`: a GET that the server answers for as long as it likes.
import { asString, construct, resolve } from "../natives.js";
import { allows, replaced, securityError, surface, wrapConstructor } from "./wrap.js";

surface((global) => {
  wrapConstructor("EventSource", global, "EventSource", (target, args, newTarget) => {
    if (args.length < 1) return construct(target, args, newTarget);
    const written = asString(args[0]);
    const url = resolve(written, global.document);
    if (url !== undefined && !allows("EventSource", url)) throw securityError("EventSource", url);
    return construct(target, replaced(args, 1, url ?? written), newTarget);
  });
});
