// Every export, given what it does not take: a CordonError with a stable code, whose message names the input or the option
// and what was there instead. In Node, where there is no document; tests/e2e and tests/browser/nodes.rs have pages.
import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";
import { pkg } from "./support.mjs";

const cordon = await import(pathToFileURL(join(pkg, "index.js")));
const { CordonError } = cordon;

const boom = () => {
  throw new Error("boom");
};
/** Converts to a string that no function may take it for. */
const stringable = { toString: () => "<b>hi</b>" };

const NOT_TEXT = [
  [undefined, "undefined"],
  [null, "null"],
  [7, "a number"],
  [7n, "a bigint"],
  [true, "a boolean"],
  [Symbol("x"), "a symbol"],
  [() => "<b>", "a function"],
  [["<b>"], "an array"],
  [stringable, "an object"],
  [new String("<b>"), "an object of class String"],
  [new Map(), "an object of class Map"],
  [new Proxy({}, { get: boom }), "an object"],
];

/** Each function that takes text first, with the parameter's name. */
const TAKES_TEXT = [
  ["sanitizeToolOutput", "html"],
  ["inspectToolOutput", "html"],
  ["sanitizeToTrustedHTML", "html"],
  ["sanitizeToFragment", "html"],
  ["sanitizeMarkdown", "markdown"],
  ["cleanText", "text"],
  ["checkUrl", "url"],
];

const NOT_OPTIONS = [
  [null, "expected an object, got null"],
  [7, "expected an object, got a number"],
  ["rich", "expected an object, got a string"],
  [[], "expected an object, got an array"],
  [() => {}, "expected an object, got a function"],
  [new Map(), "expected an object, got an object of class Map"],
  [new Proxy({}, { ownKeys: boom }), "could not be read: Error: boom"],
];

/** Rows for the options that the sanitizing functions share: options, code, what the message says. */
const SANITIZE_OPTIONS = [
  [{ polcy: {} }, "invalid-option", "options.polcy: no such option; there are policy, profile"],
  [{ rewriteURL() {} }, "invalid-option", "options.rewriteURL: no such option"],
  [{ policy: null }, "invalid-option", "options.policy: expected an object, got null"],
  [{ policy: [] }, "invalid-option", "options.policy: expected an object, got an array"],
  [{ policy: { connect: "'self'" } }, "invalid-option", "options.policy.connect: expected an array, got a string"],
  [{ policy: { resources: [7] } }, "invalid-option", "options.policy.resources[0]: expected a string, got a number"],
  [{ policy: { resources: ["self"] } }, "invalid-policy", 'policy.resources: "self"'],
  [{ policy: { resources: ["cdn.test:"] } }, "invalid-policy", 'policy.resources: "cdn.test:"'],
  [{ policy: { webrtc: 1 } }, "invalid-option", "options.policy.webrtc: expected true or false, got a number"],
  [
    { policy: { links: { target: 7 } } },
    "invalid-option",
    "options.policy.links.target: expected a string, got a number",
  ],
  [{ policy: { links: { schemes: ["javascript"] } } }, "invalid-policy", 'policy.links.schemes: "javascript"'],
  [{ profile: "all" }, "invalid-option", 'options.profile: expected one of "text", "markup", "rich", got "all"'],
  [{ profile: 7 }, "invalid-option", 'options.profile: expected one of "text", "markup", "rich", got a number'],
  [{ classes: "a" }, "invalid-option", "options.classes: expected an array, got a string"],
  [{ idPrefix: "" }, "invalid-option", "options.idPrefix"],
  [{ idPrefix: 7 }, "invalid-option", "options.idPrefix: expected a string, got a number"],
  [{ blockedResource: true }, "invalid-option", "options.blockedResource: expected one of"],
  [
    { invisibleText: "show" },
    "invalid-option",
    'options.invisibleText: expected one of "reveal", "remove", "keep", got "show"',
  ],
  [{ rewriteUrl: "x" }, "invalid-option", "options.rewriteUrl: expected a function, got a string"],
  [{ rewriteUrl: null }, "invalid-option", "options.rewriteUrl: expected a function, got null"],
  [{ limits: 7 }, "invalid-option", "options.limits: expected an object, got a number"],
  [{ limits: { depth: -1 } }, "invalid-option", "options.limits.depth: expected a whole number from 0, got -1"],
  [{ limits: { bytes: 1.5 } }, "invalid-option", "options.limits.bytes: expected a whole number from 0, got 1.5"],
  [{ limits: { nodes: "7" } }, "invalid-option", "options.limits.nodes: expected a whole number from 0, got a string"],
  [{ limits: { byte: 7 } }, "invalid-option", "options.limits.byte: no such option; there are bytes, depth, nodes"],
  [{ limits: { bytes: 1 } }, "limit-bytes", "options.limits.bytes is 1"],
  [{ config: { elements: ["script"] } }, "invalid-option", "options.config.elements"],
  [
    { config: { elements: [7] } },
    "invalid-option",
    "options.config.elements[0]: expected a name or an object with a name",
  ],
  [{ config: { attributes: ["onclick"] } }, "invalid-option", "options.config.attributes"],
  [{ config: { attributes: ["data-on-click"] } }, "invalid-option", "options.config.attributes"],
  [
    {
      get profile() {
        return boom();
      },
    },
    "invalid-option",
    "options.profile: could not be read: Error: boom",
  ],
  [
    {
      get rewriteUrl() {
        return boom();
      },
    },
    "invalid-option",
    "options.rewriteUrl: could not be read: Error: boom",
  ],
  [
    {
      policy: {
        get connect() {
          return boom();
        },
      },
    },
    "invalid-option",
    "options.policy.connect: could not be read: Error: boom",
  ],
];
const SANITIZES = [
  "sanitizeToolOutput",
  "inspectToolOutput",
  "sanitizeToTrustedHTML",
  "sanitizeMarkdown",
  "sanitizeToolResult",
];

/** What only one function takes. */
const rows = [
  ["parsePolicy", [null], "invalid-policy", "policy: expected an object, got null"],
  ["parsePolicy", ["'self'"], "invalid-policy", "policy: expected an object, got a string"],
  ["parsePolicy", [{ conect: [] }], "invalid-policy", "policy.conect: no such option; there are connect, resources"],
  ["parsePolicy", [{ connect: ["example.com:"] }], "invalid-policy", 'policy.connect: "example.com:" is a scheme here'],
  [
    "parsePolicy",
    [
      {
        get frames() {
          return boom();
        },
      },
    ],
    "invalid-policy",
    "policy.frames: could not be read: Error: boom",
  ],

  [
    "cleanText",
    ["x", { invisible: "keep" }],
    "invalid-option",
    "options.invisible: no such option; there are invisibleText",
  ],
  ["cleanText", ["x", { invisibleText: 7 }], "invalid-option", "options.invisibleText: expected one of"],

  [
    "checkUrl",
    ["x", { use: "links" }],
    "invalid-option",
    'options.use: expected one of "link", "resource", "connect", "open", got "links"',
  ],
  [
    "checkUrl",
    ["x", { base: new URL("https://a.test") }],
    "invalid-option",
    "options.base: expected a string, got an object of class URL",
  ],
  ["explainCsp", [undefined], "invalid-input", 'directive: "": expected a directive about requests'],
  ["explainCsp", [null], "invalid-input", "input: expected an object, got null"],
  [
    "explainCsp",
    [{ directive: "img-src", selfOrigin: "null", url: 7 }],
    "invalid-input",
    "input.url: expected a string, got a number",
  ],
  [
    "explainCsp",
    [{ directive: "img-src", selfOrigin: "null", url: "https://a.test/", redirect: 7 }],
    "invalid-input",
    "input.redirect",
  ],
  ["auditSpeculationRules", [{}], "invalid-input", "rulesJson: expected a string, got an object"],
  [
    "auditSpeculationRules",
    ["{}", { baseUrl: "/x" }],
    "invalid-option",
    'context.baseUrl: "/x": expected an absolute URL',
  ],
  ["auditSpeculationRules", ["{}", { base: "/x" }], "invalid-option", "context.base: no such option"],
  ["compilePolicy", [{ connect: ["self"] }], "invalid-policy", 'policy.connect: "self"'],
  [
    "compilePolicy",
    [{ permissions: ["background-fetch"] }],
    "invalid-policy",
    'policy.permissions: "background-fetch"',
  ],
  ["compilePolicy", [{}, { nonce: "x" }], "invalid-option", 'options.nonce: "x": expected base64'],
  ["compilePolicy", [{}, { target: "frame" }], "invalid-option", "options.target: expected one of"],
  ["compilePolicy", [{}, { extra: 1 }], "invalid-option", "options.extra: no such option"],
  ["policyFromUiMeta", [1, {}], "invalid-input", "meta: expected an object, got a number"],
  ["policyFromUiMeta", [boom, {}], "invalid-input", "meta: cannot be read as JSON: a function"],
  ["policyFromUiMeta", [{ toJSON: boom }, {}], "invalid-input", "meta: cannot be read as JSON: Error: boom"],
  ["policyFromUiMeta", [{ csp: [] }, {}], "invalid-input", "meta.csp: expected an object, got an array"],
  ["policyFromUiMeta", [{}, { connect: ["*.com/ "] }], "invalid-policy", "policy.connect"],
  ["toSarif", [undefined], "invalid-input", "report: expected an object, got undefined"],
  ["toSarif", [{ score: "x" }], "invalid-input", "report.score: expected a whole number, got a string"],
  ["toSarif", [{ score: 1, grade: "A", findings: [], breakdown: [] }, { uri: "x" }], "invalid-option", "options.uri"],
  ["auditHeaders", [undefined], "invalid-input", "headers: expected Headers"],
  ["auditHeaders", [{ csp: 7 }], "invalid-input", "headers"],
  ["auditHeaders", [["x"]], "invalid-input", "headers"],
  ["auditHeaders", [[null]], "invalid-input", "headers: could not be read"],
  ["auditHeaders", [new Proxy({}, { ownKeys: boom })], "invalid-input", "headers: could not be read: Error: boom"],
  [
    "auditHeaders",
    [{}, { polcy: {} }],
    "invalid-option",
    "options.polcy: no such option; there are meta, metaReportOnly, second, url, policy",
  ],
  ["checkUrl", ["x", { polcy: {} }], "invalid-option", "options.polcy: no such option; there are policy, use, base"],

  [
    "sanitizeToolResult",
    [undefined],
    "invalid-input",
    "result: expected a CallToolResult, which is an object, got undefined",
  ],
  ["sanitizeToolResult", [null], "invalid-input", "result: expected a CallToolResult, which is an object, got null"],
  ["sanitizeToolResult", ["x"], "invalid-input", "result: expected a CallToolResult, which is an object, got a string"],
  ["sanitizeToolResult", [[]], "invalid-input", "result: expected a CallToolResult, which is an object, got an array"],
  [
    "sanitizeToolResult",
    [boom],
    "invalid-input",
    "result: expected a CallToolResult, which is an object, got a function",
  ],
  ["sanitizeToolResult", [{ content: {} }], "invalid-input", "result.content"],
  ["sanitizeToolResult", [{ content: [], n: 7n }], "invalid-input", "result: cannot be read as JSON"],
  [
    "sanitizeToolResult",
    [
      {
        get content() {
          return boom();
        },
      },
    ],
    "invalid-input",
    "result: cannot be read as JSON: Error: boom",
  ],
  ["sanitizeToolResult", [nested(200)], "limit-depth", "nests deeper than 128"],
  [
    "sanitizeToolResult",
    [{}, { text: "md" }],
    "invalid-option",
    'options.text: expected "plain", "markdown" or "html", got "md"',
  ],
  [
    "sanitizeToolResult",
    [{}, { text: 7 }],
    "invalid-option",
    'options.text: expected "plain", "markdown" or "html", got a number',
  ],
  [
    "sanitizeToolResult",
    [
      {},
      {
        get text() {
          return boom();
        },
      },
    ],
    "invalid-option",
    "options.text: could not be read",
  ],

  ["sanitizeToFragment", ["x"], "invalid-option", "options.document: there is no document here"],
  [
    "sanitizeToFragment",
    ["x", { document: {} }],
    "invalid-option",
    "options.document: expected a Document, got an object",
  ],
  [
    "sanitizeToFragment",
    ["x", { document: null }],
    "invalid-option",
    "options.document: expected a Document, got null",
  ],
  [
    "sanitizeToFragment",
    [
      "x",
      {
        get document() {
          return boom();
        },
      },
    ],
    "invalid-option",
    "options.document: could not be read",
  ],

  ["renderToolOutput", [{}, "x"], "invalid-input", "target: expected an Element, got an object"],
  ["renderToolOutput", [null, "x"], "invalid-input", "target: expected an Element, got null"],
  ["renderToolOutput", ["#output", "x"], "invalid-input", "target: expected an Element, got a string"],

  ["renderToolResult", [{}, "x"], "invalid-input", "target: expected an Element, got an object"],
  ["renderToolResult", [null, "x"], "invalid-input", "target: expected an Element, got null"],
  ["renderToolResult", ["#output", "x"], "invalid-input", "target: expected an Element, got a string"],

  ["streamToolOutput", [{}], "invalid-input", "target: expected an Element, got an object"],
  ["streamToolOutput", ["#output", { caret: true }], "invalid-input", "target: expected an Element, got a string"],
  ["applyPatch", [null, { changes: [] }], "invalid-input", "target: expected an Element, got null"],

  [
    "createPatchStream",
    [{ text: "htm" }],
    "invalid-option",
    'options.text: expected "markdown", "html" or "plain", got "htm"',
  ],
  [
    "createPatchStream",
    [{ unfinished: 1 }],
    "invalid-option",
    'options.unfinished: expected "complete" or "hold", got',
  ],
  ["createPatchStream", [{ onRemoval: "x" }], "invalid-option", "options.onRemoval: expected a function"],
  ["createPatchStream", [{ caret: 1 }], "invalid-option", "options.caret: expected true or false, got number"],
  ["createPatchStream", [{ polices: {} }], "invalid-option", "options.polices: no such option"],

  ["renderInSandbox", [{}, "x", { title: "t" }], "invalid-input", "target: expected an Element, got an object"],
  ["renderInSandbox", [undefined, "x", { title: "t" }], "invalid-input", "target: expected an Element, got undefined"],

  ["installGuard", [null], "invalid-policy", "policy: expected an object, got null"],
  [
    "installGuard",
    [{}, { onviolation() {} }],
    "invalid-option",
    "options.onviolation: no such option; there are mode, strength, pinCsp, onViolation",
  ],
  [
    "installGuard",
    [{}, { onViolation: 7 }],
    "invalid-option",
    "options.onViolation: expected a function, got a number",
  ],
  [
    "installGuard",
    [{}, { mode: "audit" }],
    "invalid-option",
    'options.mode: expected one of "enforce", "report-only", got "audit"',
  ],
  ["installGuard", [{}, { pinCsp: "no" }], "invalid-option", "options.pinCsp: expected true or false, got a string"],

  ["auditPage", [{ prob: 1 }], "invalid-option", "options.prob: no such option; there are refetch, probe, policy"],
  [
    "auditPage",
    [{ probe: 1 }],
    "invalid-option",
    'options.probe: expected true, false, "invalid" or "data", got a number',
  ],
  [
    "auditPage",
    [{ probe: "blob" }],
    "invalid-option",
    'options.probe: expected true, false, "invalid" or "data", got "blob"',
  ],
  ["auditPage", [{ policy: { connect: ["self"] } }], "invalid-policy", 'policy.connect: "self" is a host name here'],
  ["auditPage", [null], "invalid-option", "options: expected an object, got null"],
];

function nested(depth) {
  const result = { content: [] };
  let at = result;
  for (let level = 0; level < depth; level++) at = at.next = {};
  return result;
}

const input = (name) =>
  name === "sanitizeToolResult" ? { content: [{ type: "text", text: "<b>x</b>" }] } : "<b>x</b>";

for (const [name, parameter] of TAKES_TEXT) {
  for (const [value, kind] of NOT_TEXT) {
    rows.push([name, [value], "invalid-input", `${parameter}: expected a string, got ${kind}`]);
  }
}
for (const name of [...SANITIZES, "cleanText", "checkUrl"]) {
  for (const [options, says] of NOT_OPTIONS)
    rows.push([name, [input(name), options], "invalid-option", `options: ${says}`]);
}
for (const name of SANITIZES) {
  for (const [options, code, says] of SANITIZE_OPTIONS) rows.push([name, [input(name), options], code, says]);
}

/** Words that only a Rust program knows. */
const RUST =
  /\bstruct\b|\bsequence\b|\b[ui](8|16|32|64|128|size)\b|\bf64\b|\bOption\b|\bunit\b|untagged|line \d+ column/;

/** What a call throws, or what its promise is rejected with. */
const thrownBy = async (name, values) => {
  try {
    await cordon[name](...values);
  } catch (error) {
    return error;
  }
  return assert.fail(`${name} threw nothing`);
};

test("every bad input is a CordonError that names it", async (t) => {
  const failures = [];
  for (const [name, values, code, says] of rows) {
    const error = await thrownBy(name, values);
    const right = error instanceof CordonError && error instanceof Error && error.name === "CordonError";
    if (!right || error.code !== code || !error.message.includes(says) || RUST.test(error.message)) {
      failures.push(`${name}: expected ${code} “${says}”, got ${error?.name} ${error?.code} “${error?.message}”`);
    }
  }
  assert.deepEqual(failures, []);
  t.diagnostic(`${rows.length} rows`);
});

test("every function has a row", () => {
  const named = new Set(rows.map(([name]) => name));
  const functions = Object.keys(cordon).filter((name) => typeof cordon[name] === "function");
  // `init` takes nothing, and the class is what is thrown.
  assert.deepEqual(functions.filter((name) => !named.has(name)).sort(), ["CordonError", "init"]);
});

test("what rewriteUrl throws is the cause, and nothing is returned", async () => {
  const mine = new Error("mine");
  const rewriteUrl = () => {
    throw mine;
  };
  for (const [name, first] of [
    ["sanitizeToolOutput", "<a href=https://a.test>x</a>"],
    ["sanitizeMarkdown", "[x](https://a.test)"],
    ["sanitizeToolResult", { content: [{ type: "text", text: "<a href=https://a.test>x</a>" }] }],
  ]) {
    const error = await thrownBy(name, [first, { rewriteUrl }]);
    assert.ok(error instanceof CordonError, name);
    assert.deepEqual(
      [error.code, error.message, error.cause],
      ["invalid-option", "options.rewriteUrl: threw Error: mine", mine],
    );
  }
});

test("the guard's dry run takes a URL and nothing else", () => {
  const guard = cordon.installGuard({ connect: ["https://api.test"] });
  try {
    assert.equal(guard.check("https://api.test/x").allowed, true);
    assert.equal(guard.check(new URL("https://api.test/x")).allowed, true);
    for (const [value, kind] of NOT_TEXT) {
      assert.throws(() => guard.check(value), {
        name: "CordonError",
        code: "invalid-input",
        message: `url: expected a string, got ${kind}`,
      });
    }
    assert.throws(() => guard.check("https://api.test", "connects"), {
      name: "CordonError",
      code: "invalid-option",
      message: /^options\.use: /,
    });
    assert.throws(() => cordon.installGuard({}), {
      name: "CordonError",
      code: "invalid-input",
      message: /installed already/,
    });
  } finally {
    guard.uninstall();
  }
  assert.throws(() => guard.check("https://api.test"), {
    name: "CordonError",
    code: "invalid-input",
    message: /not installed/,
  });
});

test("a lone surrogate is what toWellFormed makes of it", () => {
  const lone = "a\ud83db";
  const whole = "a\ufffdb";
  assert.equal(cordon.sanitizeToolOutput(lone), whole);
  assert.equal(cordon.inspectToolOutput(lone).html, whole);
  assert.equal(cordon.sanitizeMarkdown(lone), `<p>${whole}</p>\n`);
  assert.equal(cordon.cleanText(lone).text, whole);
  assert.equal(cordon.checkUrl(`https://a.test/${lone}`).url, "https://a.test/a%EF%BF%BDb");
  for (const text of ["plain", "html"]) {
    const { result, changed } = cordon.sanitizeToolResult(
      { content: [{ type: "text", text: lone }], structuredContent: { [lone]: [lone, "\\ud83d", "😀"] } },
      { text },
    );
    assert.deepEqual(result.content, [{ type: "text", text: whole }]);
    assert.deepEqual(result.structuredContent, { [whole]: [whole, "\\ud83d", "😀"] });
    assert.equal(changed, true);
  }
});
