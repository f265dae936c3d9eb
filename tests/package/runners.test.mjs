// Where components are tested: jsdom, happy-dom and what runs in them. Their `URL` is a subclass with inherited getters, some lack
// `TextDecoder`, and what they take from Node belongs to another realm. tests/matrix has the runners themselves.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createContext, runInContext } from "node:vm";
import { HOSTILE, SAFE, pkg, run } from "./support.mjs";

// Ahead of every test: meanwhile this process has no decoder.
/** `text.js` as it is evaluated without the platform's own. */
async function ownCodec() {
  const { TextDecoder, TextEncoder } = globalThis;
  try {
    delete globalThis.TextDecoder;
    delete globalThis.TextEncoder;
    return await import("../../pkg-template/entry/text.js?own");
  } finally {
    Object.assign(globalThis, { TextDecoder, TextEncoder });
  }
}
const own = await ownCodec();
const native = await import("../../pkg-template/entry/text.js");
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

const sameText = (bytes) => {
  const expected = decoder.decode(bytes);
  for (const { decodeText } of [own, native]) {
    if (decodeText(bytes, bytes.length) !== expected)
      assert.equal(decodeText(bytes, bytes.length), expected, `${bytes}`);
  }
};

/** A program that changes its globals, and what it printed after it imported the package. */
function after(change, program) {
  const script = `
    ${change}
    const cordon = await import("mcp-cordon");
    const { createIsolation } = await import("mcp-cordon/server");
    await import("mcp-cordon/service-worker");
    const slim = await import("mcp-cordon/slim");
    const codes = (works) => works.map((work) => { try { return work() ?? "ran"; } catch (error) { return error.code ?? String(error); } });
    const tell = (value) => process.stdout.write(JSON.stringify(value));
    ${program}`;
  return JSON.parse(run(join(pkg, ".."), process.execPath, "--input-type=module", "-e", script));
}

const SUBCLASS = "globalThis.URL = class URL extends globalThis.URL {};";

test("a URL that is a subclass is a parser like any other", () => {
  const told = after(
    SUBCLASS,
    `tell({
      links: ["https://example.com", "mailto:ada@example.com", "https://example.com/a b", "javascript:x()"].map((url) => cordon.checkUrl(url).findings.map(({ code }) => code)),
      html: cordon.sanitizeToolOutput('<a href="https://example.com/a b">x</a>'),
      hosts: typeof createIsolation({ allowedHosts: ["mcp.example.com"] }).fetch,
      guard: cordon.installGuard({ connect: ["https://a.example"] }, { pinCsp: false }) && (await fetch("https://b.example/").catch(String)),
    })`,
  );
  assert.deepEqual(told.links.slice(0, 3), [[], [], []]);
  assert.ok(told.links[3].length > 0 && !told.links[3].includes("url-invalid"), told.links[3].join());
  assert.match(told.html, /^<a href="https:\/\/example\.com\/a%20b" target=/);
  assert.equal(told.hosts, "function");
  assert.match(told.guard, /mcp-cordon refused fetch to https:\/\/b\.example/);
});

test("what a script puts on the subclass later is not asked", () => {
  const told = after(
    SUBCLASS,
    `Object.defineProperty(URL.prototype, "href", { get: () => "https://good.example/" });
    Object.defineProperty(Object.getPrototypeOf(URL.prototype), "href", { get: () => "https://good.example/" });
    URL = class { href = "https://good.example/" };
    tell([cordon.sanitizeToolOutput('<a href="javascript:x()">x</a>'), cordon.checkUrl("https://bad.example/").url]);`,
  );
  assert.deepEqual(told, ["<a>x</a>", "https://bad.example/"]);
});

const UNREACHED = {
  "no URL": "delete globalThis.URL;",
  "a URL without getters": "globalThis.URL = class { constructor(href) { this.href = href; } };",
  "a URL that keeps what was written, as React Native's":
    "globalThis.URL = class { constructor(url) { this.u = String(url); } get href() { return this.u; } get origin() { return 'null'; } get hostname() { return this.u.split('/')[2] ?? ''; } };",
  "a URL that throws": "globalThis.URL = class extends URL { constructor() { throw new Error('not implemented'); } };",
  "a URL that takes what is none":
    "globalThis.URL = class extends URL { constructor(url, base) { super(URL.canParse(url, base) ? url : 'https://x.example/', base); } };",
  "a URL whose getter throws":
    "globalThis.URL = class extends URL { get href() { throw new Error('not implemented'); } };",
};

for (const [what, change] of Object.entries(UNREACHED)) {
  test(`${what}: an error of its own, and nothing is shown`, () => {
    const told = after(
      change,
      `tell(codes([
        () => cordon.sanitizeToolOutput("<b>hi</b>"),
        () => cordon.sanitizeToolResult({ content: [] }),
        () => cordon.checkUrl("https://example.com/"),
        () => cordon.parsePolicy({}),
        () => cordon.compilePolicy({}),
        () => cordon.installGuard({}),
        () => createIsolation({ allowedHosts: ["mcp.example.com"] }),
      ]))`,
    );
    assert.deepEqual(told, Array(7).fill("platform-unavailable"));
  });
}

test("a parser that had no stack left judged nothing", () => {
  const told = after(
    "let full = false; globalThis.URL = class extends URL { constructor(...parts) { if (full) throw new RangeError('Maximum call stack size exceeded'); super(...parts); } };",
    `cordon.sanitizeToolOutput("x");
    full = true;
    tell(codes([() => cordon.sanitizeToolOutput('<a href="https://EXAMPLE.com/é">x</a>'), () => cordon.sanitizeToolOutput("x")]));`,
  );
  assert.deepEqual(told, ["internal", "internal"]);
});

const WITHOUT = "delete globalThis.TextDecoder; delete globalThis.TextEncoder;";

for (const [what, change] of Object.entries({
  "no TextDecoder": "delete globalThis.TextDecoder;",
  "no TextEncoder": "delete globalThis.TextEncoder;",
  neither: WITHOUT,
  "an encoder without encodeInto": "globalThis.TextEncoder = class { encode() {} };",
  "a decoder that throws": "globalThis.TextDecoder = class { constructor() { throw new RangeError('utf-8'); } };",
  "a decoder of Latin-1": "globalThis.TextDecoder = class { decode(bytes) { return String.fromCharCode(...bytes); } };",
})) {
  test(`with ${what} text crosses all the same`, () => {
    const told = after(
      change,
      `const { readFileSync } = await import("node:fs");
      await slim.init(readFileSync(${JSON.stringify(join(pkg, "mcp-cordon.wasm"))}));
      tell([cordon, slim].map((entry) => [
        entry.cleanText("é\\ud800€\\u{1f600}\\udc00x"),
        entry.sanitizeToolOutput('<b onclick=x() title="é€\\u{1f600}">' + "é\\u{1f600}".repeat(300) + "<script>1</script>"),
        entry.sanitizeMarkdown("**\\u{1f600}**"),
      ]));`,
    );
    for (const [clean, html, markdown] of told) {
      assert.equal(JSON.stringify(clean).includes("é\ufffd€\u{1f600}\ufffdx"), true, JSON.stringify(clean));
      assert.equal(html, `<b title="é€\u{1f600}">${"é\u{1f600}".repeat(300)}</b>`);
      assert.match(markdown, /<strong>\u{1f600}<\/strong>/u);
    }
  });
}

// ---- Another realm, as Jest makes one

test("in a context whose functions are of another realm", () => {
  const context = createContext({ URL, Uint8Array, ArrayBuffer, TextDecoder, TextEncoder, console });
  const text = readFileSync(join(pkg, "index.global.js"), "utf8");
  const evaluate = (script) => runInContext(script, context);
  evaluate(`${text}; globalThis.mcpCordon = mcpCordon;`);
  assert.equal(evaluate(`mcpCordon.sanitizeToolOutput(${JSON.stringify(HOSTILE)})`), SAFE);
  assert.match(
    evaluate(`mcpCordon.sanitizeToolOutput('<a href="https://example.com/é">x</a>')`),
    /example\.com\/%C3%A9/,
  );
  const code = (call) => evaluate(`try { mcpCordon.${call} } catch (error) { error.code }`);
  assert.equal(code("sanitizeToolOutput(7)"), "invalid-input");
  assert.equal(code("sanitizeToolOutput('', { no: 1 })"), "invalid-option");
  assert.equal(code("parsePolicy({ connect: ['self'] })"), "invalid-policy");
});

// ---- Our own UTF-8, against the platform's

test("each code point goes there and back", () => {
  assert.notEqual(own.decodeText, native.decodeText);
  for (let code = 0; code <= 0x10ffff; code++) {
    const text = String.fromCodePoint(code);
    const bytes = new Uint8Array(4);
    const { read, written } = own.encodeText(text, bytes, 4);
    const isLone = code >= 0xd800 && code <= 0xdfff;
    if (read !== text.length || own.decodeText(bytes, written) !== (isLone ? "\ufffd" : text))
      assert.fail(`U+${code.toString(16)}`);
  }
});

test("ill-formed bytes become what the Encoding Standard says", () => {
  // Each class of bytes at its ends.
  const edges = [
    0, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee,
  ];
  const all = [...edges, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff];
  for (let first = 0; first < 256; first++)
    for (let second = 0; second < 256; second++) sameText(Uint8Array.of(first, second));
  for (const a of all)
    for (const b of all) for (const c of all) for (const d of all) sameText(Uint8Array.of(a, b, c, d));
  sameText(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0xef, 0xbb, 0xbf));
  sameText(new Uint8Array(0));
});

test("what fits is written, and never half a code point", () => {
  const encoder = new TextEncoder();
  const texts = [
    "",
    "abc",
    "é€\u{1f600}x",
    "\ud83d",
    "\ude00\ud83d",
    "\ud83d\ud83d\ude00a",
    "a\ud800b\udfff",
    "\u{10ffff}\u{10000}",
  ];
  for (const text of texts) {
    for (let capacity = 0; capacity <= 3 * text.length + 1; capacity++) {
      const [expected, ...made] = [new Uint8Array(capacity), new Uint8Array(capacity), new Uint8Array(capacity)];
      const { read, written } = encoder.encodeInto(text, expected);
      [own, native].forEach(({ encodeText }, at) => {
        const told = encodeText(text, made[at], capacity);
        assert.deepEqual(
          [told.read, told.written, made[at]],
          [read, written, expected],
          `${JSON.stringify(text)} in ${capacity}`,
        );
      });
    }
  }
});
