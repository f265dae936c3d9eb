/**
 * The same names as `mcp-cordon`, with the WebAssembly module beside them instead of inlined: `mcp-cordon/wasm` is the file. Until
 * {@link init} is done every function throws a {@link CordonError} with the code `not-initialized`, and shows nothing.
 */
export * from "./index.js";

/**
 * Compiles the module: the address of `mcp-cordon/wasm` as your bundler or server has it, a response, its bytes, or a compiled
 * module. Of several calls the first that succeeds counts.
 * @throws {CordonError} `invalid-input`; `wasm-unavailable` where it is not served or is no module; `wasm-unsafe-eval`.
 */
export function init(
  source: string | URL | Response | PromiseLike<Response> | BufferSource | WebAssembly.Module,
): Promise<void>;
