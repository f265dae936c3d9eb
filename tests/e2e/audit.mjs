// `auditPage` on pages that a server sends with known policies: what it reports of them, and that each finding about pages is
// raised by a real one.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, suite, test } from "node:test";
import { packageScript } from "../support/package-scripts.mjs";
import { listen, shut } from "../support/servers.mjs";

const DOCS = new URL("../../docs/findings.md", import.meta.url);
const HTML = "text/html; charset=utf-8";
const SCRIPT = "text/javascript; charset=utf-8";

const CSP = "Content-Security-Policy";
const REPORT_ONLY = "Content-Security-Policy-Report-Only";
const RUNS = "script-src 'self' 'wasm-unsafe-eval'";
const STRICT = `default-src 'none'; ${RUNS}; connect-src 'self'; require-trusted-types-for 'script'; trusted-types mcp-cordon`;
const META = "img-src 'self'; connect-src 'self'";
/** Written so that no browser names it in an event as it stands. */
const ODD = `Script-Src 'self' 'wasm-unsafe-eval' CDN.test; connect-src 'SELF'   api.test:443 a_b 'nonsense' HTTP://B.test/Path?q ; ; connect-src *; no-such-src x; img-src`;
const metaOf = (policy) => `<meta http-equiv="${CSP}" content="${policy}">`;

const SANDBOXES = `<iframe sandbox="allow-scripts allow-same-origin" srcdoc="x"></iframe><iframe src="http://127.0.0.2:9/"></iframe>`;
const RULES = `{"prefetch":[{"source":"list","urls":["/next"]}]}`;
const RULES_ELEMENT = `<script type="speculationrules">${RULES}</script>`;
const CLOBBERING = `<img name="head"><img name="querySelectorAll"><form name="addEventListener"></form>`;

/** Audits itself, and tells the page around it what was found. */
const TELLING = `<script>addEventListener("load", async () => {
  while (!window.cordon) await new Promise((resolve) => setTimeout(resolve, 20));
  const { findings } = await cordon.auditPage({ refetch: false });
  parent.postMessage(findings.map(({ code }) => code), "*");
});</script>`;

/** Two origins, one of which minds its errors and its workers. */
const SITES = {
  careful: {
    everywhere: { [CSP]: STRICT },
    pages: {
      "/declared": {
        headers: { [CSP]: STRICT, [REPORT_ONLY]: "connect-src 'none'; script-src 'self' 'wasm-unsafe-eval'" },
        head: metaOf(META),
      },
      "/odd": { headers: { [CSP]: [ODD, `${RUNS}; connect-src 'self' c.test, connect-src 'self' d.test`] } },
      "/silent": { headers: { [CSP]: `${RUNS}; connect-src 'none'` } },
      "/guarded": { headers: {} },
      "/clobbered": { headers: { [CSP]: STRICT }, body: CLOBBERING },
      "/sandboxed": { headers: { [CSP]: `${RUNS} *; sandbox allow-scripts` } },
    },
  },
  careless: {
    everywhere: {},
    pages: {
      "/bare": { headers: {} },
      "/outer": {
        headers: {},
        body: "<script>onmessage = ({ data }) => (window.codes = data);</script><iframe></iframe>",
      },
      "/framed": { headers: {}, body: TELLING },
      "/": { headers: { [CSP]: `${RUNS} 'unsafe-inline'; connect-src 'self'` }, body: SANDBOXES + RULES_ELEMENT },
      "/worker": {
        headers: { [CSP]: RUNS },
        head: `<link rel="modulepreload" href="/load.js?ahead"><link rel="prefetch" href="/load.js?later">`,
      },
      "/changed": { headers: { [CSP]: RUNS }, again: { [CSP]: "script-src 'self'" } },
    },
  },
};

async function serveSite({ everywhere, pages }) {
  const asked = new Set();
  const server = createServer(({ url }, response) => {
    const send = (status, type, body, headers = everywhere) => {
      const own = { "Content-Type": type, "Cache-Control": "no-store", "Access-Control-Allow-Origin": "*" };
      response.writeHead(status, { ...own, ...headers }).end(body);
    };
    const { pathname } = new URL(url, "http://site");
    const page = pages[pathname];
    if (page) {
      const headers = (asked.has(pathname) && page.again) || page.headers;
      asked.add(pathname);
      const head = `<meta charset="utf-8"><link rel="icon" href="data:,">${page.head ?? ""}<title>page</title>`;
      const loads = `<script type="module" src="/load.js"></script>`;
      return send(
        200,
        HTML,
        `<!doctype html><html><head>${head}${loads}</head><body>${page.body ?? ""}</body></html>`,
        headers,
      );
    }
    if (pathname === "/load.js")
      return send(200, SCRIPT, `import * as cordon from "/index.js"; window.cordon = cordon;`);
    const script = packageScript(pathname);
    if (script !== undefined) return send(200, SCRIPT, script);
    if (pathname === "/workers/own.js") return send(200, SCRIPT, "");
    if (pathname === "/workers/sw.js") return send(200, SCRIPT, "", { ...everywhere, "Service-Worker-Allowed": "/" });
    send(404, HTML, "missing");
  });
  return listen(server);
}

const auditIn = (options) => window.cordon.auditPage(options);
const codesOf = ({ findings }) => findings.map(({ code }) => code);
const isDrift = (code) => code.startsWith("policy-drift-");
const sourcesOf = ({ policies }) => policies.map(({ source, disposition }) => `${source} ${disposition}`).sort();

export function audit(Browser) {
  suite(`the audit of a page in ${Browser.engine}`, () => {
    let careful, careless, browser;
    const raised = new Set();

    before(async () => {
      careful = await serveSite(SITES.careful);
      careless = await serveSite(SITES.careless);
      browser = await Browser.launch({ hosts: ["app.test"] });
    });
    after(() => shut(browser, careful, careless));

    async function open(site, path, origin = site.origin) {
      await browser.open(origin + path);
      await browser.until(() => window.cordon !== undefined, [], `the package on ${path}`);
    }

    async function judge(options) {
      const report = await browser.run(auditIn, options);
      for (const code of codesOf(report)) raised.add(code);
      assert.equal(100 + report.breakdown.reduce((sum, { score }) => sum + score, 0), report.score);
      return report;
    }

    for (const probe of [false, true, "invalid", "data"]) {
      test(`header, meta and report-only are told, each once, with the probe ${probe}`, async () => {
        await open(careful, "/declared");
        const report = await judge({ probe });
        assert.deepEqual(sourcesOf(report), ["header enforce", "meta enforce", "report-only report"]);
        const textOf = (source) => report.policies.find((policy) => policy.source === source).text;
        assert.equal(textOf("header"), STRICT);
        assert.equal(textOf("meta"), META);
        assert.equal(textOf("report-only"), "connect-src 'none'; script-src 'self' 'wasm-unsafe-eval'");
        const codes = codesOf(report);
        for (const code of ["csp-error-page-without-policy", "trusted-types-not-required", "csp-missing"]) {
          assert.ok(!codes.includes(code), code);
        }
        assert.equal(new Set(codes).size, codes.length, codes.join());
      });
    }

    for (const probe of ["invalid", "data"]) {
      test(`policies that the browser names in its own words count once, with the probe ${probe}`, async () => {
        await open(careful, "/odd");
        assert.deepEqual(sourcesOf(await judge({ probe })), ["header enforce", "header enforce", "header enforce"]);
      });

      test(`without a refetch, the probe ${probe} tells the header`, async () => {
        await open(careful, "/odd");
        const report = await judge({ probe, refetch: false });
        assert.deepEqual(sourcesOf(report), ["event enforce", "event enforce", "event enforce"]);
        assert.ok(!codesOf(report).includes("csp-missing"));
      });
    }

    test("a policy that refuses the refetch names itself", async () => {
      await open(careful, "/silent");
      const { policies, findings } = await judge({});
      assert.deepEqual(
        policies.map(({ source }) => source),
        ["event"],
      );
      assert.match(policies[0].text, /connect-src 'none'/);
      assert.ok(!findings.some(({ code }) => code === "csp-missing"));
    });

    test("a meta that was put in by script and taken out again is in force, and told by its event", async () => {
      await open(careful, "/guarded");
      await browser.run(
        (name, content) => {
          const meta = document.createElement("meta");
          meta.httpEquiv = name;
          meta.content = content;
          document.head.append(meta);
          meta.remove();
        },
        CSP,
        "connect-src 'self'",
      );
      assert.deepEqual(sourcesOf(await judge({ probe: "data" })), ["event enforce"]);
    });

    test("where there is no policy, there is none, whatever a script makes of events", async () => {
      await open(careless, "/bare");
      const heard = await browser.run(() => {
        window.heard = [];
        const forge = () => {
          for (const blockedURI of ["data", location.href]) {
            const said = {
              blockedURI,
              effectiveDirective: "connect-src",
              originalPolicy: "default-src 'none'",
              disposition: "enforce",
            };
            document.dispatchEvent(
              new SecurityPolicyViolationEvent("securitypolicyviolation", { ...said, bubbles: true }),
            );
          }
        };
        document.addEventListener("securitypolicyviolation", (event) => window.heard.push(event.originalPolicy));
        setInterval(forge, 5);
        forge();
        return window.heard;
      });
      assert.deepEqual(heard, ["default-src 'none'", "default-src 'none'"], "the forged events are events");
      for (const probe of [true, "data"]) {
        const report = await judge({ probe });
        assert.deepEqual(report.policies, []);
        assert.ok(codesOf(report).includes("csp-missing"));
      }
      assert.ok((await browser.run(() => window.heard.length)) > 10);
    });

    test("a careless origin is told of its errors, its worker, its frames and its rules", async () => {
      await open(careless, "/");
      await browser.run(async () => {
        await navigator.serviceWorker.register("/workers/sw.js", { scope: "/" });
        await navigator.serviceWorker.ready;
      });
      const { findings } = await judge({});
      const evidenceOf = (code) => findings.find((finding) => finding.code === code)?.evidence;
      assert.match(evidenceOf("csp-error-page-without-policy").url, /\/cordon-audit-\d+$/);
      assert.equal(evidenceOf("csp-worker-script-without-policy").url, `${careless.origin}/workers/sw.js`);
      assert.equal(evidenceOf("service-worker-scope-widened").path, `${careless.origin}/`);
      assert.equal(evidenceOf("frame-sandbox-removable").value, "allow-scripts allow-same-origin");
      assert.equal(evidenceOf("frame-without-sandbox").url, "http://127.0.0.2:9/");
      assert.equal(evidenceOf("speculation-rules-in-page").value, RULES);
      assert.ok(findings.some(({ code }) => code === "trusted-types-not-required"));
      assert.equal(evidenceOf("background-fetch-open").url, `${careless.origin}/workers/sw.js`);
      assert.equal(evidenceOf("background-fetch-unlisted"), undefined, "connect-src names the hosts");
      await open(careless, "/bare");
      const bare = codesOf(await judge({}));
      for (const code of ["sink-without-url-allowlist", "background-fetch-unlisted"])
        assert.ok(bare.includes(code), code);
      await browser.run(() => void window.cordon.installGuard({}, { pinCsp: false }));
      const guarded = codesOf(await judge({}));
      for (const code of ["sink-without-url-allowlist", "background-fetch-open"])
        assert.ok(!guarded.includes(code), code);
      await browser.run(async () => {
        for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
      });
    });

    test("a careful origin's worker is not told of", async () => {
      await open(careful, "/guarded");
      await browser.run(async () => {
        await navigator.serviceWorker.register("/workers/sw.js", { scope: "/workers/" });
      });
      await open(careful, "/declared");
      const codes = codesOf(await judge({}));
      for (const code of ["csp-worker-script-without-policy", "service-worker-scope-widened"])
        assert.ok(!codes.includes(code), code);
    });

    test("a page's own worker is told of, and its preloads are not", async () => {
      for (const [site, told] of [
        [careless, true],
        [careful, false],
      ]) {
        await open(site, told ? "/worker" : "/odd");
        await browser.run(
          () =>
            new Promise((resolve) => {
              void new Worker("/workers/own.js");
              setTimeout(resolve, 300);
            }),
        );
        const { findings } = await judge({});
        const evidence = findings.find(({ code }) => code === "csp-worker-script-without-policy")?.evidence;
        assert.equal(evidence?.url, told ? `${site.origin}/workers/own.js` : undefined);
        assert.equal(evidence?.value, undefined, "no other is named");
      }
    });

    test("a header that has lost 'wasm-unsafe-eval' since is told of", async () => {
      await open(careless, "/changed");
      assert.ok(codesOf(await judge({})).includes("csp-wasm-unsafe-eval-missing"));
    });

    test("a guard counts none of the audit's own requests", async () => {
      for (const connect of [["'self'"], ["https://api.test"]]) {
        await open(careful, "/guarded");
        await browser.run((connect) => {
          window.guard = window.cordon.installGuard({ connect });
        }, connect);
        for (const probe of [false, true, "data"]) {
          const report = await judge({ probe });
          assert.equal(report.policies.filter(({ source }) => source === "meta").length, 1, "the pinned one, once");
          assert.equal(report.policies.length, 1);
        }
        assert.deepEqual(await browser.run(() => window.guard.violations), [], connect.join());
        await browser.run(() => fetch("https://elsewhere.invalid/").catch(() => {}));
        assert.equal(await browser.run(() => window.guard.violations.length), 1, "the guard is awake");
      }
    });

    test("names in the document and functions replaced later change nothing", async () => {
      await open(careful, "/clobbered");
      const report = await browser.run(async () => {
        const broken = () => {
          throw new Error("replaced");
        };
        window.fetch = broken;
        window.setTimeout = broken;
        for (const [name, property] of [
          ["Document", "querySelectorAll"],
          ["Element", "querySelectorAll"],
          ["Headers", "forEach"],
          ["EventTarget", "addEventListener"],
        ]) {
          window[name].prototype[property] = broken;
        }
        Object.defineProperty(Response.prototype, "headers", { get: broken });
        return window.cordon.auditPage({ probe: "data" });
      });
      assert.deepEqual(sourcesOf(report), ["header enforce"]);
    });

    test("a page that another origin has in a frame is told of it", async () => {
      await open(careless, "/outer", `http://app.test:${careless.port}`);
      const frame = (url) => {
        document.querySelector("iframe").src = url;
      };
      await browser.run(frame, `${careless.origin}/framed`);
      const codes = await browser.until(() => window.codes, [], "what the frame found");
      assert.ok(codes.includes("page-framed-by-other-origin"), `${codes}`);
      for (const code of codes) raised.add(code);
    });

    test("in a document of an opaque origin it answers", async () => {
      await open(careful, "/sandboxed");
      const report = await judge({ probe: true });
      assert.ok(report.score <= 100);
    });

    test("a page that is wider than its policy is told of, with both sides", async () => {
      await open(careful, "/declared");
      assert.deepEqual(
        codesOf(await judge({ policy: { resources: ["*"], frames: ["*"], connect: ["*"] } })).filter(isDrift),
        [],
      );
      const policy = { connect: ["https://api.example.com"] };
      const { findings } = await judge({ policy });
      const drift = findings.find(({ code }) => code === "policy-drift-connect");
      assert.match(drift.why, /connect-src allows 'self'; policy\.connect is https:\/\/api\.example\.com/);
      await assert.rejects(judge({ policy: { connect: ["self"] } }), /policy\.connect: "self"/);
    });

    test("it works where the page is no secure context", async () => {
      await open(careful, "/declared", `http://app.test:${careful.port}`);
      assert.equal(await browser.run(() => window.isSecureContext), false);
      assert.deepEqual(sourcesOf(await judge({ probe: true })), [
        "header enforce",
        "meta enforce",
        "report-only report",
      ]);
    });

    test("each finding about pages has been raised here", () => {
      const [, section] = readFileSync(DOCS, "utf8").split("\n## The page\n");
      const codes = [...section.split("\n## ")[0].matchAll(/^### `([^`]+)`$/gm)].map(([, code]) => code);
      assert.ok(codes.length > 5);
      assert.deepEqual(
        codes.filter((code) => !raised.has(code)),
        [],
      );
    });
  });
}
