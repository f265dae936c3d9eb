// The projects of examples/, copied out of the repository beside its package, and run by their READMEs' commands. What asks npm's
// registry, or compiles for minutes, does so where CORDON_PACKAGES says so: `cargo xtask test --packages`.
import assert from "node:assert/strict";
import { once } from "node:events";
import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";
import { start, stop } from "../support/children.mjs";
import { scratchFor } from "../support/scratch.mjs";
import { parsed } from "./pages.mjs";
import { pkg, repository, run } from "./support.mjs";

export const EXAMPLES = join(repository, "examples");
/** The projects that docs/recipes.md prints, which tests/package/recipes.test.mjs runs. */
export const RECIPES = ["markdown-it", "marked", "rehype", "mcp-client", "mcp-apps-host", "trusted-types"];
export const NO_PACKAGES = process.env.CORDON_PACKAGES ? false : "needs packages of npm's registry: CORDON_PACKAGES=1";

// No package here needs its install script, and traffic is for what is installed.
const QUIET = ["audit", "fund", "update_notifier"].map((name) => [`npm_config_${name}`, "false"]);
Object.assign(process.env, Object.fromEntries(QUIET), { npm_config_ignore_scripts: "true" });

export const read = (...path) => readFileSync(join(EXAMPLES, ...path), "utf8");

/** The commands of a README, in order: the lines of its blocks. */
export function commands(name) {
  const blocks = parsed(read(name, "README.md")).blocks.filter(({ language }) => language === "sh");
  return blocks.flatMap(({ code }) => code.replace(/\\\n\s*/g, "").split("\n"));
}

export function copied(t, name) {
  const root = scratchFor(t, "example");
  const directory = join(root, "examples", name);
  cpSync(join(EXAMPLES, name), directory, { recursive: true, filter: (path) => !/node_modules|dist$/.test(path) });
  symlinkSync(pkg, join(root, "pkg"));
  return directory;
}

/** With all of the repository's packages, for an example that has no manifest of its own. */
export function beside(t, name) {
  const directory = copied(t, name);
  symlinkSync(join(repository, "node_modules"), join(directory, "node_modules"));
  return directory;
}

/** By the README's first command; without npm's registry, with these of the repository's packages in its place. */
export function ready(t, name, packages) {
  const directory = copied(t, name);
  const [install] = commands(name);
  assert.equal(install, "npm ci");
  if (!NO_PACKAGES) {
    run(directory, "sh", "-c", install);
    return directory;
  }
  const modules = join(directory, "node_modules");
  mkdirSync(join(modules, ".bin"), { recursive: true });
  for (const each of packages) symlinkSync(join(repository, "node_modules", each), join(modules, each));
  symlinkSync(pkg, join(modules, "mcp-cordon"));
  for (const [tool, file] of [
    ["esbuild", "bin/esbuild"],
    ["vite", "bin/vite.js"],
  ]) {
    if (packages.includes(tool)) symlinkSync(`../${tool}/${file}`, join(modules, ".bin", tool));
  }
  return directory;
}

/** Alone in its line, or as Vite says it: npm says ahead of that what it runs, addresses included. */
const ADDRESS = /^(?:\W*Local:\s+)?(http:\/\/(?:localhost|127\.0\.0\.1):\d+\S*)$/;

/** Runs a command until the test ends; the address that it prints, and what it says on stderr. */
export async function server(t, directory, command) {
  const env = { ...process.env, PORT: "0" };
  const child = start("sh", ["-c", command], { cwd: directory, env, stdio: ["ignore", "pipe", "pipe"] });
  t.after(() => stop(child));
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (said += text));
  const ended = once(child, "exit").then(([code]) => assert.fail(`${command} ended with ${code}: ${said}`));
  ended.catch(() => {});
  const printed = new Promise((resolve) => {
    createInterface(child.stdout).on("line", (line) => {
      const [, url] = ADDRESS.exec(stripVTControlCharacters(line)) ?? [];
      if (url) resolve(url);
    });
  });
  return { url: await Promise.race([printed, ended]), said: () => said };
}
