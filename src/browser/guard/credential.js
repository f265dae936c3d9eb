// Credentials: FedCM fetches a provider's configuration; WebAuthn, for an RP id that is not the page's own, asks that host
// for `/.well-known/webauthn` (WebAuthn § 5.11), with no user's act, and no CSP directive covers it.
import { apply, asString, getter, hostOf, parseUrl, put, resolve } from "../natives.js";
import {
  allows,
  argument,
  iterate,
  rejected,
  securityError,
  sequence,
  surface,
  wrapMethod,
  wrapStatic,
} from "./wrap.js";

/** A dictionary, each member read once. */
const copyOf = (dictionary) => {
  const copy = { __proto__: null };
  for (const key in dictionary) copy[key] = dictionary[key];
  return copy;
};

const isMissing = (value) => value === undefined || value === null;

/** Checks the RP id of a dictionary that is ours, and makes it the host that was asked about. */
const checkRpId = (holder, member) => {
  if (isMissing(holder[member])) return;
  const url = parseUrl(`https://${asString(holder[member])}/.well-known/webauthn`);
  // What is no host is the platform's to refuse.
  const host = url === undefined ? "" : hostOf(url);
  holder[member] = host;
  if (host !== "" && !allows("WebAuthn", `https://${host}/.well-known/webauthn`)) throw securityError("WebAuthn", url);
};

const checkConfiguration = (provider, realm) => {
  const copy = copyOf(provider);
  const written = asString(copy.configURL);
  copy.configURL = resolve(written, realm.document) ?? written;
  if (!allows("FedCM", copy.configURL)) throw securityError("FedCM", copy.configURL);
  return copy;
};

const federated = (identity, realm) => {
  const copy = copyOf(identity);
  const providers = [];
  let length = 0;
  iterate(copy.providers, (provider) => put(providers, length++, checkConfiguration(provider, realm)));
  copy.providers = sequence(providers, length);
  return copy;
};

const checkIcon = (written, realm) => {
  const url = isMissing(written) || written === "" ? undefined : resolve(asString(written), realm.document);
  if (url !== undefined && !allows("credentialIcon", url)) throw securityError("credentialIcon", url);
};
const pictured = (data, realm) => {
  const copy = copyOf(data);
  if (isMissing(copy.iconURL)) return copy;
  copy.iconURL = asString(copy.iconURL);
  checkIcon(copy.iconURL, realm);
  return copy;
};
const iconsOf = [getter("PasswordCredential", "iconURL"), getter("FederatedCredential", "iconURL")];

/** What `get` and `create` take, checked. */
const optionsOf = (options, realm) => {
  const copy = copyOf(options);
  if (!isMissing(copy.publicKey)) {
    copy.publicKey = copyOf(copy.publicKey);
    checkRpId(copy.publicKey, "rpId");
    if (!isMissing(copy.publicKey.rp)) {
      copy.publicKey.rp = copyOf(copy.publicKey.rp);
      checkRpId(copy.publicKey.rp, "id");
    }
  }
  // A form that stands for a password's data names its picture in a field: `store` looks at what came of it.
  if (!isMissing(copy.federated) && copy.federated.iconURL !== undefined)
    copy.federated = pictured(copy.federated, realm);
  if (!isMissing(copy.password) && copy.password.iconURL !== undefined) copy.password = pictured(copy.password, realm);
  if (!isMissing(copy.identity)) copy.identity = federated(copy.identity, realm);
  return copy;
};

surface((realm) => {
  /** Replaces a method that takes a dictionary and answers with a promise. */
  const handle = (check) => (self, args, original) => {
    const given = argument(args, 0);
    if (isMissing(given)) return apply(original, self, args);
    try {
      return apply(original, self, [check(given)]);
    } catch (error) {
      return rejected(error);
    }
  };
  const options = (given) => optionsOf(given, realm);
  wrapMethod("FedCM", realm, "CredentialsContainer", "get", handle(options));
  wrapMethod("WebAuthn", realm, "CredentialsContainer", "create", handle(options));
  const stored = (credential) => {
    for (let at = 0; at < iconsOf.length; at++) {
      let icon;
      try {
        icon = iconsOf[at] && apply(iconsOf[at], credential, []);
      } catch {
        // Of the other kind.
      }
      checkIcon(icon, realm);
    }
    return credential;
  };
  wrapMethod("", realm, "CredentialsContainer", "store", handle(stored));

  const signaled = (given) => {
    const copy = copyOf(given);
    checkRpId(copy, "rpId");
    return copy;
  };
  wrapStatic(realm.PublicKeyCredential, "signalUnknownCredential", handle(signaled));
  wrapStatic(realm.PublicKeyCredential, "signalAllAcceptedCredentials", handle(signaled));
  wrapStatic(realm.PublicKeyCredential, "signalCurrentUserDetails", handle(signaled));

  const configured = (given) => checkConfiguration(given, realm);
  wrapStatic(realm.IdentityProvider, "getUserInfo", handle(configured));
  wrapStatic(realm.IdentityCredential, "disconnect", handle(configured));
});
