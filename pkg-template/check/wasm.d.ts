/** The module as text, which the build writes. */
declare const wasm: string;
export default wasm;
