// What it takes to begin, in a page of its own: from the import to the first sanitized string, the loading and the compiler's
// time included. Every function here is called by runner.mjs.
const now = performance.now.bind(performance);
const HTML = "<p onclick=x()>Hello, <b>world</b></p>";

const timed = async (work) => {
  const start = now();
  const text = await work();
  const ms = now() - start;
  if (text !== "<p>Hello, <b>world</b></p>") throw new Error(text);
  return ms;
};

globalThis.bench = {
  /** Milliseconds with the module in the script, as `mcp-cordon/html` has it. */
  inlined: () =>
    timed(async () => {
      const { sanitizeToolOutput } = await import("./start-html.js");
      return sanitizeToolOutput(HTML);
    }),

  /** Milliseconds with the whole module beside the script, as `mcp-cordon/slim` has it. */
  slim: () =>
    timed(async () => {
      const { init, sanitizeToolOutput } = await import("./start-slim.js");
      await init("/mcp-cordon.wasm");
      return sanitizeToolOutput(HTML);
    }),
};
