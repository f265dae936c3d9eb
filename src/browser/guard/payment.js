// `PaymentRequest` fetches the manifests of its methods, and FedCM the configuration of its providers.
import { apply, asString, construct, parseUrl, put, resolve } from "../natives.js";
import {
  allows,
  iterate,
  rejected,
  replaced,
  securityError,
  sequence,
  surface,
  wrapConstructor,
  wrapMethod,
} from "./wrap.js";

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

  wrapMethod("FedCM", realm, "CredentialsContainer", "get", (self, args, get) => {
    const options = args.length > 0 ? args[0] : undefined;
    if (options === undefined || options === null) return apply(get, self, args);
    try {
      const copy = { __proto__: null };
      for (const key in options) copy[key] = options[key];
      if (copy.identity === undefined || copy.identity === null) return apply(get, self, [copy]);
      const identity = { __proto__: null };
      for (const key in copy.identity) identity[key] = copy.identity[key];
      const providers = [];
      let length = 0;
      iterate(identity.providers, (provider) => {
        const one = { __proto__: null };
        for (const key in provider) one[key] = provider[key];
        const written = asString(one.configURL);
        one.configURL = resolve(written, realm.document) ?? written;
        if (!allows("FedCM", one.configURL)) throw securityError("FedCM", one.configURL);
        put(providers, length++, one);
      });
      identity.providers = sequence(providers, length);
      copy.identity = identity;
      return apply(get, self, [copy]);
    } catch (error) {
      return rejected(error);
    }
  });
});
