export { installGuard, parsePolicy } from "./guard-module.js";
export { CordonError, init } from "./shared.js";
export const version = __VERSION__;
