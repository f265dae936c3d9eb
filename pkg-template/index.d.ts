/**
 * mcp-cordon: makes what an MCP server says safe to show, and holds the page that shows it to one policy.
 *
 * Every function works synchronously on its first call. A function that cannot do its work throws a
 * {@link CordonError}; none returns its input instead, and none converts an input of another type: HTML is a string, an
 * option that nobody knows is an error, and so is `null` where an option has a value.
 *
 * A lone surrogate in a string counts as U+FFFD, as everywhere on the platform where text becomes UTF-8.
 */

/** Optional warm-up: instantiates the WebAssembly module ahead of the first call. */
export function init(): Promise<void>;

/** The package's version. */
export const version: string;

/** The one error that this package throws. */
export class CordonError extends Error {
  /**
   * Stable: `invalid-policy`, `invalid-option`, `invalid-input`, `limit-bytes`, `limit-depth`, `limit-nodes`,
   * `limit-attributes`, `wasm-unsafe-eval` (the page's CSP lacks `'wasm-unsafe-eval'`), `wasm-unavailable`,
   * `platform-unavailable` (the runtime's `URL` is missing, or no parser of the URL Standard), `trusted-types-policy`,
   * `not-initialized` (`mcp-cordon/slim` ahead of its `init`), `internal`.
   */
  readonly code: string;
  constructor(code: string, message: string, options?: { cause?: unknown });
}

// ---- Policy

/**
 * A CSP source expression: `"'self'"`, `"https://api.example.com"`, `"https://*.example.com:8443"`,
 * `"https://cdn.example.com/images/"`, `"wss://live.example.com"`, `"data:"`. A bare word such as `self` is an error.
 */
export type Source = string;

export interface Policy {
  /** What script may contact. Default `["'self'"]`. */
  connect?: Source[];
  /** What output may load by itself: images, media, fonts. Default `[]`; same-origin URLs need `'self'` like any other. */
  resources?: Source[];
  /** What may be framed. Default `[]`. */
  frames?: Source[];
  /** Redirect-free URLs that Background Fetch may use. Default `[]`: refused. */
  backgroundFetch?: Source[];
  /**
   * Origins whose windows the page may exchange messages with, beside its own frames and pages of its own origin: the page
   * that opened it (`opener` is severed unless it is listed), a popup, the page around it. Default `[]`.
   */
  messages?: Source[];
  /** Default `false`. */
  webrtc?: boolean;
  links?: {
    /** Default `["https", "http", "mailto"]`. Schemes that run script are refused. */
    schemes?: string[];
    /** Default: any origin. */
    origins?: Source[];
    /** Default `"_blank"`. */
    target?: "_blank" | "_self";
    /** Default `"noopener noreferrer"`. */
    rel?: string;
  };
  /**
   * Features of Permissions-Policy that frames of apps may use, such as `"camera"`. Default `[]`. `compilePolicy` refuses
   * one that no browser knows.
   */
  permissions?: string[];
  /**
   * An absolute http or https URL that gets what is refused, in the Reporting API's shape. The guard sends it at most once a
   * second, 50 violations and the number of the others at a time; the pinned CSP lets that through. `compilePolicy` names it
   * in `Reporting-Endpoints`, so the browser's own reports go there too.
   */
  reportTo?: string;
}

/**
 * Checks a policy and fills in the defaults.
 * @throws {CordonError} `invalid-policy`; the message names the field and quotes the value.
 */
export function parsePolicy(input: unknown): Policy;

// ---- Sanitizer

export interface SanitizeOptions {
  policy?: Policy;
  /**
   * `"text"`: no elements at all. `"markup"` (default): text, lists, tables, links, images. `"rich"`: markup, static SVG and
   * MathML Core, and of styles what can neither cover, hide nor load: a drawing keeps its own style sheet for itself, one of
   * HTML becomes inline styles. Two outputs in a page whose drawings refer to ids are best kept apart by `idPrefix`.
   */
  profile?: "text" | "markup" | "rich";
  /**
   * The Sanitizer API's dictionary. It can ask for less than the profile keeps, and for `data-*`; asking for what is
   * unsafe (`script`, `onclick`, `style`) throws. Comments never survive.
   */
  config?: SanitizerConfig;
  /** Classes that stay: names, or prefixes that end in `*`, such as `"language-*"`. Default none. */
  classes?: string[];
  /** Put ahead of every `id` and every reference to one. Default `"user-content-"`. */
  idPrefix?: string;
  /** What stands where a resource was blocked. Default `"placeholder"`: a few words that name the host. */
  blockedResource?: "remove" | "placeholder";
  /**
   * What becomes of text that nobody sees: ANSI escapes, bidi controls, Unicode tag characters, zero-width runs.
   * `"reveal"` (default) writes `⟦hidden: …⟧` in its place, `"remove"` nothing, `"keep"` leaves it. It is always reported.
   */
  invisibleText?: "reveal" | "remove" | "keep";
  /**
   * What becomes of `{{ … }}`, `${…}` and `<% … %>`. `"keep"` (default): it is text. `"break"`, for a page whose framework
   * compiles the text of its own document (Vue mounted on markup in the page, AngularJS): a space goes into each opening,
   * `{ {`; in a URL, an id or a class, what those can hold.
   */
  templates?: "keep" | "break";
  /**
   * What becomes of raw HTML in Markdown. `"render"` (default): it is markup, held to the same policy as all other. `"text"`: it
   * is text, every character. `"remove"`: its tags go, and a block of it goes whole.
   *
   * A name in angle brackets that is no element (`Vec<String>`, `<your-api-key>`, `<nil>`) is text in each case, and in HTML
   * too: an unknown name without an end tag of its own, whose attributes have no values.
   */
  html?: "render" | "text" | "remove";
  /**
   * Formulas in Markdown: `\(…\)` and `$…$` in a line, `\[…\]` and `$$…$$` on lines of their own. `false` (default): they stay as
   * they are written, backslashes and all. `true`: they become `<code class="language-math math-inline">` and
   * `<code class="language-math math-display">`, the latter in `<pre>` where nothing stands beside it, as remark-math writes
   * them: renderers such as rehype-katex or a few lines around `katex.render` find them by these classes.
   */
  math?: boolean;
  /**
   * Asked for each URL that the policy allows, and for each resource that it blocks: the answer may lead an image to a proxy that
   * `policy.resources` lists. The answer is checked like any other URL, so it widens nothing, and `null` drops the URL. What it
   * throws is the `cause` of the `CordonError` that the call then throws.
   */
  rewriteUrl?: (url: string, use: { element: string; attribute: string }) => string | null;
  /**
   * UTF-8 bytes of input (default 16 MiB), levels of nesting (256, at most 500), nodes (2,000,000), attributes of one
   * tag (100). Past a limit the call throws.
   */
  limits?: { bytes?: number; depth?: number; nodes?: number; attributes?: number };
}

/** {@link https://wicg.github.io/sanitizer-api/#dictdef-sanitizerconfig SanitizerConfig}, HTML names only. */
export interface SanitizerConfig {
  elements?: SanitizerElement[];
  removeElements?: SanitizerName[];
  replaceWithChildrenElements?: SanitizerName[];
  attributes?: SanitizerName[];
  removeAttributes?: SanitizerName[];
  comments?: false;
  dataAttributes?: boolean;
}
export type SanitizerName = string | { name: string; namespace?: string | null };
export type SanitizerElement =
  | string
  | { name: string; namespace?: string | null; attributes?: SanitizerName[]; removeAttributes?: SanitizerName[] };

export type Severity = "critical" | "high" | "medium" | "low" | "info";

export interface SanitizeReport {
  /** The safe HTML. */
  html: string;
  /** Everything that was removed or replaced; the same again is counted. The list is made when it is first read. */
  removed: Removal[];
  /** Whether `html` differs from the input. */
  changed: boolean;
}

export interface Removal {
  /** Stable, such as `element-script`, `attribute-event-handler`, `url-scheme`, `resource-blocked`. */
  code: RemovalCode;
  severity: Severity;
  what: "element" | "attribute" | "url" | "style" | "text" | "comment";
  /** The element's or attribute's name. */
  name: string;
  /** The value, shortened. */
  value?: string;
  /** The elements above it and its own: `ul > li > img`. */
  path: string;
  /** The line of the input, from 1. */
  line: number;
  reason: string;
  /** How many of the same there were. */
  count: number;
}

/**
 * Makes HTML safe to assign to `innerHTML`.
 * @throws {CordonError} for an invalid option, or input over a limit; there is nothing to show then.
 */
export function sanitizeToolOutput(html: string, options?: SanitizeOptions): string;

/** As {@link sanitizeToolOutput}, with an account of what was removed. */
export function inspectToolOutput(html: string, options?: SanitizeOptions): SanitizeReport;

/** As {@link sanitizeToolOutput}, as nodes that never meet a parser again. Works under Trusted Types. */
export function sanitizeToFragment(html: string, options?: SanitizeOptions & { document?: Document }): DocumentFragment;

/** The platform's `TrustedHTML` where TypeScript's libraries know it; else a string, as their sinks take. */
export type TrustedHTML = typeof globalThis extends { TrustedHTML: { prototype: infer Trusted } } ? Trusted : string;

/**
 * As {@link sanitizeToolOutput}, for sinks under `require-trusted-types-for 'script'`. Its Trusted Types policy is named
 * `mcp-cordon`; where the page's `trusted-types` does not list it, a `CordonError` says so. Where the browser has no
 * Trusted Types, the string itself.
 */
export function sanitizeToTrustedHTML(html: string, options?: SanitizeOptions): TrustedHTML;

/** Replaces the target's children by the safe output. Nothing is replaced if it throws. */
export function renderToolOutput(target: Element, html: string, options?: SanitizeOptions): SanitizeReport;

/**
 * For output that must keep its own styles: replaces the target's children by a sandboxed `<iframe>` of an opaque origin,
 * without script, whose own Content-Security-Policy lets nothing load but what `policy.resources` lists. `title` names it
 * for assistive technology.
 *
 * `height` is pixels or `"content"` (default): then the frame is as high as its content, at most 4,000 pixels, and scrolls
 * beyond. It is measured when it first has a width, so the target may be detached or hidden, and again when its width
 * changes. Measuring loads nothing: an image whose size its `width` and `height` do not give counts as absent.
 *
 * The host page's Content-Security-Policy applies inside too: one without `'unsafe-inline'` in `style-src` takes the
 * styles away.
 */
export function renderInSandbox(
  target: Element,
  html: string,
  options: { policy?: Policy; title: string; height?: "content" | number },
): HTMLIFrameElement;

/** How a stream is read and shown. */
export interface StreamOptions {
  /** What arrives. Default `"markdown"`. */
  text?: "markdown" | "html" | "plain" | undefined;
  /**
   * Markup that is not finished: shown as it will probably end (`"complete"`, the default), or held back (`"hold"`). Either
   * way a link has no address and an image is not there before the address is complete.
   */
  unfinished?: "complete" | "hold" | undefined;
  /** Told of each removal once, when it is certain; of the rest in the end. */
  onRemoval?: ((removal: Removal) => void) | undefined;
  /** A caret at the end while it runs: an empty `<span class="mcp-cordon-caret" aria-hidden="true">`. Default false. */
  caret?: boolean | undefined;
}

export interface OutputStream {
  /**
   * Takes what arrived. It is shown with the next frame, at most 4 ms of work in each. Half a surrogate pair waits for the other.
   *
   * @throws {CordonError} once the stream is over; `limit-…` at the first call after a frame in which all that came passed a
   * limit. What is shown stays.
   */
  append(chunk: string): void;
  /**
   * Shows the rest at once. What the target then has is what the whole would have given.
   *
   * @throws {CordonError} as `append`.
   */
  end(): SanitizeReport;
  /** Leaves what is shown, as it is. */
  abort(reason?: unknown): void;
  /** For `response.body.pipeThrough(new TextDecoderStream()).pipeTo(stream.writable)`. */
  readonly writable: WritableStream<string>;
}

/**
 * Shows what arrives. At each moment the target holds safe output of what came so far: nothing in it runs, sends or navigates.
 * What is finished keeps its nodes. The target is emptied first; it has `aria-busy` while the stream runs, and `aria-live`
 * unless it has one.
 *
 * @throws {CordonError} for an invalid option.
 */
export function streamToolOutput(target: Element, options?: SanitizeOptions & StreamOptions): OutputStream;

/** A change to what is shown. Places count all nodes of a parent, from 0. */
export type PatchChange =
  | { path: number[]; text: string }
  | { path: number[]; names: string[]; at: number; remove: number; html: string };

/** What changes with a chunk. It can be posted from a worker. */
export interface Patch {
  changes: PatchChange[];
}

export interface PatchStream {
  /** @throws {CordonError} as `OutputStream.append`, at once. */
  append(chunk: string): Patch;
  /** @throws {CordonError} as `append`. */
  end(): { patch: Patch; report: SanitizeReport };
}

/** As `streamToolOutput`, where there is no document: in a worker, or on a server. `caret` does nothing here. */
export function createPatchStream(options?: SanitizeOptions & StreamOptions): PatchStream;

/**
 * Applies a patch, in the order in which they were made, to a target that was empty ahead of the first. What it inserts is
 * judged by the same allowlist under `options`, which should be those of the stream: a worker is not trusted more than a server.
 *
 * @throws {CordonError} `invalid-input` for what is no patch, or one that does not fit what the target holds.
 */
export function applyPatch(target: Element, patch: Patch, options?: SanitizeOptions & StreamOptions): void;

/**
 * Markdown as safe HTML: CommonMark and GFM, bare addresses and alerts included. Raw HTML is what `options.html` says. Headings
 * have the ids that GitHub gives them, under `options.idPrefix`, and links to them lead there.
 */
export function sanitizeMarkdown(markdown: string, options?: SanitizeOptions): string;

/** A result of the shape that went in; both SDKs' types fit. */
export interface SafeToolResult {
  content?: Array<{ type: string; [key: string]: unknown }>;
  structuredContent?: unknown;
  isError?: boolean;
  _meta?: unknown;
  [key: string]: unknown;
}

/**
 * Makes every content block of a `CallToolResult` safe. Never mutates its input.
 *
 * `text` says what text blocks are: `"html"` (default) and `"markdown"` return safe HTML in their place; `"plain"`
 * returns the text as it is, for `textContent` and never for `innerHTML`. In place of a block that cannot be shown safely is a
 * text block that names its type and size (none, if `blockedResource` is `"remove"`), and a finding whose `evidence.path` is a
 * JSON pointer into the input. Media types are read as browsers read them: any case, parameters, aliases such as `image/jpg`; an
 * image is what its bytes are. Embedded `text/plain` is text, every character: escaped, where text blocks are HTML. A block whose `_meta` has
 * `"mcp-cordon/sandbox": true` holds a document as it came, for {@link renderInSandbox} and nothing else. Embedded text of
 * other types (JSON, CSV, JavaScript, XML, SVG) is data: for `textContent`.
 */
export function sanitizeToolResult(
  result: unknown,
  options?: SanitizeOptions & { text?: "plain" | "markdown" | "html" },
): { result: SafeToolResult; findings: Finding[]; changed: boolean };

/**
 * Shows a `CallToolResult`, or the text of a single block: makes it safe as {@link sanitizeToolResult} does, and replaces the
 * target's children by its blocks, each an element whose `data-mcp-block` is the block's type. `mcp-cordon/react` says what each
 * becomes, and has the same as a component. `data-mcp-error` is on the target where `isError` is `true`.
 *
 * ```js
 * const { findings } = renderToolResult(element, await client.callTool(request), { text: "markdown" });
 * ```
 *
 * No string meets a parser, so it works under `require-trusted-types-for 'script'`; only the frame of a document needs the policy
 * `mcp-cordon` in `trusted-types`. Images and sounds are shown from `data:`.
 *
 * @returns what `sanitizeToolResult` returns.
 * @throws {CordonError} what `sanitizeToolResult` throws; nothing is replaced then.
 */
export function renderToolResult(
  target: Element,
  result: unknown,
  options?: SanitizeOptions & { text?: "plain" | "markdown" | "html" },
): { result: SafeToolResult; findings: Finding[]; changed: boolean };

/**
 * Plain text: shows, drops or leaves what it hides, and reports it. The result is text, for `textContent`; it is not
 * escaped for HTML.
 */
export function cleanText(
  text: string,
  options?: { invisibleText?: "reveal" | "remove" | "keep" },
): { text: string; findings: Finding[] };

/**
 * Judges one URL that a server sent outside any markup: an icon, an elicitation, an OAuth endpoint. `use` says what it
 * is wanted for (default `"link"`); `"open"` takes only `https:`, and `http:` on this machine. `display` is safe to show: scheme, host in
 * full and path, without credentials; what has no host shows none.
 */
export function checkUrl(
  url: string,
  options?: { policy?: Policy; use?: "link" | "resource" | "connect" | "open"; base?: string },
): { allowed: boolean; url: string | null; display: string; findings: Finding[] };

// ---- Guard

export interface GuardOptions {
  /** Default `"enforce"`. `"report-only"` refuses nothing, pins nothing, and reports what it would have refused. */
  mode?: "enforce" | "report-only";
  /**
   * Default `"standard"`, made for ordinary applications. `"lockdown"` is for pages that only show results: it adds Trusted
   * Types to the pinned CSP (`trusted-types mcp-cordon`), takes `RTCPeerConnection` away, and refuses workers, popups, new
   * frames, and elements of script's making that load: `iframe`, `script`, `link`, `meta`, `base`, `object`, `embed`.
   */
  strength?: "standard" | "lockdown";
  /** Whether to pin a CSP `<meta>` compiled from the policy. Default `true`; it lasts as long as the page. */
  pinCsp?: boolean;
  onViolation?: (violation: Violation) => void;
}

export interface Guard {
  /** What is up, and why something is not. That of the pinned CSP says whether a probe has proved it. */
  readonly layers: {
    name: "apis" | "csp" | "navigation" | "watch" | "windows" | "service-worker";
    active: boolean;
    detail: string;
  }[];
  /** The last 1,000, newest last. The same again within a second is not counted again. */
  readonly violations: readonly Violation[];
  /** A dry run: nothing is sent, nothing is reported. */
  check(url: string, use?: "connect" | "resource" | "frame" | "navigate"): Verdict;
  /**
   * Restores the wrapped APIs: `window.fetch` is the browser's own again, and a wrapper that a script took out forwards to
   * it. The property stays an accessor that cannot be deleted. A pinned CSP stays.
   */
  uninstall(): void;
}

/**
 * Wraps what script can send with, pins a CSP, and watches navigation and what is inserted. Call it before any untrusted
 * script runs: what it needs of the platform it takes as it is then, and what is replaced later changes nothing.
 *
 * Refused are, as the platform refuses: `fetch` and Background Fetch with a `TypeError`; `sendBeacon` with `false`;
 * `XMLHttpRequest` with an `error` event; `EventSource`, sockets, `WebTransport`, workers, `RTCPeerConnection` (unless the
 * policy has `webrtc`) and `PaymentRequest` with a `SecurityError`; `window.open` with `null`. A navigation may go to the
 * page's own origin, to what `policy.connect` lists and to `policy.links.origins`; elsewhere only in the seconds after a
 * user's act, where `policy.links` lets a link point. A window without an address of its own (`about:blank`, `blob:`,
 * `javascript:`) has a `location` that nothing holds: it opens only after a user's act, and not where `policy.links.origins`
 * is set. A script's click on a link is followed once every listener has run, by a copy of the link as it is then.
 * @throws {CordonError} `invalid-policy`, `invalid-option`, or `invalid-input` where a guard is installed already.
 */
export function installGuard(policy: Policy, options?: GuardOptions): Guard;

export interface Verdict {
  allowed: boolean;
  /**
   * `listed`, `own-origin` (a service worker's gate), `local` (`data:`, `blob:` and the like), `activated` (a user has just
   * acted), `not-listed`, `not-activated`, `lockdown` or `invalid-url`.
   */
  reason: string;
  matched: Source | null;
}

export interface Violation {
  /** The API, for the layer `csp` the directive, for `service-worker` the request's destination. */
  api: string;
  url: string;
  origin: string;
  verdict: Verdict;
  layer: string;
  /** Milliseconds since the epoch. */
  time: number;
}

// ---- Audit

export interface Finding {
  /**
   * Stable: a {@link FindingCode}, or a {@link RemovalCode} where a tool result or a text was read. A colon and a subject may
   * follow, as in `pp-unrecognized-feature:background-fetch`, and a report of another version may have other codes.
   */
  code: FindingCode | RemovalCode | (string & {});
  severity: Severity;
  /** Zero or negative. */
  score: number;
  title: string;
  why: string;
  /** The corrected header or call. */
  fix?: string;
  evidence?: { header?: string; value?: string; span?: [number, number]; path?: string; url?: string };
  /** Absent: all. */
  engines?: ("chromium" | "firefox" | "webkit" | "spec")[];
  reference: string;
}

export interface AuditReport {
  /** 100 and the sum of the breakdown. */
  score: number;
  grade: "A" | "B" | "C" | "D" | "F";
  findings: Finding[];
  breakdown: { code: string; score: number }[];
  /** Of a page or a response: the ways out that are open to an attacker's host. See `docs/scoring.md`. */
  open?: OpenWay[];
  /** The ways out that are closed. */
  closed?: { channel: string; what: string }[];
  /**
   * Of a response: its own headers with the least change that ends the findings. What no header tells stands in braces, with a
   * sentence in `notes`: `'nonce-{random}'`, `{host}`.
   */
  corrected?: { headers: Record<string, string>; notes: string[] };
}

/** A way out of a page that is open. */
export interface OpenWay {
  /** The directive that would hold it, or `prefetch`, `navigation`, `look-ups`, `webrtc`. */
  channel: string;
  /** What goes that way. */
  what: string;
  /** The directive that decides; absent where none does. */
  directive?: string;
  /** The widest source of it; absent where no directive decides. */
  widest?: string;
}

/** A policy of the page, once, however often it was seen. */
export interface SeenPolicy {
  /**
   * Where it was seen first: a `Content-Security-Policy` header of the refetch, a report-only one, a `<meta>` in `head`, or
   * violation events alone, as of a `<meta>` that is gone and of a header that the server sends no more.
   */
  source: "header" | "report-only" | "meta" | "event";
  disposition: "enforce" | "report";
  /** As written; where events alone told, as the browser writes it. */
  text: string;
}

export interface PageReport extends AuditReport {
  policies: SeenPolicy[];
}

/**
 * Judges this page: the headers that it is served with, as {@link auditHeaders} does, together with every `<meta>` in `head`;
 * its frames and speculation rules; whether Trusted Types are required; and whether error pages and workers' scripts of its
 * origin carry a policy too. In a worker it sees nothing.
 *
 * `refetch` (default `true`) asks the page's own server, with cookies and past the cache: for the page's URL by `GET`, for a
 * random address that does not exist, and for the scripts of the origin's service workers and of the page's workers. A service worker that answers
 * requests answers these too. A redirect counts as no answer. Where a policy has no `'self'` in `connect-src`, the browser
 * refuses them: the headers stay unseen, the policies that refuse are told all the same, and each reports as it does on any
 * violation; an installed guard does not count these.
 *
 * `probe` (default `false`) asks the browser which policies are in force: each that refuses the probe names itself, once, in
 * a violation event. Only events that the browser made count.
 * - `true` or `"invalid"` asks for a fresh `https://….invalid/` name. Policies refuse it ahead of DNS; where none does, as
 *   under `connect-src https:` or with no policy at all, the browser looks the name up in vain.
 * - `"data"` asks for a `data:` URL: nothing leaves the browser, whatever is in force, and `connect-src *` and `https:` refuse
 *   it too. A policy that lists `data:` does not show.
 *
 * A policy that leaves connections free shows in neither.
 *
 * `policy` is what the page is to have: where what is in force is wider, a `policy-drift-…` finding shows both sides.
 */
export function auditPage(options?: {
  policy?: Policy;
  probe?: boolean | "invalid" | "data";
  refetch?: boolean;
}): Promise<PageReport>;

/**
 * Judges the headers of a response: Content-Security-Policy and its reporting, Permissions-Policy, Speculation-Rules.
 * `headers` may also be an object whose values are lists, one entry a header line. `docs/findings.md` lists every code;
 * one about a feature ends in a colon and its name.
 * @throws {CordonError} `invalid-input` for headers that are none, `invalid-option`.
 */
export function auditHeaders(
  headers: HeadersInit | Record<string, string | readonly string[]>,
  options?: {
    /** The contents of the document's `<meta http-equiv=Content-Security-Policy>`. */
    meta?: string[];
    /** The contents of its `<meta http-equiv=Content-Security-Policy-Report-Only>`, which no browser reads. */
    metaReportOnly?: string[];
    /** The `Content-Security-Policy` of another response of the same page: a nonce must not come back. */
    second?: string[];
    /** Where the response came from: relative endpoints of reports hang on it. */
    url?: string;
    /**
     * What the response is to enforce. Where it is wider, a `policy-drift-…` finding shows both sides; where the policy
     * reports nowhere, that the response does not either is no finding.
     */
    policy?: Policy;
  },
): AuditReport;

/**
 * Judges speculation rules, the text of a `<script type=speculationrules>` or of what the `Speculation-Rules` header names:
 * targets of another origin, links of tool output that a document rule would fetch, targets that look as if they change
 * something, rules that do not count. HTML § 7.6, "Speculative loading".
 *
 * `baseUrl` is the document's address; without it every address that is written out counts as another origin's.
 * `noVarySearch` is that header of what is fetched.
 * @throws {CordonError} `invalid-input`, `invalid-option`. Rules that do not parse are a finding.
 */
export function auditSpeculationRules(
  rulesJson: string,
  context?: { baseUrl?: string; noVarySearch?: string },
): AuditReport;

/** Options of {@link compilePolicy}. */
export interface CompileOptions {
  /**
   * The nonce of this response's scripts: at least 128 random bits in base64, afresh in each response. Absent: scripts of
   * the page's own origin run.
   */
  nonce?: string;
  /**
   * What answers with the headers: a page that shows tool output (default), and every other response of its origin; somebody
   * else's document in a sandbox; the script of a service worker.
   */
  target?: "page" | "sandbox" | "service-worker";
}

export interface CompiledPolicy {
  /**
   * `Content-Security-Policy`, `Permissions-Policy`, `X-DNS-Prefetch-Control`, `Referrer-Policy`,
   * `Cross-Origin-Opener-Policy`, and `Reporting-Endpoints` where the policy reports.
   *
   * `Connection-Allowlist`, which Chromium alone has, stops look-ups, preconnects, WebRTC, speculation, and navigation too:
   * a page gets it where `policy.links.origins` names the origins that its links may lead to; a sandbox and a worker always.
   */
  headers: Record<string, string>;
  /** What a `<meta http-equiv=Content-Security-Policy>` may carry of it. */
  metaCsp: string;
  /** For a frame that holds somebody else's document, an MCP App, under this policy. */
  iframe: { sandbox: string; allow: string; csp: string };
}

/**
 * Compiles a policy for responses and frames. Send the headers with every response of the origin, error pages and worker
 * scripts included: a page that lacks them opens what the others close. `auditHeaders(headers, { policy })` finds nothing in
 * them; for a worker, with its script's `Content-Type` beside them.
 * @throws {CordonError} `invalid-policy`, `invalid-option`.
 */
export function compilePolicy(policy: Policy, options?: CompileOptions): CompiledPolicy;

/**
 * The policy of an MCP App: what `_meta.ui` of its resource asks for (`csp.connectDomains`, `csp.resourceDomains`,
 * `csp.frameDomains`, `permissions`), as far as the host's policy grants it. `meta` is the resource's `_meta` or its `ui`;
 * `undefined` and `null` ask for nothing.
 *
 * `*`, keywords, bare schemes and whatever is no single host are refused with a finding; so is what the host's policy does
 * not list. The host's `'self'` is the host's own and never an app's. Hand the result to {@link compilePolicy}.
 * @throws {CordonError} `invalid-input`, naming the member of `meta` that has another type; `invalid-policy` for the host's.
 */
export function policyFromUiMeta(meta: unknown, host: Policy): { policy: Policy; findings: Finding[] };

/**
 * Would a page's policies let a request through, and which source of which policy decides? CSP Level 3 § 6.7 and § 6.8.
 *
 * A header that a comma splits counts as several policies; report-only ones are traced and decide nothing. `redirect` is the
 * hop that is asked about: paths do not count after a redirect. `dialect` is what browsers do (the default, measured in
 * Chromium and Firefox, which agree with each other) or what the specification says. A script is taken as one that script
 * inserted, which `'strict-dynamic'` lets through, unless `parserInserted` says otherwise.
 * @throws {CordonError} `invalid-input`, naming the field: a directive that no request is asked about, a URL or an origin
 * that is none.
 */
export function explainCsp(input: {
  headers?: string[];
  reportOnly?: string[];
  meta?: string[];
  metaReportOnly?: string[];
  selfOrigin: string;
  url: string;
  directive: string;
  redirect?: string | null;
  nonce?: string;
  parserInserted?: boolean;
  dialect?: "browsers" | "spec";
}): { allowed: boolean; trace: CspStep[] };

export interface CspStep {
  /** The policy's place: headers first, then report-only ones, then `meta`. */
  policy: number;
  /** The directive that decided, by fallback too; `null`: the policy leaves these requests free. */
  directive: string | null;
  /** The source that matched. */
  source: string | null;
  allowed: boolean;
  disposition: "enforce" | "report";
}

/** A {@link https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html SARIF} log. */
export interface SarifLog {
  $schema: string;
  version: "2.1.0";
  runs: object[];
}

/**
 * A report as a SARIF 2.1.0 log of one run, for code scanning. `report` is what an audit returned, or its JSON parsed.
 *
 * A rule's id is a finding's code without what follows the colon. A region counts bytes of the header's value, which is
 * the artifact's contents. `partialFingerprints` stay what they are when a nonce changes, or another finding comes or goes.
 * Score, grade and breakdown are properties of the run.
 * @throws {CordonError} `invalid-input` for what is no report, naming the field; `invalid-option`.
 */
export function toSarif(
  report: AuditReport,
  options?: {
    /** What was audited: the artifact's URL, or its path. */
    url?: string;
  },
): SarifLog;

// ---- Codes

/** The codes of findings. `docs/findings.md` describes each. */
export type FindingCode =
  | "csp-missing"
  | "csp-report-only-without-enforced"
  | "csp-connect-src-missing"
  | "csp-connect-src-wildcard"
  | "csp-connect-src-bare-scheme"
  | "csp-connect-src-wildcard-host"
  | "csp-connect-src-public-suffix-wildcard"
  | "csp-connect-src-multi-tenant-host"
  | "csp-connect-src-insecure-scheme"
  | "csp-connect-src-inherited"
  | "csp-script-src-missing"
  | "csp-script-src-wildcard"
  | "csp-script-src-bare-scheme"
  | "csp-script-unsafe-inline"
  | "csp-script-unsafe-eval"
  | "csp-strict-dynamic-without-nonce"
  | "csp-strict-dynamic-ignores-sources"
  | "csp-nonce-too-short"
  | "csp-nonce-reused"
  | "csp-base-uri-missing"
  | "csp-comma-splits-policy"
  | "csp-duplicate-directive"
  | "csp-missing-semicolon"
  | "csp-unquoted-keyword"
  | "csp-unknown-directive"
  | "csp-deprecated-directive"
  | "csp-directive-trailing-colon"
  | "csp-non-ascii-directive-dropped"
  | "csp-ip-source"
  | "csp-meta-ignored-directive"
  | "csp-exfil-channel-open"
  | "csp-form-action-missing"
  | "csp-frame-ancestors-missing"
  | "csp-object-src-missing"
  | "csp-object-src-data"
  | "csp-script-src-dangerous-scheme"
  | "csp-script-gadget-host"
  | "csp-unsafe-inline-ignored"
  | "csp-script-unsafe-hashes"
  | "csp-invalid-source-expression"
  | "csp-unknown-value"
  | "csp-none-not-alone"
  | "csp-meta-report-only-ignored"
  | "csp-path-restriction-bypassable-by-redirect"
  | "csp-insecure-source"
  | "trusted-types-not-required"
  | "csp-trusted-types-value"
  | "csp-trusted-types-any-policy"
  | "csp-reporting-missing"
  | "csp-report-to-undefined-endpoint"
  | "csp-report-uri-suppressed"
  | "csp-report-endpoint-insecure"
  | "csp-report-to-only"
  | "connection-allowlist-invalid"
  | "connection-allowlist-wildcard"
  | "referrer-policy-whole-url"
  | "coop-unsafe-none"
  | "corp-cross-origin-personal"
  | "pp-unrecognized-feature"
  | "pp-syntax-invalid"
  | "pp-duplicate-feature"
  | "pp-invalid-allowlist"
  | "pp-legacy-feature-policy-header"
  | "csp-speculation-rules-injectable"
  | "csp-inline-speculation-rules-ineffective"
  | "speculation-rules-header-not-governed-by-csp"
  | "speculation-rules-invalid"
  | "speculation-rule-ignored"
  | "speculation-cross-origin-target"
  | "speculation-any-link"
  | "speculation-any-link-on-interest"
  | "speculation-output-not-excluded"
  | "speculation-target-changes-state"
  | "speculation-no-vary-search-mismatch"
  | "no-vary-search-invalid"
  | "no-vary-search-every-parameter"
  | "ui-meta-source-refused"
  | "ui-meta-source-not-granted"
  | "ui-meta-source-narrowed"
  | "ui-meta-base-uri-ignored"
  | "ui-meta-permission-unknown"
  | "ui-meta-permission-not-granted"
  | "policy-drift-connect"
  | "policy-drift-resources"
  | "policy-drift-frames"
  | "sink-without-url-allowlist"
  | "background-fetch-open"
  | "background-fetch-unlisted"
  | "csp-error-page-without-policy"
  | "csp-worker-script-without-policy"
  | "service-worker-scope-widened"
  | "frame-sandbox-removable"
  | "frame-without-sandbox"
  | "page-framed-by-other-origin"
  | "csp-wasm-unsafe-eval-missing"
  | "speculation-rules-in-page"
  | "cors-origin-reflected-with-credentials"
  | "cors-origin-reflected"
  | "cors-suffix-match-bypass"
  | "cors-prefix-match-bypass"
  | "cors-special-char-bypass"
  | "cors-substring-match"
  | "cors-unescaped-dot"
  | "cors-any-subdomain"
  | "cors-null-origin-allowed"
  | "cors-localhost-origin-allowed"
  | "cors-http-origin-allowed"
  | "cors-origin-normalised"
  | "cors-loopback-any-port"
  | "cors-app-any-host"
  | "cors-non-web-origin-allowed"
  | "cors-third-party-trusted"
  | "cors-wildcard-with-credentials"
  | "cors-wildcard-on-cookie-auth"
  | "cors-wildcard-bearer"
  | "cors-local-wildcard"
  | "cors-acao-invalid"
  | "cors-acac-invalid"
  | "cors-wildcard-literal-under-credentials"
  | "cors-vary-origin-missing"
  | "cors-vary-origin-conditional"
  | "cors-constant-origin"
  | "cors-preflight-not-ok"
  | "cors-error-response-lacks-cors"
  | "cors-www-authenticate-not-exposed"
  | "cors-mcp-request-headers-missing"
  | "cors-mcp-delete-missing"
  | "cors-mcp-session-not-exposed"
  | "cors-mcp-origin-not-validated"
  | "cors-host-not-validated"
  | "cors-simple-post-accepted"
  | "cors-max-age-missing"
  | "cors-max-age-invalid"
  | "cors-max-age-disables-cache"
  | "cors-authorization-not-listed"
  | "cors-private-network-obsolete"
  | "cors-max-age-above-caps"
  | "request-policy-no-isolation"
  | "request-policy-clients-refused"
  | "request-policy-navigation-accepted"
  | "request-policy-websocket-accepted"
  | "request-policy-style-not-refused"
  | "request-policy-exempt-path-traversal"
  | "request-policy-no-csrf-token"
  | "request-policy-refusals-not-logged"
  | "request-policy-same-site-accepted"
  | "request-policy-foreign-origin-accepted"
  | "request-policy-null-origin-accepted"
  | "request-policy-preflight-refused"
  | "request-policy-speculative-accepted"
  | "request-policy-vary-missing"
  | "request-policy-vary-conditional"
  | "request-policy-refusals-differ"
  | "request-policy-plain-http"
  | "request-policy-not-told"
  | "route-get-changes-state"
  | "route-get-looks-state-changing"
  | "content-unknown-type"
  | "content-malformed"
  | "content-media-type"
  | "content-document"
  | "content-annotations"
  | "json-prototype-key"
  | "json-duplicate-key"
  | "url-internationalized-host"
  | "url-insecure";

/** The codes of what the sanitizer removes. */
export type RemovalCode =
  | "element-script"
  | "element-style"
  | "element-embedding"
  | "element-metadata"
  | "element-template"
  | "element-unrendered"
  | "element-animation"
  | "element-foreign"
  | "element-not-allowed"
  | "element-unstable"
  | "attribute-event-handler"
  | "attribute-style"
  | "attribute-not-allowed"
  | "url-invalid"
  | "url-scheme"
  | "url-credentials"
  | "url-origin"
  | "url-rewritten"
  | "url-text-mismatch"
  | "resource-blocked"
  | "comment"
  | "processing-instruction"
  | "text-ansi-escape"
  | "text-bidi-control"
  | "text-bidi-mark"
  | "text-control"
  | "text-private-use"
  | "text-template"
  | "text-tag-characters"
  | "text-variation-selectors"
  | "text-zero-width";
