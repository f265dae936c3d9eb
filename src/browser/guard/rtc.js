// `RTCPeerConnection`: no CSP stops it in Chromium or Firefox, so it is refused unless the policy says `webrtc`.
import { construct } from "../natives.js";
import { allows, inLockdown, place, securityError, surface, wrapConstructor } from "./wrap.js";

const API = "RTCPeerConnection";

surface((global) => {
  const refuse = (target, args, newTarget) => {
    if (!allows(API, "")) throw securityError(API, "");
    return construct(target, args, newTarget);
  };
  // In lockdown it is not there at all.
  if (inLockdown()) {
    place(global, API, undefined, inLockdown);
    place(global, "webkitRTCPeerConnection", undefined, inLockdown);
    return;
  }
  wrapConstructor(API, global, API, refuse);
  if (global.webkitRTCPeerConnection)
    wrapConstructor("webkitRTCPeerConnection", global, "webkitRTCPeerConnection", refuse);
});
