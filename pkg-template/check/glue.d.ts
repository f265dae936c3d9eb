// What the generated glue exports: the functions that src/browser puts under `#[wasm_bindgen]`. Rust reads each argument
// itself and refuses what is of another type, so here an argument is anything. tests/package/types.test.mjs holds the names.
import type * as page from "../index.js";
import type * as server from "../server.js";

type Anything<Arguments extends readonly unknown[]> = { [At in keyof Arguments]-?: unknown };
/** A function's result, for as many arguments of any type. */
type Forwarded<F extends (...args: never[]) => unknown> = (...args: Anything<Parameters<F>>) => ReturnType<F>;

export function initSync(options: { module: WebAssembly.Module }): unknown;
export function start(): void;

// ---- The sanitizer

export const sanitizeToolOutput: Forwarded<typeof page.sanitizeToolOutput>;
export function sanitizeMarkdown(
  markdown: unknown,
  options: unknown,
  toHtml: (markdown: string, dialect: number) => string,
): string;
export function markdownToHtml(markdown: string, dialect: number): string;
export function markdownBegin(number: number, holds: boolean, dialect: number): void;
export function markdownTake(number: number, chunk: string): string | undefined;
export function markdownStartOver(number: number): string | undefined;
export function markdownAdd(number: number, chunk: string): void;
export function markdownBytes(number: number): number;
export function markdownEnd(number: number): string;
export function streamBegin(kind: number, holds: boolean, options: unknown): { number: number; dialect: number };
export function streamAdd(number: number, chunk: string): void;
export function streamTake(number: number, chunk: string, options: unknown): string | undefined;
export function streamStep(number: number, step: string, options: unknown): string | undefined;
export function streamEnd(
  number: number,
  html: string | undefined,
  bytes: number,
  options: unknown,
): { changed: string; report: page.SanitizeReport };
export function streamDrop(number: number): void;
export const inspectToolOutput: Forwarded<typeof page.inspectToolOutput>;
export const sanitizeToFragment: Forwarded<typeof page.sanitizeToFragment>;
export const renderToolOutput: Forwarded<typeof page.renderToolOutput>;
export function sanitizeToolResult(
  result: unknown,
  options: unknown,
  toHtml: (markdown: string, dialect: number) => string,
): ReturnType<typeof page.sanitizeToolResult>;
export const cleanText: Forwarded<typeof page.cleanText>;
export const checkUrl: Forwarded<typeof page.checkUrl>;
export function sandboxDocuments(
  target: unknown,
  html: unknown,
  options: unknown,
): { shown: string; ruler: string; title: string; height: number | undefined; mostHeight: number };

// ---- The policy and the guard

/** Links have defaults, so the answer has them. */
export function parsePolicy(input: unknown): page.Policy & { links: NonNullable<page.Policy["links"]> };
export const compilePolicy: Forwarded<typeof page.compilePolicy>;
export const policyFromUiMeta: Forwarded<typeof page.policyFromUiMeta>;
export function installGuard(policy: unknown, options: unknown, claim: () => void): void;
export function guardLayers(): page.Guard["layers"];
export function guardViolations(): page.Violation[];
export const guardCheck: Forwarded<page.Guard["check"]>;
export function guardEnforces(): boolean;
export function guardExpect(urls: string): void;
export function guardUninstall(): void;
export function urlText(url: unknown): string;

// ---- Audits

export function auditOptions(options: unknown): {
  probe: "" | "invalid" | "data";
  refetch: boolean;
  policy: page.Policy | undefined;
};
export function auditObserved(
  observed: object,
  policy: page.Policy | undefined,
): { report: page.AuditReport; policies: page.SeenPolicy[] };
export function auditHeaders(entries: { headers: unknown[][] }, options: unknown): page.AuditReport;
export const auditSpeculationRules: Forwarded<typeof page.auditSpeculationRules>;
export const explainCsp: Forwarded<typeof page.explainCsp>;
export const toSarif: Forwarded<typeof page.toSarif>;

// ---- The server's half

export const decideRequest: Forwarded<typeof server.decideRequest>;
export const decideCors: Forwarded<typeof server.decideCors>;
export const corsPreflightRequired: Forwarded<typeof server.corsPreflightRequired>;
export const corsBrowserCheck: Forwarded<typeof server.corsBrowserCheck>;
export const speculationHeaders: Forwarded<typeof server.speculationHeaders>;
export const auditCors: Forwarded<typeof server.auditCors>;
export const fixCors: Forwarded<typeof server.fixCors>;
export const auditRequestPolicy: Forwarded<typeof server.auditRequestPolicy>;
export const auditRoutes: Forwarded<typeof server.auditRoutes>;
export const requestProbes: Forwarded<typeof server.requestProbes>;
export const corsProbes: Forwarded<typeof server.corsProbes>;
export function endpointOf(options: unknown, cors: unknown): number;
export function endpointOfCors(policy: unknown): number;
export function endpointRule(number: number, isHandshake: boolean, told: string): string;
export function endpointRefused(number: number, client: string, now: number): number;

// ---- The service worker's

export function installGate(
  policy: unknown,
  options: unknown,
): { claim: boolean; skipWaiting: boolean; backgroundFetch: boolean };
export function gateRefuses(destination: string, url: string): boolean;
export function gateRefusesBackgroundFetch(urls: string[]): boolean;
