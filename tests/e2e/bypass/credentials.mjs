// Public key credentials: the browser asks the host of an RP id that is not the page's own, by itself and at once. The page is
// at `localhost`, since an address can claim no RP id; `rp` is a name of the attacker's.
const get = (options) => `({ rp }) => {
  const challenge = new Uint8Array(32);
  return navigator.credentials.get(${options}).catch(() => {});
}`;
const create = (options) => `({ rp }) => {
  const challenge = new Uint8Array(32);
  const rest = { challenge, user: { id: challenge, name: "x", displayName: "x" }, pubKeyCredParams: [{ type: "public-key", alg: -7 }] };
  return navigator.credentials.create(${options}).catch(() => {});
}`;
const signal = (method, rest) => `({ rp }) => PublicKeyCredential.${method}({ rpId: rp, ${rest} }).catch(() => {})`;

const scripts = {
  get: get("{ publicKey: { challenge, rpId: rp } }"),
  "get with a list": get(
    `{ publicKey: { challenge, rpId: rp, allowCredentials: [{ type: "public-key", id: challenge }] } }`,
  ),
  "get, conditionally": get(`{ mediation: "conditional", publicKey: { challenge, rpId: rp } }`),
  "get with capitals": get("{ publicKey: { challenge, rpId: rp.toUpperCase() } }"),
  "get, inherited": get("Object.create({ publicKey: Object.create({ challenge, rpId: rp }) })"),
  "get by getters": get("{ get publicKey() { return { challenge, get rpId() { return rp; } }; } }"),
  "get by a proxy": get("new Proxy({ publicKey: { challenge, rpId: rp } }, {})"),
  "get after one that is allowed": `async ({ rp }) => {
    const challenge = new Uint8Array(32);
    const own = new AbortController();
    navigator.credentials.get({ signal: own.signal, publicKey: { challenge } }).catch(() => {});
    own.abort();
    await new Promise((resolve) => setTimeout(resolve, 50));
    return navigator.credentials.get({ publicKey: { challenge, rpId: rp } }).catch(() => {});
  }`,
  "get by the prototype": `({ rp }) => CredentialsContainer.prototype.get
    .call(navigator.credentials, { publicKey: { challenge: new Uint8Array(32), rpId: rp } }).catch(() => {})`,
  "get by a frame": `({ rp, add }) => add("iframe").contentWindow.navigator.credentials
    .get({ publicKey: { challenge: new Uint8Array(32), rpId: rp } }).catch(() => {})`,
  "get in srcdoc": `({ rp, add, script }) => void add("iframe", { allow: "publickey-credentials-get", srcdoc: script(
    \`navigator.credentials.get({ publicKey: { challenge: new Uint8Array(32), rpId: "\${rp}" } })\`) })`,
  "get, parsed": `({ rp }) => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(
    { challenge: "AAAAAAAAAAAAAAAAAAAAAA", rpId: rp }) }).catch(() => {})`,
  create: create("{ publicKey: { ...rest, rp: { id: rp, name: 'x' } } }"),
  "create, inherited": create("{ publicKey: Object.assign(Object.create({ rp: { id: rp, name: 'x' } }), rest) }"),
  "create by a frame": `({ rp, add }) => add("iframe").contentWindow.navigator.credentials.create({ publicKey: {
    challenge: new Uint8Array(32), rp: { id: rp, name: "x" },
    user: { id: new Uint8Array(1), name: "x", displayName: "x" }, pubKeyCredParams: [] } }).catch(() => {})`,
  "signal an unknown credential": signal("signalUnknownCredential", `credentialId: "AAAA"`),
  "signal all credentials": signal("signalAllAcceptedCredentials", `userId: "AAAA", allAcceptedCredentialIds: []`),
  "signal a user": signal("signalCurrentUserDetails", `userId: "AAAA", name: "x", displayName: "x"`),
  "signal by a frame": `({ rp, add }) => add("iframe").contentWindow.PublicKeyCredential
    .signalUnknownCredential({ rpId: rp, credentialId: "AAAA" }).catch(() => {})`,
};

export default Object.fromEntries(
  Object.entries(scripts).map(([name, source]) => [name, { source, host: "localhost" }]),
);
