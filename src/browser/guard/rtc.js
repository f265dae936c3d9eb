// `RTCPeerConnection`: no CSP stops it in Chromium or Firefox, so it is refused unless the policy says `webrtc`.
import { construct } from "../natives.js";
import { allows, inLockdown, place, securityError, surface, wrapConstructor } from "./wrap.js";

const API = "RTCPeerConnection";

surface((realm) => {
  const refuse = (target, args, newTarget) => {
    if (!allows(API, "")) throw securityError(API, "");
    return construct(target, args, newTarget);
  };
  // In lockdown it is not there at all.
  if (inLockdown()) {
    place(realm, API, undefined, inLockdown);
    place(realm, "webkitRTCPeerConnection", undefined, inLockdown);
    return;
  }
  wrapConstructor(API, realm, API, refuse);
  if (realm.webkitRTCPeerConnection) wrapConstructor("", realm, "webkitRTCPeerConnection", refuse);
});
