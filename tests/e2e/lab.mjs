// Starts the attack lab's server and reads what its attacker saw.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { built, start, stop } from "./children.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export class Lab {
  #process;

  /** `CORDON_PROGRAMS` is where a built server is, `CORDON_LAB_DIST` a built page. */
  static async start() {
    const dist = process.env.CORDON_LAB_DIST ?? `${ROOT}www/dist`;
    const lab = new Lab();
    lab.#process = start(process.env.CORDON_PROGRAMS ? built("cordon-lab") : await build(), ["--port", "0", "--dist", dist], {
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

  /** What reached the attacker: connections, requests, and those of the requests that one tool caused. */
  async reached(tool) {
    const { connections, total, recent } = await (await fetch(new URL("/attacker/hits", this.page))).json();
    const own = recent.filter((hit) => hit.path.startsWith(`/${tool}/`));
    return { connections, total, own, paths: recent.map((hit) => `${hit.method} ${hit.path}`) };
  }

  async waitForRequest(tool, timeout) {
    const until = Date.now() + timeout;
    for (;;) {
      const seen = await this.reached(tool);
      if (seen.own.length > 0 || Date.now() > until) return seen;
      await sleep(100);
    }
  }

  async reset() {
    await fetch(new URL("/attacker/reset", this.page), { method: "POST" });
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
  const messages = stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  const built = messages.find((message) => message.executable && message.target?.name === "cordon-lab");
  if (!built) throw new Error("cargo built no cordon-lab.");
  return built.executable;
}
