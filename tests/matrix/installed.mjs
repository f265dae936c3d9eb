// Packages that a folder's lockfile pins, installed below the build's own folder, so that a second run finds them.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository, run } from "../support/run.mjs";

export const target = process.env.CORDON_TARGET ?? join(repository, "target");

export const PINNED = ["package.json", "package-lock.json"];
export const QUIET = ["--ignore-scripts", "--no-audit", "--no-fund"];

/** A folder of that name below the build's own, which `install` fills unless it did so for the same `pinned` text. */
export function filledOnce(name, pinned, install) {
  const folder = join(target, "matrix", name);
  const stamp = join(folder, "installed");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === pinned) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  install(folder);
  writeFileSync(stamp, pinned);
  return folder;
}

/** Installs what the lockfile in `folder` names, unless that very lockfile was installed already. Returns where. */
export function installed(folder, name) {
  const pinned = PINNED.map((file) => readFileSync(join(folder, file), "utf8"));
  return filledOnce(name, pinned.join(""), (cache) => {
    for (const [at, file] of PINNED.entries()) writeFileSync(join(cache, file), pinned[at]);
    run(cache, "npm", "ci", ...QUIET);
  });
}
