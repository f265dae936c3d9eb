// What runs in the page. Every function here is called by runner.mjs and answers with JSON.
import { memoryBytes } from "./memory.js";
import DOMPurify from "dompurify";
import * as cordon from "mcp-cordon";
import sanitizeHtml from "sanitize-html";
import { byteLength, expand, ordinary } from "./shapes.js";

const target = document.getElementById("target");
const now = performance.now.bind(performance);
/** Takes what the work comes to, so that no engine leaves it out. */
const sink = { total: 0 };

/** Each takes a document and answers with something that depends on the whole work. */
const CONTENDERS = {
  "string: mcp-cordon": (html) => cordon.sanitizeToolOutput(html).length,
  "string: mcp-cordon, with the report": (html) => cordon.inspectToolOutput(html).html.length,
  "string: DOMPurify": (html) => DOMPurify.sanitize(html).length,
  "string: sanitize-html": (html) => sanitizeHtml(html).length,
  "parse: innerHTML of a template": (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content.childNodes.length;
  },
  "insert: mcp-cordon": (html) => cordon.renderToolOutput(target, html).html.length,
  "insert: mcp-cordon, string by innerHTML": (html) => {
    target.innerHTML = cordon.sanitizeToolOutput(html);
    return target.childNodes.length;
  },
  "insert: DOMPurify": (html) => {
    target.replaceChildren(DOMPurify.sanitize(html, { RETURN_DOM_FRAGMENT: true }));
    return target.childNodes.length;
  },
  ...(Element.prototype.setHTML && {
    "insert: setHTML": (html) => {
      target.setHTML(html);
      return target.childNodes.length;
    },
  }),
};

const json = async (path) => (await fetch(path)).json();
const documents = await json("documents.json");
const shapes = await json("shapes.json");

const inputs = new Map();
/** An input by the name of a document or of a shape; the last few are kept. */
function input(name, bytes) {
  const key = `${name} ${bytes}`;
  const document = documents.find((document) => document.name === name);
  if (document && bytes === undefined) return document.html;
  if (!inputs.has(key)) {
    if (inputs.size > 2) inputs.clear();
    const fragments = documents.filter((document) => document.fragment).map((document) => document.html);
    const shape = shapes.find((shape) => shape.name === name);
    inputs.set(key, shape ? expand(shape, bytes) : ordinary(fragments, bytes));
  }
  return inputs.get(key);
}

function once(contender, html) {
  const start = now();
  let outcome = "done";
  try {
    sink.total += CONTENDERS[contender](html);
  } catch (error) {
    outcome = error?.code ?? String(error);
  }
  return { ms: now() - start, outcome };
}

globalThis.bench = {
  contenders: Object.keys(CONTENDERS),
  documents: documents.map(({ html, ...document }) => ({ ...document, bytes: byteLength(html) })),
  shapes: shapes.map(({ name }) => name),

  /** Milliseconds a call, over as many calls as fill `ms`. */
  sample(contender, name, ms) {
    const work = CONTENDERS[contender];
    const html = input(name);
    globalThis.gc?.();
    let calls = 0;
    const start = now();
    let end;
    do {
      sink.total += work(html);
      calls++;
      end = now();
    } while (end - start < ms);
    target.replaceChildren();
    return (end - start) / calls;
  },

  /** One call. `bytes` is what the input really has. */
  call(contender, name, size) {
    const html = input(name, size);
    globalThis.gc?.();
    const result = once(contender, html);
    target.replaceChildren();
    return { ...result, bytes: byteLength(html) };
  },

  /** How far one call makes the WebAssembly memory grow, in a page that has made no other call. */
  growth(name, size) {
    const html = input(name, size);
    cordon.sanitizeToolOutput("");
    const before = memoryBytes();
    const { outcome } = once("string: mcp-cordon", html);
    return { grown: memoryBytes() - before, outcome, bytes: byteLength(html) };
  },
};
