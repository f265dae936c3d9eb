// Packages that a folder's lockfile pins, installed below the build's own folder, so that a second run finds them.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository, run } from "../support/run.mjs";

export const target = process.env.CORDON_TARGET ?? join(repository, "target");

export const PINNED = ["package.json", "package-lock.json"];
export const QUIET = ["--ignore-scripts", "--no-audit", "--no-fund"];

/** Installs what the lockfile in `folder` names, unless that very lockfile was installed already. Returns where. */
export function installed(folder, name) {
  const cache = join(target, "matrix", name);
  const stamp = join(cache, "installed");
  const pinned = PINNED.map((file) => readFileSync(join(folder, file), "utf8"));
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === pinned.join("")) return cache;
  rmSync(cache, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  for (const [at, file] of PINNED.entries()) writeFileSync(join(cache, file), pinned[at]);
  run(cache, "npm", "ci", ...QUIET);
  writeFileSync(stamp, pinned.join(""));
  return cache;
}
