// `window.open`, and `document.open` with a name, which is the same.
import { apply, asString, resolve } from "../natives.js";
import { activated } from "./activation.js";
import { adopt } from "./realm.js";
import { HOW, allows, rearm, replaced, surface, wrapMethod } from "./wrap.js";

const API = "window.open";

surface((realm) => {
  const open = (self, args, original) => {
    const written = args.length > 0 && args[0] !== undefined ? asString(args[0]) : "";
    const url = written === "" ? "about:blank" : resolve(written, realm.document);
    // A popup that is blocked is null, too. What does not resolve is the platform's to refuse.
    if (url !== undefined && !allows(API, url, activated(realm) ? HOW.activated : 0)) return null;
    const first = written === "" ? "" : (url ?? written);
    const opened = apply(original, self, args.length > 0 ? replaced(args, 1, first) : args);
    adopt(opened);
    return opened;
  };
  wrapMethod(API, realm, "", "open", open);
  wrapMethod("", realm, "Document", "open", (self, args, original) => {
    if (args.length > 2) return open(self, args, original);
    const opened = apply(original, self, args);
    rearm(self);
    return opened;
  });
});
