// Starts the attack lab's servers and reads what its attacker saw.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { built, start, stop } from "../../support/children.mjs";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

export class Lab {
  #process;

  /** `CORDON_PROGRAMS` is where a built server is, `CORDON_LAB_DIST` a built page. */
  static async start() {
    const dist = process.env.CORDON_LAB_DIST ?? `${ROOT}www/dist`;
    const lab = new Lab();
    const args = ["--port", "0", "--frame-port", "0", "--dist", dist];
    lab.#process = start(process.env.CORDON_PROGRAMS ? built("cordon-lab") : await build(), args, {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    lab.#process.stderr.on("data", (data) => (said += data));
    const failed = once(lab.#process, "exit").then(([code]) => {
      throw new Error(`cordon-lab ended with ${code}: ${said}`);
    });
    failed.catch(() => {});
    const [line] = await Promise.race([once(createInterface(lab.#process.stdout), "line"), failed]);
    Object.assign(lab, JSON.parse(line));
    return lab;
  }

  /** What arrived at each of these slots of the attacker's. */
  async arrived(ids) {
    const log = await fetch(new URL(`/attacker/log?slots=${ids.join()}`, this.page));
    return (await log.json()).slots;
  }

  async cspReports() {
    return (await fetch(new URL("/csp-reports", this.page))).json();
  }

  stop() {
    return stop(this.#process);
  }
}

async function build() {
  const args = ["build", "--quiet", "--package", "cordon-lab", "--message-format", "json"];
  const { stdout } = await promisify(execFile)("cargo", args, { cwd: ROOT, maxBuffer: 1 << 26 });
  const messages = stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const built = messages.find((message) => message.executable && message.target?.name === "cordon-lab");
  if (!built) throw new Error("cargo built no cordon-lab.");
  return built.executable;
}
