// Next, by both of its bundlers: client components, a server component, a route handler.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { HOSTILE, SAFE, write } from "../../package/support.mjs";
import { modules } from "../app.mjs";
import { csp, pages, visit } from "../pages.mjs";
import { assertIsolated, printed } from "../requests.mjs";
import { check, describe } from "../results.mjs";
import { once, thrownAway, toolchain } from "../toolchain.mjs";

const SLIM = 'const source = new URL("mcp-cordon/wasm", import.meta.url);';
const NEXT = "node_modules/next/dist/bin/next";
const BUNDLERS = ["Turbopack", "webpack"];
const LIMIT = { timeout: 240_000 };

/** The application's modules, started when the page is there. */
const component = (module) => `"use client";
import { useEffect } from "react";
${module
  .trim()
  .replace(/^exercise/m, "const run = () => exercise")
  .replace("./", "../../")}
export default function Page() {
  useEffect(() => void run(), []);
  return (
    <>
      <div id="nodes" />
      <div id="string" />
    </>
  );
}
`;

const { "exercise.js": exercise, "main.js": main, "slim.js": slim } = modules(SLIM);
const FILES = {
  "exercise.js": exercise,
  "app/client/page.jsx": component(main),
  "app/slim/page.jsx": component(slim),
  "app/page.jsx": `
import { sanitizeToolOutput } from "mcp-cordon";
export default function Page() {
  return <div id="nodes" dangerouslySetInnerHTML={{ __html: sanitizeToolOutput(${JSON.stringify(HOSTILE)}) }} />;
}
`,
  "app/api/route.js": `
import { sanitizeToolOutput } from "mcp-cordon";
import { createIsolation } from "mcp-cordon/server";
const isolation = createIsolation({ allowedHosts: ["127.0.0.1"] });
export const GET = () => new Response(sanitizeToolOutput(${JSON.stringify(HOSTILE)}));
export const POST = isolation.fetch(() => new Response("called"));
`,
  // A nonce belongs to one response, so every page is made when it is asked for.
  "app/layout.jsx": `
import { connection } from "next/server";
export default async function Layout({ children }) {
  await connection();
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
`,
  "proxy.js": `
import { readFileSync } from "node:fs";
import { NextResponse } from "next/server";
export const config = { matcher: ["/", "/client", "/slim"] };
export function proxy(request) {
  const policy = readFileSync("policy.txt", "utf8").replace("NONCE", crypto.randomUUID());
  const headers = new Headers(request.headers);
  headers.set("Content-Security-Policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  return response;
}
`,
};

/** Next's own scripts stand in the page. */
const NEEDS = { "script-src": ["'nonce-NONCE'"] };

export function next() {
  for (const bundler of BUNDLERS) {
    const row = `Next 16, ${bundler}`;
    const running = once(() => started(bundler, FILES));
    const site = async (_, policy) => {
      const { directory, origin } = await running();
      write(directory, { "policy.txt": policy });
      return origin;
    };
    describe(`${row}, client component`, { toolchain: "next", slim: SLIM });
    pages(`${row}, client component`, site, {
      // React and Next come on top.
      budget: () => Infinity,
      needs: NEEDS,
      path: "/client",
      slimPath: "/slim",
      options: LIMIT,
    });

    describe(`${row}, server component`, { toolchain: "next" });
    check(
      `${row}, server component`,
      "shows",
      async (t) => {
        const origin = await site(t, csp({ needs: NEEDS }));
        const { shown, errors } = await visit(t, `${origin}/`, { isDone: () => document.querySelector("#nodes") });
        assert.deepEqual({ shown, errors }, { shown: [SAFE], errors: [] });
      },
      LIMIT,
    );

    describe(`${row}, route handler`, { toolchain: "next" });
    check(
      `${row}, route handler`,
      "shows",
      async () => {
        assert.equal(await (await fetch(`${(await running()).origin}/api`)).text(), SAFE);
      },
      LIMIT,
    );
    check(
      `${row}, route handler`,
      "server",
      async () => {
        await assertIsolated(`${(await running()).origin}/api`);
      },
      LIMIT,
    );
  }
}

/** An application of these files, built and served. */
export const started = (bundler, files) => build(bundler, files).then(serve);

async function build(bundler, files) {
  const directory = toolchain("next", files);
  const args = [NEXT, "build", `--${bundler.toLowerCase()}`];
  await promisify(execFile)(process.execPath, args, { cwd: directory, timeout: LIMIT.timeout });
  return directory;
}

async function serve(directory) {
  const command = [process.execPath, NEXT, "start", "--hostname", "127.0.0.1", "--port", "0"];
  const origin = await printed(thrownAway, directory, command, /(http:\/\/127\.0\.0\.1:[1-9]\d*)/);
  return { directory, origin };
}
