// The example servers as they stand, each a process of its own, and what they say that they refused.
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { built, start, stop } from "../../support/children.mjs";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

const COMMANDS = {
  axum: () => [built("server"), []],
  express: () => [process.execPath, [`${ROOT}examples/express-mcp-server/server.mjs`]],
};
/** The client of the axum example: a program that takes a URL. */
export const rustClient = () => built("client");
export const EXAMPLES = Object.keys(COMMANDS);

/** A refusal as each logs it. */
const READERS = {
  axum: ({ target, fields: { "client.address": client, "url.path": path, "cordon.reason": reason } }) =>
    target === "mcp_cordon" && reason && { client, path, reason },
  express: ({ event, client, path, reason }) => event === "violation" && { client, path, reason },
};

export class Example {
  #process;
  #said = "";
  /** `client` is the peer's address. */
  refusals = [];

  static async start(name, { hosts = [], origins = [] } = {}) {
    const example = new Example();
    const [command, args] = COMMANDS[name]();
    const env = { ALLOWED_HOSTS: [...hosts, "127.0.0.1"].join(), ALLOWED_ORIGINS: origins.join(), PORT: "0" };
    const stdio = ["ignore", "pipe", "pipe"];
    example.#process = start(command, args, { env: { ...process.env, ...env }, stdio });
    createInterface(example.#process.stderr).on("line", (line) => example.#read(READERS[name], line));
    const failed = Promise.race([once(example.#process, "exit"), once(example.#process, "error")]).then(([why]) => {
      throw new Error(`The ${name} example ended with ${why}: ${example.#said}`);
    });
    failed.catch(() => {});
    [example.url] = await Promise.race([once(createInterface(example.#process.stdout), "line"), failed]);
    return example;
  }

  #read(reader, line) {
    this.#said = `${this.#said}${line}\n`.slice(-4000);
    if (!line.startsWith("{")) return;
    const refusal = reader(JSON.parse(line));
    if (refusal) this.refusals.push(refusal);
  }

  stop() {
    return stop(this.#process);
  }
}
