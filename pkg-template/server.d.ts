// The server's half: Fetch Metadata isolation and CORS, in front of an MCP endpoint. Needs no DOM.
import type { AuditReport, FindingCode } from "./index.js";

export { CordonError, init, version } from "./index.js";
export type { AuditReport, Finding, Severity } from "./index.js";

/** A request as a server sees it. */
export interface RequestFacts {
  /** As sent: methods are case-sensitive. */
  method: string;
  /** How the client sees it. Absent, where a proxy hides it: the `Origin`'s own is compared. */
  scheme?: string;
  /** The `Host` header, or `:authority`. */
  host: string;
  path: string;
  /** The address of this server that the connection came to, where it is known: `127.0.0.1`. See `allowedHosts`. */
  localAddress?: string;
  /** Names in any case. */
  headers: Record<string, string>;
}

export interface IsolationOptions {
  /** Default `"mcp-endpoint"`: called by scripts and by clients that are no browsers. `"page"`: people follow links to it. */
  preset?: "mcp-endpoint" | "page" | "websocket";
  /**
   * Hosts that this server answers to, against DNS rebinding; one without a port stands for any, and `["*"]` for any host.
   * Default: where the connection came to a loopback address, `localhost`, `127.0.0.1`, `[::1]` and that address; elsewhere any,
   * and the adapters warn of it once. List the public name where a proxy on the same machine passes it on.
   */
  allowedHosts?: string[];
  /**
   * Origins that may call it, written as `cors.origins`: exact ones, an app's too (`tauri://localhost`, `app://.`), any port of a
   * loopback host (`http://localhost:*`), any host of a scheme that one application has for itself (`vscode-webview://*`). A pattern
   * lets in whatever serves a page on the user's machine, or every view of that application. A slash at the end, and any other
   * pattern, is `invalid-option`. Default none.
   */
  trustedOrigins?: string[];
  /** Other origins of the same site. Default `"deny"`: a sibling subdomain is not this server. */
  sameSite?: "allow" | "deny";
  /** Requests without the headers and without `Origin`, as SDKs and command lines send them. Default `"allow"`. */
  missing?: "allow" | "deny";
  /** `Sec-Purpose: prefetch`. Default `"deny"` for an endpoint, `"allow"` for a page. */
  speculation?: "allow" | "deny" | "deny-prerender";
  /** Whether `Purpose: prefetch` counts too. Default `false`. */
  legacyPurpose?: boolean;
  /** Whether `Sec-Fetch-Site: none` may come with any method: extensions send it. Default `true`. */
  allowNoneUnsafe?: boolean;
  /** Whether other sites may frame a page. Default `false`. */
  allowFraming?: boolean;
  /** Whether a navigation from another site must be a user's own act. Default `false`. */
  requireUserActivation?: boolean;
  /** The `Sec-Fetch-Dest` of same-origin requests. Default any. */
  allowedDest?: string[];
  /** Paths that pass, and all below them: decoded, dots resolved, compared segment by segment. */
  exemptPaths?: string[];
  /** The same for navigations alone: an OAuth callback. */
  exemptNavigationPaths?: string[];
}

export interface Decision {
  decision: "allow" | "deny";
  /** Stable: `same-origin`, `cross-site`, `no-fetch-metadata` and the like. */
  reason: string;
  /** 200 where the handler answers; 403, or 503 for a speculative request, which a browser repeats when its user comes. */
  status: number;
  /** The headers that the answer depends on, refused or not. */
  vary: string[];
}

/**
 * May this request reach a handler? By Fetch Metadata (`Sec-Fetch-*`), which no script can set; where a client sends none, by
 * `Origin`; without that, as `missing` says.
 * @throws {CordonError} `invalid-input`, `invalid-option`.
 */
export function decideRequest(request: RequestFacts, options?: IsolationOptions): Decision;

/**
 * What was refused. No credentials are in it (of the target and `Host` neither, and no parameters of the path), no query unless
 * the listener asked for it, and of each value at most 1,000 characters.
 */
export interface Refusal {
  /** Milliseconds since the epoch. */
  time: number;
  method: string;
  host: string;
  path: string;
  query?: string;
  /** The peer's address, where the server knows it. */
  client: string;
  reason: string;
  /** What it was answered with. */
  status: number;
  site?: string;
  mode?: string;
  dest?: string;
  user?: string;
  purpose?: string;
  origin?: string;
}

interface NodeRequest {
  method?: string;
  url?: string;
  headers: Record<string, string | string[] | undefined>;
  socket: unknown;
}

interface NodeResponse {
  readonly headersSent: boolean;
  hasHeader(name: string): boolean;
  getHeader(name: string): unknown;
  setHeader(name: string, value: string): unknown;
  appendHeader(name: string, value: string): unknown;
  removeHeader(name: string): void;
  writeHead(status: number, headers?: Record<string, string>): { end(text?: string): unknown };
}

/** A policy in front of handlers. */
export interface Adapters {
  /**
   * Around a fetch-style handler: Hono, Workers, Deno, Bun, Next route handlers. Refusals are counted a client where `client`
   * says who that is, by an address; else all clients are one.
   */
  fetch<Rest extends unknown[]>(
    handler: (request: Request, ...rest: Rest) => Response | Promise<Response>,
    options?: { client?: (request: Request, ...rest: Rest) => string | undefined },
  ): (request: Request, ...rest: Rest) => Promise<Response>;
  /** Connect middleware: Express, `node:http`. */
  node(): (request: NodeRequest, response: NodeResponse, next: () => void) => void;
}

export interface Isolation extends Adapters {
  /** A WebSocket handshake, which Chromium sends without Fetch Metadata: judged by `Origin`. */
  upgrade(request: NodeRequest): { decision: "allow" | "deny"; reason: string };
  /**
   * `"violation"` tells of a client's first five refusals a minute, `"storm"` of the tenth. Memory stays the same, however many
   * clients there are. With `query`, what stands behind the `?` is told too: it may hold secrets. A listener that throws
   * is told of by `console.error`, and the request stays refused. Returns what takes the
   * listener off.
   */
  on(event: "violation" | "storm", listener: (refusal: Refusal) => void, options?: { query?: boolean }): () => void;
}

/**
 * The decision in front of handlers, with options checked once. Every answer gets `Vary`; refusals look the same: 403 (503 for
 * a speculative request) and one word.
 *
 * With `cors`, the origins that it lists are trusted, preflights are answered ahead of any handler, and every response gets its
 * headers: refusals and errors too, or a client could not read why. Put it ahead of authentication, which preflights lack.
 * @throws {CordonError} `invalid-option`; a CORS policy's own codes. `*` is refused: isolation turns other sites away.
 */
export function createIsolation(
  options?: IsolationOptions & {
    cors?: CorsPolicy;
    /**
     * Whether clients come by TLS that a proxy has: an `Origin` that is compared with `Host` has to be of https then. Default
     * `false`: what the server knows of its own connection counts, and where it has no TLS either scheme.
     */
    behindTls?: boolean;
  },
): Isolation;

/**
 * CORS alone in front of handlers: for a server that is meant for everybody (`origins: "*"`). An origin that is not listed is
 * refused, a page of the server's own too, unless `rejectDisallowedOrigin` is `false`.
 * @throws {CordonError} for a policy that contradicts itself, such as `*` with credentials.
 */
export function createCors(policy: CorsPolicy): Adapters;

/**
 * The attributes of a refusal by OpenTelemetry's names (`http.request.method`, `url.path`, `client.address` and the like), for a
 * span's event or a log record; `cordon.reason` is the decision's word.
 */
export function refusalAttributes(refusal: Refusal): Record<string, string | number>;

/**
 * What a response says of itself to browsers that speculate: `Supports-Loading-Mode` for the ways of loading that the page is
 * made for, `No-Vary-Search` for what of the query changes nothing (`params`), or for all but what changes something
 * (`except`).
 * @throws {CordonError} `invalid-option`.
 */
export function speculationHeaders(options: {
  loadingModes?: ("credentialed-prerender" | "uncredentialed-prefetch" | "uncredentialed-prerender" | "fenced-frame")[];
  noVarySearch?: { keyOrder?: boolean } & (
    | { params?: string[]; except?: never }
    | { params?: never; except: string[] }
  );
}): Record<string, string>;

/** A header's value, or one a line. */
type HeaderLines = Record<string, string | string[]>;

/** A request of a page's script. */
interface FetchedRequest {
  method?: string;
  headers?: HeaderLines;
  /** A string, or a `Blob`'s type. */
  body?: string | { type?: string };
  useCorsPreflight?: boolean;
}

/** Whether a browser asks a preflight ahead of a request of script, and why: Fetch § 4.6 "CORS-preflight". */
export function corsPreflightRequired(request: FetchedRequest): {
  preflight: boolean;
  why: string;
  method: string;
  requestHeaders: string[];
};

/** What a browser does with a response, and with the answer to its preflight: Fetch § 4.10 "CORS check". */
export function corsBrowserCheck(input: {
  request: FetchedRequest & {
    origin: string;
    credentials?: "omit" | "same-origin" | "include";
    /** What it asks for: of its own origin everything may be read. */
    url?: string;
    /** Which URL's answer redirected it. */
    redirectVia?: string;
  };
  /** Headers, with `:status` beside them. */
  preflightResponse?: Record<string, string | string[] | number> | null;
  response: Record<string, string | string[] | number>;
  dialect?: "browsers" | "spec";
}): { outcome: "allowed" | "blocked"; reason: string; readableHeaders: string[] };

type OneOrMany<T> = T | T[];

export interface CorsPolicy {
  /**
   * Exact origins, an app's too (`tauri://localhost`, `app://.`); any port of a loopback host (`http://localhost:*`, which lets in
   * whatever serves a page on the user's machine); any host of a scheme that one application has for itself (`vscode-webview://*`,
   * every view of it); `"*"`; or every subdomain of one. Any other pattern is `origin-pattern`. `null` never matches. Default nobody.
   */
  origins?: OneOrMany<string | { subdomainsOf: string }>;
  credentials?: boolean;
  /** Beside the preset's. */
  methods?: OneOrMany<string>;
  headers?: OneOrMany<string>;
  expose?: OneOrMany<string>;
  /** Seconds that a browser may remember a preflight. */
  maxAge?: number;
  /** Whether an origin that is not listed is answered 403, as MCP asks. Default `true`. */
  rejectDisallowedOrigin?: boolean;
  allowPrivateNetwork?: boolean;
  /** What a revision of MCP needs. */
  preset?: "mcp-2025-06-18" | "mcp-2025-11-25" | "mcp-2026-07-28";
}

/**
 * What to answer by a CORS policy. `allow` and `allow-without-cors` go on to the handler (`status` is `null`) and give its
 * response these headers, errors included; the others are answered at once.
 * @throws {CordonError} for a policy that contradicts itself, such as `*` with credentials.
 */
export function decideCors(
  request: { method: string; headers: HeaderLines },
  policy: CorsPolicy,
): {
  decision: "allow" | "allow-without-cors" | "preflight-ok" | "preflight-denied" | "reject";
  status: number | null;
  reason: string;
  headers: Record<string, string>;
  configWarnings: string[];
};

/** Judges what a server answered to probes from other origins: reflection, `null`, suffixes, `Vary`, what MCP needs. */
export function auditCors(input: {
  target: {
    url: string;
    auth?: "cookie" | "bearer" | "none";
    network?: "public" | "private" | "local" | "loopback";
    /** The revision of MCP that it speaks. */
    mcp?: string;
    /** The origins that are meant to be allowed. */
    origins?: string[];
  };
  probes: {
    /** `null`: none was sent. */
    origin?: string | null;
    method: string;
    host?: string;
    contentType?: string;
    response: HeaderLines;
    status?: number;
  }[];
}): AuditReport;

/** What a server is to answer, and what its answers lack. */
export interface CorsFix {
  /** The revision of MCP that the headers are of. */
  mcp: string;
  /** The headers of the answer to a preflight of the first origin. */
  preflight: Record<string, string>;
  /** The headers of every other answer to it, errors included. */
  response: Record<string, string>;
  /** What keeps clients out of the answers that were seen: the code of a finding, and why. */
  lacks: { code: FindingCode; why: string }[];
  /** The same as configuration. `fastapi` is Starlette's too. */
  config: Record<"express" | "fastapi" | "axum" | "caddy" | "nginx", string>;
}

/**
 * The headers that MCP clients in browsers need, from the origins of their pages, by the revision of the protocol
 * (`target.mcp`, default `2025-11-25`). With what `corsProbes` had answered as `probes`, it says what keeps clients out: why
 * `Mcp-Session-Id` cannot be read, for one.
 * ```js
 * import { fixCors } from "mcp-cordon/server";
 *
 * const fix = fixCors({ target: { url: "https://mcp.example/mcp", auth: "bearer", origins: ["https://client.example"] } });
 * console.log(fix.response["Access-Control-Expose-Headers"]); // Mcp-Session-Id, WWW-Authenticate
 * console.log(fix.config.nginx);
 * ```
 * @throws {CordonError} `invalid-input`: no origin is named, one is none, or the URL is none of http or https.
 */
export function fixCors(
  input: { target: Parameters<typeof auditCors>[0]["target"] } & Partial<Parameters<typeof auditCors>[0]>,
): CorsFix;

/** What a server under audit is, for the requests that its audit asks for and for what they are judged by. */
export interface RequestTarget {
  /** The endpoint. Needed by `requestProbes`; absent in an audit: as the probes' `scheme` and `host` have it. */
  url?: string;
  /** How requests prove who sends them. With `"cookie"`, a form's `POST` without a token is a finding. Default `"none"`. */
  auth?: "cookie" | "bearer" | "none";
  /** `"page"`: people follow links to it. Default `"mcp-endpoint"`. */
  preset?: "mcp-endpoint" | "page" | "websocket";
  /** The origins that are meant to be let in, beside its own. */
  origins?: string[];
  /** Paths that are exempt from isolation: requests that leave them by `..` are listed. */
  exemptPaths?: string[];
  /** The revision of MCP that it speaks: its headers are listed. */
  mcp?: string;
  /** Whether handshakes of WebSockets are listed. */
  websocket?: boolean;
}

/** A request to send to the target's address, and with `response` beside it a probe of `auditRequestPolicy`. */
export interface ListedRequestProbe {
  name: string;
  request: RequestFacts;
  /** A JSON-RPC `ping`. */
  body?: string;
}

/** A request and its response. */
export interface RequestProbe {
  /** What the report calls it. */
  name?: string;
  request: RequestFacts;
  response: {
    status?: number;
    headers?: HeaderLines;
    /** The length of its body: refusals that differ in it are told apart. */
    bodyBytes?: number;
  };
  /** Whether the server's log told of it. Absent: not known. */
  logged?: boolean;
}

/**
 * Judges which requests reach a server's handlers, by what it answered to each shape of Fetch Metadata, to a sibling, to
 * another origin, to a client that is no browser, to a prefetch, to a WebSocket's handshake. Each answer is compared with
 * the one that the same method, path and type of body got from the server's own page, or from a client that is no browser:
 * without one of them the report says `request-policy-not-told`.
 * @throws {CordonError} `invalid-input`.
 */
export function auditRequestPolicy(input: { target?: RequestTarget; probes: RequestProbe[] }): AuditReport;

/**
 * The requests that `auditRequestPolicy` asks for. A script of a page cannot send them: `Origin` and `Sec-*` are the browser's.
 * @throws {CordonError} `invalid-input` for a URL that is none of http or https.
 */
export function requestProbes(target: RequestTarget & { url: string }): ListedRequestProbe[];

/** A request to send to the target's address, and with `response` and `status` beside it a probe of `auditCors`. */
export interface ListedCorsProbe {
  name: string;
  origin?: string;
  method: string;
  /** `Host`, where it is not the target's. */
  host?: string;
  contentType?: string;
  /** Every header to send, but `Host`. */
  headers: Record<string, string>;
  /** A JSON-RPC `ping`. */
  body?: string;
}

/**
 * The requests that `auditCors` asks for: as origins that careless lists let in, each in its own way.
 * @throws {CordonError} `invalid-input` for a URL that is none of http or https.
 */
export function corsProbes(target: Parameters<typeof auditCors>[0]["target"]): ListedCorsProbe[];

/**
 * Judges an app's routes: a `GET` or `HEAD` that changes something is reached by links, images, prefetches and speculation
 * rules. By `changesState`, or without it by the words of the path.
 * @throws {CordonError} `invalid-input`.
 */
export function auditRoutes(input: {
  routes: { method: string; path: string; changesState?: boolean }[];
  /** What the evidence's addresses are relative to. */
  baseUrl?: string;
}): AuditReport;
