// The programs of docs/server.md: what is printed there is what runs here, and its refusals are those that come.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readdirSync } from "node:fs";
import { request as send } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { built, start, stop } from "../support/children.mjs";
import { freePort } from "../support/servers.mjs";
import { repository } from "./support.mjs";

const FOLDER = join(repository, "examples/how-to");
const page = readFileSync(join(repository, "docs/server.md"), "utf8");
/** The blocks of the page: a program, and the refusal below it. */
const HOW_TOS = [...page.matchAll(/```(rust|js)\n(.*?)\n```\n\n```http\n(.*?)\n```/gs)].map(([, , code, refusal]) => ({
  code,
  refusal,
}));
const FROM_PAGE = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" };
const EVIL = { ...FROM_PAGE, origin: "https://evil.example" };
const CLIENT = { ...FROM_PAGE, origin: "https://client.example.com" };
const HANDSHAKE = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
};

test("the page shows the programs of the folder, each with its refusal", () => {
  const files = readdirSync(FOLDER)
    .filter((name) => name !== "README.md")
    .map((name) => readFileSync(join(FOLDER, name), "utf8").trimEnd());
  assert.ok(files.length >= 7);
  assert.deepEqual(HOW_TOS.map(({ code }) => code).sort(), files.sort());
});

/** The refusal that the page shows of a program. */
function refusalOf(file) {
  const code = readFileSync(join(FOLDER, file), "utf8").trimEnd();
  const [head, body = ""] = HOW_TOS.find((one) => one.code === code).refusal.split("\n\n");
  const [status, ...lines] = head.split("\n");
  const headers = lines.map((line) => [
    line.slice(0, line.indexOf(":")).toLowerCase(),
    line.slice(line.indexOf(":") + 2),
  ]);
  return { status, headers: Object.fromEntries(headers), body };
}

/** Compares an answer with a refusal: what HTTP adds by itself apart. */
function compare({ status, headers, body }, refusal) {
  assert.equal(status, Number(refusal.status.split(" ")[1]));
  const {
    date,
    connection,
    "keep-alive": alive,
    "content-length": length,
    "transfer-encoding": coding,
    "x-powered-by": by,
    ...own
  } = headers;
  const { "content-length": shown, connection: closes, ...expected } = refusal.headers;
  assert.deepEqual(own, expected);
  if (shown !== undefined) assert.equal(length, shown);
  if (closes !== undefined) assert.equal(connection?.toLowerCase(), closes.toLowerCase());
  assert.equal(body, refusal.body);
}

/** Starts a how-to; its port, and what it logged. */
async function serve(t, file) {
  const port = await freePort();
  const isRust = file.endsWith(".rs");
  const program = isRust ? built(`examples/${file.slice(0, -3)}`) : process.execPath;
  const args = isRust ? [`127.0.0.1:${port}`] : [join(FOLDER, file)];
  const child = start(program, args, { env: { ...process.env, PORT: `${port}` }, stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (log += text));
  const failed = once(child, "error").then(([error]) => Promise.reject(error));
  failed.catch(() => {});
  t.after(() => stop(child));
  const until = Date.now() + 60_000;
  while (!(await Promise.race([answers(port), failed]))) {
    assert.ok(Date.now() < until && child.exitCode === null, `${file} does not listen: ${log}`);
    await sleep(50);
  }
  return { port, log: () => log };
}

const answers = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });

async function ask(port, method, headers, body) {
  const asked = send({ host: "127.0.0.1", port, method, path: "/mcp", headers });
  asked.end(body);
  const [response] = await Promise.race([once(asked, "response"), once(asked, "upgrade")]);
  const { statusCode: status } = response;
  if (status === 101) {
    response.socket.destroy();
    return { status };
  }
  return { status, headers: response.headers, body: (await response.toArray()).join("") };
}

const INITIALIZE = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "how-to", version: "1.0.0" } },
});
const JSON_RPC = { "content-type": "application/json", accept: "application/json, text/event-stream" };

for (const [file, says] of [
  ["axum.rs", "called"],
  ["rmcp.rs", "serverInfo"],
  ["express.mjs", "called"],
  ["sdk.mjs", "serverInfo"],
  ["hono.mjs", "called"],
]) {
  test(`how-to: ${file}`, async (t) => {
    const { port, log } = await serve(t, file);
    const preflight = {
      "access-control-request-method": "POST",
      "access-control-request-headers": "content-type,mcp-session-id",
    };
    for (const headers of [{}, CLIENT, { "sec-fetch-site": "same-origin" }]) {
      const answer = await ask(port, "POST", { ...JSON_RPC, ...headers }, INITIALIZE);
      assert.equal(answer.status, 200, answer.body);
      assert.ok(answer.body.includes(says), answer.body);
      assert.equal(answer.headers["access-control-allow-origin"], headers.origin);
    }
    const { status, headers } = await ask(port, "OPTIONS", { ...CLIENT, ...preflight });
    assert.deepEqual([status, headers["access-control-allow-methods"]], [204, "GET, POST, DELETE"]);
    compare(await ask(port, "POST", { ...JSON_RPC, ...EVIL }, INITIALIZE), refusalOf(file));
    compare(await ask(port, "POST", { ...JSON_RPC, host: "rebound.example" }, INITIALIZE), refusalOf(file));
    if (["axum.rs", "rmcp.rs", "express.mjs"].includes(file)) {
      const until = Date.now() + 60_000;
      const told = () =>
        log()
          .split("\n")
          .filter((line) => line.includes("cross-site") || line.includes("host-not-allowed"));
      while (told().length < 2 && Date.now() < until) await sleep(20);
      const events = told().map((line) => JSON.parse(line));
      assert.deepEqual(
        events.map((event) => event.reason ?? event.fields["cordon.reason"]),
        ["cross-site", "host-not-allowed"],
      );
      if (file !== "rmcp.rs")
        assert.ok(
          events.every((event) => JSON.stringify(event).includes("127.0.0.1")),
          "it names the client",
        );
    }
  });
}

test("the page's commands, on a program of the page", async (t) => {
  const [curl, audit, ...rest] = [...page.matchAll(/```sh\n(.*?)\n```/gs)].map(([, code]) => code);
  assert.deepEqual(rest, []);
  const { port } = await serve(t, "express.mjs");
  const shell = (command) => spawnSync("sh", ["-c", command], { encoding: "utf8" });
  await t.test("curl", { skip: shell("curl --version").status === 0 ? false : "curl is not installed" }, () => {
    const { status, stdout } = shell(curl.replace("127.0.0.1:3000", `127.0.0.1:${port}`));
    assert.equal(status, 0);
    assert.match(stdout, /^HTTP\/1\.1 403 Forbidden\r\n/);
  });
  await t.test("cordon audit-server", () => {
    const here = audit.replace("https://mcp.example.com/mcp", `http://127.0.0.1:${port}/mcp`);
    const command = here.replace(/^cordon /, `${built("cordon")} `);
    const { status, stdout, stderr } = shell(`${command} --delay 0 --format json`);
    assert.equal(status, 0, stderr);
    const { grade, findings } = JSON.parse(stdout);
    assert.deepEqual([grade, findings.filter(({ severity }) => severity !== "info")], ["A", []]);
  });
});

test("how-to: route.mjs", async () => {
  const { GET, POST, DELETE, OPTIONS } = await import(join(FOLDER, "route.mjs"));
  assert.ok(GET === POST && DELETE === POST && OPTIONS === POST);
  const asks = async (method, headers) => {
    const response = await POST(new Request("https://mcp.example.com/mcp", { method, headers }));
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  };
  assert.equal((await asks("POST", {})).body, '"called"');
  assert.equal((await asks("POST", CLIENT)).headers["access-control-allow-origin"], CLIENT.origin);
  assert.equal((await asks("OPTIONS", { ...CLIENT, "access-control-request-method": "DELETE" })).status, 204);
  compare(await asks("POST", EVIL), refusalOf("route.mjs"));
});

test("how-to: ws.mjs", async (t) => {
  const { port } = await serve(t, "ws.mjs");
  assert.equal((await ask(port, "GET", HANDSHAKE)).status, 101, "a client that is no browser");
  assert.equal((await ask(port, "GET", { ...HANDSHAKE, origin: CLIENT.origin })).status, 101);
  compare(await ask(port, "GET", { ...HANDSHAKE, origin: EVIL.origin }), refusalOf("ws.mjs"));
  const rebound = { host: `evil.example:${port}`, origin: `http://evil.example:${port}` };
  compare(await ask(port, "GET", { ...HANDSHAKE, ...rebound }), refusalOf("ws.mjs"));
  for (let at = 0; at < 50; at++) {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    const lines = Object.entries({ host: `127.0.0.1:${port}`, ...HANDSHAKE, origin: EVIL.origin }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    socket.write(`GET /mcp HTTP/1.1\r\n${lines.join("")}\r\n`);
    socket.resetAndDestroy();
  }
  assert.equal((await ask(port, "GET", HANDSHAKE)).status, 101, "clients that go away take nothing down");
});
