// Each example runs from its own README's commands, in a copy. Where cargo would compile for minutes, the program that it runs is
// the one that is built already: `cargo xtask test --packages` has cargo do it. The recipes' are in recipes.test.mjs.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { built, start, stop } from "../support/children.mjs";
import { freePort } from "../support/servers.mjs";
import { EXAMPLES, NO_PACKAGES, RECIPES, beside, commands, read, server } from "./examples.mjs";
import { open, repository, run } from "./support.mjs";

const needsCurl = { skip: spawnSync("curl", ["--version"]).status === 0 ? false : "curl is not installed" };
const INITIALIZE = {
  method: "POST",
  headers: { "Content-Type": "application/json", Accept: "application/json, text/event-stream" },
  body: JSON.stringify({
    jsonrpc: "2.0",
    id: 1,
    method: "initialize",
    params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "example", version: "1.0.0" } },
  }),
};

const HERE = {
  ".": () => theCrate(),
  "axum-mcp-server": (name) => anMcpServer(name, ({ fields }) => fields?.["cordon.reason"]),
  "express-mcp-server": (name) => anMcpServer(name, ({ reason }) => reason),
  "how-to": howTos,
  "react-chat": aChat,
  "scan-ci": scansInCi,
};

for (const [name, tests] of Object.entries(HERE)) suite(join("examples", name), () => tests(name));

test("every example has a README with commands, and a test that runs them", () => {
  const folders = readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = [".", ...folders.map(({ name }) => name)];
  assert.deepEqual(names.sort(), [...Object.keys(HERE), ...RECIPES].sort());
  for (const name of names) assert.ok(commands(name).length > 0, name);
});

// ---- The commands

/** The command, with what cargo would run in cargo's place. */
function prepared(command) {
  if (!NO_PACKAGES) return command;
  return command.replace(/cargo run (?:-p [\w-]+ )?--(bin|example) ([\w-]+)/, (_, kind, name) =>
    built(kind === "bin" ? name : `examples/${name}`),
  );
}

const shell = (directory, command) => run(directory, "sh", "-c", prepared(command));
/** A copy; but cargo finds the workspace above the folder itself alone. */
const folderOf = (t, name, command) => (/\bcargo run\b/.test(command) ? join(EXAMPLES, name) : beside(t, name));

/** Starts a server that says nothing of its address, until the test ends. */
async function listening(t, directory, command, port) {
  const child = start("sh", ["-c", prepared(command)], { cwd: directory, stdio: ["ignore", "ignore", "pipe"] });
  t.after(() => stop(child));
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (said += text));
  const answers = () =>
    new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.destroy();
        resolve(true);
      });
      socket.once("error", () => resolve(false));
    });
  while (!(await answers())) {
    assert.equal(child.exitCode, null, `${command} ended: ${said}`);
    await sleep(50);
  }
}

// ---- The examples

function theCrate() {
  test("sanitizes what is piped in", () => {
    const [command, ...rest] = commands(".");
    assert.deepEqual(rest, []);
    assert.equal(shell(EXAMPLES, command).trim(), "<b>hi</b>");
  });
}

function anMcpServer(name, reasonOf) {
  test("answers, refuses and says why", needsCurl, async (t) => {
    const port = await freePort();
    const [starts, ...asks] = commands(name).map((command) => command.replaceAll("8000", `${port}`));
    const { url, said } = await server(t, folderOf(t, name, starts), prepared(starts));
    assert.equal(url, `http://127.0.0.1:${port}/mcp`);
    const answer = await fetch(url, INITIALIZE);
    assert.equal(answer.status, 200);
    assert.match(await answer.text(), /serverInfo/);

    const curl = asks.pop();
    for (const client of asks) assert.equal(JSON.parse(shell(EXAMPLES, client)).echo, "hello");
    assert.equal(asks.length, name === "axum-mcp-server" ? 1 : 0);
    assert.match(shell(EXAMPLES, curl), /^HTTP\/1\.1 403 /);
    const lines = () =>
      said()
        .split("\n")
        .filter((line) => line.startsWith("{") && line.endsWith("}"));
    const reasons = () =>
      lines()
        .map((line) => reasonOf(JSON.parse(line)))
        .filter(Boolean);
    for (const until = Date.now() + 60_000; reasons().length === 0 && Date.now() < until; ) await sleep(20);
    assert.deepEqual(reasons(), ["cross-site"]);
  });
}

function howTos(folder) {
  const all = commands(folder);
  const starts = all.filter((command) => !command.startsWith("curl "));
  const [post, handshake, ...rest] = all.filter((command) => command.startsWith("curl "));

  test("each program has a command, but the route of another application", () => {
    const files = readdirSync(join(EXAMPLES, folder)).filter((file) => /\.(rs|mjs)$/.test(file));
    const programs = files.filter((file) => file !== "route.mjs");
    const named = starts.map((command) => /node (\S+)|--example (\S+)/.exec(command));
    const started = named.map(([, file, example]) => file ?? `${example}.rs`);
    assert.deepEqual(started.sort(), programs.sort());
    assert.deepEqual(rest, []);
  });

  for (const command of starts) {
    test(command, needsCurl, async (t) => {
      const port = await freePort();
      const at = (text) => text.replaceAll("3000", `${port}`);
      await listening(t, folderOf(t, folder, command), at(command), port);
      assert.match(shell(EXAMPLES, at(command.endsWith("ws.mjs") ? handshake : post)), /^HTTP\/1\.1 403 /);
    });
  }
}

function scansInCi(name) {
  const env = { ...process.env, PATH: `${dirname(built("cordon"))}${delimiter}${process.env.PATH}` };
  const at = (cwd, command) => spawnSync("sh", ["-c", command], { cwd, env, encoding: "utf8" });
  const pair = (side) => join(repository, "tests/data/scan/plain-inner-html", `${side}.js`);

  /** A repository with the example's files at its root. */
  function project(t) {
    const directory = beside(t, name);
    for (const command of ["git init --quiet", "mkdir -p .git/hooks"]) assert.equal(at(directory, command).status, 0);
    writeFileSync(join(directory, ".gitignore"), "node_modules\n");
    return directory;
  }

  test("the workflow's lines run, and the last one fails on what is found", (t) => {
    const directory = project(t);
    const [workflow, , baseline, ...rest] = commands(name);
    assert.deepEqual(rest, []);
    assert.equal(at(directory, workflow).status, 0);
    const lines = [...read(name, "cordon.yml").matchAll(/- run: (cordon .*)$/gm)].map(([, line]) => line);
    assert.equal(lines.length, 2);
    cpSync(pair("vulnerable"), join(directory, "chat.js"));
    assert.deepEqual(
      lines.map((line) => at(directory, line).status),
      [0, 1],
    );
    cpSync(pair("fixed"), join(directory, "chat.js"));
    assert.deepEqual(
      lines.map((line) => at(directory, line).status),
      [0, 0],
    );
    assert.equal(at(directory, baseline).status, 0);
  });

  test("the hook keeps back what is staged, unless the baseline knows it", (t) => {
    const directory = project(t);
    const [, hook, baseline] = commands(name);
    assert.equal(at(directory, hook).status, 0);
    const commit = () =>
      at(directory, "git add --all && git -c user.name=a -c user.email=a@b.test commit --quiet -m a");
    cpSync(pair("vulnerable"), join(directory, "chat.js"));
    const refused = commit();
    assert.notEqual(refused.status, 0);
    assert.match(refused.stdout + refused.stderr, /scan-markup-from-output/);
    assert.equal(at(directory, baseline).status, 0);
    assert.equal(commit().status, 0);
    cpSync(pair("vulnerable"), join(directory, "other.js"));
    assert.notEqual(commit().status, 0);
    cpSync(pair("fixed"), join(directory, "other.js"));
    assert.equal(commit().status, 0);
  });
}

function aChat(name) {
  const [develops, builds, serves, ...rest] = commands(name);

  /** Has the model answer; what it said is there, and its attacker got nothing, though he counts. */
  async function asksTheModel(page, url) {
    await page.click("button:text('Ask')");
    const status = page.locator("section[aria-labelledby=model] p[role=status]");
    await status.waitFor({ timeout: 60_000 });
    assert.match(await status.textContent(), /^Removed or changed: \d+\. The attacker received 0 requests\.$/);
    const output = page.locator("section[aria-labelledby=model] .output");
    assert.equal(await output.locator("h2, strong, td").count(), 6);
    assert.equal(
      await output.locator("script, img, iframe, style, [onerror], [aria-busy], .mcp-cordon-caret").count(),
      0,
    );
    const attacker = await output.locator("code").first().textContent();
    await fetch(new URL("/probe", attacker));
    assert.deepEqual(await (await fetch(new URL("/received", url))).json(), ["/probe"]);
  }

  test("with hot reload", async (t) => {
    assert.deepEqual(rest, []);
    const { url } = await server(t, beside(t, name), develops);
    const { page, errors } = await open(t, url);
    await page.waitForSelector("#guard:text('is up')", { timeout: 60_000 });
    assert.equal(
      await page.locator("article[aria-label=weather]").locator("script, img, iframe, [onerror]").count(),
      0,
    );
    await asksTheModel(page, url);
    assert.deepEqual(errors, []);
  });

  test("built, and served with its headers", async (t) => {
    const directory = beside(t, name);
    run(directory, "sh", "-c", builds);
    const { url } = await server(t, directory, serves);
    const { page, errors } = await open(t, "about:blank");
    const asked = [];
    page.on("request", (request) => asked.push(new URL(request.url())));
    page.on("console", (message) => errors.push(message.text()));
    const response = await page.goto(url);
    assert.match(response.headers()["content-security-policy"], /require-trusted-types-for 'script'/);
    await page.waitForSelector("#guard:text('is up')", { timeout: 60_000 });
    const article = (tool) => page.locator(`article[aria-label=${tool}]`);
    assert.equal(await article("weather").locator("script, img, iframe, [onerror]").count(), 0);
    assert.match(await article("weather").locator("summary").textContent(), /^Removed or changed: \d/);
    assert.equal(await article("files").locator("img").count(), 1);
    assert.match(await article("files").locator("a").textContent(), /bank\.example/);
    assert.match(await article("files").locator("code").first().textContent(), /^https:\/\/attacker\.example\/report$/);
    assert.equal(await article("page").locator("iframe[sandbox='']").count(), 1);
    assert.equal(await article("failing").locator("[data-mcp-error]").count(), 1);
    assert.match(await article("broken").textContent(), /cannot be shown: result\.content/);
    // What is below the frame moves when the frame has its height.
    await page.waitForFunction(() => document.querySelector("iframe").style.height !== "150px");
    await asksTheModel(page, url);
    await page.click("button:text('Send something')");
    await page.waitForSelector("li:text('fetch to https://attacker.example was refused')");
    assert.equal(await page.textContent("output"), "TypeError");
    assert.equal(await page.title(), "Chat");
    assert.deepEqual(
      asked.filter(({ hostname }) => hostname.endsWith(".example")),
      [],
    );
    const probed = errors.filter((text) => !/cordon-\d+\.invalid/.test(text));
    assert.deepEqual(
      probed.map((text) => text.split(",")[0]),
      ["CordonError: result.content is an array of blocks"],
    );
  });
}
