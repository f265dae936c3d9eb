// Signing in by a passkey of the page's own host, with an authenticator that the browser's driver stands in for.
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { documentOf, isUp, open, site, violations } from "./guarded.mjs";

/** What a page does to sign up and in. Every call answers with the id of the credential, or an error's name. */
const PAGE = `
  const bytes = () => crypto.getRandomValues(new Uint8Array(16));
  const idOf = (promise) => promise.then((credential) => credential.id, (error) => error.name);
  const requested = (rpId) => ({ challenge: bytes(), timeout: 20_000, userVerification: "required", ...(rpId && { rpId }) });
  window.signUp = (id) => idOf(navigator.credentials.create({ publicKey: {
    challenge: bytes(),
    timeout: 20_000,
    rp: { name: "App", ...(id && { id }) },
    user: { id: bytes(), name: "user", displayName: "User" },
    pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -257 }],
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  } }));
  window.signIn = (rpId) => idOf(navigator.credentials.get({ publicKey: requested(rpId) }));
  window.offer = (rpId) => {
    const offered = new AbortController();
    setTimeout(() => offered.abort(), 100);
    return idOf(navigator.credentials.get({ mediation: "conditional", signal: offered.signal, publicKey: requested(rpId) }));
  };
  window.forget = (rpId, credentialId) =>
    PublicKeyCredential.signalUnknownCredential
      ? PublicKeyCredential.signalUnknownCredential({ rpId, credentialId }).then(() => "told", (error) => error.name)
      : "absent";`;

const HOST = "localhost";
const FOREIGN = ["up.other.test", "in.other.test"];

export function passkeys(browserOf) {
  suite("a page that signs in by a passkey", () => {
    async function opened(t) {
      const browser = browserOf();
      const { origin } = await site(t, { "/": documentOf("", PAGE, { connect: ["'self'"] }) });
      t.after(await browser.standInForAuthenticator());
      await open(browser, origin.replace("127.0.0.1", HOST));
      return browser;
    }

    for (const [name, rpId] of [
      ["for its own host", HOST],
      ["for whatever its host is", null],
    ]) {
      test(name, async (t) => {
        const browser = await opened(t);
        const made = await browser.run((id) => window.signUp(id), rpId);
        assert.match(made, /^[\w-]{20,}$/);
        assert.equal(await browser.run((id) => window.signIn(id), rpId), made);
        const offered = await browser.run((id) => window.offer(id), rpId);
        // Chromium's stand-in picks it at once; Firefox's waits for a user to.
        assert.ok([made, "AbortError"].includes(offered), offered);
        assert.match(await browser.run((id, made) => window.forget(id, made), HOST, made), /^(told|absent)$/);
        assert.deepEqual(await violations(browser), []);
        await isUp(t, browser);
      });
    }

    test("for another host, it is refused", async (t) => {
      const browser = await opened(t);
      assert.equal(await browser.run((id) => window.signUp(id), FOREIGN[0]), "SecurityError");
      assert.equal(await browser.run((id) => window.signIn(id), FOREIGN[1]), "SecurityError");
      assert.deepEqual(
        await violations(browser),
        FOREIGN.map((host) => ["WebAuthn", `https://${host}`]),
      );
    });
  });
}
