// Test runners: what a component's own tests see, in the documents that they have.
import { HOSTILE, SAFE, run } from "../../package/support.mjs";
import { ARGS, executablePath } from "../../support/browsers/chromium.mjs";
import { check, describe } from "../results.mjs";
import { once, toolchain } from "../toolchain.mjs";

const LINK = '<a href="https://example.com/a b" onclick=x()>a</a>';
const SAFE_LINK =
  '<a href="https://example.com/a%20b" target="_blank" rel="noopener noreferrer" class="mcp-cordon-link">a</a>';

const USED = {
  cordon: "mcp-cordon",
  slim: "mcp-cordon/slim",
  source: "mcp-cordon/wasm?url",
  ui: "mcp-cordon/react",
  server: "mcp-cordon/server",
  fs: "node:fs",
  react: "react",
  library: "@testing-library/react",
};

/** Programs by what they show: `page` is what a document is needed for, `browser` stands for what no browser has. */
const PROGRAMS = {
  shows: {
    text: `
test("strings", () => {
  expect(cordon.sanitizeToolOutput(${JSON.stringify(HOSTILE)})).toBe(${JSON.stringify(SAFE)});
  expect(cordon.sanitizeToolOutput(${JSON.stringify(LINK)})).toBe(${JSON.stringify(SAFE_LINK)});
  expect(cordon.sanitizeToolOutput("é\\ud800\\u{1f600}")).toBe("é\\ufffd\\u{1f600}");
  expect(cordon.checkUrl("https://example.com/").findings).toEqual([]);
});`,
    page: `
test("nodes", () => {
  const target = document.createElement("div");
  cordon.renderToolOutput(target, ${JSON.stringify(HOSTILE + LINK)});
  expect(target.innerHTML).toBe(${JSON.stringify(SAFE + SAFE_LINK)});
});
test("a component", () => {
  const result = { content: [{ type: "text", text: ${JSON.stringify(`${HOSTILE} [a](https://example.com/b)`)} }] };
  const { container } = library.render(react.createElement(ui.ToolOutput, { result, text: "markdown" }));
  expect(container.innerHTML).toContain("<b>hi</b>");
  expect(container.innerHTML).not.toContain("onclick");
  expect(library.screen.getByRole("link").getAttribute("href")).toBe("https://example.com/b");
});`,
  },
  guard: {
    page: `
const policy = { connect: ["https://a.example"] };
const options = { pinCsp: false };
test("a click", () => {
  const guard = cordon.installGuard(policy, options);
  const link = document.createElement("a");
  link.href = "https://b.example/";
  document.body.append(link);
  link.click();
  expect(guard.violations.map(({ url }) => url)).toContain("https://b.example/");
  expect(guard.check("https://a.example/").allowed).toBe(true);
  guard.uninstall();
});
test("a component", async () => {
  const App = () => react.createElement("p", null, ui.useGuard(policy, options).guard ? "held" : "open");
  library.render(react.createElement(App));
  expect(await library.screen.findByText("held")).toBeTruthy();
  library.cleanup();
});`,
  },
  slim: {
    text: `
test("bytes", async () => {
  await slim.init(fs.readFileSync("node_modules/mcp-cordon/mcp-cordon.wasm"));
  expect(slim.sanitizeToolOutput(${JSON.stringify(HOSTILE)})).toBe(${JSON.stringify(SAFE)});
});`,
    browser: `
test("a response", async () => {
  await slim.init(source.default);
  expect(slim.sanitizeToolOutput(${JSON.stringify(HOSTILE)})).toBe(${JSON.stringify(SAFE)});
});`,
  },
  server: {
    text: `
test("hosts", () => {
  expect(typeof server.createIsolation({ allowedHosts: ["mcp.example.com"] }).node).toBe("function");
});`,
  },
};

const importing = {
  esm: ([name, from]) => `import * as ${name} from "${from}";`,
  cjs: ([name, from]) => `const ${name} = require("${from}");`,
};

/** Where a program runs: without a document, with one that the runner makes, in a browser. */
const WHERE = { node: "text", Chromium: "browser" };

/** `text-shows.test.mjs`, `page-shows.test.mjs` and `browser-shows.test.mjs`. */
function files(kind, extension, head = "") {
  return Object.fromEntries(
    Object.entries(PROGRAMS).flatMap(([column, { text = "", page = "", browser = text + page }]) =>
      [
        ["text", text],
        ["page", text + page],
        ["browser", browser],
      ].map(([where, body]) => {
        const used = Object.entries(USED).filter(([name]) => body.includes(`${name}.`));
        const lines = [head, ...used.map(importing[kind]), body];
        return [`${where}-${column}.test.${extension}`, `${lines.join("\n")}\n`];
      }),
    ),
  );
}

/** Vitest's browser mode. */
const inBrowser = `import { playwright } from "@vitest/browser-playwright";
const launchOptions = ${JSON.stringify({ executablePath, args: ARGS })};
const provider = playwright({ launchOptions });
export default { test: { browser: { enabled: true, headless: true, provider, instances: [{ browser: "chromium" }] } } };
`;

const RUNNERS = {
  vitest: {
    title: "Vitest 4",
    environments: ["node", "jsdom", "happy-dom", "Chromium"],
    files: files("esm", "mjs", 'import { expect, test } from "vitest";'),
    config: {
      // Inlined, the package is evaluated as a page's own modules are.
      "vitest.config.mjs": 'export default { test: { server: { deps: { inline: ["mcp-cordon"] } } } };\n',
      "browser.config.mjs": inBrowser,
    },
    start: (environment, file) => [
      ...["vitest", "run", file],
      ...(environment === "Chromium" ? ["--config", "browser.config.mjs"] : ["--environment", environment]),
    ],
  },
  jest: {
    title: "Jest 30",
    environments: ["node", "jsdom"],
    files: files("cjs", "cjs"),
    config: { "jest.config.cjs": 'module.exports = { testMatch: ["**/*.test.cjs"] };\n' },
    start: (environment, file) => ["jest", "--env", environment, file],
  },
};

export function runners(name) {
  const { title, environments, files, config, start } = RUNNERS[name];
  const project = once(() => toolchain(name, { ...files, ...config }));
  for (const environment of environments) {
    const row = `${title}, ${environment}`;
    describe(row, { toolchain: name, slim: environment === "Chromium" && 'import source from "mcp-cordon/wasm?url";' });
    const where = WHERE[environment] ?? "page";
    for (const [column, { text }] of Object.entries(PROGRAMS)) {
      if (where === "text" && text === undefined) continue;
      check(row, column, () => {
        run(project(), "npx", "--no-install", ...start(environment, `${where}-${column}`));
      });
    }
  }
}
