// The entry for pages that come from DOMPurify, against the real one in Chromium: what survives here survives there, apart from
// what is listed; what an option promises holds; docs/migration.md says of every option what the code does.
import assert from "node:assert/strict";
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { CordonError, sanitizeToolOutput } from "../../pkg/index.js";
import DOMPurify, { addHook, sanitize, setConfig } from "../../pkg/dompurify.js";
import { scratchFor } from "../support/scratch.mjs";
import { HOSTILE, SAFE, open, pkg, project, repository, run, serve } from "./support.mjs";

const PEER = join(repository, "node_modules/dompurify/dist");
/** Judges what was thrown: its code, and how its message begins. */
const thrown =
  (start, code = "invalid-option") =>
  (error) => {
    assert.ok(error instanceof CordonError && error.code === code, error.message);
    assert.ok(
      [start].flat().some((one) => error.message.startsWith(one)),
      error.message,
    );
    return true;
  };

// ---- docs/migration.md

const page = readFileSync(join(repository, "docs/migration.md"), "utf8");
const ROWS = [...page.matchAll(/^\| `([A-Z_]+)` \| `([^`]+)` \| (honored|always so|refused) \| (.*) ?\|$/gm)].map(
  ([, option, value, here, means]) => ({ option, value, here, means: means.trim() }),
);

test("docs/migration.md has every option of DOMPurify", () => {
  const [, members] = /interface Config \{\n(.*?)\n\}/s.exec(readFileSync(join(PEER, "purify.cjs.d.ts"), "utf8"));
  const options = [...members.matchAll(/^ {2}([A-Z_]+)\?:/gm)].map(([, name]) => name);
  assert.ok(options.length > 30, `${options.length}`);
  assert.deepEqual([...new Set(ROWS.map(({ option }) => option))].sort(), options.sort());
  assert.equal(ROWS.length, page.match(/^\| `[A-Z_]+` /gm).length, "every row was read");
});

const IN_BROWSERS = ["RETURN_DOM_FRAGMENT"];

for (const { option, value, here, means } of ROWS) {
  test(`docs/migration.md: ${option}: ${value} is ${here}`, (t) => {
    if (IN_BROWSERS.includes(option)) return t.skip("needs a document: below, in Chromium");
    const config = new Function(`return { ${option}: ${value} }`)();
    if (here !== "refused") return void assert.equal(typeof sanitize(HOSTILE, config), "string");
    assert.ok(means, "it says what to use");
    assert.throws(() => sanitize("<b>x</b>", config), thrown(Object.keys(config).map((name) => `options.${name}`)));
  });
}

for (const [name, config, says, options, code] of [
  ["an unknown option", { ALLOWED_TAG: ["b"] }, "options.ALLOWED_TAG: no such option"],
  ["a list that is none", { ALLOWED_TAGS: "b" }, 'options.ALLOWED_TAGS: expected an array of strings, got "b"'],
  ["a list of others", { FORBID_TAGS: [1] }, "options.FORBID_TAGS: expected an array of strings, got number"],
  ["a flag that is none", { ALLOW_DATA_ATTR: 0 }, "options.ALLOW_DATA_ATTR: expected true or false, got number"],
  ["an element by name", { ALLOWED_TAGS: ["b", "form"] }, 'options.ALLOWED_TAGS: "form"'],
  ["a script", { ADD_TAGS: ["script"] }, 'options.ADD_TAGS: "script" can never be allowed'],
  ["an event handler", { ALLOWED_ATTR: ["onClick"] }, 'options.ALLOWED_ATTR: "onclick" can never be allowed'],
  ["an unknown profile", { USE_PROFILES: { xml: true } }, "options.USE_PROFILES.xml: no such profile"],
  ["a configuration beside it", {}, "options.config: ", { config: {} }],
  ["an option of the third argument", {}, "options.polices", { polices: {} }],
  ["no object", null, "config: expected an object, got null", undefined, "invalid-input"],
]) {
  test(`refused: ${name}`, () => {
    assert.throws(() => sanitize("<b>x</b>", config, options), thrown(says, code));
  });
}

test("hooks are refused, and the object of the default export has the same functions", () => {
  assert.throws(() => addHook("afterSanitizeAttributes", () => {}), thrown('addHook: "afterSanitizeAttributes": '));
  assert.throws(() => setConfig({}), thrown("setConfig: "));
  assert.deepEqual([DOMPurify.sanitize, DOMPurify.addHook, DOMPurify.setConfig], [sanitize, addHook, setConfig]);
  for (const name of ["removeHook", "removeHooks", "removeAllHooks", "clearConfig"])
    assert.equal(DOMPurify[name](), undefined);
  assert.equal(DOMPurify.isSupported, true);
});

test("what is no string is an error", () => {
  for (const html of [null, undefined, 7, {}]) assert.throws(() => sanitize(html), { code: "invalid-input" });
});

// ---- What the options promise

for (const [name, config, html, expected, options] of [
  ["nothing said", undefined, HOSTILE, SAFE],
  ["ALLOWED_TAGS", { ALLOWED_TAGS: ["B"] }, "<p><b>x</b><i>y</i></p>", "<b>x</b>y"],
  ["ALLOWED_TAGS and #text", { ALLOWED_TAGS: ["#text"] }, "<p><b>x</b></p>", "x"],
  [
    "ALLOWED_TAGS, and what is no text",
    { ALLOWED_TAGS: ["b"] },
    "<style>p{}</style><b>x</b><script>1</script>",
    "<b>x</b>",
  ],
  [
    "ALLOWED_TAGS and ADD_TAGS",
    { ALLOWED_TAGS: ["b"], ADD_TAGS: ["i"] },
    "<b>x</b><i>y</i><u>z</u>",
    "<b>x</b><i>y</i>z",
  ],
  ["ALLOWED_TAGS and FORBID_TAGS", { ALLOWED_TAGS: ["b", "i"], FORBID_TAGS: ["b"] }, "<b>x</b><i>y</i>", "x<i>y</i>"],
  ["FORBID_TAGS keeps content", { FORBID_TAGS: ["b", "form"] }, "<form><b>x</b></form><i>y</i>", "x<i> y</i>"],
  [
    "FORBID_TAGS of a table's head",
    { FORBID_TAGS: ["thead"] },
    "<table><thead><tr><th>x<tbody><tr><td>y</table>",
    "<table><tbody><tr><td>y</td></tr></tbody></table>",
  ],
  [
    "FORBID_TAGS of drawings",
    { FORBID_TAGS: ["svg", "math"] },
    "<svg><text>x</text></svg><math><mi>y</mi></math>z",
    "z",
  ],
  ["ADD_FORBID_CONTENTS", { FORBID_TAGS: ["b", "x-y"], ADD_FORBID_CONTENTS: ["x-y"] }, "<b>x</b><x-y>y</x-y>", "x"],
  [
    "ALLOWED_ATTR",
    { ALLOWED_ATTR: ["title"] },
    '<p title="t" lang="en" aria-label="a" data-x="1">x</p>',
    '<p title="t" aria-label="a" data-x="1">x</p>',
  ],
  [
    "ALLOWED_ATTR and FORBID_ATTR",
    { ALLOWED_ATTR: ["title", "lang"], FORBID_ATTR: ["LANG"] },
    '<p title="t" lang="en">x</p>',
    '<p title="t">x</p>',
  ],
  [
    "FORBID_ATTR",
    { FORBID_ATTR: ["style", "data-x"] },
    '<p style="color:red" data-x="1" data-y="2">x</p>',
    '<p data-y="2">x</p>',
  ],
  [
    "ADD_ATTR",
    { ADD_ATTR: ["class", "target", "style"] },
    '<p class="a b" target="_top">x</p>',
    '<p class="a b">x</p>',
  ],
  ["ADD_ATTR and classes", { ADD_ATTR: ["class"] }, '<p class="a b">x</p>', '<p class="a">x</p>', { classes: ["a"] }],
  ["no class is asked for", {}, '<p class="a">x</p>', "<p>x</p>"],
  ["ALLOW_ARIA_ATTR", { ALLOW_ARIA_ATTR: false }, '<p aria-label="a" lang="en">x</p>', '<p lang="en">x</p>'],
  ["ALLOW_DATA_ATTR", { ALLOW_DATA_ATTR: false }, '<p data-x="1">x</p>', "<p>x</p>"],
  [
    "ALLOW_DATA_ATTR, and one that is listed",
    { ALLOW_DATA_ATTR: false, ALLOWED_ATTR: ["data-x"] },
    '<p data-x="1" data-y="2">x</p>',
    '<p data-x="1">x</p>',
  ],
  [
    "USE_PROFILES: HTML",
    { USE_PROFILES: { html: true } },
    "<b>x</b><svg><text>y</text></svg><math><mi>z</mi></math>",
    "<b>x</b>",
  ],
  [
    "USE_PROFILES: SVG",
    { USE_PROFILES: { svg: true } },
    "<b>x</b><svg><text>y</text></svg>",
    "x<svg><text>y</text></svg>",
  ],
  [
    "USE_PROFILES: MathML",
    { USE_PROFILES: { html: true, mathMl: true } },
    "<svg><text>y</text></svg><math><mi>z</mi></math>",
    "<math><mi>z</mi></math>",
  ],
  ["USE_PROFILES: none", { USE_PROFILES: {} }, "<b>x</b>", "x"],
  ["SANITIZE_NAMED_PROPS", { SANITIZE_NAMED_PROPS: true }, '<a id="config">x</a>', '<a id="user-content-config">x</a>'],
  [
    "SAFE_FOR_TEMPLATES",
    { SAFE_FOR_TEMPLATES: true },
    `<p data-x="1">{{x}} \${y} <%= z %></p>`,
    "<p>{ {x}} $ {y} &lt; %= z %&gt;</p>",
  ],
  [
    "the policy",
    {},
    '<img src="https://a.test/i">',
    '<img src="https://a.test/i" referrerpolicy="no-referrer">',
    { policy: { resources: ["https://a.test"] } },
  ],
]) {
  test(`holds: ${name}`, () => assert.equal(sanitize(html, config, options), expected));
}

test("names that no drawing has are not in any", () => {
  const source = readFileSync(join(repository, "pkg-template/entry/dompurify.js"), "utf8");
  const [, list] = /const NEVER = \[(.*?)\]/s.exec(source);
  const never = [...list.matchAll(/"([^"]+)"/g)].map(([, name]) => name);
  assert.ok(never.length > 40);
  for (const name of never) {
    const html = `<${name}>x</${name}><svg><${name}>x</${name}></svg><math><${name}>x</${name}></math>`;
    assert.doesNotMatch(sanitizeToolOutput(html, { profile: "rich" }), new RegExp(`<${name}`, "i"), name);
    assert.equal(typeof sanitize(html, { FORBID_TAGS: [name] }), "string", name);
  }
});

test("one instance, by import and by require", (t) => {
  const check = `
    let thrown;
    try { dompurify.sanitize("", { IN_PLACE: true }); } catch (error) { thrown = error; }
    const html = dompurify.sanitize(${JSON.stringify(HOSTILE)});
    console.log(thrown instanceof cordon.CordonError, html, typeof dompurify.default.sanitize);`;
  const directory = project(t, {
    "main.mjs": `import * as cordon from "mcp-cordon"; import * as dompurify from "mcp-cordon/dompurify";${check}`,
    "main.cjs": `const cordon = require("mcp-cordon"), dompurify = require("mcp-cordon/dompurify");${check}`,
  });
  for (const file of ["main.mjs", "main.cjs"])
    assert.equal(run(directory, "node", file), `true ${SAFE} function\n`, file);
  for (const file of ["dompurify.js", "dompurify.cjs"]) {
    assert.ok(readFileSync(join(pkg, file)).length < 20_000, `${file} carries no module`);
  }
});

const USE = `
  import DOMPurify, { sanitize, type Config } from "mcp-cordon/dompurify";
  const config: Config = { ALLOWED_TAGS: ["b"], ALLOW_DATA_ATTR: false };
  export const html: string = sanitize("<b>hi</b>", config, { policy: { resources: ["https://images.example"] } });
  export const fragment: DocumentFragment = DOMPurify.sanitize("<b>hi</b>", { RETURN_DOM_FRAGMENT: true });
  // @ts-expect-error what is refused is no option
  sanitize("", { ALLOWED_URI_REGEXP: /^https:/ });
  // @ts-expect-error the value that is refused
  sanitize("", { IN_PLACE: true });
`;

for (const file of ["consumer.mts", "consumer.cts"]) {
  test(`types: ${file}`, (t) => {
    const directory = project(t, { [file]: USE });
    const strict = [
      "--noEmit",
      "--strict",
      "--exactOptionalPropertyTypes",
      "--target",
      "es2022",
      "--lib",
      "es2022,dom",
    ];
    assert.equal(
      run(directory, join(repository, "node_modules/.bin/tsc"), ...strict, "--module", "nodenext", file),
      "",
    );
  });
}

// ---- Against DOMPurify

const BENIGN = [
  "<h1 id=top title=t>Title</h1><p lang=en dir=ltr>a <b>b</b> <i>i</i> <a href='https://a.test/x?y=1#z' title=t>link</a></p>",
  "<ul><li>one<li>two<ul><li>three</ul></ul><ol start=3 reversed type=a><li value=7>x</ol><dl><dt>a<dd>b</dl>",
  "<table border=1><caption>c</caption><colgroup><col span=2></colgroup><thead><tr><th scope=col>h<tbody><tr><td colspan=2>d<tfoot><tr><td>f</table>",
  "<blockquote cite='https://a.test/'>q</blockquote><pre><code class=language-js>let a = '{{x}}';</code></pre><hr><br>",
  "<img src='data:image/png;base64,iVBORw0KGgo=' alt=a width=1 height=1><img src='https://a.test/i.png' alt=b>",
  "<details open><summary>s</summary>d</details><ruby>r<rp>(<rt>t<rp>)</ruby><time datetime=2026-01-01>t</time>",
  "<p style='color: red; position: fixed; background: url(https://evil.test/)' class='a b' data-x=1 data-hx-get=/x aria-label=l aria-hidden=true role=alert>p</p>",
  "<svg viewBox='0 0 9 9' width=9 height=9><circle cx=4 cy=4 r=3 fill=red /><path d='M0 0L9 9' stroke=blue /><text x=1 y=2>t</text></svg>",
  "<math><mfrac><mi>a</mi><mn>2</mn></mfrac><msup><mi>x</mi><mn>2</mn></msup></math>",
  "<form action=/x><label for=a>l</label><input id=a name=b><input type=checkbox checked disabled><button>b</button><select><option>o</select></form>",
  `<x-y foo=bar>custom</x-y><xmp><b>raw</b></xmp><!-- comment -->text \${y} <%= z %>`,
];
const hostile = readdirSync(join(repository, "tests/data/hostile")).flatMap((file) => {
  const text = readFileSync(join(repository, "tests/data/hostile", file), "utf8");
  const filled = text
    .replaceAll("{evil}", "https://evil.test")
    .replaceAll("{own}", "/own")
    .replaceAll("{host}", "evil.test");
  return JSON.parse(filled)
    .filter((row) => !row.markdown)
    .map(({ html }) => html);
});
const CORPUS = [...BENIGN, ...hostile];

const CONFIGS = [
  {},
  { ALLOWED_TAGS: ["b", "a", "p", "table", "tr", "td", "img", "ul", "li"] },
  { ALLOWED_TAGS: [] },
  { ALLOWED_ATTR: ["href", "title", "src", "alt"] },
  { ALLOWED_ATTR: [], ALLOW_DATA_ATTR: false, ALLOW_ARIA_ATTR: false },
  { FORBID_TAGS: ["a", "b", "thead", "style", "svg"] },
  { FORBID_ATTR: ["style", "id", "href", "data-x"] },
  { ADD_TAGS: ["details"], ADD_ATTR: ["class", "lang", "target"] },
  { FORBID_TAGS: ["b", "p"], ADD_FORBID_CONTENTS: ["b"] },
  { USE_PROFILES: { html: true } },
  { USE_PROFILES: { html: true, svg: true } },
  { USE_PROFILES: { mathMl: true } },
  { ALLOW_DATA_ATTR: false },
  { ALLOW_ARIA_ATTR: false },
  { SANITIZE_NAMED_PROPS: true },
  { SAFE_FOR_TEMPLATES: true },
];

/** Runs in the page: what survives of each input here and not there. Text is left out: it can do nothing. */
async function compare({ corpus, configs }) {
  const { sanitize } = await import("/dompurify.js");
  const { default: peer } = await import("/purify.es.js");
  const parse = (html) => new DOMParser().parseFromString(`<!doctype html><body>${html}`, "text/html").body;
  const ADDED = {
    a: ["target", "rel"],
    img: ["referrerpolicy"],
    audio: ["controls"],
    video: ["controls"],
    input: ["type", "disabled"],
  };

  /** What is there, as lines. */
  const listed = (html, ours) => {
    const body = parse(html);
    const lines = [];
    if (ours) for (const one of body.querySelectorAll("span.mcp-cordon-blocked")) one.remove();
    for (const element of body.querySelectorAll("*")) {
      const name = element.localName;
      lines.push(`<${name}>`);
      if (ours) element.classList.remove("mcp-cordon-link");
      for (const { localName: attribute, value: written } of element.attributes) {
        if (ours && ADDED[name]?.includes(attribute)) continue;
        const value = ours ? written.replaceAll("user-content-", "") : written;
        if (attribute === "style") {
          const { style } = element;
          for (const property of style) lines.push(`${name} style ${property}: ${style.getPropertyValue(property)}`);
        } else if (attribute === "class") {
          for (const one of element.classList) lines.push(`${name} class ${one}`);
        } else if (["href", "src", "cite"].includes(attribute)) {
          lines.push(`${name} ${attribute} ${URL.parse(value, document.baseURI)?.href ?? value}`);
        } else lines.push(`${name} ${attribute} ${value}`);
      }
    }
    return lines;
  };

  const found = [];
  let survived = 0;
  configs.forEach((config, which) => {
    for (const html of corpus) {
      const ours = listed(sanitize(html, structuredClone(config), { blockedResource: "remove" }), true);
      const theirs = new Map();
      for (const line of listed(peer.sanitize(html, structuredClone(config)), false)) {
        theirs.set(line, (theirs.get(line) ?? 0) + 1);
      }
      survived += ours.length;
      for (const line of ours) {
        const left = theirs.get(line) ?? 0;
        if (left === 0) found.push({ which, line, html });
        else theirs.set(line, left - 1);
      }
    }
  });
  const fragment = sanitize("<b onclick=x()>x</b>", { RETURN_DOM_FRAGMENT: true });
  const trusted = sanitize("<b onclick=x()>x</b>", { RETURN_TRUSTED_TYPE: true });
  return {
    found,
    survived,
    fragment: [fragment.nodeType, fragment.firstChild.outerHTML],
    trusted: [String(trusted), trusted instanceof TrustedHTML],
  };
}

/** What may survive here alone, and why. Each must still be so. */
const DIFFERENCES = [
  ["an id that names something of the page's stays, with its prefix", ({ line }) => / id /.test(line)],
  [
    "an address without a scheme is https",
    ({ line, html }) => line === "a href https://evil.test/x" && !html.includes("https:"),
  ],
  [
    "an address with a scheme and no slashes names a host",
    ({ line, html }) => line === "a href http://evil.test/x" && !html.includes("://"),
  ],
  [
    "foreignObject is text on its background, since nothing else stands in it",
    ({ line, html }) =>
      /^<text>|^text (dominant-baseline|fill|height|stroke|text-anchor|width|x|y) /.test(line) ||
      (html.includes("<foreignObject") && /^<rect>|^rect (height|style (fill|opacity|stroke):|width|x|y) /.test(line)),
  ],
  ["a drawing may refer to its own parts", ({ line }) => line === "<use>" || /^use href http:[^#]+#/.test(line)],
  ["a drawing is named by what its title and its description say", ({ line }) => line.startsWith("svg aria-label ")],
  [
    "a drawing's style sheet is bound to it by a class",
    ({ line }) => /^svg class user-content-s[0-9a-f]{16}$/.test(line),
  ],
  [
    "where a drawing's style sheet goes, its shapes have no fill, and the classes that it would have named",
    ({ line, html }) =>
      html.includes("<style>.a{fill:url(#p)}") && /^rect (class user-content-a|fill none)$/.test(line),
  ],
  ["a style may name a filter of the drawing's", ({ line }) => line === 'rect style filter: url("#user-content-f")'],
  ["filters whose parts load nothing stay", ({ line }) => /^<?fe[A-Z]/.test(line)],
  ["an image that is a drawing is written anew", ({ line }) => line.startsWith("img src data:image/svg+xml,")],
  [
    "a style sheet becomes inline styles",
    ({ line, html }) =>
      html.includes("<style>") && /^(a|li|p|span) style display: (block|inline|list-item)$/.test(line),
  ],
  [
    "the box of a formula clips what is in it",
    ({ line, html }) =>
      html.includes("katex-html") && /^span style (clip-path: inset\(-3px\)|display: inline-block)$/.test(line),
  ],
  ["a border keeps its color, as in mail", ({ line }) => line.startsWith("table bordercolor ")],
  ["what chooses, hides or moves in MathML is a row", ({ line }) => line === "<mrow>"],
  ["MathML's alttext describes", ({ line }) => line.startsWith("math alttext ")],
  ["`border` takes a border image back", ({ line }) => /^b style border-image-(source: none|slice: 100%)$/.test(line)],
  ["a height is a least one", ({ line }) => line === "b style min-height: 0px"],
  [
    "an end tag ahead of everything makes a paragraph, as in innerHTML",
    ({ line, html }) => line === "<p>" && html.startsWith("</p>"),
  ],
  [
    "what stands in an element that goes stays, where a list says what stays",
    ({ line }, { ALLOWED_TAGS, USE_PROFILES }) =>
      ALLOWED_TAGS?.includes(/^<?([a-z]+)/.exec(line)[1].replace("tbody", "table")) ||
      (USE_PROFILES?.mathMl && line === "<math>"),
  ],
];

test("what survives here survives DOMPurify, apart from what is listed", async (t) => {
  const directory = scratchFor(t, "dompurify");
  for (const file of ["html-module.js", "shared.js", "dompurify.js"])
    copyFileSync(join(pkg, file), join(directory, file));
  // `serve` knows scripts by this ending.
  copyFileSync(join(PEER, "purify.es.mjs"), join(directory, "purify.es.js"));
  writeFileSync(join(directory, "index.html"), "<!doctype html><title>Two sanitizers</title>");
  const { page: tab } = await open(t, await serve(t, directory));
  const { found, survived, fragment, trusted } = await tab.evaluate(compare, { corpus: CORPUS, configs: CONFIGS });
  assert.deepEqual(
    [fragment, trusted],
    [
      [11, "<b>x</b>"],
      ["<b>x</b>", true],
    ],
  );
  assert.ok(survived > 10_000, `${survived} elements and attributes survive`);
  const used = new Set();
  const left = found.filter((one) => {
    const listed = DIFFERENCES.find(([, is]) => is(one, CONFIGS[one.which]));
    used.add(listed);
    return !listed;
  });
  t.diagnostic(
    `${CORPUS.length} inputs, ${CONFIGS.length} configurations, ${survived} survivors, ${found.length} as listed`,
  );
  if (process.env.CORDON_SHOW) writeFileSync(process.env.CORDON_SHOW, JSON.stringify(left, null, 1));
  assert.deepEqual(left.slice(0, 20), []);
  for (const difference of DIFFERENCES) assert.ok(used.has(difference), `stale: ${difference[0]}`);
});
