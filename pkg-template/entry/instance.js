// A module's one instance: made synchronously, on first use.
import { WebAssembly } from "./boundary.js";
import * as glue from "./glue.js";
import { CordonError, register, unavailable } from "./shared.js";
// Inlined or not: the build says which of the two files this is.
import { module, prepare } from "load";

let started = false;
let broken;

/**
 * Calls into the module. Whatever goes wrong in there leaves as a CordonError, and nothing else leaves then.
 * @type {<T>(work: (cordon: typeof glue) => T) => T}
 */
export const call = (work) => {
  start();
  try {
    return work(glue);
  } catch (error) {
    throw translated(error);
  }
};

/** Makes the instance, or throws: a security function is never "not ready yet". */
const start = () => {
  if (broken) throw broken;
  if (started) return;
  try {
    glue.initSync({ module: module() });
    glue.start();
    started = true;
  } catch (error) {
    throw error instanceof CordonError ? error : unavailable(error);
  }
};

register(async (source) => {
  if (!started) await prepare(source);
  start();
});

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
  return new CordonError("internal", "mcp-cordon stopped on an error of the runtime's: see the cause", {
    cause: error,
  });
};
