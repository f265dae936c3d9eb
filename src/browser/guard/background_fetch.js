// `BackgroundFetchManager.prototype.fetch`: transfers that outlive the page and the browser, and the deepest hole.
//
// `connect-src` is asked about the first URL only, a 307 then carries the body anywhere, and `redirect: "error"` is
// ignored (measured in Chromium 156). So every URL of the list must stand in `policy.backgroundFetch`, which is empty by
// default. Each `Request` is made here, once; the platform iterates a sequence of ours.
import { apply, asString, construct, getter, put, resolve } from "../natives.js";
import { allows, argument, isIterable, iterate, rejected, sequence, surface, typeError, wrapMethod } from "./wrap.js";

const urlOf = getter("Request", "url");
const API = "backgroundFetch";

surface((realm) => {
  const { Request } = realm;

  const requestsOf = (input) => {
    const list = [];
    let length = 0;
    const take = (one) => put(list, length++, construct(Request, [one]));
    if (isIterable(input)) iterate(input, take);
    else take(input);
    return { __proto__: null, list, length };
  };

  /** The options, read once: an icon is a request too. */
  const optionsOf = (options) => {
    if (options === undefined || options === null) return { __proto__: null, options, icons: 0 };
    const { title, downloadTotal, icons } = options;
    const copy = { __proto__: null };
    if (title !== undefined) copy.title = title;
    if (downloadTotal !== undefined) copy.downloadTotal = downloadTotal;
    const list = [];
    let length = 0;
    if (icons !== undefined) {
      iterate(icons, ({ src, sizes, type, label, purpose }) => {
        const url = resolve(asString(src), realm.document) ?? "";
        put(list, length++, { __proto__: null, src: url, sizes, type, label, purpose });
      });
      copy.icons = sequence(list, length);
    }
    return { __proto__: null, options: copy, list, length };
  };

  wrapMethod(API, realm, "BackgroundFetchManager", "fetch", (self, args, fetch) => {
    if (args.length < 2) return apply(fetch, self, args);
    try {
      const id = asString(args[0]);
      const requests = requestsOf(args[1]);
      const read = optionsOf(argument(args, 2));
      for (let at = 0; at < requests.length; at++) {
        const url = apply(urlOf, requests.list[at], []);
        if (!allows(API, url)) return rejected(typeError(API, url));
      }
      for (let at = 0; at < read.length; at++) {
        if (!allows(API, read.list[at].src)) return rejected(typeError(API, read.list[at].src));
      }
      return apply(fetch, self, [id, sequence(requests.list, requests.length), read.options]);
    } catch (error) {
      return rejected(error);
    }
  });
});
