// The components are for clients, each in a file of its own: a bundler asks of a file what is used of it anywhere.
export { ToolOutput } from "./tool-output.js";
export { ToolOutputStream } from "./tool-output-stream.js";
export { useGuard } from "./use-guard.js";
