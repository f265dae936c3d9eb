/** The module in base64, which the build writes. */
declare const wasm: string;
export default wasm;
