"use client";
export { ToolOutput } from "./tool-output.js";
export { ToolOutputStream } from "./tool-output-stream.js";
export { useGuard } from "./use-guard.js";
