// An ordinary application under the guard: React on Vite's development server, with hot reload, and both generations of the
// MCP TypeScript client. Nothing of it is a violation but what it does on purpose.
import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { listenFor } from "../support/servers.mjs";
import { developmentServer, open, project, repository, write } from "./support.mjs";

const GUARD = (listed) => `
  import { installGuard } from "mcp-cordon/guard";
  window.guard = installGuard({ connect: ["'self'", "${listed}"] }, { strength: "standard" });`;

const CLIENTS = (listed) => `
  import { Client as Client2, StreamableHTTPClientTransport as Http2 } from "@modelcontextprotocol/client";
  import { Client as Client1 } from "@modelcontextprotocol/sdk/client/index.js";
  import { StreamableHTTPClientTransport as Http1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

  const greeted = async (Client, Http) => {
    const client = new Client({ name: "app", version: "1.0.0" });
    await client.connect(new Http(new URL("${listed}/mcp")));
    const { tools } = await client.listTools();
    const { content } = await client.callTool({ name: tools[0].name, arguments: {} });
    return content[0].text;
  };
  export const greetings = async () => (await Promise.all([greeted(Client1, Http1), greeted(Client2, Http2)])).join();`;

const APP = (title) => `
  import { useEffect, useState } from "react";
  import { greetings } from "./clients.js";

  export default function App() {
    const [count, setCount] = useState(0);
    const [answer, setAnswer] = useState("waiting");
    useEffect(() => void greetings().then(setAnswer, (error) => setAnswer(String(error))), []);
    return (
      <main style={{ padding: 8 }}>
        <h1>${title}</h1>
        <button onClick={() => setCount(count + 1)}>{count}</button>
        <output>{answer}</output>
      </main>
    );
  }`;

const FILES = (listed) => ({
  "index.html": `<!doctype html><title>App</title><link rel="icon" href="data:,"><div id="root"></div>
    <script type="module" src="/guard.js"></script><script type="module" src="/main.jsx"></script>`,
  "vite.config.js": `import react from "@vitejs/plugin-react"; export default { plugins: [react()] };`,
  "guard.js": GUARD(listed),
  "clients.js": CLIENTS(listed),
  "App.jsx": APP("first"),
  "main.jsx": `
    import { StrictMode } from "react";
    import { createRoot } from "react-dom/client";
    import App from "./App.jsx";
    import "./app.css";
    createRoot(document.querySelector("#root")).render(<StrictMode><App /></StrictMode>);`,
  "app.css": "h1 { color: rgb(1, 2, 3) }",
});

/** An MCP server of another origin, without sessions. */
function mcpServer(t) {
  return listenFor(t, async (request, response) => {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader(
      "Access-Control-Allow-Headers",
      "accept, content-type, last-event-id, mcp-method, mcp-name, mcp-protocol-version, mcp-session-id",
    );
    response.setHeader("Access-Control-Allow-Methods", "GET, POST, DELETE");
    if (request.method === "OPTIONS") return response.writeHead(204).end();
    const server = new McpServer({ name: "greeter", version: "1.0.0" });
    server.registerTool("greet", { description: "greets" }, async () => ({
      content: [{ type: "text", text: "hello" }],
    }));
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    response.on("close", () => void server.close());
    await server.connect(transport);
    await transport.handleRequest(request, response);
  });
}

test("a React app on Vite's development server, and the MCP clients, under the guard", async (t) => {
  const reached = [];
  const [{ origin: listed }, { origin: unlisted }] = await Promise.all([
    mcpServer(t),
    listenFor(t, (request, response) => {
      reached.push(request.url);
      response.end();
    }),
  ]);
  const directory = project(t, FILES(listed));
  for (const name of ["@modelcontextprotocol", "@vitejs", "react", "react-dom", "vite"]) {
    symlinkSync(join(repository, "node_modules", name), join(directory, "node_modules", name));
  }
  const { page, errors } = await open(t, await developmentServer(t, directory));
  const shows = (selector, text) =>
    page.waitForFunction(
      ([selector, text]) => document.querySelector(selector)?.textContent === text,
      [selector, text],
      { timeout: 60_000 },
    );
  const violations = () => page.evaluate(() => window.guard.violations.map(({ api, origin }) => [api, origin]));

  await t.test("the app shows what the MCP server says, with no violation", async () => {
    await shows("output", "hello,hello");
    const layers = await page.evaluate(() =>
      window.guard.layers.filter(({ active }) => active).map(({ name }) => name),
    );
    assert.ok(
      ["apis", "csp"].every((name) => layers.includes(name)),
      layers.join(),
    );
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector("h1")).color), "rgb(1, 2, 3)");
    assert.deepEqual(await violations(), []);
  });

  await t.test("an edit shows without a reload, and the app's state stays", async () => {
    await page.evaluate(() => (window.untouched = true));
    await page.click("button");
    await shows("button", "1");
    write(directory, { "App.jsx": APP("second") });
    await shows("h1", "second");
    assert.equal(await page.textContent("button"), "1");
    write(directory, { "app.css": "h1 { color: rgb(4, 5, 6) }" });
    await page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).color === "rgb(4, 5, 6)");
    assert.equal(await page.evaluate(() => window.untouched), true);
    assert.deepEqual(await violations(), []);
  });

  await t.test("what the app sends off the list on purpose is the one violation", async () => {
    const outcome = await page.evaluate(
      (url) =>
        fetch(url, { mode: "no-cors" }).then(
          () => "sent",
          (error) => error.name,
        ),
      `${unlisted}/secret`,
    );
    assert.equal(outcome, "TypeError");
    assert.deepEqual(await violations(), [["fetch", unlisted]]);
    assert.deepEqual(reached, []);
    assert.deepEqual(errors, []);
  });
});
