// `WebSocket` and `WebSocketStream`.
import { apply, asString, construct, method, resolve } from "../natives.js";
import { allows, replaced, securityError, surface, wrapConstructor } from "./wrap.js";

const startsWith = method("String", "startsWith");
const slice = method("String", "slice");

/** HTML § 10.3.1: the page's own schemes are accepted for those of sockets. */
const socketUrl = (url) => (url !== undefined && apply(startsWith, url, ["http"]) ? `ws${apply(slice, url, [4])}` : url);

surface((global) => {
  const wrap = (api) =>
    wrapConstructor(api, global, api, (target, args, newTarget) => {
      if (args.length < 1) return construct(target, args, newTarget);
      const written = asString(args[0]);
      const url = socketUrl(resolve(written, global.document));
      if (url !== undefined && !allows(api, url)) throw securityError(api, url);
      return construct(target, replaced(args, 1, url ?? written), newTarget);
    });
  wrap("WebSocket");
  wrap("WebSocketStream");
});
