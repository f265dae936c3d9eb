//! Rules about what leaves: beacons, Background Fetch, speculation, commands.

use crate::rules::{Guide, Rule, Severity};

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "scan-beacon-without-allowlist",
        severity: Severity::High,
        score: -22,
        guide: Guide::Beacon,
        is_guides: true,
        title: "A beacon goes where nothing lists",
        why: "`sendBeacon`, keepalive fetch and `fetchLater` outlive the page. Whoever gets to choose the address, by a parameter or a configuration, takes along what the body holds, and nobody sees the answer.",
        fix: "Compare the address with a list before the call, or write it there; `connect-src` holds it in the browser.",
        wrong: "Every caller passes a constant: write it here instead.",
        file: "track.js",
        raised: r#"export function track(endpoint, event) {
    navigator.sendBeacon(endpoint, JSON.stringify(event));
}"#,
        fixed: r#"const ENDPOINTS = new Set(["https://stats.example/collect"]);

export function track(endpoint, event) {
    if (!ENDPOINTS.has(endpoint)) return;
    navigator.sendBeacon(endpoint, JSON.stringify(event));
}"#,
    },
    Rule {
        code: "scan-beacon-destination-from-output",
        severity: Severity::High,
        score: -12,
        guide: Guide::Beacon,
        is_guides: true,
        title: "What a server sent chooses where data goes",
        why: "A tool's result or a prompt that was injected names the host: beacons, images made by script and forms carry what is put beside it, without any answer that could be checked.",
        fix: "Compare the origin with a list before the call.",
        wrong: "None that we know.",
        file: "report.js",
        raised: r#"const result = await client.callTool({ name: "configure", arguments: {} });
navigator.sendBeacon(result.structuredContent.reportUrl, state);"#,
        fixed: r#"const REPORTS = new Set(["https://stats.example"]);
const result = await client.callTool({ name: "configure", arguments: {} });
const url = new URL(result.structuredContent.reportUrl);
if (REPORTS.has(url.origin)) {
    navigator.sendBeacon(url, state);
}"#,
    },
    Rule {
        code: "scan-request-destination-from-output",
        severity: Severity::Medium,
        score: -8,
        guide: Guide::Beacon,
        is_guides: false,
        title: "What a server sent chooses a request's host",
        why: "The request leaves with the page's cookies or from inside the network, and its answer is taken for the one that was asked for.",
        fix: "Compare the origin with a list before the call.",
        wrong: "A client whose work is to fetch what the user asked for, with no cookies.",
        file: "load.js",
        raised: r#"const result = await client.callTool({ name: "next", arguments: {} });
const page = await fetch(result.structuredContent.next);"#,
        fixed: r#"const result = await client.callTool({ name: "next", arguments: {} });
const page = await fetch(`https://api.example/pages/${result.structuredContent.next}`);"#,
    },
    Rule {
        code: "scan-background-fetch-open",
        severity: Severity::High,
        score: -20,
        guide: Guide::BackgroundFetch,
        is_guides: true,
        title: "Any script of the page reaches a service worker's registration",
        why: "A script that was injected starts a Background Fetch with it, which goes on when the tab and the browser are closed.",
        fix: "Keep the registration in a module's scope, and let a function of your own decide what is fetched.",
        wrong: "The page holds no script but yours, by its CSP.",
        file: "register.js",
        raised: r#"const registration = await navigator.serviceWorker.register("/sw.js");
window.registration = registration;"#,
        fixed: r#"const registration = await navigator.serviceWorker.register("/sw.js");
export const download = (name) => registration.backgroundFetch.fetch(name, ["/files/pack.zip"]);"#,
    },
    Rule {
        code: "scan-background-fetch-unlisted",
        severity: Severity::High,
        score: -16,
        guide: Guide::BackgroundFetch,
        is_guides: true,
        title: "A Background Fetch goes where nothing lists",
        why: "It is sent after the page was closed, and `connect-src` holds its first address alone.",
        fix: "Compare each address with a list before the call.",
        wrong: "Every caller passes a constant: write it here instead.",
        file: "download.js",
        raised: r#"export async function download(registration, url) {
    await registration.backgroundFetch.fetch("pack", [url]);
}"#,
        fixed: r#"const FILES = new Set(["/files/pack.zip", "/files/voices.zip"]);

export async function download(registration, url) {
    if (!FILES.has(url)) throw new Error("not one of ours");
    await registration.backgroundFetch.fetch("pack", [url]);
}"#,
    },
    Rule {
        code: "scan-background-fetch-from-output",
        severity: Severity::High,
        score: -16,
        guide: Guide::BackgroundFetch,
        is_guides: false,
        title: "What a server sent chooses what a Background Fetch asks for",
        why: "The transfer goes to the server's host and goes on when the browser is closed.",
        fix: "Compare the origin with a list before the call.",
        wrong: "None that we know.",
        file: "download.js",
        raised: r#"const result = await client.callTool({ name: "files", arguments: {} });
const ready = await navigator.serviceWorker.ready;
await ready.backgroundFetch.fetch("files", result.structuredContent.urls);"#,
        fixed: r#"const result = await client.callTool({ name: "files", arguments: {} });
const ready = await navigator.serviceWorker.ready;
const urls = result.structuredContent.urls.filter((url) => FILES.has(url));
await ready.backgroundFetch.fetch("files", urls);"#,
    },
    Rule {
        code: "scan-worker-evaluates-message",
        severity: Severity::Critical,
        score: -18,
        guide: Guide::BackgroundFetch,
        is_guides: true,
        title: "A service worker runs what a message holds",
        why: "A script that ran once in any page of the origin leaves its code in the worker, which serves all pages from then on.",
        fix: "Choose from a table of functions by a name in the message; never evaluate or import what it holds.",
        wrong: "None that we know.",
        file: "sw.js",
        raised: r#"self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("message", (event) => {
    eval(event.data.code);
});"#,
        fixed: r#"const TASKS = { clear: () => caches.delete("pages") };
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("message", (event) => {
    if (Object.hasOwn(TASKS, event.data.task)) TASKS[event.data.task]();
});"#,
    },
    Rule {
        code: "scan-worker-scope-wide",
        severity: Severity::Low,
        score: -2,
        guide: Guide::BackgroundFetch,
        is_guides: false,
        title: "A service worker takes a wider scope than its folder",
        why: "It answers for pages that it has no part in; whoever gets into it has them all.",
        fix: "Leave `scope` out, or name the folder that needs it.",
        wrong: "A worker of the whole application, which is what the folder's name does not say.",
        file: "register.js",
        raised: r#"navigator.serviceWorker.register("/widgets/chat/sw.js", { scope: "/" });"#,
        fixed: r#"navigator.serviceWorker.register("/widgets/chat/sw.js");"#,
    },
    Rule {
        code: "scan-speculation-rules-from-output",
        severity: Severity::High,
        score: -14,
        guide: Guide::Speculation,
        is_guides: false,
        title: "What a server sent becomes speculation rules",
        why: "The browser fetches what they name, across sites, with what the server writes into the address, and no CSP stops a cross-site prefetch.",
        fix: "List the addresses that may be fetched ahead.",
        wrong: "None that we know.",
        file: "ahead.js",
        raised: r#"const result = await client.callTool({ name: "links", arguments: {} });
const script = document.createElement("script");
script.type = "speculationrules";
script.textContent = JSON.stringify({ prefetch: [{ urls: result.structuredContent.links }] });
document.head.append(script);"#,
        fixed: r#"const result = await client.callTool({ name: "links", arguments: {} });
const script = document.createElement("script");
script.type = "speculationrules";
const urls = result.structuredContent.links.filter((url) => PAGES.has(url));
script.textContent = JSON.stringify({ prefetch: [{ urls }] });
document.head.append(script);"#,
    },
    Rule {
        code: "scan-speculation-rules-match-output",
        severity: Severity::High,
        score: -14,
        guide: Guide::Speculation,
        is_guides: false,
        title: "A document rule takes links of tool output",
        why: "A link that a server wrote is fetched as soon as it stands there, under a strict CSP: measured in Chromium.",
        fix: r#"Leave output out by a selector: `{ not: { selector_matches: ".tool-output a" } }`."#,
        wrong: "The page shows nothing that somebody else wrote.",
        file: "page.html",
        raised: r#"<script type="speculationrules">
{ "prefetch": [{ "source": "document", "where": { "href_matches": "/*" }, "eagerness": "moderate" }] }
</script>"#,
        fixed: r#"<script type="speculationrules">
{ "prefetch": [{ "where": { "and": [{ "href_matches": "/docs/*" }, { "not": { "selector_matches": ".tool-output a" } }] } }] }
</script>"#,
    },
    Rule {
        code: "scan-command-from-output",
        severity: Severity::Critical,
        score: -24,
        guide: Guide::FetchMetadata,
        is_guides: false,
        title: "What a server sent becomes a command of a shell",
        why: "The shell runs what stands behind `;`, `|` or `$( )` in it, as the user.",
        fix: "Call the program without a shell: `execFile` with an array.",
        wrong: "None that we know.",
        file: "run.js",
        raised: r#"import { exec } from "node:child_process";

const result = await client.callTool({ name: "path", arguments: {} });
exec(`open ${result.content[0].text}`);"#,
        fixed: r#"import { execFile } from "node:child_process";

const result = await client.callTool({ name: "path", arguments: {} });
execFile("less", [result.content[0].text]);"#,
    },
    Rule {
        code: "scan-opened-url-from-output",
        severity: Severity::Critical,
        score: -20,
        guide: Guide::FetchMetadata,
        is_guides: false,
        title: "The system opens an address that a server chose",
        why: "An opener takes more than web addresses: a path, another program's scheme, and on Windows what a shell makes of it.",
        fix: "Let `http:` and `https:` through alone, before the call.",
        wrong: "None that we know.",
        file: "auth.js",
        raised: r#"import open from "open";

const metadata = await discoverOAuthMetadata(serverUrl);
await open(metadata.authorization_endpoint);"#,
        fixed: r#"import open from "open";

const metadata = await discoverOAuthMetadata(serverUrl);
const url = new URL(metadata.authorization_endpoint);
if (url.protocol !== "https:") throw new Error("not a web address");
await open(url.href);"#,
    },
];
