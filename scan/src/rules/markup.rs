//! Rules about what becomes markup, script or an address.

use crate::rules::{Guide, Rule, Severity};

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "scan-markup-from-output",
        severity: Severity::High,
        score: -20,
        guide: Guide::Speculation,
        is_guides: false,
        title: "What a server sent becomes markup",
        why: "An event handler in it runs script with the page's rights, a form asks for a password, a link fetches ahead.",
        fix: "Sanitize it where it is shown: `renderToolOutput(target, html)` of mcp-cordon, or show it as text.",
        wrong: "A server that only you write, whose results hold nobody else's data.",
        file: "chat.js",
        raised: r##"const result = await client.callTool({ name: "page", arguments: {} });
document.querySelector("#answer").innerHTML = result.content[0].text;"##,
        fixed: r##"import { renderToolOutput } from "mcp-cordon";

const result = await client.callTool({ name: "page", arguments: {} });
renderToolOutput(document.querySelector("#answer"), result.content[0].text);"##,
    },
    Rule {
        code: "scan-markup-changed-after-sanitizing",
        severity: Severity::High,
        score: -14,
        guide: Guide::Speculation,
        is_guides: false,
        title: "Sanitized text is changed before it becomes markup",
        why: "A sanitizer answers for what it gave back. A renderer of Markdown, a decoder, a replacement make new markup of it.",
        fix: "Change first, sanitize last.",
        wrong: "The change only adds text of your own that holds no markup.",
        file: "chat.js",
        raised: r#"import DOMPurify from "dompurify";
import { marked } from "marked";

const result = await client.callTool({ name: "page", arguments: {} });
panel.innerHTML = marked.parse(DOMPurify.sanitize(result.content[0].text));"#,
        fixed: r#"import DOMPurify from "dompurify";
import { marked } from "marked";

const result = await client.callTool({ name: "page", arguments: {} });
panel.innerHTML = DOMPurify.sanitize(marked.parse(result.content[0].text));"#,
    },
    Rule {
        code: "scan-script-from-output",
        severity: Severity::Critical,
        score: -24,
        guide: Guide::Speculation,
        is_guides: false,
        title: "What a server sent runs as script",
        why: "It runs with all rights of the page or of the process: nothing is left to defend.",
        fix: "Read data as data: `JSON.parse` in place of `eval`, a table of functions in place of a name.",
        wrong: "None that we know.",
        file: "plot.js",
        raised: r#"const result = await client.callTool({ name: "plot", arguments: {} });
const options = eval("(" + result.content[0].text + ")");"#,
        fixed: r#"const result = await client.callTool({ name: "plot", arguments: {} });
const options = JSON.parse(result.content[0].text);"#,
    },
    Rule {
        code: "scan-url-scheme-from-output",
        severity: Severity::High,
        score: -12,
        guide: Guide::Speculation,
        is_guides: false,
        title: "An address that a server chose may have any scheme",
        why: "`javascript:` runs script in the page when the link is clicked, or at once where the page goes there.",
        fix: "Compare the scheme, or the origin, before: `checkUrl(url).allowed` of mcp-cordon.",
        wrong: "A framework that refuses `javascript:` itself, as React 19 does for links.",
        file: "link.jsx",
        raised: r#"export function Source({ toolResult }) {
    return <a href={toolResult.structuredContent.url}>source</a>;
}"#,
        fixed: r#"import { checkUrl } from "mcp-cordon";

export function Source({ toolResult }) {
    const { url } = checkUrl(toolResult.structuredContent.url);
    return <a href={url}>source</a>;
}"#,
    },
    Rule {
        code: "scan-resource-from-output",
        severity: Severity::Medium,
        score: -8,
        guide: Guide::Beacon,
        is_guides: false,
        title: "The page loads what a server names",
        why: "Loading is telling: the address carries what the model was made to write into it, with no click.",
        fix: "List the hosts that images and frames may come from, in code or as `img-src` and `frame-src`.",
        wrong: "The page's policy has no other host in `img-src` and `frame-src`: code alone does not show it.",
        file: "image.jsx",
        raised: r#"export function Picture({ toolResult }) {
    return <img src={toolResult.structuredContent.image} alt="" />;
}"#,
        fixed: r#"const HOSTS = new Set(["https://images.example"]);

export function Picture({ toolResult }) {
    const url = new URL(toolResult.structuredContent.image);
    return HOSTS.has(url.origin) ? <img src={url.href} alt="" /> : null;
}"#,
    },
    Rule {
        code: "scan-sanitizer-lets-script-through",
        severity: Severity::High,
        score: -16,
        guide: Guide::Speculation,
        is_guides: false,
        title: "A sanitizer is told to let through what runs script",
        why: "An option that adds script, handlers, frames or any scheme undoes the call that it is given to.",
        fix: "Leave the option out; list elements and schemes that cannot run script.",
        wrong: "The same markup is shown in a sandboxed frame of another origin.",
        file: "show.js",
        raised: r#"import DOMPurify from "dompurify";

export const clean = (html) => DOMPurify.sanitize(html, { ALLOW_UNKNOWN_PROTOCOLS: true });"#,
        fixed: r#"import DOMPurify from "dompurify";

export const clean = (html) => DOMPurify.sanitize(html, { ALLOWED_TAGS: ["p", "b", "i"] });"#,
    },
    Rule {
        code: "scan-invisible-text-kept",
        severity: Severity::Medium,
        score: -6,
        guide: Guide::Speculation,
        is_guides: false,
        title: "Invisible text of a server stays",
        why: "A model reads instructions in it that the user never sees.",
        fix: "Leave `invisibleText` out: the default shows what is hidden.",
        wrong: "Text that is only ever shown, and never copied into a prompt.",
        file: "show.js",
        raised: r#"import { sanitizeToolOutput } from "mcp-cordon";

export const clean = (html) => sanitizeToolOutput(html, { invisibleText: "keep" });"#,
        fixed: r#"import { sanitizeToolOutput } from "mcp-cordon";

export const clean = (html) => sanitizeToolOutput(html);"#,
    },
    Rule {
        code: "scan-renderer-trusts-markup",
        severity: Severity::High,
        score: -10,
        guide: Guide::Speculation,
        is_guides: false,
        title: "A renderer takes markup or commands from what it renders",
        why: "KaTeX with `trust`, mermaid with `loose`, raw HTML in Markdown without a sanitizer behind it: each makes handlers, links or loads of text.",
        fix: "Leave the option out, or put a sanitizer behind it: `rehype-sanitize` after `rehype-raw`.",
        wrong: "Only text that you wrote is rendered.",
        file: "diagram.js",
        raised: r#"import mermaid from "mermaid";

mermaid.initialize({ startOnLoad: false, securityLevel: "loose" });"#,
        fixed: r#"import mermaid from "mermaid";

mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });"#,
    },
    Rule {
        code: "scan-sandbox-can-be-left",
        severity: Severity::High,
        score: -12,
        guide: Guide::Speculation,
        is_guides: false,
        title: "A sandboxed frame can take its sandbox off",
        why: "With `allow-scripts` and `allow-same-origin`, a document of the page's own origin reaches the page and removes the attribute.",
        fix: "Leave `allow-same-origin` out, or serve the frame from another origin.",
        wrong: "The frame's address is of another origin, always.",
        file: "frame.jsx",
        raised: r#"export const App = ({ html }) => <iframe title="app" sandbox="allow-scripts allow-same-origin" srcDoc="<p>app</p>" />;"#,
        fixed: r#"export const App = ({ html }) => <iframe title="app" sandbox="allow-scripts" srcDoc="<p>app</p>" />;"#,
    },
    Rule {
        code: "scan-opener-given",
        severity: Severity::Low,
        score: -2,
        guide: Guide::Speculation,
        is_guides: false,
        title: "A window is opened that can navigate this page",
        why: "The page that a server named reaches `opener` and sends the user's tab to a copy of the login page.",
        fix: "Add `noopener` to the features, or to `rel`.",
        wrong: "Pages with Cross-Origin-Opener-Policy: same-origin.",
        file: "open.js",
        raised: r#"export function openDocs(url) {
    if (!ALLOWED.has(new URL(url).origin)) return;
    window.open(url, "_blank");
}"#,
        fixed: r#"export function openDocs(url) {
    if (!ALLOWED.has(new URL(url).origin)) return;
    window.open(url, "_blank", "noopener");
}"#,
    },
];
