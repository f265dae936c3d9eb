// `PresentationRequest`: its URLs are looked for, and opened, on displays nearby.
import { asString, construct, put, resolve } from "../natives.js";
import { allows, isIterable, iterate, replaced, securityError, sequence, surface, wrapConstructor } from "./wrap.js";

const API = "PresentationRequest";

surface((realm) => {
  wrapConstructor(API, realm, API, (target, args, newTarget) => {
    if (args.length < 1) return construct(target, args, newTarget);
    const urls = [];
    let length = 0;
    const take = (one) => {
      const written = asString(one);
      const url = resolve(written, realm.document);
      if (url !== undefined && !allows(API, url)) throw securityError(API, url);
      put(urls, length++, url ?? written);
    };
    if (isIterable(args[0])) iterate(args[0], take);
    else take(args[0]);
    return construct(target, replaced(args, 1, sequence(urls, length)), newTarget);
  });
});
