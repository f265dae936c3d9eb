// Child processes that never outlive the tests, however these end.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const running = new Set();

/** A program of the workspace, where cargo puts it unless `CORDON_PROGRAMS` says. */
export const built = (name) =>
  `${process.env.CORDON_PROGRAMS ?? fileURLToPath(new URL("../../target/debug", import.meta.url))}/${name}`;

/** Starts a command at the head of its own process group, so that what it starts ends with it. */
export function start(command, args, options) {
  const child = spawn(command, args, { ...options, detached: true });
  if (child.pid !== undefined) running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

export async function stop(child) {
  if (!running.has(child)) return;
  const ended = once(child, "exit");
  signalGroup(child, "SIGTERM");
  const late = sleep(5000, "late", { ref: false });
  if ((await Promise.race([ended, late])) !== "late") return;
  signalGroup(child, "SIGKILL");
  await ended;
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

process.on("exit", () => {
  for (const child of running) signalGroup(child, "SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.once(signal, () => process.exit(1));
}
