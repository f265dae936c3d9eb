// Where the module comes from, in the slim entry: from whoever calls `init`.
import { WebAssembly } from "./boundary.js";
import { getter } from "./members.js";
import { CordonError, unavailable } from "./shared.js";

const { apply } = Reflect;
const { fetch, URL: UrlConstructor } = globalThis;
const { isView } = ArrayBuffer;
const exportsOf = WebAssembly?.Module.exports;
const okOf = getter("Response", "ok");
const hrefOf = getter("URL", "href");
const byteLengthOf = getter("ArrayBuffer", "byteLength");
let compiled;

export const module = () => {
  if (compiled) return compiled;
  throw new CordonError("not-initialized", "mcp-cordon/slim has no module yet: await init(source) first");
};

/** Compiles what the caller has: an address, a response, bytes, or a module. */
export const prepare = async (source) => {
  const given = await source;
  if (!isSource(given)) {
    throw new CordonError(
      "invalid-input",
      `source: expected a URL, a Response, bytes or a WebAssembly.Module, got ${given === null ? "null" : typeof given}`,
    );
  }
  try {
    compiled = await compile(given);
  } catch (error) {
    throw error instanceof CordonError ? error : unavailable(error);
  }
};

/** Told by what it can do: in test runners what comes from Node belongs to another realm, and some lack `Response`. */
const has = (getterOf, given) => {
  try {
    apply(getterOf, given, []);
    return true;
  } catch {
    return false;
  }
};
const isModule = (given) => {
  try {
    exportsOf(given);
    return true;
  } catch {
    return false;
  }
};
const isBytes = (given) => isView(given) || has(byteLengthOf, given);
/** Next's bundlers make of `new URL("mcp-cordon/wasm", import.meta.url)` an object of URL's prototype that is none. */
const isLikeUrl = (given) => UrlConstructor !== undefined && given instanceof UrlConstructor;
const isAddress = (given) => typeof given === "string" || has(hrefOf, given) || isLikeUrl(given);
const isSource = (given) => isModule(given) || has(okOf, given) || isBytes(given) || isAddress(given);

const compile = async (given) => {
  if (isModule(given)) return given;
  if (isBytes(given)) return WebAssembly.compile(/** @type {BufferSource} */ (given));
  const response = isAddress(given) ? await fetch(given) : given;
  if (!response.ok) {
    throw new CordonError(
      "wasm-unavailable",
      `mcp-cordon's WebAssembly module was not served: ${response.status} ${response.url}`,
    );
  }
  // Not compileStreaming: it wants a media type that file servers often lack, and the module is small.
  return WebAssembly.compile(await response.arrayBuffer());
};
