// A module's one instance: made synchronously, on first use.
import { WebAssembly } from "./boundary.js";
import * as glue from "./glue.js";
import { checkPlatform } from "./platform.js";
import { CordonError, register, unavailable } from "./shared.js";
// Inlined or not: the build says which of the two files this is.
import { module, prepare } from "load";

const { getPrototypeOf, prototype } = Object;

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
  checkPlatform();
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
  // Exhaustion is told by name: a function that a test runner took from Node throws errors of Node's realm.
  const name = error?.name;
  if (error instanceof WebAssembly.RuntimeError || name === "RangeError" || name === "InternalError") {
    broken = new CordonError("internal", "mcp-cordon stopped on an internal error and shows nothing from now on", {
      cause: error,
    });
    return broken;
  }
  // What Rust throws is a plain object. Errors of Node's have codes, too, and in a test runner another realm's class.
  if (typeof error?.code === "string" && getPrototypeOf(error) === prototype) {
    return new CordonError(error.code, error.message, "cause" in error ? { cause: error.cause } : undefined);
  }
  return new CordonError("internal", "mcp-cordon stopped on an error of the runtime's: see the cause", {
    cause: error,
  });
};
