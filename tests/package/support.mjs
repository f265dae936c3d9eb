// Empty projects, a static server and a browser for the tests of the built package.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, extname, join, normalize } from "node:path";
import { after } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { launchChromium } from "../support/browsers/chromium.mjs";
import { repository, run } from "../support/run.mjs";
import { scratchFor } from "../support/scratch.mjs";
import { listenFor } from "../support/servers.mjs";

export { repository, run };
export const pkg = join(repository, "pkg");
/** The files that entries share, and those of them that edge runtimes have a variant of. */
export const HOLDERS = [
  ...["shared", "html-module", "markdown-module", "audit-module", "guard-module"],
  ...["tool-output", "tool-output-stream", "use-guard"],
];
export const EDGE_HOLDERS = HOLDERS.filter((name) => name !== "shared");
export const manifest = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));

export const HOSTILE = "<b onclick=x()>hi</b><script>1</script>";
export const SAFE = "<b>hi</b>";

/** The WebAssembly module that a file of the package has inlined, and the file without it: see `load.js`. */
export function inlined(file) {
  const text = readFileSync(join(pkg, file), "utf8");
  const [literal] = /"[0-9a-f]{520}[^"\n]{10000,}"/.exec(text);
  const alphabet = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).filter(
    (c) => !`"$'<\\\``.includes(c),
  );
  const order = Buffer.from(literal.slice(9, 521), "hex");
  const wasm = Buffer.alloc(parseInt(literal.slice(1, 9), 16));
  const single = alphabet.length - 2;
  let from = 521;
  for (let at = 0; at < wasm.length; at++) {
    const place = alphabet.indexOf(literal[from++]);
    wasm[at] = order[place < single ? place : single * (1 + place - single) + alphabet.indexOf(literal[from++])];
  }
  return { wasm, script: Buffer.from(text.replace(literal, '""')) };
}

/** An empty npm project outside the repository, with the package installed and these files written. */
export function project(t, files, source = pkg) {
  const directory = scratchFor(t, "project");
  run(directory, "npm", "init", "-y");
  run(directory, "npm", "install", "--offline", "--no-audit", "--no-fund", source);
  write(directory, files);
  return directory;
}

/** The archive that npm would publish. */
export function archive(t) {
  const directory = scratchFor(t, "pack");
  const [packed] = JSON.parse(run(pkg, "npm", "pack", "--json", "--pack-destination", directory));
  return join(directory, packed.filename);
}

export function write(directory, files) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
}

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css" };

/** Serves a directory, with these extra response headers, until the test ends. Returns the origin. */
export async function serve(t, directory, headers = {}) {
  const { origin } = await listenFor(t, (request, response) => {
    const path = normalize(new URL(request.url, "http://localhost").pathname);
    const file = join(directory, path.endsWith("/") ? `${path}index.html` : path);
    try {
      const body = readFileSync(file);
      response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream", ...headers });
      response.end(body);
    } catch {
      response.writeHead(404, headers).end();
    }
  });
  return origin;
}

/** Starts Vite in a directory that has it, until the test ends. Returns the address. */
export function developmentServer(t, directory) {
  const args = ["node_modules/vite/bin/vite.js", "--host", "127.0.0.1", "--port", "0"];
  const vite = spawn(process.execPath, args, { cwd: directory, stdio: ["ignore", "pipe", "pipe"] });
  t.after(() => vite.kill());
  return new Promise((resolve, reject) => {
    let output = "";
    const read = (chunk) => {
      output += stripVTControlCharacters(String(chunk));
      const url = output.match(/http:\/\/127\.0\.0\.1:\d+\//);
      if (url) resolve(url[0]);
    };
    vite.stdout.on("data", read);
    vite.stderr.on("data", read);
    vite.on("error", reject);
    vite.on("exit", (status) => reject(new Error(`vite ended with ${status}:\n${output}`)));
  });
}

/** One Chromium for all that a file tests. */
let running;
after(async () => (await running)?.close());

/** Opens a page in Chromium with a profile of its own, closed when the test ends. An uncaught error in the page fails the wait. */
export async function open(t, url) {
  running ??= launchChromium();
  const context = await (await running).newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  // A development server makes its first page when it is asked for, which on a busy machine takes more than Playwright's 30 s.
  page.setDefaultNavigationTimeout(90_000);
  await page.goto(url);
  return { page, errors };
}
