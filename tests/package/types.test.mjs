// The declarations under TypeScript's strict checks, from both module kinds.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { project, repository, run } from "./support.mjs";

const USE = `
  const policy: Policy = { connect: ["'self'"], resources: ["https://images.example"] };
  const html: string = sanitizeToolOutput("<b>hi</b>", { policy, profile: "markup" });
  const report: SanitizeReport = inspectToolOutput(html);
  const codes: string[] = report.removed.map((removal) => removal.code);
  export const guarded: boolean = installGuard(policy).check("https://elsewhere.example/").allowed;
  export async function score(): Promise<number> {
    return (await auditPage({ probe: true })).score;
  }
  export function code(error: unknown): string {
    return error instanceof CordonError ? error.code : codes.join();
  }
  // @ts-expect-error HTML is a string
  sanitizeToolOutput(1);
  // @ts-expect-error a misspelt option must not pass in silence
  sanitizeToolOutput(html, { polices: policy });
  // @ts-expect-error a misspelt field of the policy neither
  installGuard({ conect: ["'self'"] });
`;
const GATE = `
  import { installServiceWorkerGate, type ServiceWorkerGateOptions } from "mcp-cordon/service-worker";
  const options: ServiceWorkerGateOptions = { app: ["https://a.example"], onViolation: ({ url }) => console.log(url) };
  installServiceWorkerGate({ connect: ["'self'"] }, options);
  // @ts-expect-error a misspelt option must not pass in silence
  installServiceWorkerGate({}, { skipwaiting: true });
`;
const SERVER = `
  import {
    createCors, createIsolation, decideCors, refusalAttributes, speculationHeaders, type Isolation, type Refusal,
  } from "mcp-cordon/server";
  import { auditCors, auditRequestPolicy, auditRoutes, corsProbes, requestProbes } from "mcp-cordon/server";
  const isolation: Isolation = createIsolation({ trustedOrigins: ["https://client.example"], speculation: "deny-prerender" });
  const off: () => void = isolation.on("storm", ({ client, reason }: Refusal) => console.log(client, reason));
  isolation.on("violation", (refusal) => console.log(refusalAttributes(refusal)["cordon.reason"]));
  createIsolation({ cors: { preset: "mcp-2025-11-25", origins: ["https://client.example"] } }).node();
  createCors({ origins: "*" }).fetch(() => new Response(null, { headers: speculationHeaders({ noVarySearch: { except: ["q"] } }) }));
  // @ts-expect-error what changes nothing, or what changes something
  speculationHeaders({ noVarySearch: { params: ["a"], except: ["q"] } });
  const handle: (request: Request) => Promise<Response> = isolation.fetch((request) => new Response(request.url));
  const status: number | null = decideCors({ method: "POST", headers: {} }, { origins: "*" }).status;
  export default [off, handle, status];
  // @ts-expect-error a misspelt option must not pass in silence
  createIsolation({ sameSites: "allow" });
  // @ts-expect-error there is no such event
  isolation.on("refusal", () => {});
  const target = { url: "https://api.example/mcp", mcp: "2025-11-25" };
  const answered = requestProbes(target).map((probe) => ({ ...probe, response: { status: 200, headers: { Vary: ["Origin"] } } }));
  const scores: number[] = [
    auditRequestPolicy({ target, probes: answered }).score,
    auditCors({ target, probes: corsProbes(target).map((probe) => ({ ...probe, status: 403, response: {} })) }).score,
    auditRoutes({ routes: [{ method: "GET", path: "/", changesState: false }] }).score,
  ];
  export { scores };
  // @ts-expect-error the requests need an address to be sent to
  requestProbes({ auth: "cookie" });
`;
const GLOBAL = `
  const policy: mcpCordon.Policy = { connect: ["'self'"] };
  const html: string = mcpCordon.sanitizeToolOutput("<b>hi</b>", { policy });
  // @ts-expect-error HTML is a string
  window.mcpCordon.sanitizeToolOutput(html.length);
`;
const IMPORTED = `
  import "mcp-cordon/global";${GLOBAL}
  // @ts-expect-error the names are the global object's alone
  import { cleanText } from "mcp-cordon/global";
  export default cleanText;
`;
const NAMES = "auditPage, CordonError, inspectToolOutput, installGuard, sanitizeToolOutput";

const MODULE = `import { ${NAMES}, type Policy, type SanitizeReport } from "mcp-cordon";${USE}`;
const COMMON = `
  import cordon = require("mcp-cordon");
  import type { Policy, SanitizeReport } from "mcp-cordon";
  const { ${NAMES} } = cordon;${USE}`;

const tsc = join(repository, "node_modules/.bin/tsc");
const STRICT = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--target", "es2022", "--lib", "es2022,dom"];

for (const [kind, file, source, modules] of [
  ["import in Node", "consumer.mts", MODULE, ["--module", "nodenext"]],
  ["import of the gate", "gate.mts", GATE, ["--module", "nodenext"]],
  ["require of the gate", "gate.cts", GATE, ["--module", "nodenext"]],
  ["import of the server's half", "server.mts", SERVER, ["--module", "nodenext"]],
  ["require in Node", "consumer.cts", COMMON, ["--module", "nodenext"]],
  [
    "the global object in a script",
    "script.ts",
    `/// <reference types="mcp-cordon/global" />${GLOBAL}`,
    ["--module", "nodenext"],
  ],
  ["the global object by import", "global.mts", IMPORTED, ["--module", "nodenext"]],
  ["import through a bundler", "consumer.ts", MODULE, ["--module", "esnext", "--moduleResolution", "bundler"]],
]) {
  test(`types: ${kind}`, (t) => {
    const directory = project(t, { [file]: source });
    assert.equal(run(directory, tsc, ...STRICT, ...modules, file), "");
  });
}

const EXPORTED = /^#\[wasm_bindgen(?:\(js_name = (\w+)\))?\]\n(?:#\[.*\]\n)*pub fn (\w+)/gm;
const DECLARED = /^export (?:const|function) (\w+)/gm;

test("the entries are checked against the functions that Rust exports", () => {
  const sources = readdirSync(join(repository, "src/browser"), { recursive: true }).filter((file) =>
    file.endsWith(".rs"),
  );
  const exported = sources.flatMap((file) =>
    [...readFileSync(join(repository, "src/browser", file), "utf8").matchAll(EXPORTED)].map(
      ([, name, own]) => name ?? own,
    ),
  );
  const declared = readFileSync(join(repository, "pkg-template/check/glue.d.ts"), "utf8").matchAll(DECLARED);
  // The generated glue's own, which makes the instance.
  assert.deepEqual([...declared].map(([, name]) => name).sort(), ["initSync", ...exported].sort());
});
