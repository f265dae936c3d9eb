// The guard without the sanitizer: a smaller module, for a page that shows no tool output, or that loads the sanitizer
// later. A page uses the guard of one entry; the other entry's `CordonError` is another class with the same `code`s.
export { CordonError, init, installGuard, parsePolicy, version } from "./index.js";
export type { Guard, GuardOptions, Policy, Source, Verdict, Violation } from "./index.js";
