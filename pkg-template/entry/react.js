"use client";
export { ToolOutput } from "./tool-output.js";
export { useGuard } from "./use-guard.js";
