// Document Picture-in-Picture: a window of the page's own origin, which its method, its event and its getter hand out.
import { apply, method } from "../natives.js";
import { activated } from "./activation.js";
import { adopt } from "./realm.js";
import { HOW, allows, rejected, securityError, surface, wrapAccessor, wrapMethod } from "./wrap.js";

const API = "window.open";
const thenOf = method("Promise", "then");

surface((realm) => {
  wrapMethod("", realm, "DocumentPictureInPicture", "requestWindow", (self, args, requestWindow) => {
    if (!allows(API, "about:blank", activated(realm) ? HOW.activated : 0))
      return rejected(securityError(API, "about:blank"));
    const opened = (window) => {
      adopt(window);
      return window;
    };
    return apply(thenOf, apply(requestWindow, self, args), [opened]);
  });
  const handOut = (name) =>
    wrapAccessor(realm, name, "window", "get", (self, _args, get) => {
      const window = apply(get, self, []);
      adopt(window);
      return window;
    });
  handOut("DocumentPictureInPicture");
  handOut("DocumentPictureInPictureEvent");
});
