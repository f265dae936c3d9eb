// Each component is in a file of its own: Next asks once for the whole application what is used of a file.
export { ToolOutput } from "./tool-output.js";
export { ToolOutputStream } from "./tool-output-stream.js";
export { useGuard } from "./use-guard.js";
