// Where the module comes from: `load.js`, or `load-slim.js` in the slim entry. The build says which.
export function prepare(source: unknown): void | Promise<void>;
export function module(): WebAssembly.Module;
