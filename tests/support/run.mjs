// Programs that are run to their end.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../..", import.meta.url));

/** Runs a program to its end and returns what it printed; anything but success throws. */
export function run(directory, program, ...args) {
  const { status, error, stdout, stderr } = spawnSync(program, args, { cwd: directory, encoding: "utf8" });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}
