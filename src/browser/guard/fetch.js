// `fetch` and `fetchLater`.
//
// Where a call goes is its input's alone (Fetch Standard § 5.4): the URL of a `Request`, which nobody can change, or a
// string, made once, resolved here and sent on resolved. Whatever else the input and the options say, the platform reads
// itself. Whether a call is `keepalive` plays no part: that can be a getter, inherited, or on the `Request` alone.
import { apply, asString, getter, resolve } from "../natives.js";
import { allows, argument, rejected, replaced, surface, typeError, wrapMethod } from "./wrap.js";

const urlOf = getter("Request", "url");

const targetOf = (input, realm) => {
  if (typeof input === "object" && input !== null) {
    try {
      return { __proto__: null, url: apply(urlOf, input, []), sent: input };
    } catch {
      // No `Request`: a string is made of it.
    }
  }
  const written = asString(input);
  const url = resolve(written, realm.document);
  return { __proto__: null, url, sent: url ?? written };
};

surface((realm) => {
  wrapMethod("fetch", realm, "", "fetch", (self, args, fetch) => {
    if (args.length < 1) return apply(fetch, self, args);
    let target;
    try {
      target = targetOf(args[0], realm);
    } catch (error) {
      return rejected(error);
    }
    const { url, sent } = target;
    // What does not resolve is the platform's to refuse.
    if (url !== undefined && !allows("fetch", url)) return rejected(typeError("fetch", url));
    return apply(fetch, self, replaced(args, 1, sent));
  });

  wrapMethod("fetchLater", realm, "", "fetchLater", (self, args, fetchLater) => {
    if (args.length < 1) return apply(fetchLater, self, args);
    const { url, sent } = targetOf(args[0], realm);
    if (url !== undefined && !allows("fetchLater", url)) throw typeError("fetchLater", url);
    return apply(fetchLater, self, [sent, argument(args, 1)]);
  });
});
