/** What an edge runtime's bundler makes of a module's file. */
declare module "*.wasm?module" {
  const compiled: WebAssembly.Module;
  export default compiled;
}
