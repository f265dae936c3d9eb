// What a server behind the package answers, and where it listens.
import assert from "node:assert/strict";
import { request as send } from "node:http";
import { stripVTControlCharacters } from "node:util";
import { start, stop } from "../support/children.mjs";

const OWN = { "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" };

/** A request of its own site's is answered, one of another's refused. */
export async function assertIsolated(url) {
  assert.deepEqual(await post(url, OWN), [200, "called"]);
  assert.deepEqual(await post(url, { ...OWN, "sec-fetch-site": "cross-site" }), [403, "Refused"]);
}

/** Not by `fetch`, which sets these headers as it likes. */
function post(url, headers) {
  return new Promise((resolve, reject) => {
    const request = send(url, { method: "POST", headers }, async (response) => {
      let text = "";
      for await (const chunk of response) text += chunk;
      resolve([response.statusCode, text.trim()]);
    });
    request.on("error", reject).end();
  });
}

/** Starts a program and waits until it prints what the pattern matches; it is stopped when the test ends. */
export function printed(t, directory, [program, ...args], pattern) {
  const child = start(program, args, { cwd: directory, stdio: ["ignore", "pipe", "pipe"] });
  t.after(() => stop(child));
  return new Promise((resolve, reject) => {
    let text = "";
    const read = (chunk) => {
      text += stripVTControlCharacters(String(chunk));
      const match = text.match(pattern);
      if (match) resolve(match[1]);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("error", reject);
    child.on("close", (status) => reject(new Error(`${program} ${args.join(" ")} ended with ${status}:\n${text}`)));
  });
}
