// Where the module comes from: from this file.
import { WebAssembly } from "./boundary.js";
import wasm from "./wasm.js";

/** Nothing to fetch. */
export const prepare = () => {};

export const module = () => new WebAssembly.Module(decode(wasm));

const decode = (base64) => {
  if (typeof Uint8Array.fromBase64 === "function") return Uint8Array.fromBase64(base64);
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
};
