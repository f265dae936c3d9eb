// `WebSocket` and `WebSocketStream`.
import { apply, method } from "../natives.js";
import { surface, wrapUrlConstructor } from "./wrap.js";

const startsWith = method("String", "startsWith");
const slice = method("String", "slice");

/** HTML § 10.3.1: the page's own schemes are accepted for those of sockets. */
const socketUrl = (url) =>
  url !== undefined && apply(startsWith, url, ["http"]) ? `ws${apply(slice, url, [4])}` : url;

surface((realm) => {
  wrapUrlConstructor("WebSocket", realm, undefined, socketUrl);
  wrapUrlConstructor("WebSocketStream", realm, undefined, socketUrl);
});
