// Toolchains, each in a fresh folder outside the repository, where nothing that lies above it helps.
import { cpSync, readFileSync, rmSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { archive, run, write } from "../package/support.mjs";
import { scratchFor } from "../support/scratch.mjs";
import { PINNED, QUIET, installed } from "./installed.mjs";

export const here = fileURLToPath(new URL(".", import.meta.url));
export const tarball = archive({ after });

/** What several tests use is thrown away after the last of them. */
const leftovers = [];
export const thrownAway = { after: (work) => leftovers.push(work) };
after(() => {
  for (const work of leftovers) work();
});

/** What the pinned toolchain of that name is at: `{ vite: "8.3.8" }`. */
export function pins(name) {
  const { devDependencies, optionalDependencies } = JSON.parse(readFileSync(join(here, name, "package.json"), "utf8"));
  return { ...devDependencies, ...optionalDependencies };
}

/** A project with a pinned toolchain and the package's archive installed, and these files written. */
export function toolchain(name, files) {
  const cache = installed(join(here, name), name);
  const directory = scratchFor(thrownAway, name);
  for (const file of [...PINNED, "node_modules"]) copy(join(cache, file), join(directory, file));
  run(directory, "npm", "install", "--offline", ...QUIET, tarball);
  write(directory, files);
  return directory;
}

/** Hard links where the file system has them: a toolchain is hundreds of megabytes. */
function copy(from, to) {
  const { status } = spawnSync("cp", ["-al", from, to]);
  if (status === 0) return;
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}

/** Calls it once, when first asked; everyone who asks gets the same answer, or the same error. */
export function once(work) {
  let made;
  const attempt = () => {
    try {
      return { value: work() };
    } catch (error) {
      return { error };
    }
  };
  return () => {
    made ??= attempt();
    if ("error" in made) throw made.error;
    return made.value;
  };
}
