// `fetch` and `fetchLater`.
//
// `fetch(input, init)` is by its definition (Fetch Standard § 5.6) a `Request` made of both, then fetched. Making that
// `Request` ourselves reads everything once, and what was judged is what is sent. Whether it is `keepalive` plays no
// part: that can be a getter, inherited, or on the `Request` alone.
import { apply, construct, getter } from "../natives.js";
import { allows, argument, rejected, surface, typeError, wrapMethod } from "./wrap.js";

const urlOf = getter("Request", "url");

surface((global) => {
  const { Request } = global;
  const read = (args) => construct(Request, args.length > 1 ? [args[0], args[1]] : [args[0]]);

  wrapMethod("fetch", global, "", "fetch", (self, args, fetch) => {
    if (args.length < 1) return apply(fetch, self, args);
    let request;
    try {
      request = read(args);
    } catch (error) {
      return rejected(error);
    }
    const url = apply(urlOf, request, []);
    return allows("fetch", url) ? apply(fetch, self, [request]) : rejected(typeError("fetch", url));
  });

  wrapMethod("fetchLater", global, "", "fetchLater", (self, args, fetchLater) => {
    if (args.length < 1) return apply(fetchLater, self, args);
    const activateAfter = argument(args, 1)?.activateAfter;
    const request = read(args);
    const url = apply(urlOf, request, []);
    if (!allows("fetchLater", url)) throw typeError("fetchLater", url);
    const init = { __proto__: null };
    if (activateAfter !== undefined) init.activateAfter = activateAfter;
    return apply(fetchLater, self, [request, init]);
  });
});
