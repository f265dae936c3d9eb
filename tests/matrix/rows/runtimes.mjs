// Runtimes without a page: Node by both kinds of import, Deno, Bun.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { HOSTILE, SAFE, run } from "../../package/support.mjs";
import { host } from "../pages.mjs";
import { assertIsolated, printed } from "../requests.mjs";
import { check, describe } from "../results.mjs";
import { once, toolchain } from "../toolchain.mjs";

/** The bytes of `mcp-cordon/wasm`, as users of the runtime read them. */
const SLIM = {
  esm: 'const source = readFileSync(new URL(import.meta.resolve("mcp-cordon/wasm")));',
  cjs: 'const source = readFileSync(require.resolve("mcp-cordon/wasm"));',
};

const NODE_SERVER = `
const middleware = isolation.node();
const server = createServer((request, response) => middleware(request, response, () => response.end("called")));
server.listen(0, "127.0.0.1", () => console.log(server.address().port));`;
const FETCH = `
const fetch = isolation.fetch(() => new Response("called"));`;
const DENO_SERVER = `${FETCH}
Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: ({ port }) => console.log(port) }, fetch);`;
const BUN_SERVER = `${FETCH}
console.log(Bun.serve({ hostname: "127.0.0.1", port: 0, fetch }).port);`;

/** Programs by what they show; the first lines are the kind's imports. */
const programs = (server) => ({
  shows: [["mcp-cordon", ["sanitizeToolOutput"]], `console.log(sanitizeToolOutput(${JSON.stringify(HOSTILE)}));`],
  slim: [
    ["mcp-cordon/slim", ["init", "sanitizeToolOutput"]],
    `
SOURCE
init(source).then(() => console.log(sanitizeToolOutput(${JSON.stringify(HOSTILE)})));`,
  ],
  guard: [
    ["mcp-cordon/guard", ["installGuard"]],
    `
const [allowed, refused] = process.argv.slice(2);
const ask = (url) => fetch(url).then((response) => response.text(), ({ name }) => name);
ask(refused + "/before").then(async (before) => {
  const guard = installGuard({ connect: [allowed] }, { pinCsp: false });
  const after = [await ask(allowed + "/after"), await ask(refused + "/after")];
  const checked = [allowed, refused].map((url) => guard.check(url).allowed);
  const layers = guard.layers.filter(({ active }) => active).map(({ name }) => name);
  console.log(JSON.stringify({ before, after, checked, layers }));
});`,
  ],
  server: [
    ["mcp-cordon/server", ["createIsolation"]],
    `
const isolation = createIsolation({ allowedHosts: ["127.0.0.1"] });${server}`,
  ],
});

const importing = {
  esm: ([from, names]) => `import { ${names.join(", ")} } from "${from}";`,
  cjs: ([from, names]) => `const { ${names.join(", ")} } = require("${from}");`,
};

const EXTENSIONS = { esm: "mjs", cjs: "cjs" };
const NEEDED = [
  ["node:fs", ["readFileSync"]],
  ["node:http", ["createServer"]],
];

/** `shows.mjs` and so on: imports of what a body uses, then the body. */
function files(kind, server) {
  const texts = Object.entries(programs(server)).map(([column, [own, body]]) => {
    const text = body.replace("SOURCE", SLIM[kind]);
    const needed = NEEDED.filter(([, [name]]) => text.includes(`${name}(`));
    return [`${column}.${EXTENSIONS[kind]}`, `${[...needed, own].map(importing[kind]).join("\n")}\n${text}\n`];
  });
  return Object.fromEntries(texts);
}

const NODES = ["node-20", "node-22", "node-24", "node-26"];
const KINDS = { esm: "`import`", cjs: "`require`" };

/** `program`: where npm may have put it, below `node_modules`. */
const RUNTIMES = [
  ...NODES.flatMap((node) =>
    Object.entries(KINDS).map(([kind, how]) => ({
      name: "node",
      row: `Node ${node.slice("node-".length)}, ${how}`,
      kind,
      only: node,
      program: [node, /^bin$/, "node"],
    })),
  ),
  {
    name: "deno",
    row: "Deno",
    kind: "esm",
    program: ["@deno", /./, "deno"],
    args: ["run", "--allow-read", "--allow-net=127.0.0.1", "--no-remote", "--cached-only"],
  },
  { name: "bun", row: "Bun", kind: "esm", program: ["@oven", /./, "bin/bun"], args: ["run", "--no-install"] },
];

const SERVERS = { node: NODE_SERVER, deno: DENO_SERVER, bun: BUN_SERVER };

/** The registry has a package a platform; npm installed that of this machine, if there is one. */
function installed(directory, [folder, which, file]) {
  const at = join(directory, "node_modules", folder);
  if (!existsSync(at)) return undefined;
  const found = readdirSync(at)
    .filter((name) => which.test(name))
    .map((name) => join(at, name, file));
  return found.find((path) => spawnSync(path, ["--version"]).status === 0);
}

export function runtimes(name) {
  const made = once(() => toolchain(name, { ...files("esm", SERVERS[name]), ...files("cjs", SERVERS[name]) }));
  for (const { row, kind, only, program, args = [] } of RUNTIMES.filter((runtime) => runtime.name === name)) {
    describe(row, { toolchain: name, only, slim: SLIM[kind] });
    const extension = EXTENSIONS[kind];

    /** A check with the command that runs the program of its column. */
    const runs = (column, body) =>
      check(row, column, async (t) => {
        const path = installed(made(), program);
        if (!path) return "the registry has none that runs on this machine";
        await body(t, [path, ...args, `${column}.${extension}`]);
      });

    for (const column of ["shows", "slim"]) {
      runs(column, (_, command) => assert.equal(run(made(), ...command), `${SAFE}\n`));
    }
    runs("guard", async (t, command) => {
      const [allowed, refused] = [await host(t), await host(t)];
      const said = await printed(t, made(), [...command, allowed.origin, refused.origin], /^(\{.*\})$/m);
      assert.deepEqual(JSON.parse(said), {
        before: "answered",
        after: ["answered", "TypeError"],
        checked: [true, false],
        layers: ["apis"],
      });
      assert.deepEqual([allowed.paths, refused.paths], [["/after"], ["/before"]]);
    });
    runs("server", async (t, command) => {
      const port = await printed(t, made(), command, /^(\d+)$/m);
      await assertIsolated(`http://127.0.0.1:${port}/mcp`);
    });
  }
}
