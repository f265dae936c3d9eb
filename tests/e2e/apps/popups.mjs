// Signing in by a popup, as OAuth libraries do: the provider's page, or the page's own that it comes back to, tells its
// opener.
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { SETTLE_MS, documentOf, isUp, open, shows, site, violations } from "./guarded.mjs";

const BODY = "<button>Sign in</button><output></output>";
const TELLS = `opener.postMessage("granted", "*");`;

/** The page: a click opens the popup, and what it says is shown. */
const PAGE = (opens) => `
  document.querySelector("button").onclick = () => {
    const popup = ${opens};
    window.isRefused = popup === null;
  };
  addEventListener("message", ({ data }) => {
    document.querySelector("output").textContent = data;
  });`;

const DIRECTLY = (url) => `open("${url}", "login", "popup,width=400,height=500")`;
/** So that the popup is the click's, while the address is still awaited. */
const EMPTY_FIRST = (url) =>
  `open("", "login", "popup,width=400,height=500"); setTimeout(() => (popup.location.href = "${url}"), 50)`;

/** What the policy says of the provider, how the page opens the popup, and what the provider's page is in the end. */
const ALLOWED = {
  "to a listed origin": {
    policy: (origin) => ({ links: { origins: [origin] }, messages: [origin] }),
    opens: DIRECTLY,
  },
  "opened empty, then sent to a listed origin": {
    policy: (origin) => ({ connect: ["'self'", origin], messages: [origin] }),
    opens: EMPTY_FIRST,
  },
  "that is sent back to the page's own origin at once": {
    policy: (origin) => ({ links: { origins: [origin] } }),
    opens: DIRECTLY,
    provides: (back) => back,
  },
  // What the page that comes back can see of its history is the provider: that one is listed.
  "that comes back to the page's own origin once the user has signed in": {
    policy: (origin) => ({ links: { origins: [origin] }, messages: [origin] }),
    opens: DIRECTLY,
    provides: (back) => documentOf("", `location = "${back}"`),
  },
};

/** A provider, and a page of an application that signs in there. */
async function login(t, { policy, opens, provides = () => documentOf("", TELLS) }) {
  const documents = {};
  const page = await site(t, documents);
  const provider = await site(t, { "/authorize": provides(`${page.origin}/callback`) });
  const written = policy(provider.origin);
  documents["/"] = documentOf(BODY, PAGE(opens(`${provider.origin}/authorize`)), written);
  documents["/callback"] = documentOf("", TELLS, written);
  return { page, provider };
}

async function clicked(browser, page) {
  await open(browser, page.origin);
  await browser.click("button");
}

export function popups(browserOf) {
  suite("a page that signs in by a popup", () => {
    for (const [name, row] of Object.entries(ALLOWED)) {
      test(name, async (t) => {
        const browser = browserOf();
        const { page } = await login(t, row);
        await clicked(browser, page);
        await shows(browser, "output", "granted");
        assert.deepEqual(await violations(browser), []);
        await browser.closeOthers();
        await isUp(t, browser);
      });
    }

    test("to an origin off the list, it is refused", async (t) => {
      const browser = browserOf();
      const { page, provider } = await login(t, {
        policy: (origin) => ({ links: { origins: [] }, messages: [origin] }),
        opens: DIRECTLY,
      });
      await clicked(browser, page);
      assert.equal(await browser.until(() => `${window.isRefused}`, [], "the click"), "true");
      await sleep(SETTLE_MS);
      assert.deepEqual(await violations(browser), [["window.open", provider.origin]]);
      assert.deepEqual(provider.reached, []);
    });

    test("what the popup says is not heard where messages do not list it", async (t) => {
      const browser = browserOf();
      const { page, provider } = await login(t, { policy: () => ({}), opens: DIRECTLY });
      await clicked(browser, page);
      await browser.until(() => window.guard.violations.length > 0, [], "the refusal");
      await sleep(SETTLE_MS);
      assert.deepEqual(await violations(browser), [["message", provider.origin]]);
      assert.equal(await browser.run(() => document.querySelector("output").textContent), "");
      await browser.closeOthers();
    });
  });
}
