// `PaymentRequest` fetches the manifests of its methods.
import { asString, construct, parseUrl, put } from "../natives.js";
import { allows, iterate, replaced, securityError, sequence, surface, wrapConstructor } from "./wrap.js";

surface((realm) => {
  wrapConstructor("PaymentRequest", realm, "PaymentRequest", (target, args, newTarget) => {
    if (args.length < 1) return construct(target, args, newTarget);
    const methods = [];
    let length = 0;
    iterate(args[0], ({ supportedMethods, data }) => {
      const written = asString(supportedMethods);
      // A name such as `secure-payment-confirmation` is no URL.
      const url = parseUrl(written);
      if (url !== undefined && !allows("PaymentRequest", url)) throw securityError("PaymentRequest", url);
      put(methods, length++, { __proto__: null, supportedMethods: url ?? written, data });
    });
    return construct(target, replaced(args, 1, sequence(methods, length)), newTarget);
  });
});
