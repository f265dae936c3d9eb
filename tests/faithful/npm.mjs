// What tools return, made by the tools themselves: in Node those that need no page.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const CODE = `// Greets.
export function greet(name: string, times = 2): string {
  return Array.from({ length: times }, () => \`Hello, \${name}! <b>&amp;</b>\`).join("\\n");
}
`;

const DIFF = `diff --git a/src/sum.js b/src/sum.js
index 83db48f..bf269f4 100644
--- a/src/sum.js
+++ b/src/sum.js
@@ -1,6 +1,7 @@ function sum(a, b) {
 function sum(a, b) {
-  return a + b;
+  // Both are numbers.
+  return Number(a) + Number(b);
 }
 
-module.exports = sum;
+export default sum;
 `;

const MARKDOWN = `# Quarterly report

Revenue grew by **12 %**, see [the table](#table) and <https://example.com/report>.

| Quarter | Revenue | Change |
|:--|--:|:-:|
| Q1 | 1,204 | +3 % |
| Q2 | 1,349 | +12 % |

- [x] Closed the books
- [ ] Audit
  1. Ask *finance*
  2. Wait ~~two~~ three days

> Numbers are in thousands.

\`\`\`js
const total = rows.reduce((sum, { revenue }) => sum + revenue, 0);
\`\`\`

![a chart](https://example.com/chart.png "Revenue")
`;

const TERMINAL = [
  "\u001b[32m✓\u001b[0m 12 passed, \u001b[1;31m2 failed\u001b[0m",
  "\u001b[33mwarning\u001b[39m: unused variable \u001b[4m`count`\u001b[24m",
  "  \u001b[38;5;208morange\u001b[0m \u001b[48;2;20;60;120;97m on blue \u001b[0m <not a tag>",
].join("\n");

const FORMULAS = {
  fraction: "x = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}",
  sum: "\\sum_{n=1}^{\\infty} \\frac{1}{n^2} = \\frac{\\pi^2}{6}",
  matrix: "A = \\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}^{-1}",
  integral: "\\int_{-\\infty}^{\\infty} e^{-x^2}\\,dx = \\sqrt{\\pi}",
  cases: "f(x) = \\begin{cases} 1 & x > 0 \\\\ 0 & \\text{otherwise} \\end{cases}",
  colors: "\\color{red}{a} + \\boxed{\\mathbf{v} \\cdot \\hat{n}} \\le \\overline{AB}",
};

const GRAPHS = {
  tree: 'digraph { node [shape=box style=filled fillcolor=lightyellow] a [label="Client"] b [label="Server"] a -> b [label="asks"] b -> c b -> d [style=dashed] c [label="Cache" shape=cylinder] d [label="Disk" color=red] }',
  clusters:
    'digraph { rankdir=LR; subgraph cluster_0 { label="inside"; style=rounded; a -> b } subgraph cluster_1 { label="outside"; bgcolor="#eeeeff"; c -> d } a -> c [color=blue penwidth=2] }',
  record:
    'digraph { n [shape=record label="{<f0> id|<f1> name|<f2> price}"] m [shape=Mrecord label="one|two"] n:f1 -> m }',
  table:
    'digraph { t [shape=plain label=<<table border="0" cellborder="1"><tr><td bgcolor="#ddffdd"><b>Order</b></td></tr><tr><td align="left">id: int</td></tr></table>>] t -> u }',
};

const CHARTS = {
  bars: {
    title: { text: "Orders" },
    legend: {},
    xAxis: { type: "category", data: ["Mon", "Tue", "Wed", "Thu"] },
    yAxis: { type: "value" },
    series: [
      { name: "open", type: "bar", data: [12, 20, 15, 8] },
      { name: "done", type: "line", smooth: true, areaStyle: {}, data: [5, 9, 14, 11] },
    ],
  },
  pie: {
    series: [
      {
        type: "pie",
        radius: ["40%", "70%"],
        data: [
          { value: 10, name: "Search" },
          { value: 7, name: "Direct" },
          { value: 3, name: "Mail" },
        ],
      },
    ],
  },
  scatter: {
    xAxis: {},
    yAxis: {},
    visualMap: { min: 0, max: 10, dimension: 1, right: 0 },
    series: [
      {
        type: "scatter",
        symbolSize: 14,
        data: [
          [1, 2],
          [3, 7],
          [5, 4],
          [8, 9],
        ],
      },
    ],
  },
  gauge: { series: [{ type: "gauge", progress: { show: true }, data: [{ value: 62, name: "Load" }] }] },
  radar: {
    radar: {
      indicator: [
        { name: "speed", max: 10 },
        { name: "size", max: 10 },
        { name: "safety", max: 10 },
      ],
    },
    series: [{ type: "radar", data: [{ value: [7, 4, 9], name: "ours" }] }],
  },
};

const PLOTS = {
  bars: {
    data: {
      values: [
        { a: "A", b: 28 },
        { a: "B", b: 55 },
        { a: "C", b: 43 },
      ],
    },
    mark: "bar",
    encoding: { x: { field: "a", type: "nominal" }, y: { field: "b", type: "quantitative" }, color: { field: "a" } },
  },
  lines: {
    data: {
      values: [1, 2, 3, 4, 5].flatMap((x) => [
        { x, y: x * x, c: "square" },
        { x, y: 4 * x, c: "linear" },
      ]),
    },
    mark: { type: "line", point: true },
    encoding: {
      x: { field: "x", type: "quantitative" },
      y: { field: "y", type: "quantitative" },
      color: { field: "c", type: "nominal" },
    },
  },
  heat: {
    data: { values: [0, 1, 2, 3].flatMap((x) => [0, 1, 2].map((y) => ({ x, y, v: x * y }))) },
    mark: "rect",
    encoding: {
      x: { field: "x", type: "ordinal" },
      y: { field: "y", type: "ordinal" },
      color: { field: "v", type: "quantitative" },
    },
  },
};

const MAIL = `<mjml><mj-head><mj-attributes><mj-all font-family="Arial, sans-serif" /></mj-attributes></mj-head>
<mj-body background-color="#f4f4f4">
<mj-section background-color="#ffffff"><mj-column><mj-text font-size="22px" color="#333333">Your order has shipped</mj-text>
<mj-divider border-color="#cccccc" border-width="1px" /><mj-text>It arrives on <b>Tuesday</b>.</mj-text>
<mj-button background-color="#0066cc" href="https://example.com/track">Track it</mj-button></mj-column></mj-section>
<mj-section><mj-column width="50%"><mj-table><tr><th align="left">Item</th><th align="right">Price</th></tr>
<tr><td>Lamp</td><td align="right">24.00</td></tr></mj-table></mj-column>
<mj-column width="50%"><mj-text align="center">Questions? Answer this mail.</mj-text></mj-column></mj-section>
</mj-body></mjml>`;

/**
 * `{ tool, name, html, css?, isRemote? }` of each output. `css` is what the tool's manual has the page load; `isRemote`: to draw
 * it raw takes a request, so that its pictures are not compared.
 */
export async function outputs(folder) {
  const require = createRequire(join(folder, "package.json"));
  const load = (name) => import(pathToFileURL(require.resolve(name)));
  const file = (path) => readFileSync(join(folder, "node_modules", path), "utf8");
  const all = [];
  const add = (tool, name, html, css) => all.push({ tool, name, html: String(html), css });

  const { default: katex } = await load("katex");
  // The fonts would be requests.
  const katexCss = file("katex/dist/katex.min.css").replace(/@font-face\{[^}]*\}/g, "");
  for (const [name, formula] of Object.entries(FORMULAS)) {
    add(
      "katex",
      name,
      katex.renderToString(formula, { displayMode: name !== "colors", throwOnError: false }),
      katexCss,
    );
    add("katex", `${name}, MathML`, katex.renderToString(formula, { output: "mathml" }));
  }

  const temml = require("temml");
  for (const [name, formula] of Object.entries(FORMULAS)) add("temml", name, temml.renderToString(formula));

  const { mathjax } = require("mathjax-full/js/mathjax.js");
  const { TeX } = require("mathjax-full/js/input/tex.js");
  const { SVG } = require("mathjax-full/js/output/svg.js");
  const { liteAdaptor } = require("mathjax-full/js/adaptors/liteAdaptor.js");
  const { RegisterHTMLHandler } = require("mathjax-full/js/handlers/html.js");
  const { AllPackages } = require("mathjax-full/js/input/tex/AllPackages.js");
  const adaptor = liteAdaptor();
  RegisterHTMLHandler(adaptor);
  const document = mathjax.document("", { InputJax: new TeX({ packages: AllPackages }), OutputJax: new SVG() });
  for (const [name, formula] of Object.entries(FORMULAS)) {
    add("mathjax", name, adaptor.innerHTML(document.convert(formula, { display: true })));
  }

  const echarts = await load("echarts");
  const addChart = (name, option) => {
    const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: 480, height: 300 });
    chart.setOption(option);
    add("echarts", name, chart.renderToSVGString());
    chart.dispose();
  };
  for (const [name, option] of Object.entries(CHARTS)) addChart(name, { animation: false, ...option });
  addChart("bars that move", CHARTS.bars);

  const vega = await load("vega");
  const { compile } = await load("vega-lite");
  for (const [name, spec] of Object.entries(PLOTS)) {
    const view = new vega.View(vega.parse(compile(spec).spec), { renderer: "none" });
    add("vega-lite", name, await view.toSVG());
    view.finalize();
  }

  const { instance } = await load("@viz-js/viz");
  const viz = await instance();
  for (const [name, graph] of Object.entries(GRAPHS)) add("graphviz", name, viz.renderString(graph, { format: "svg" }));

  const bwip = await load("bwip-js/node");
  for (const [bcid, text] of [
    ["qrcode", "https://example.com"],
    ["code128", "ABC-123"],
    ["ean13", "9520123456788"],
    ["datamatrix", "lot 7"],
  ]) {
    add("bwip-js", bcid, bwip.toSVG({ bcid, text, includetext: true, scale: 2 }));
  }

  const qrcode = require("qrcode");
  add("qrcode", "svg", await qrcode.toString("https://example.com", { type: "svg", width: 160 }));
  add("qrcode", "png", `<img alt="code" src="${await qrcode.toDataURL("https://example.com")}">`);

  const { makeBadge } = require("badge-maker");
  for (const style of ["flat", "plastic", "flat-square", "for-the-badge", "social"]) {
    add("badge-maker", style, makeBadge({ label: "build", message: "passing", color: "brightgreen", style }));
  }

  const diff2html = await load("diff2html");
  const diffCss = file("diff2html/bundles/css/diff2html.min.css");
  for (const outputFormat of ["line-by-line", "side-by-side"]) {
    add("diff2html", outputFormat, diff2html.html(DIFF, { drawFileList: true, outputFormat }), diffCss);
  }

  const { AnsiUp } = await load("ansi_up");
  add("ansi_up", "styles", `<pre>${new AnsiUp().ansi_to_html(TERMINAL)}</pre>`);

  const { default: mjml } = await load("mjml");
  add("mjml", "order", (await mjml(MAIL)).html);

  const { codeToHtml } = await load("shiki");
  for (const theme of ["github-light", "nord"]) add("shiki", theme, await codeToHtml(CODE, { lang: "ts", theme }));
  add("shiki", "two themes", await codeToHtml(CODE, { lang: "ts", themes: { light: "min-light", dark: "nord" } }));

  const { default: hljs } = await load("highlight.js");
  const hljsCss = file("highlight.js/styles/github.min.css");
  add(
    "highlight.js",
    "ts",
    `<pre><code class="hljs">${hljs.highlight(CODE, { language: "ts" }).value}</code></pre>`,
    hljsCss,
  );

  const { marked } = await load("marked");
  all.push({ tool: "marked", name: "report with a remote image", html: marked.parse(MARKDOWN), isRemote: true });
  const { default: MarkdownIt } = await load("markdown-it");
  const own = MARKDOWN.replace("https://example.com/chart.png", await qrcode.toDataURL("a chart"));
  add("markdown-it", "report", new MarkdownIt({ linkify: true, typographer: true }).render(own));
  return all;
}
