// The guard without the sanitizer: for a page that shows no tool output, or that loads the sanitizer later. It is the same
// guard that `mcp-cordon` has.
export { CordonError, init, installGuard, parsePolicy, version } from "./index.js";
export type { Guard, GuardOptions, Policy, Source, Verdict, Violation } from "./index.js";
