// The module's one instance: made synchronously, on first use.
import { WebAssembly } from "./boundary.js";
import * as glue from "./glue.js";
import wasm from "./wasm.js";

/** The one error that this package throws. */
export class CordonError extends Error {
  constructor(code, message, options) {
    super(message, options);
    this.name = "CordonError";
    this.code = code;
  }
}

let started = false;
let broken;

/** Calls into the module. Whatever goes wrong in there leaves as a CordonError, and nothing else leaves then. */
export const call = (work) => {
  start();
  try {
    return work(glue);
  } catch (error) {
    throw translated(error);
  }
};

/** Makes the instance, or throws: a security function is never "not ready yet". */
export const start = () => {
  if (broken) throw broken;
  if (started) return;
  try {
    glue.initSync({ module: new WebAssembly.Module(decode(wasm)) });
    glue.start();
    started = true;
  } catch (error) {
    throw unavailable(error);
  }
};

const translated = (error) => {
  if (error instanceof CordonError) return error;
  // A trap or an exhausted stack leaves the instance's memory in an unknown state, so it is not asked again.
  if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError || error?.name === "InternalError") {
    broken = new CordonError("internal", "mcp-cordon stopped on an internal error and shows nothing from now on", {
      cause: error,
    });
    return broken;
  }
  // What Rust throws is a plain object.
  if (typeof error?.code === "string" && !(error instanceof Error)) {
    return new CordonError(error.code, error.message, "cause" in error ? { cause: error.cause } : undefined);
  }
  return new CordonError("internal", "mcp-cordon stopped on an error of the runtime's: see the cause", { cause: error });
};

const unavailable = (error) => {
  if (typeof WebAssembly === "undefined") {
    return new CordonError("wasm-unavailable", "mcp-cordon needs WebAssembly, which this runtime lacks", { cause: error });
  }
  if (error instanceof WebAssembly.CompileError && /content.security.policy|unsafe-eval/i.test(error.message)) {
    return new CordonError(
      "wasm-unsafe-eval",
      "the page's Content-Security-Policy keeps WebAssembly from running: add 'wasm-unsafe-eval' to script-src",
      { cause: error },
    );
  }
  return new CordonError("wasm-unavailable", `mcp-cordon's WebAssembly module did not start: ${error}`, { cause: error });
};

const decode = (base64) => {
  if (typeof Uint8Array.fromBase64 === "function") return Uint8Array.fromBase64(base64);
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
};
