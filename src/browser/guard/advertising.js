// Protected Audience and fenced frames, which Chromium has: joining a group asks its owner's host for permission, and an
// auction fetches scripts and signals from wherever its configuration says. No policy opens them.
import { apply, construct, resolve } from "../natives.js";
import { allows, argument, rejected, securityError, surface, wrapConstructor, wrapMethod } from "./wrap.js";

const API = "ProtectedAudience";

surface((realm) => {
  const never = (property) =>
    wrapMethod("", realm, "Navigator", property, (self, args, original) => {
      if (!allows(API, "")) return rejected(securityError(API, ""));
      return apply(original, self, args);
    });
  never("joinAdInterestGroup");
  never("leaveAdInterestGroup");
  never("clearOriginJoinedAdInterestGroups");
  never("runAdAuction");
  never("getInterestGroupAdAuctionData");
  wrapMethod("", realm, "Navigator", "updateAdInterestGroups", (self, args, original) => {
    if (allows(API, "")) return apply(original, self, args);
  });
  wrapConstructor("", realm, "FencedFrameConfig", (target, args, newTarget) => {
    const url = resolve(`${argument(args, 0)}`, realm.document);
    if (url !== undefined && !allows("frame", url)) throw securityError("frame", url);
    return construct(target, url === undefined ? args : [url], newTarget);
  });
});
