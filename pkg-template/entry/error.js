// What the package throws.

const { WebAssembly } = globalThis;

/** The one error that this package throws. */
export class CordonError extends Error {
  constructor(code, message, options) {
    super(message, options);
    this.name = "CordonError";
    this.code = code;
  }
}

/** Why there is no instance. */
export const unavailable = (error) => {
  if (typeof WebAssembly === "undefined") {
    return new CordonError("wasm-unavailable", "mcp-cordon needs WebAssembly, which this runtime lacks", {
      cause: error,
    });
  }
  // In a content script Chromium says nothing behind the colon. The module itself compiles everywhere.
  if (error instanceof WebAssembly.CompileError && /content.security.policy|unsafe-eval|: *$/i.test(error.message)) {
    return new CordonError(
      "wasm-unsafe-eval",
      "the page's Content-Security-Policy keeps WebAssembly from running: add 'wasm-unsafe-eval' to script-src",
      { cause: error },
    );
  }
  return new CordonError("wasm-unavailable", `mcp-cordon's WebAssembly module did not start: ${error}`, {
    cause: error,
  });
};
