// Where the module comes from on an edge runtime, which compiles none from bytes: from a file that its bundler compiled.
import compiled from "./module.wasm?module";

/** Nothing to fetch. */
export const prepare = () => {};

export const module = () => compiled;
